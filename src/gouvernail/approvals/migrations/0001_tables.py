import django.db.models.deletion
import gouvernail.foundation.ids
import gouvernail.foundation.tables
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('approvals', '0001_initial'), ('approvals', '0003_guests'), ('approvals', '0006_machines_said')]

    initial = True

    dependencies = [
        ('people', '0001_tables'),
    ]

    operations = [
        gouvernail.foundation.tables.CreateTables(
            operations=[
                migrations.CreateModel(
                    name='Guest',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('seat', models.CharField(max_length=20)),
                        ('digest', models.CharField(max_length=64)),
                        ('name', models.CharField(max_length=120, verbose_name='name')),
                        ('email', models.EmailField(max_length=254, verbose_name='e-mail')),
                        ('language', models.CharField(default='fr', max_length=8)),
                        ('key_digest', models.CharField(max_length=64, unique=True)),
                        ('invited_at', models.DateTimeField()),
                        ('expires_at', models.DateTimeField()),
                        ('revoked_at', models.DateTimeField(blank=True, null=True)),
                        ('verdict', models.CharField(blank=True, choices=[('approve', 'approved'), ('changes', 'changes requested'), ('refuse', 'refused'), ('alone', 'published alone')], max_length=10)),
                        ('comment', models.TextField(blank=True)),
                        ('decided_at', models.DateTimeField(blank=True, null=True)),
                        ('invited_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='guests', to='approvals.request')),
                        ('step', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='guest_rows', to='approvals.requeststep')),
                    ],
                    options={
                        'ordering': ('invited_at',),
                        'constraints': [models.UniqueConstraint(condition=models.Q(('verdict', 'approve')), fields=('step', 'seat'), name='approvals_guest_agrees_once'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('verdict', '')), models.Q(('decided_at__isnull', False), ('verdict__in', ('approve', 'changes', 'refuse'))), _connector='OR'), name='approvals_guest_decides_whole')],
                    },
                ),
                migrations.CreateModel(
                    name='GuestCode',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code_digest', models.CharField(blank=True, max_length=64)),
                        ('sent_at', models.DateTimeField()),
                        ('sent', models.PositiveSmallIntegerField(default=1)),
                        ('tries', models.PositiveSmallIntegerField(default=0)),
                        ('guest', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='code', to='approvals.guest')),
                    ],
                ),
                migrations.CreateModel(
                    name='Request',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('subject_kind', models.CharField(max_length=40)),
                        ('subject_id', models.UUIDField()),
                        ('revision', models.PositiveIntegerField(default=1)),
                        ('digest', models.CharField(max_length=64)),
                        ('title', models.CharField(max_length=200)),
                        ('reason', models.CharField(blank=True, max_length=300)),
                        ('status', models.CharField(choices=[('pending', 'waiting'), ('approved', 'approved'), ('changes', 'changes requested'), ('refused', 'refused'), ('expired', 'expired'), ('void', 'void'), ('withdrawn', 'withdrawn')], default='pending', max_length=10)),
                        ('submitted_at', models.DateTimeField()),
                        ('context', models.JSONField(default=dict)),
                        ('claimed_at', models.DateTimeField(blank=True, null=True)),
                        ('expires_at', models.DateTimeField(blank=True, null=True)),
                        ('closed_at', models.DateTimeField(blank=True, null=True)),
                        ('alone', models.BooleanField(default=False)),
                        ('claimed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('submitted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
                        ('route', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='approvals.route')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['subject_kind', 'subject_id'], name='approvals_by_subject'), models.Index(fields=['status', 'expires_at'], name='approvals_by_status')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('status', 'pending')), fields=('subject_kind', 'subject_id'), name='approvals_one_pending_per_subject')],
                    },
                ),
                migrations.CreateModel(
                    name='RequestStep',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('position', models.PositiveSmallIntegerField()),
                        ('seats', models.JSONField(default=list)),
                        ('mode', models.CharField(choices=[('any', 'any one of them'), ('all', 'each of them')], default='any', max_length=4)),
                        ('hours', models.PositiveIntegerField(default=24)),
                        ('guests', models.BooleanField(default=False)),
                        ('status', models.CharField(choices=[('waiting', 'not yet'), ('open', 'open'), ('done', 'agreed'), ('closed', 'closed')], default='waiting', max_length=10)),
                        ('opened_at', models.DateTimeField(blank=True, null=True)),
                        ('due_at', models.DateTimeField(blank=True, null=True)),
                        ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='approvals.request')),
                    ],
                    options={
                        'ordering': ('position',),
                    },
                ),
                migrations.CreateModel(
                    name='Decision',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('seat', models.CharField(blank=True, max_length=20)),
                        ('verdict', models.CharField(choices=[('approve', 'approved'), ('changes', 'changes requested'), ('refuse', 'refused'), ('alone', 'published alone')], max_length=10)),
                        ('comment', models.TextField(blank=True)),
                        ('digest', models.CharField(max_length=64)),
                        ('at', models.DateTimeField()),
                        ('on_behalf_of', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='approvals.request')),
                        ('step', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='approvals.requeststep')),
                    ],
                    options={
                        'ordering': ('at',),
                        'constraints': [models.UniqueConstraint(fields=('step', 'person', 'seat'), name='approvals_decision_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Route',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('subject_kind', models.CharField(default='draft', max_length=40)),
                        ('name', models.CharField(max_length=120, verbose_name='name')),
                        ('name_en', models.CharField(blank=True, max_length=120, verbose_name='name in English')),
                        ('networks', models.JSONField(blank=True, default=list)),
                        ('tags', models.JSONField(blank=True, default=list)),
                        ('origins', models.JSONField(blank=True, default=list)),
                        ('seats_asked', models.JSONField(blank=True, default=list)),
                        ('priority', models.IntegerField(default=0)),
                        ('is_default', models.BooleanField(default=False)),
                        ('retired_at', models.DateTimeField(blank=True, null=True)),
                        ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
                    ],
                ),
                migrations.CreateModel(
                    name='RouteStep',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('position', models.PositiveSmallIntegerField()),
                        ('seats', models.JSONField(default=list)),
                        ('mode', models.CharField(choices=[('any', 'any one of them'), ('all', 'each of them')], default='any', max_length=4)),
                        ('hours', models.PositiveIntegerField(default=24)),
                        ('guests', models.BooleanField(default=False)),
                        ('route', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='approvals.route')),
                    ],
                    options={
                        'ordering': ('position',),
                        'constraints': [models.UniqueConstraint(fields=('route', 'position'), name='approvals_step_position')],
                    },
                ),
                migrations.CreateModel(
                    name='StepSeat',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('seat', models.CharField(max_length=20)),
                        ('step', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='seat_rows', to='approvals.requeststep')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['seat'], name='approvals_step_by_seat')],
                        'constraints': [models.UniqueConstraint(fields=('step', 'seat'), name='approvals_step_seat_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Look',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('subject_kind', models.CharField(max_length=40)),
                        ('subject_id', models.UUIDField()),
                        ('revision', models.PositiveIntegerField()),
                        ('at', models.DateTimeField()),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('subject_kind', 'subject_id', 'person'), name='approvals_look_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Remark',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('subject_kind', models.CharField(max_length=40)),
                        ('subject_id', models.UUIDField()),
                        ('revision', models.PositiveIntegerField()),
                        ('text', models.TextField()),
                        ('at', models.DateTimeField()),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ('at',),
                        'indexes': [models.Index(fields=['subject_kind', 'subject_id'], name='approvals_remarks')],
                    },
                ),
                migrations.CreateModel(
                    name='RequestEditor',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='editor_rows', to='approvals.request')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('request', 'person'), name='approvals_editor_once')],
                    },
                ),
            ],
        ),
    ]
