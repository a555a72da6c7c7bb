"""Triggers, and paths that compare as bytes on PostgreSQL too (SQLite's text does so by itself)."""

from django.db import migrations

from jishi.store import guards


def stand(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute('ALTER TABLE store_unitpath ALTER COLUMN path TYPE varchar(240) COLLATE "C"')
    guards.install(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("store", "0001_initial")]
    operations = [migrations.RunPython(stand, migrations.RunPython.noop, elidable=False)]
