from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import OuterRef, Subquery


def give(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Each version has the networks of its reply. One UPDATE."""
    replies = apps.get_model("replies", "Reply").objects.filter(pk=OuterRef("reply_id"))
    versions = apps.get_model("replies", "ReplyVersion").objects
    versions.update(networks=Subquery(replies.values("networks")[:1]))


def give_back(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Each reply has the networks of its words in use. One UPDATE."""
    current = apps.get_model("replies", "ReplyVersion").objects.filter(pk=OuterRef("current_id"))
    replies = apps.get_model("replies", "Reply").objects.exclude(current=None)
    replies.update(networks=Subquery(current.values("networks")[:1]))


class Migration(migrations.Migration):
    dependencies = [
        ("replies", "0002_networks_are_agreed_to"),
    ]

    operations = [migrations.RunPython(give, give_back, elidable=True)]
