from django.db import migrations

_PAIRS = """
CREATE FUNCTION jishi_pairs(said text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
SELECT coalesce(array_agg(DISTINCT substr(said, place, 2)), '{}')
FROM generate_series(1, char_length(said) - 1) AS place
$$
"""
_SEARCHED = ("unit", "person")


def index(_apps, schema_editor) -> None:
    """Find words of two letters by an index; only PostgreSQL is so large that it needs one."""
    if schema_editor.connection.vendor != "postgresql":
        return
    schema_editor.execute(_PAIRS)
    for table in _SEARCHED:
        schema_editor.execute(f"CREATE INDEX {table}_search_pairs ON store_{table} USING gin (jishi_pairs(search))")


def drop(_apps, schema_editor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        for table in _SEARCHED:
            schema_editor.execute(f"DROP INDEX {table}_search_pairs")
        schema_editor.execute("DROP FUNCTION jishi_pairs(text)")


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0032_own_words"),
    ]

    operations = [migrations.RunPython(index, drop)]
