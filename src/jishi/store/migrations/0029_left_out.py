import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def copied(apps, _editor) -> None:
    """Make an exception of each electorate that kept its one reason beside it; its row stays as it was sealed."""
    asked, left_out = apps.get_model("store", "Asked"), apps.get_model("store", "LeftOut")
    rows = asked.objects.filter(excepted__gt=0).select_related("consultation")
    left_out.objects.bulk_create(
        [
            left_out(
                asked=row,
                people=row.excepted,
                why=row.excepted_why or "—",
                asked_on=row.consultation.opened_on,
                approved_by_id=row.approved_by_id,
                approved_on=row.consultation.opened_on if row.approved_by_id else None,
            )
            for row in rows.iterator(chunk_size=2000)
        ],
        batch_size=500,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0028_told_questions"),
    ]

    operations = [
        migrations.CreateModel(
            name="LeftOut",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("people", models.PositiveIntegerField()),
                ("why", models.CharField(max_length=200)),
                ("asked_on", models.DateField()),
                ("approved_on", models.DateField(blank=True, null=True)),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "asked",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="left_out", to="store.asked"
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("people__gte", 1)), name="left_out_people"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by__isnull", True),
                            ("asked_by__isnull", True),
                            models.Q(("approved_by", models.F("asked_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="left_out_by_two",
                    ),
                ],
            },
        ),
        migrations.RunPython(copied, migrations.RunPython.noop),
    ]
