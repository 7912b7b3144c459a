from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('crisis', '0001_tables'),
        ('people', '0001_tables'),
        ('policies', '0010_days_as_told'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='contact',
            name='former_ids',
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name='entry',
            name='key',
            field=models.UUIDField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='evidence',
            name='key',
            field=models.UUIDField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='incident',
            name='key',
            field=models.UUIDField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='message',
            name='key',
            field=models.UUIDField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='statement',
            name='editor_ids',
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name='task',
            name='key',
            field=models.UUIDField(blank=True, editable=False, null=True),
        ),
        migrations.AlterField(
            model_name='call',
            name='status',
            field=models.CharField(choices=[('waiting', 'to reach'), ('answered', 'reached'), ('escalated', 'no answer'), ('ended', 'not reached when it closed')], default='waiting', max_length=10),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.UniqueConstraint(fields=('incident', 'key'), name='crisis_entry_once'),
        ),
        migrations.AddConstraint(
            model_name='evidence',
            constraint=models.UniqueConstraint(fields=('incident', 'key'), name='crisis_evidence_once'),
        ),
        migrations.AddConstraint(
            model_name='incident',
            constraint=models.UniqueConstraint(fields=('declared_by', 'key'), name='crisis_declared_once'),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.UniqueConstraint(fields=('incident', 'key'), name='crisis_message_once'),
        ),
        migrations.AddConstraint(
            model_name='plan',
            constraint=models.UniqueConstraint(condition=models.Q(('archived_at__isnull', True), models.Q(('kind', 'other'), _negated=True)), fields=('kind', 'unit'), name='crisis_one_plan_of_a_kind'),
        ),
        migrations.AddConstraint(
            model_name='task',
            constraint=models.UniqueConstraint(fields=('incident', 'key'), name='crisis_task_once'),
        ),
    ]
