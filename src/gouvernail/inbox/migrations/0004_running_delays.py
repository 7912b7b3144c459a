"""The delays that run already."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Case, F, Q, When
from django.db.models.functions import Coalesce


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Two UPDATE; what was told to be late already is not told again."""
    del schema_editor
    rows = apps.get_model("inbox", "Conversation").objects.exclude(status="closed")
    rows = rows.filter(by_hand=False)
    unanswered = When(Q(first_answer_at__isnull=True), then=F("first_due_at"))
    answer = Case(unanswered, default=F("next_due_at"))
    rows.update(due_at=Coalesce(answer, F("solve_due_at")))
    rows.filter(late_at__isnull=True).update(alarm_at=F("due_at"))


class Migration(migrations.Migration):
    dependencies = [("inbox", "0003_clocks")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
