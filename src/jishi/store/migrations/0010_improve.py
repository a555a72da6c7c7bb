import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0009_notices"),
    ]

    operations = [
        migrations.CreateModel(
            name="Practice",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("title", models.CharField(max_length=200)),
                ("text", models.TextField()),
                ("indicators", models.TextField(blank=True)),
                ("domains", models.TextField(blank=True)),
                ("search", models.TextField()),
                ("written_on", models.DateField()),
                ("published_on", models.DateField(blank=True, null=True)),
                ("withdrawn_on", models.DateField(blank=True, null=True)),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="practices", to="store.unit"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Problem",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("kind", models.CharField(max_length=40)),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("indicator", "Indicator"),
                            ("consultation", "Consultation"),
                            ("visit", "Visit"),
                            ("feedback", "Feedback"),
                            ("inspection", "Inspection"),
                            ("other", "Other"),
                        ],
                        max_length=12,
                    ),
                ),
                ("indicator", models.CharField(blank=True, max_length=80)),
                ("severity", models.PositiveSmallIntegerField(default=1)),
                ("urgency", models.PositiveSmallIntegerField(default=1)),
                ("priority", models.PositiveSmallIntegerField(default=1)),
                ("text", models.TextField()),
                ("evidence", models.JSONField(default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposed"),
                            ("open", "Open"),
                            ("rejected", "Rejected"),
                            ("solved", "Solved"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("found_on", models.DateField()),
                ("closed_on", models.DateField(blank=True, null=True)),
                ("reason", models.TextField(blank=True)),
                ("digest", models.CharField(blank=True, db_index=True, max_length=32)),
                (
                    "round",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="problems",
                        to="store.round",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="problems",
                        to="store.run",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="problems", to="store.unit"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Call",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("text", models.TextField()),
                ("asked_on", models.DateField()),
                ("due_on", models.DateField()),
                ("answer", models.TextField(blank=True)),
                ("answered_on", models.DateField(blank=True, null=True)),
                ("help", models.CharField(blank=True, max_length=300)),
                ("helper", models.CharField(blank=True, max_length=200)),
                ("help_due_on", models.DateField(blank=True, null=True)),
                (
                    "above",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="calls", to="store.unit"
                    ),
                ),
                (
                    "problem",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="calls", to="store.problem"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Remedy",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("text", models.TextField()),
                ("goal", models.TextField(blank=True)),
                ("responsible", models.CharField(blank=True, max_length=100)),
                ("since", models.DateField()),
                ("due_on", models.DateField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("published", "Published"),
                            ("done", "Done"),
                            ("verified", "Verified"),
                            ("dropped", "Dropped"),
                        ],
                        default="planned",
                        max_length=10,
                    ),
                ),
                ("share", models.PositiveSmallIntegerField(default=0)),
                ("published_on", models.DateField(blank=True, null=True)),
                ("done_on", models.DateField(blank=True, null=True)),
                ("verified_on", models.DateField(blank=True, null=True)),
                ("digest", models.CharField(blank=True, db_index=True, max_length=32)),
                (
                    "problem",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="remedies",
                        to="store.problem",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="remedies", to="store.unit"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Progress",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("act", models.CharField(max_length=10)),
                ("on", models.DateField()),
                ("share", models.PositiveSmallIntegerField(default=0)),
                ("text", models.TextField(blank=True)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "evidence",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.evidence",
                    ),
                ),
                (
                    "remedy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="progress", to="store.remedy"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Partnership",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("from_on", models.DateField()),
                ("to_on", models.DateField(blank=True, null=True)),
                ("purpose", models.TextField(blank=True)),
                ("outcome", models.TextField(blank=True)),
                (
                    "exemplar",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="brings_along", to="store.unit"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="brought_along_by",
                        to="store.unit",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("to_on__isnull", True), ("to_on__gt", models.F("from_on")), _connector="OR"
                        ),
                        name="partnership_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("exemplar", models.F("unit")), _negated=True), name="partnership_of_two"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Plan",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("template", models.CharField(blank=True, max_length=40)),
                ("goal", models.TextField(blank=True)),
                ("contact", models.CharField(blank=True, max_length=200)),
                ("published_on", models.DateField(blank=True, null=True)),
                ("digest", models.CharField(blank=True, db_index=True, max_length=32)),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="plans", to="store.round"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="plans", to="store.unit"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("round", "unit"), name="plan_once")],
            },
        ),
        migrations.CreateModel(
            name="Adoption",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("on", models.DateField()),
                ("indicator", models.CharField(blank=True, max_length=80)),
                ("before", models.IntegerField(blank=True, null=True)),
                ("after", models.IntegerField(blank=True, null=True)),
                ("changed", models.TextField(blank=True)),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="adoptions", to="store.unit"
                    ),
                ),
                (
                    "practice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="adoptions", to="store.practice"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("practice", "unit"), name="adoption_once")],
            },
        ),
        migrations.AddIndex(
            model_name="problem",
            index=models.Index(fields=["unit", "state"], name="problem_unit_state"),
        ),
        migrations.AddConstraint(
            model_name="problem",
            constraint=models.UniqueConstraint(
                condition=models.Q(("indicator", ""), _negated=True),
                fields=("round", "unit", "indicator"),
                name="problem_indicator_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="problem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "priority",
                        django.db.models.expressions.CombinedExpression(
                            models.F("severity"), "*", models.F("urgency")
                        ),
                    ),
                    ("severity__range", (1, 3)),
                    ("urgency__range", (1, 3)),
                ),
                name="problem_degrees",
            ),
        ),
        migrations.AddIndex(
            model_name="call",
            index=models.Index(fields=["above", "answered_on"], name="call_above_open"),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.UniqueConstraint(
                condition=models.Q(("answered_on__isnull", True)), fields=("problem",), name="call_open_once"
            ),
        ),
        migrations.AddIndex(
            model_name="remedy",
            index=models.Index(fields=["unit", "state"], name="remedy_unit_state"),
        ),
        migrations.AddIndex(
            model_name="remedy",
            index=models.Index(fields=["state", "due_on"], name="remedy_due"),
        ),
        migrations.AddConstraint(
            model_name="remedy",
            constraint=models.CheckConstraint(condition=models.Q(("share__lte", 100)), name="remedy_share"),
        ),
        migrations.AddConstraint(
            model_name="remedy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("published_on__isnull", True),
                    models.Q(
                        ("due_on__isnull", False),
                        ("problem__isnull", False),
                        models.Q(("text", ""), _negated=True),
                        models.Q(("responsible", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="remedy_published_whole",
            ),
        ),
    ]
