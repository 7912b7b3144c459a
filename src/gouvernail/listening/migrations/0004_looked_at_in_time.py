"""Mentions kept before there was a date to look at them get one; authors of Mastodon, one name."""

from datetime import timedelta

from django.db import migrations
from django.db.models import DateTimeField, ExpressionWrapper, F
from django.db.models.functions import Lower


def look_at_them_after_a_month(apps, schema_editor):
    month_over = ExpressionWrapper(F('posted_at') + timedelta(days=31), output_field=DateTimeField())
    mentions = apps.get_model('listening', 'Mention').objects
    mentions.filter(keep_until__isnull=True).update(keep_until=month_over)


def name_by_handle(apps, schema_editor):
    theirs = apps.get_model('listening', 'Mention').objects.filter(network='mastodon')
    theirs.exclude(author_handle='').update(author_key=Lower('author_handle'))


class Migration(migrations.Migration):

    dependencies = [('listening', '0003_kept_until')]

    operations = [
        migrations.RunPython(look_at_them_after_a_month, migrations.RunPython.noop, elidable=True),
        migrations.RunPython(name_by_handle, migrations.RunPython.noop, elidable=True),
    ]
