import django.db.models.deletion
import gouvernail.foundation.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('registry', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
                ('status', models.CharField(choices=[('queued', 'approved'), ('claimed', 'about to be sent'), ('sending', 'being sent'), ('sent', 'published'), ('unknown', 'outcome unknown'), ('needs_human', 'someone must look'), ('failed', 'refused by the network'), ('to_hand_off', 'to publish by hand'), ('to_confirm', 'link to confirm'), ('verified', 'published and checked'), ('altered', 'differs online'), ('disappeared', 'gone from the network'), ('cancelled', 'cancelled'), ('void', 'void'), ('missed', 'missed its time'), ('withdrawn', 'withdrawn')], default='queued', max_length=12)),
                ('publish_at', models.DateTimeField()),
                ('time_zone', models.CharField(max_length=60)),
                ('wall_time', models.CharField(max_length=16)),
                ('tags', models.JSONField(blank=True, default=list)),
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
            },
        ),
        migrations.CreateModel(
            name='Freeze',
            fields=[
                ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('scope_kind', models.CharField(choices=[('organisation', 'the whole organisation'), ('unit', 'a unit'), ('network', 'a network'), ('account', 'an account'), ('tag', 'a tag')], default='organisation', max_length=14)),
                ('scope_value', models.CharField(blank=True, max_length=80)),
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
        ),
        migrations.CreateModel(
            name='RemoteStep',
            fields=[
                ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('position', models.PositiveSmallIntegerField()),
                ('kind', models.CharField(default='upload', max_length=20)),
                ('sha256', models.CharField(max_length=64)),
                ('status', models.CharField(choices=[('waiting', 'waiting'), ('done', 'done'), ('failed', 'failed')], default='waiting', max_length=10)),
                ('result', models.JSONField(blank=True, default=dict)),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('delivery', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='publishing.delivery')),
            ],
            options={
                'ordering': ('position',),
            },
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(fields=['status', 'publish_at'], name='publishing_due'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(fields=['account', '-publish_at'], name='publishing_by_account'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.UniqueConstraint(fields=('subject_id', 'revision', 'account'), name='publishing_delivery_once'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.UniqueConstraint(condition=models.Q(('status__in', ('sending', 'unknown', 'needs_human'))), fields=('subject_id', 'account'), name='publishing_one_in_flight'),
        ),
        migrations.AddConstraint(
            model_name='freeze',
            constraint=models.UniqueConstraint(condition=models.Q(('status', 'lifted'), _negated=True), fields=('scope_kind', 'scope_value'), name='publishing_one_freeze_per_scope'),
        ),
        migrations.AddConstraint(
            model_name='remotestep',
            constraint=models.UniqueConstraint(fields=('delivery', 'position'), name='publishing_step_position'),
        ),
    ]
