# Whose words old verdicts are about: those of the request made of them, else of the account.
from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Give a unit to every verdict and to what it raised, subject by subject."""
    stored = apps.get_model("rulebooks", "StoredVerdict")
    raised = apps.get_model("rulebooks", "RaisedRule")
    requests = apps.get_model("approvals", "Request")
    accounts = dict(apps.get_model("registry", "Account").objects.values_list("pk", "unit_id"))
    rows = stored.objects.filter(unit=None).order_by().values_list(
        "subject_kind", "subject_id", "account_id"
    )
    asked = {
        (kind, subject): unit
        for kind, subject, unit in requests.objects.order_by("submitted_at").values_list(
            "subject_kind", "subject_id", "unit_id"
        )
    }
    for kind, subject, account in list(rows.distinct()):
        unit = asked.get((kind, subject)) or accounts.get(account)
        if unit is None:
            continue
        same = {"subject_kind": kind, "subject_id": subject, "unit": None}
        raised.objects.filter(**same, verdict__account_id=account).update(unit_id=unit)
        stored.objects.filter(**same, account_id=account).update(unit_id=unit)


class Migration(migrations.Migration):
    dependencies = [
        ("rulebooks", "0009_whose_words"),
        ("approvals", "0006_machines_said"),
    ]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
