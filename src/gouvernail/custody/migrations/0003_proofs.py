import django.db.models.deletion
import gouvernail.foundation.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("custody", "0002_handovers"),
        ("people", "0003_sign_ins"),
        ("registry", "0006_feed"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ProofDrill",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=gouvernail.foundation.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("due_on", models.DateField(verbose_name="to be proved by")),
                ("opened_at", models.DateTimeField()),
                ("left_out", models.PositiveIntegerField(default=0)),
                ("filled_at", models.DateTimeField(blank=True, null=True)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                (
                    "opened_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proof_drills",
                        to="people.unit",
                    ),
                ),
            ],
            options={
                "ordering": ("-opened_at", "-id"),
            },
        ),
        migrations.CreateModel(
            name="ControlProof",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=gouvernail.foundation.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "place",
                    models.CharField(
                        choices=[
                            ("owner", "owner"),
                            ("backup", "backup"),
                            ("custodian", "custodian"),
                        ],
                        max_length=10,
                    ),
                ),
                ("token", models.CharField(max_length=20, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "asked"),
                            ("photographed", "to be confirmed"),
                            ("proved", "proved"),
                            ("refused", "refused"),
                            ("unable", "could not get in"),
                            ("late", "late"),
                            ("dropped", "no longer asked"),
                        ],
                        default="asked",
                        max_length=12,
                    ),
                ),
                ("due_on", models.DateField(verbose_name="to be proved by")),
                ("asked_at", models.DateTimeField()),
                (
                    "method",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("read", "read back on the network"),
                            ("picture", "photograph, seen by two people"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "looked",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("absent", "token not seen"),
                            ("unread", "the network did not answer"),
                        ],
                        max_length=8,
                    ),
                ),
                ("looked_at", models.DateTimeField(blank=True, null=True)),
                ("shown", models.TextField(blank=True)),
                ("picture_sha256", models.CharField(blank=True, max_length=64)),
                ("picture_mime", models.CharField(blank=True, max_length=40)),
                ("taken_on", models.DateField(blank=True, null=True, verbose_name="taken on")),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("sent_back", models.CharField(blank=True, max_length=300)),
                ("proved_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "settlement",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("again", "asked again, with a new token"),
                            ("handover", "handed over to somebody else"),
                            ("excused", "accepted without proof"),
                        ],
                        max_length=10,
                    ),
                ),
                ("settlement_note", models.CharField(blank=True, max_length=500)),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="control_proofs",
                        to="registry.account",
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="control_proofs",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "drill",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proofs",
                        to="custody.proofdrill",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ProofRule",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=gouvernail.foundation.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "every_months",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "every month"),
                            (3, "every quarter"),
                            (6, "twice a year"),
                            (12, "every year"),
                        ],
                        default=3,
                    ),
                ),
                ("window_days", models.PositiveSmallIntegerField(default=14)),
                ("next_on", models.DateField()),
                ("set_at", models.DateTimeField()),
                (
                    "set_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proof_rule",
                        to="people.unit",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="proofdrill",
            constraint=models.UniqueConstraint(
                condition=models.Q(("finished_at__isnull", True)),
                fields=("unit",),
                name="custody_one_drill_at_a_time",
            ),
        ),
        migrations.AddIndex(
            model_name="controlproof",
            index=models.Index(fields=["state", "due_on"], name="custody_proof_by_day"),
        ),
        migrations.AddIndex(
            model_name="controlproof",
            index=models.Index(fields=["person", "state"], name="custody_proof_by_person"),
        ),
        migrations.AddIndex(
            model_name="controlproof",
            index=models.Index(fields=["account", "proved_at"], name="custody_proof_by_account"),
        ),
        migrations.AddConstraint(
            model_name="controlproof",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("asked", "photographed"))),
                fields=("account", "person"),
                name="custody_proof_one_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="controlproof",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("proved_at__isnull", False),
                        ("state", "proved"),
                        models.Q(("method", ""), _negated=True),
                        models.Q(
                            ("method", "read"), ("confirmed_by__isnull", False), _connector="OR"
                        ),
                    ),
                    models.Q(
                        models.Q(("state", "proved"), _negated=True), ("proved_at__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="custody_proof_is_read_or_confirmed",
            ),
        ),
        migrations.AddConstraint(
            model_name="controlproof",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("confirmed_by__isnull", True),
                    models.Q(("confirmed_by", models.F("person")), _negated=True),
                    _connector="OR",
                ),
                name="custody_proof_confirmed_by_another",
            ),
        ),
    ]
