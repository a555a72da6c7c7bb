import django.db.models.deletion
from django.db import migrations, models


def name_first_responsible(apps, schema_editor):
    """Until now a unit had one post, its secretary's."""
    apps.get_model("store", "Post").objects.filter(kind="secretary").update(first_responsible=True)


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0002_guards"),
    ]

    operations = [
        migrations.CreateModel(
            name="Care",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("from_on", models.DateField()),
                ("to_on", models.DateField(blank=True, null=True)),
                ("category", models.CharField(max_length=20)),
                ("visits", models.PositiveIntegerField(default=0)),
                ("money", models.PositiveBigIntegerField(default=0)),
                ("last_visit_on", models.DateField(blank=True, null=True)),
                ("expires_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Dispatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("from_on", models.DateField()),
                ("to_on", models.DateField(blank=True, null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("first-secretary", "First Secretary"),
                            ("instructor", "Instructor"),
                            ("liaison", "Liaison"),
                            ("contact", "Contact"),
                            ("work-team", "Work Team"),
                            ("survey-team", "Survey Team"),
                            ("graduate-official", "Graduate Official"),
                            ("stationed-team", "Stationed Team"),
                        ],
                        max_length=20,
                    ),
                ),
                ("term_ends_on", models.DateField(blank=True, null=True)),
                ("tasks", models.TextField(blank=True)),
                ("source_channel", models.CharField(blank=True, max_length=40)),
                ("contract", models.CharField(blank=True, max_length=100)),
                ("outcome", models.CharField(blank=True, max_length=40)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="DispatchLog",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("on", models.DateField()),
                ("kind", models.CharField(blank=True, max_length=40)),
                ("text", models.TextField()),
                ("done", models.BooleanField(default=True)),
            ],
        ),
        migrations.CreateModel(
            name="Evaluation",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("on", models.DateField()),
                ("present", models.PositiveIntegerField()),
                ("satisfied", models.PositiveIntegerField()),
                ("basically", models.PositiveIntegerField()),
                ("dissatisfied", models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Floating",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("from_on", models.DateField()),
                ("to_on", models.DateField(blank=True, null=True)),
                ("place", models.CharField(blank=True, max_length=200)),
                ("certificate", models.CharField(blank=True, max_length=60)),
                ("last_contact_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Formation",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("from_on", models.DateField()),
                ("to_on", models.DateField(blank=True, null=True)),
                (
                    "mode",
                    models.CharField(
                        choices=[("alone", "Alone"), ("area", "Area"), ("industry", "Industry")], max_length=10
                    ),
                ),
                ("document", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Grid",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("from_on", models.DateField()),
                ("to_on", models.DateField(blank=True, null=True)),
                ("name", models.CharField(max_length=100)),
                ("households", models.PositiveIntegerField(blank=True, null=True)),
                ("residents", models.PositiveIntegerField(blank=True, null=True)),
                ("team", models.CharField(blank=True, max_length=400)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="LostContact",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("from_on", models.DateField()),
                ("to_on", models.DateField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("steps", models.JSONField(default=list)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("searching", "Searching"),
                            ("found", "Found"),
                            ("died", "Died"),
                            ("struck-off", "Struck Off"),
                        ],
                        default="searching",
                        max_length=10,
                    ),
                ),
                ("expires_on", models.DateField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Member",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("from_on", models.DateField()),
                ("to_on", models.DateField(blank=True, null=True)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("applicant", "Applicant"),
                            ("activist", "Activist"),
                            ("candidate", "Candidate"),
                            ("probationary", "Probationary"),
                            ("full", "Full"),
                        ],
                        max_length=12,
                    ),
                ),
                ("applied_on", models.DateField(blank=True, null=True)),
                ("activist_on", models.DateField(blank=True, null=True)),
                ("candidate_on", models.DateField(blank=True, null=True)),
                ("joined_on", models.DateField(blank=True, null=True)),
                ("full_on", models.DateField(blank=True, null=True)),
                ("left_how", models.CharField(blank=True, max_length=20)),
                ("occupation", models.CharField(blank=True, max_length=40)),
                ("registered", models.CharField(blank=True, db_index=True, max_length=40)),
                ("mirrored", models.BooleanField(default=False)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Pairing",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("from_on", models.DateField()),
                ("to_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Succession",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("found", "Found"),
                            ("merge", "Merge"),
                            ("split", "Split"),
                            ("convert", "Convert"),
                            ("move", "Move"),
                            ("recode", "Recode"),
                            ("dissolve", "Dissolve"),
                        ],
                        max_length=10,
                    ),
                ),
                ("on", models.DateField()),
                ("document", models.CharField(blank=True, max_length=200)),
                ("members", models.PositiveIntegerField(blank=True, null=True)),
                ("was", models.JSONField(default=dict)),
                ("became", models.JSONField(default=dict)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.CreateModel(
            name="Team",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("from_on", models.DateField()),
                ("to_on", models.DateField(blank=True, null=True)),
                ("name", models.CharField(max_length=100)),
                ("kind", models.CharField(max_length=40)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TeamMember",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("from_on", models.DateField()),
                ("to_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Transfer",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("from_name", models.CharField(blank=True, max_length=200)),
                ("to_name", models.CharField(blank=True, max_length=200)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "Asked"),
                            ("released", "Released"),
                            ("accepted", "Accepted"),
                            ("refused", "Refused"),
                            ("lapsed", "Lapsed"),
                        ],
                        default="asked",
                        max_length=10,
                    ),
                ),
                ("letter", models.CharField(blank=True, max_length=60)),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("asked_on", models.DateField()),
                ("released_on", models.DateField(blank=True, null=True)),
                ("accepted_on", models.DateField(blank=True, null=True)),
                ("refused_on", models.DateField(blank=True, null=True)),
                ("valid_until", models.DateField(blank=True, null=True)),
                ("mirrored", models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name="UnitTrait",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("from_on", models.DateField()),
                ("to_on", models.DateField(blank=True, null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("area", "Area"), ("tier", "Tier"), ("subtype", "Subtype")], max_length=10
                    ),
                ),
                ("value", models.CharField(max_length=40)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="UnitWorkplace",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("from_on", models.DateField()),
                ("to_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Violation",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("rule", models.CharField(max_length=40)),
                ("severity", models.CharField(max_length=5)),
                ("subject", models.CharField(max_length=20)),
                ("subject_id", models.BigIntegerField()),
                ("since", models.DateField()),
                ("closed_on", models.DateField(blank=True, null=True)),
                ("values", models.JSONField(default=dict)),
                ("mends", models.CharField(blank=True, max_length=40)),
                ("checked_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.AddField(
            model_name="person",
            name="born_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="person",
            name="died_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="person",
            name="education",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name="person",
            name="ethnicity",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name="person",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="copies",
                to="store.person",
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="phone",
            field=models.BinaryField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="person",
            name="phone_index",
            field=models.BinaryField(blank=True, db_index=True, max_length=16, null=True),
        ),
        migrations.AddField(
            model_name="person",
            name="search",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="person",
            name="sex",
            field=models.CharField(blank=True, choices=[("female", "Female"), ("male", "Male")], max_length=6),
        ),
        migrations.AddField(
            model_name="post",
            name="closed_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="post",
            name="first_responsible",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="post",
            name="required_by",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name="tenure",
            name="term_ends_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="workplace",
            name="area",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name="workplace",
            name="credit_code",
            field=models.CharField(blank=True, max_length=18),
        ),
        migrations.AddField(
            model_name="workplace",
            name="employees",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="workplace",
            name="formation_due",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="workplace",
            name="full_members",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="workplace",
            name="league",
            field=models.BooleanField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="workplace",
            name="members",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="workplace",
            name="ownership",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name="workplace",
            name="size_class",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name="workplace",
            name="union",
            field=models.BooleanField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["name"], name="person_name"),
        ),
        migrations.AddIndex(
            model_name="workplace",
            index=models.Index(fields=["domain", "size_class"], name="workplace_domain_size"),
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_on__isnull", True), ("first_responsible", True)),
                fields=("unit",),
                name="post_one_first_responsible",
            ),
        ),
        migrations.AddField(
            model_name="dispatch",
            name="person",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="dispatches",
                to="store.person",
            ),
        ),
        migrations.AddField(
            model_name="dispatch",
            name="sending",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="sent",
                to="store.unit",
            ),
        ),
        migrations.AddField(
            model_name="dispatch",
            name="unit",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="helpers",
                to="store.unit",
            ),
        ),
        migrations.AddField(
            model_name="dispatch",
            name="workplace",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="helpers",
                to="store.workplace",
            ),
        ),
        migrations.AddField(
            model_name="dispatchlog",
            name="dispatch",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="logs", to="store.dispatch"
            ),
        ),
        migrations.AddField(
            model_name="evaluation",
            name="dispatch",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="evaluations", to="store.dispatch"
            ),
        ),
        migrations.AddField(
            model_name="floating",
            name="home",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="floating_out", to="store.unit"
            ),
        ),
        migrations.AddField(
            model_name="floating",
            name="receiving",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="floating_in",
                to="store.unit",
            ),
        ),
        migrations.AddField(
            model_name="formation",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="formations", to="store.unit"
            ),
        ),
        migrations.AddField(
            model_name="grid",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="grids", to="store.unit"
            ),
        ),
        migrations.AddField(
            model_name="member",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="memberships", to="store.person"
            ),
        ),
        migrations.AddField(
            model_name="member",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="members", to="store.unit"
            ),
        ),
        migrations.AddField(
            model_name="lostcontact",
            name="member",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="lost", to="store.member"
            ),
        ),
        migrations.AddField(
            model_name="floating",
            name="member",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="floating", to="store.member"
            ),
        ),
        migrations.AddField(
            model_name="care",
            name="member",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="care", to="store.member"
            ),
        ),
        migrations.AddField(
            model_name="pairing",
            name="leader",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="pairings", to="store.post"
            ),
        ),
        migrations.AddField(
            model_name="pairing",
            name="paired",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="paired_with", to="store.post"
            ),
        ),
        migrations.AddField(
            model_name="succession",
            name="after",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="predecessors",
                to="store.unit",
            ),
        ),
        migrations.AddField(
            model_name="succession",
            name="before",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="successors",
                to="store.unit",
            ),
        ),
        migrations.AddField(
            model_name="team",
            name="leader",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="led",
                to="store.person",
            ),
        ),
        migrations.AddField(
            model_name="team",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="teams", to="store.unit"
            ),
        ),
        migrations.AddField(
            model_name="dispatch",
            name="team",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="dispatches",
                to="store.team",
            ),
        ),
        migrations.AddField(
            model_name="teammember",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="teams", to="store.person"
            ),
        ),
        migrations.AddField(
            model_name="teammember",
            name="team",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="people", to="store.team"
            ),
        ),
        migrations.AddField(
            model_name="transfer",
            name="from_unit",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="transfers_out",
                to="store.unit",
            ),
        ),
        migrations.AddField(
            model_name="transfer",
            name="member",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="transfers", to="store.member"
            ),
        ),
        migrations.AddField(
            model_name="transfer",
            name="to_unit",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="transfers_in",
                to="store.unit",
            ),
        ),
        migrations.AddField(
            model_name="unittrait",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="traits", to="store.unit"
            ),
        ),
        migrations.AddField(
            model_name="unitworkplace",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="covered", to="store.unit"
            ),
        ),
        migrations.AddField(
            model_name="unitworkplace",
            name="workplace",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="covering", to="store.workplace"
            ),
        ),
        migrations.AddField(
            model_name="violation",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="violations", to="store.unit"
            ),
        ),
        migrations.AddIndex(
            model_name="dispatchlog",
            index=models.Index(fields=["dispatch", "on"], name="dispatch_log_day"),
        ),
        migrations.AddConstraint(
            model_name="evaluation",
            constraint=models.UniqueConstraint(fields=("dispatch", "on"), name="evaluation_once_a_day"),
        ),
        migrations.AddConstraint(
            model_name="formation",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_on__isnull", True), ("to_on__gt", models.F("from_on")), _connector="OR"),
                name="formation_ends_after_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="grid",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_on__isnull", True), ("to_on__gt", models.F("from_on")), _connector="OR"),
                name="grid_ends_after_start",
            ),
        ),
        migrations.AddIndex(
            model_name="member",
            index=models.Index(fields=["unit", "status"], name="member_unit_status"),
        ),
        migrations.AddConstraint(
            model_name="member",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_on__isnull", True), ("to_on__gt", models.F("from_on")), _connector="OR"),
                name="member_ends_after_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="lostcontact",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_on__isnull", True), ("to_on__gt", models.F("from_on")), _connector="OR"),
                name="lostcontact_ends_after_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="floating",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_on__isnull", True), ("to_on__gt", models.F("from_on")), _connector="OR"),
                name="floating_ends_after_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="care",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_on__isnull", True), ("to_on__gt", models.F("from_on")), _connector="OR"),
                name="care_ends_after_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="pairing",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_on__isnull", True), ("to_on__gt", models.F("from_on")), _connector="OR"),
                name="pairing_ends_after_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="succession",
            constraint=models.CheckConstraint(
                condition=models.Q(("before__isnull", False), ("after__isnull", False), _connector="OR"),
                name="succession_of_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="team",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_on__isnull", True), ("to_on__gt", models.F("from_on")), _connector="OR"),
                name="team_ends_after_start",
            ),
        ),
        migrations.AddIndex(
            model_name="dispatch",
            index=models.Index(fields=["kind", "unit"], name="dispatch_kind_unit"),
        ),
        migrations.AddConstraint(
            model_name="dispatch",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_on__isnull", True), ("to_on__gt", models.F("from_on")), _connector="OR"),
                name="dispatch_ends_after_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="dispatch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("person__isnull", False), ("team__isnull", True)),
                    models.Q(("person__isnull", True), ("team__isnull", False)),
                    _connector="OR",
                ),
                name="dispatch_person_or_team",
            ),
        ),
        migrations.AddConstraint(
            model_name="dispatch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("unit__isnull", False), ("workplace__isnull", True)),
                    models.Q(("unit__isnull", True), ("workplace__isnull", False)),
                    _connector="OR",
                ),
                name="dispatch_unit_or_workplace",
            ),
        ),
        migrations.AddConstraint(
            model_name="teammember",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_on__isnull", True), ("to_on__gt", models.F("from_on")), _connector="OR"),
                name="teammember_ends_after_start",
            ),
        ),
        migrations.AddIndex(
            model_name="transfer",
            index=models.Index(fields=["state", "valid_until"], name="transfer_state"),
        ),
        migrations.AddIndex(
            model_name="unittrait",
            index=models.Index(fields=["kind", "value"], name="trait_value"),
        ),
        migrations.AddConstraint(
            model_name="unittrait",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_on__isnull", True), ("to_on__gt", models.F("from_on")), _connector="OR"),
                name="unittrait_ends_after_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="unitworkplace",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_on__isnull", True), ("to_on__gt", models.F("from_on")), _connector="OR"),
                name="unitworkplace_ends_after_start",
            ),
        ),
        migrations.AddIndex(
            model_name="violation",
            index=models.Index(fields=["unit", "rule"], name="violation_unit_rule"),
        ),
        migrations.AddIndex(
            model_name="violation",
            index=models.Index(fields=["rule", "closed_on"], name="violation_rule_open"),
        ),
        migrations.AddConstraint(
            model_name="violation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_on__isnull", True)),
                fields=("rule", "subject", "subject_id"),
                name="violation_open_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="violation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("closed_on__isnull", True), ("closed_on__gte", models.F("since")), _connector="OR"
                ),
                name="violation_closes_after_start",
            ),
        ),
        migrations.RunPython(name_first_responsible, migrations.RunPython.noop, elidable=True),
    ]
