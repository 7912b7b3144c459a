"""Later readings, absences that count, and freezes of units that hold when the unit moves."""

from uuid import UUID

from django.db import migrations, models


def _unit_of(units, value):
    """Return the id of the unit whose path ends as `value` does; the value itself if it is gone."""
    token = value.rstrip("/").rpartition("/")[2]
    unit = units.objects.filter(path__endswith=f"{token}/").first() if token else None
    return unit


def hold_units_by_id(apps, schema_editor):
    """Freezes of units name the unit instead of its path; two that named one unit stay two."""
    freezes = apps.get_model("publishing", "Freeze")
    units = apps.get_model("people", "Unit")
    accounts = apps.get_model("registry", "Account")
    for freeze in freezes.objects.filter(scope_kind="unit"):
        unit = _unit_of(units, freeze.scope_value)
        if unit is None:
            continue
        key = str(unit.pk)
        twin = freezes.objects.filter(scope_kind="unit", scope_value=key).exclude(status="lifted")
        if freeze.status != "lifted" and twin.exists():
            continue  # an older freeze of the same unit, under its new path, holds it already
        held = accounts.objects.filter(unit__path__startswith=unit.path).order_by("pk")
        freeze.scope_value = key
        freeze.accounts = [str(one) for one in held.values_list("pk", flat=True)]
        freeze.save(update_fields=("scope_value", "accounts"))


def name_units_by_path(apps, schema_editor):
    """Give the path back, for who goes back."""
    freezes = apps.get_model("publishing", "Freeze")
    units = apps.get_model("people", "Unit")
    for freeze in freezes.objects.filter(scope_kind="unit"):
        try:
            unit = units.objects.filter(pk=UUID(freeze.scope_value)).first()
        except ValueError:
            continue
        if unit is not None:
            freeze.scope_value = unit.path
            freeze.save(update_fields=("scope_value",))


def nothing_read_at_once(apps, schema_editor):
    """What was checked before later readings existed is not all read again in one turn."""
    deliveries = apps.get_model("publishing", "Delivery")
    deliveries.objects.exclude(status__in=("sent", "unknown")).update(settle_at=None)


class Migration(migrations.Migration):
    dependencies = [
        ("publishing", "0003_threads_pace_withdrawals"),
        ("people", "0001_initial"),
        ("registry", "0001_initial"),
    ]
    operations = [
        migrations.AddField(
            model_name="delivery",
            name="absences",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="freeze",
            name="accounts",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="freeze",
            name="cause",
            field=models.CharField(
                choices=[("people", "people"), ("restore", "a restored backup")],
                default="people",
                max_length=10,
            ),
        ),
        migrations.RunPython(hold_units_by_id, name_units_by_path),
        migrations.RunPython(nothing_read_at_once, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("settle_at__isnull", False)),
                fields=["status", "settle_at"],
                name="publishing_to_look_at",
            ),
        ),
    ]
