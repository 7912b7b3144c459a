import django.db.models.deletion
import gouvernail.foundation.ids
import gouvernail.foundation.tables
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0001_tables'),
        ('publishing', '0002_one_on_its_way'),
        ('registry', '0001_tables'),
        ('teams', '0001_tables'),
    ]

    operations = [
        gouvernail.foundation.tables.CreateTables(
            operations=[
                migrations.CreateModel(
                    name='Desk',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('only', models.BooleanField(default=True, editable=False, unique=True)),
                        ('hours_fr', models.CharField(blank=True, max_length=300, verbose_name='when we answer')),
                        ('hours_en', models.CharField(blank=True, max_length=300, verbose_name='when we answer, in English')),
                        ('rules_fr', models.TextField(blank=True, verbose_name='how we answer')),
                        ('rules_en', models.TextField(blank=True, verbose_name='how we answer, in English')),
                        ('clocks_on', models.BooleanField(default=False)),
                        ('routing_on', models.BooleanField(default=False)),
                        ('zone', models.CharField(default='Europe/Paris', max_length=60)),
                        ('opening', models.JSONField(blank=True, default=dict)),
                        ('holidays', models.CharField(blank=True, max_length=10)),
                        ('first_minutes', models.PositiveIntegerField(default=60)),
                        ('next_minutes', models.PositiveIntegerField(default=60)),
                        ('solve_minutes', models.PositiveIntegerField(default=960)),
                    ],
                ),
                migrations.CreateModel(
                    name='Conversation',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('network', models.CharField(max_length=40)),
                        ('root_id', models.CharField(max_length=500)),
                        ('subject', models.CharField(max_length=200, verbose_name='subject')),
                        ('author_key', models.CharField(blank=True, max_length=400)),
                        ('author_name', models.CharField(max_length=300)),
                        ('author_handle', models.CharField(blank=True, max_length=300)),
                        ('lang', models.CharField(blank=True, max_length=12)),
                        ('sentiment', models.CharField(blank=True, max_length=10)),
                        ('topic_id', models.UUIDField(blank=True, null=True)),
                        ('by_hand', models.BooleanField(default=False)),
                        ('status', models.CharField(choices=[('open', 'to answer'), ('waiting', 'answered'), ('snoozed', 'put off'), ('expert', 'with an expert'), ('closed', 'closed')], default='open', max_length=10)),
                        ('priority', models.SmallIntegerField(choices=[(0, 'low'), (1, 'normal'), (2, 'high'), (3, 'urgent')], default=1)),
                        ('claimed_at', models.DateTimeField(blank=True, null=True)),
                        ('snoozed_until', models.DateTimeField(blank=True, null=True)),
                        ('complaint_at', models.DateTimeField(blank=True, null=True)),
                        ('complaint_reference', models.CharField(blank=True, max_length=80)),
                        ('handed_at', models.DateTimeField(blank=True, null=True)),
                        ('opened_at', models.DateTimeField()),
                        ('last_at', models.DateTimeField()),
                        ('turn_at', models.DateTimeField()),
                        ('first_answer_at', models.DateTimeField(blank=True, null=True)),
                        ('first_due_at', models.DateTimeField(blank=True, null=True)),
                        ('next_due_at', models.DateTimeField(blank=True, null=True)),
                        ('solve_due_at', models.DateTimeField(blank=True, null=True)),
                        ('late_at', models.DateTimeField(blank=True, null=True)),
                        ('closed_at', models.DateTimeField(blank=True, null=True)),
                        ('account', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.account')),
                        ('claimed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='inbox.conversation')),
                        ('team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='teams.team')),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['status', '-priority', 'turn_at'], name='inbox_by_turn'), models.Index(fields=['unit', 'status', '-priority', 'turn_at'], name='inbox_by_unit'), models.Index(fields=['team', 'status'], name='inbox_by_team'), models.Index(fields=['claimed_by', 'status'], name='inbox_by_claim'), models.Index(fields=['network', 'author_key'], name='inbox_by_author'), models.Index(condition=models.Q(('status', 'snoozed')), fields=['snoozed_until'], name='inbox_to_wake')],
                        'constraints': [models.UniqueConstraint(fields=('network', 'root_id', 'account'), name='inbox_thread_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Message',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('kind', models.CharField(choices=[('in', 'received'), ('out', 'our answer'), ('note', 'internal note'), ('event', 'event')], max_length=6)),
                        ('network', models.CharField(blank=True, max_length=40)),
                        ('remote_id', models.CharField(blank=True, max_length=500)),
                        ('parent_id', models.CharField(blank=True, max_length=500)),
                        ('url', models.CharField(blank=True, max_length=2000)),
                        ('author_name', models.CharField(blank=True, max_length=300)),
                        ('author_handle', models.CharField(blank=True, max_length=300)),
                        ('text', models.TextField(blank=True)),
                        ('lang', models.CharField(blank=True, max_length=12)),
                        ('sentiment', models.CharField(blank=True, max_length=10)),
                        ('private', models.BooleanField(default=False)),
                        ('code', models.CharField(blank=True, max_length=20)),
                        ('facts', models.JSONField(blank=True, default=dict)),
                        ('at', models.DateTimeField()),
                        ('received_at', models.DateTimeField()),
                        ('approval_id', models.UUIDField(blank=True, null=True)),
                        ('reply_version_id', models.UUIDField(blank=True, null=True)),
                        ('standing', models.CharField(blank=True, choices=[('', ''), ('asked', 'waits for an agreement'), ('queued', 'on its way'), ('refused', 'refused'), ('dropped', 'taken back')], max_length=8)),
                        ('conversation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='inbox.conversation')),
                        ('delivery', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='publishing.delivery')),
                        ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ('at', 'id'),
                        'indexes': [models.Index(fields=['conversation', 'at'], name='inbox_thread'), models.Index(condition=models.Q(('approval_id__isnull', False)), fields=['approval_id'], name='inbox_by_approval')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('remote_id', ''), _negated=True), fields=('network', 'remote_id'), name='inbox_message_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Question',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('words', models.TextField(verbose_name='question')),
                        ('asked_at', models.DateTimeField()),
                        ('due_at', models.DateTimeField()),
                        ('answer', models.TextField(blank=True, verbose_name='answer')),
                        ('answered_at', models.DateTimeField(blank=True, null=True)),
                        ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                        ('reminded_at', models.DateTimeField(blank=True, null=True)),
                        ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('conversation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='questions', to='inbox.conversation')),
                        ('expert', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ('due_at', 'id'),
                        'indexes': [models.Index(fields=['expert', 'answered_at', 'due_at'], name='inbox_asked')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('answered_at__isnull', True), ('withdrawn_at__isnull', True)), fields=('conversation',), name='inbox_one_question')],
                    },
                ),
                migrations.CreateModel(
                    name='RoutingRule',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('position', models.PositiveIntegerField(default=0)),
                        ('network', models.CharField(blank=True, max_length=40)),
                        ('topic_id', models.UUIDField(blank=True, null=True)),
                        ('lang', models.CharField(blank=True, max_length=12)),
                        ('sentiment', models.CharField(blank=True, max_length=10)),
                        ('keyword', models.CharField(blank=True, max_length=300)),
                        ('author', models.CharField(blank=True, max_length=200)),
                        ('most_open', models.PositiveIntegerField(default=0)),
                        ('priority', models.SmallIntegerField(default=1)),
                        ('dropped_at', models.DateTimeField(blank=True, null=True)),
                        ('account', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.account')),
                        ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='teams.team')),
                    ],
                    options={
                        'ordering': ('position', 'id'),
                    },
                ),
            ],
        ),
    ]
