from datetime import timedelta

import django.utils.timezone
from django.db import migrations, models
from django.db.models import F


def as_told(apps, schema_editor):
    """Let the acts recorded so far go after the days that are told now."""
    acts = apps.get_model("policies", "ModerationAct")
    for space in apps.get_model("policies", "CommentSpace").objects.all():
        told = F("done_at") + timedelta(days=space.quote_days)
        acts.objects.filter(space=space).update(forget_at=told)


class Migration(migrations.Migration):
    dependencies = [
        ("policies", "0009_moderation_acts"),
    ]

    operations = [
        migrations.AddField(
            model_name="moderationact",
            name="forget_at",
            field=models.DateTimeField(default=django.utils.timezone.now),
            preserve_default=False,
        ),
        # back: an earlier release counts the days of the account
        migrations.RunPython(as_told, migrations.RunPython.noop, elidable=True),
    ]
