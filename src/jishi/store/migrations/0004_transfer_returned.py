"""A transfer can be given back to the old side, to be corrected."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0003_organisation")]

    operations = [
        migrations.AlterField(
            "transfer",
            "state",
            models.CharField(
                choices=[
                    ("asked", "Asked"),
                    ("released", "Released"),
                    ("accepted", "Accepted"),
                    ("refused", "Refused"),
                    ("returned", "Returned"),
                    ("lapsed", "Lapsed"),
                ],
                default="asked",
                max_length=10,
            ),
        ),
    ]
