"""Why a paper goes up although figures differ; a correction of minutes may lose its reason at its term."""

from django.db import migrations, models


def drop_guard(apps, schema_editor):
    """SQLite keeps a guard that stands; this one is put back anew, as every guard is after migrations."""
    on = " ON store_minutecorrection" if schema_editor.connection.vendor == "postgresql" else ""
    schema_editor.execute(f"DROP TRIGGER IF EXISTS correction_no_update{on}")


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0029_left_out"),
    ]

    operations = [
        migrations.AddField(
            model_name="paper",
            name="differs_why",
            field=models.TextField(blank=True, default=""),
            preserve_default=False,
        ),
        migrations.RunPython(drop_guard, migrations.RunPython.noop),
    ]
