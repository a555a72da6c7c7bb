import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0014_circulars"),
    ]

    operations = [
        migrations.CreateModel(
            name="Received",
            fields=[
                ("digest", models.CharField(max_length=32, primary_key=True, serialize=False)),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="received",
                        to="store.consultation",
                    ),
                ),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="papercount",
            name="paper_counted_once",
        ),
        migrations.AddField(
            model_name="papercount",
            name="filed",
            field=models.BooleanField(default=False),
        ),
        migrations.AddConstraint(
            model_name="papercount",
            constraint=models.UniqueConstraint(
                fields=("asked", "way", "counter", "filed"), name="paper_counted_once"
            ),
        ),
    ]
