# Which rules old verdicts raised, one row each, as new ones write them.
from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

BATCH = 2000


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Read every verdict once and insert in batches; the verdicts stay as they are."""
    stored: Any = apps.get_model("rulebooks", "StoredVerdict")
    raised: Any = apps.get_model("rulebooks", "RaisedRule")
    accounts = set(apps.get_model("registry", "Account").objects.values_list("pk", flat=True))
    rows = []
    for verdict in stored.objects.exclude(findings=[]).iterator(chunk_size=BATCH):
        for finding in verdict.findings:
            rows.append(
                raised(
                    verdict_id=verdict.pk,
                    rule=finding["rule"],
                    severity=finding["severity"],
                    would=finding["would"],
                    moment=verdict.moment,
                    subject_kind=verdict.subject_kind,
                    subject_id=verdict.subject_id,
                    account_id=verdict.account_id if verdict.account_id in accounts else None,
                    network=str(verdict.masked_input.get("network", ""))[:30],
                    at=verdict.at,
                )
            )
        if len(rows) >= BATCH:
            raised.objects.bulk_create(rows)
            rows = []
    raised.objects.bulk_create(rows)


def empty(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the rows out: they can be made again."""
    apps.get_model("rulebooks", "RaisedRule").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("rulebooks", "0002_life_of_a_pack")]
    operations = [migrations.RunPython(fill, empty)]
