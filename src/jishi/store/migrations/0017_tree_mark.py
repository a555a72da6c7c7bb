import secrets

from django.db import migrations, models


def mark(apps, schema_editor):
    """Mark the trees that stand already; without a mark they would be read anew for every page."""
    paths, marks = apps.get_model("store", "UnitPath"), apps.get_model("store", "TreeMark")
    for axis in paths.objects.order_by().values_list("axis", flat=True).distinct():
        marks.objects.create(axis=axis, mark=secrets.token_hex(8))


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0016_awards"),
    ]

    operations = [
        migrations.CreateModel(
            name="TreeMark",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "axis",
                    models.CharField(
                        choices=[
                            ("management", "Management"),
                            ("territory", "Territory"),
                            ("industry", "Industry"),
                        ],
                        max_length=12,
                        unique=True,
                    ),
                ),
                ("mark", models.CharField(max_length=16)),
            ],
        ),
        migrations.RunPython(mark, migrations.RunPython.noop),
    ]
