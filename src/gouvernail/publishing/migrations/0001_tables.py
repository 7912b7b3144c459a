import django.db.models.deletion
import gouvernail.foundation.ids
import gouvernail.foundation.tables
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('publishing', '0001_initial'), ('publishing', '0002_freeze_scope_of_deep_units'), ('publishing', '0003_threads_pace_withdrawals'), ('publishing', '0004_readings_and_frozen_units'), ('publishing', '0006_rotations_and_remote_ids'), ('publishing', '0007_restores_freeze_beside')]

    initial = True

    dependencies = [
        ('people', '0001_tables'),
        ('registry', '0001_tables'),
    ]

    operations = [
        gouvernail.foundation.tables.CreateTables(
            operations=[
                migrations.CreateModel(
                    name='Pace',
                    fields=[
                        ('name', models.CharField(max_length=60, primary_key=True, serialize=False)),
                        ('tokens', models.BigIntegerField()),
                        ('filled_at', models.DateTimeField()),
                        ('held_until', models.DateTimeField(blank=True, null=True)),
                        ('failures', models.PositiveSmallIntegerField(default=0)),
                        ('opened_at', models.DateTimeField(blank=True, null=True)),
                        ('probe_at', models.DateTimeField(blank=True, null=True)),
                        ('openings', models.PositiveSmallIntegerField(default=0)),
                    ],
                    options={
                        'verbose_name_plural': 'paces',
                    },
                ),
                migrations.CreateModel(
                    name='Rotation',
                    fields=[
                        ('account', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='registry.account')),
                        ('began_at', models.DateTimeField()),
                        ('kept_at', models.DateTimeField(blank=True, null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name='Delivery',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('subject_id', models.UUIDField(db_index=True)),
                        ('revision', models.PositiveIntegerField()),
                        ('title', models.CharField(max_length=200)),
                        ('fields', models.JSONField()),
                        ('digest', models.CharField(max_length=64)),
                        ('approval_id', models.UUIDField(blank=True, null=True)),
                        ('mode', models.CharField(choices=[('automatic', 'automatic'), ('by_hand', 'by hand')], max_length=10)),
                        ('status', models.CharField(choices=[('queued', 'approved'), ('claimed', 'about to be sent'), ('sending', 'being sent'), ('sent', 'published'), ('unknown', 'outcome unknown'), ('needs_human', 'someone must look'), ('failed', 'not published'), ('to_hand_off', 'to publish by hand'), ('to_confirm', 'link to confirm'), ('verified', 'published and checked'), ('altered', 'differs online'), ('disappeared', 'gone from the network'), ('cancelled', 'cancelled'), ('void', 'void'), ('missed', 'missed its time'), ('withdrawn', 'withdrawn')], default='queued', max_length=12)),
                        ('publish_at', models.DateTimeField()),
                        ('time_zone', models.CharField(max_length=60)),
                        ('wall_time', models.CharField(max_length=16)),
                        ('tags', models.JSONField(blank=True, default=list)),
                        ('parts', models.PositiveSmallIntegerField(default=1)),
                        ('parts_out', models.PositiveSmallIntegerField(default=0)),
                        ('intent_key', models.CharField(blank=True, max_length=80)),
                        ('intent_created_at', models.DateTimeField(blank=True, null=True)),
                        ('intent_facts', models.JSONField(blank=True, default=dict)),
                        ('request_sha256', models.CharField(blank=True, max_length=64)),
                        ('response_sha256', models.CharField(blank=True, max_length=64)),
                        ('attempt', models.PositiveIntegerField(default=0)),
                        ('fence', models.PositiveIntegerField(default=0)),
                        ('owner', models.CharField(blank=True, max_length=80)),
                        ('claimed_at', models.DateTimeField(blank=True, null=True)),
                        ('deadline_at', models.DateTimeField(blank=True, null=True)),
                        ('next_try_at', models.DateTimeField(blank=True, null=True)),
                        ('settle_at', models.DateTimeField(blank=True, null=True)),
                        ('looks', models.PositiveSmallIntegerField(default=0)),
                        ('absences', models.PositiveSmallIntegerField(default=0)),
                        ('remote_id', models.CharField(blank=True, max_length=300)),
                        ('remote_url', models.URLField(blank=True, max_length=500)),
                        ('explanation', models.CharField(blank=True, max_length=60)),
                        ('explanation_facts', models.JSONField(blank=True, default=dict)),
                        ('sent_at', models.DateTimeField(blank=True, null=True)),
                        ('verified_at', models.DateTimeField(blank=True, null=True)),
                        ('created_at', models.DateTimeField()),
                        ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='registry.account')),
                    ],
                    options={
                        'verbose_name_plural': 'deliveries',
                        'indexes': [models.Index(fields=['status', 'publish_at'], name='publishing_due'), models.Index(fields=['account', '-publish_at'], name='publishing_by_account'), models.Index(fields=['account', 'remote_id'], name='publishing_by_remote_id'), models.Index(condition=models.Q(('settle_at__isnull', False)), fields=['status', 'settle_at'], name='publishing_to_look_at')],
                        'constraints': [models.UniqueConstraint(fields=('subject_id', 'revision', 'account'), name='publishing_delivery_once'), models.UniqueConstraint(condition=models.Q(('status__in', ('sending', 'unknown', 'needs_human'))), fields=('subject_id', 'account'), name='publishing_one_in_flight')],
                    },
                ),
                migrations.CreateModel(
                    name='Freeze',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('cause', models.CharField(choices=[('people', 'people'), ('restore', 'a restored backup')], default='people', max_length=10)),
                        ('scope_kind', models.CharField(choices=[('organisation', 'the whole organisation'), ('unit', 'a unit'), ('network', 'a network'), ('account', 'an account'), ('tag', 'a tag')], default='organisation', max_length=14)),
                        ('scope_value', models.CharField(blank=True, max_length=400)),
                        ('accounts', models.JSONField(blank=True, default=list)),
                        ('reason', models.TextField(blank=True, verbose_name='reason')),
                        ('status', models.CharField(choices=[('engaged', 'freeze under way'), ('sealed', 'frozen'), ('lifted', 'lifted')], default='engaged', max_length=10)),
                        ('epoch', models.PositiveIntegerField()),
                        ('engaged_at', models.DateTimeField()),
                        ('sealed_at', models.DateTimeField(blank=True, null=True)),
                        ('in_flight', models.JSONField(default=list)),
                        ('lift_asked_at', models.DateTimeField(blank=True, null=True)),
                        ('lifted_at', models.DateTimeField(blank=True, null=True)),
                        ('lift_reason', models.TextField(blank=True)),
                        ('engaged_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('lift_asked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('lifted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(condition=models.Q(('cause', 'people'), models.Q(('status', 'lifted'), _negated=True)), fields=('scope_kind', 'scope_value'), name='publishing_one_freeze_per_scope')],
                    },
                ),
                migrations.CreateModel(
                    name='Look',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('at', models.DateTimeField()),
                        ('saw', models.CharField(choices=[('found', 'it is there'), ('different', 'something else is there'), ('absent', 'it is not there'), ('unsure', 'not seen, which proves nothing on this network'), ('blind', 'the network could not be read')], max_length=10)),
                        ('reason', models.CharField(blank=True, max_length=300)),
                        ('delivery', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='seen', to='publishing.delivery')),
                    ],
                    options={
                        'ordering': ('at', 'pk'),
                    },
                ),
                migrations.CreateModel(
                    name='RemoteStep',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('position', models.PositiveSmallIntegerField()),
                        ('kind', models.CharField(choices=[('upload', 'picture'), ('post', 'post of the thread'), ('delete', 'deletion')], default='upload', max_length=20)),
                        ('sha256', models.CharField(max_length=64)),
                        ('key', models.CharField(blank=True, max_length=80)),
                        ('request_sha256', models.CharField(blank=True, max_length=64)),
                        ('remote_id', models.CharField(blank=True, max_length=300)),
                        ('remote_url', models.URLField(blank=True, max_length=500)),
                        ('status', models.CharField(choices=[('waiting', 'waiting'), ('sending', 'being sent'), ('unknown', 'outcome unknown'), ('done', 'done'), ('failed', 'failed')], default='waiting', max_length=10)),
                        ('result', models.JSONField(blank=True, default=dict)),
                        ('done_at', models.DateTimeField(blank=True, null=True)),
                        ('delivery', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='publishing.delivery')),
                    ],
                    options={
                        'ordering': ('kind', 'position'),
                        'constraints': [models.UniqueConstraint(fields=('delivery', 'kind', 'position'), name='publishing_step_of_its_kind')],
                    },
                ),
                migrations.CreateModel(
                    name='Withdrawal',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('purpose', models.CharField(choices=[('withdraw', 'withdraw'), ('correct', 'correct')], default='withdraw', max_length=10)),
                        ('reason', models.TextField(verbose_name='reason')),
                        ('status', models.CharField(choices=[('queued', 'about to be withdrawn'), ('sending', 'being withdrawn'), ('unknown', 'checking that it is gone'), ('by_hand', 'to take down by hand'), ('failed', 'the network refused to withdraw it'), ('done', 'withdrawn'), ('dropped', 'given up')], default='queued', max_length=10)),
                        ('asked_at', models.DateTimeField()),
                        ('attempt', models.PositiveIntegerField(default=0)),
                        ('fence', models.PositiveIntegerField(default=0)),
                        ('owner', models.CharField(blank=True, max_length=80)),
                        ('next_try_at', models.DateTimeField()),
                        ('looks', models.PositiveSmallIntegerField(default=0)),
                        ('explanation', models.CharField(blank=True, max_length=60)),
                        ('proof', models.JSONField(blank=True, default=dict)),
                        ('done_at', models.DateTimeField(blank=True, null=True)),
                        ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('delivery', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='withdrawals', to='publishing.delivery')),
                        ('despite_freeze', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(condition=models.Q(('status__in', ('done', 'dropped')), _negated=True), fields=('delivery',), name='publishing_one_withdrawal')],
                    },
                ),
            ],
        ),
    ]
