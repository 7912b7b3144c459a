import django.db.models.deletion
import gouvernail.foundation.ids
import gouvernail.foundation.tables
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('openings', '0001_opening_requests'), ('openings', '0002_rework_declined')]

    initial = True

    dependencies = [
        ('media', '0001_tables'),
        ('people', '0001_tables'),
        ('registry', '0001_tables'),
    ]

    operations = [
        gouvernail.foundation.tables.CreateTables(
            operations=[
                migrations.CreateModel(
                    name='Proof',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('sha256', models.CharField(max_length=64, unique=True)),
                        ('mime', models.CharField(max_length=40)),
                        ('size_bytes', models.PositiveIntegerField()),
                        ('original_name', models.CharField(max_length=200)),
                        ('content', models.BinaryField()),
                        ('added_at', models.DateTimeField()),
                    ],
                ),
                migrations.CreateModel(
                    name='Assumption',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('code', models.CharField(max_length=30, unique=True)),
                        ('value', models.PositiveIntegerField()),
                        ('source', models.CharField(max_length=300, verbose_name='where the figure comes from')),
                        ('updated_at', models.DateTimeField()),
                        ('updated_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                ),
                migrations.CreateModel(
                    name='Opening',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('title', models.CharField(max_length=160, verbose_name='name of the account')),
                        ('network', models.CharField(max_length=30, verbose_name='network')),
                        ('purpose', models.TextField(blank=True, verbose_name='purpose')),
                        ('audience', models.CharField(blank=True, max_length=200, verbose_name='audience')),
                        ('languages', models.JSONField(blank=True, default=list, verbose_name='languages')),
                        ('tags', models.JSONField(blank=True, default=list, verbose_name='tags')),
                        ('why_network', models.TextField(blank=True, verbose_name='why this network')),
                        ('why_new', models.TextField(blank=True, verbose_name='why not an existing page')),
                        ('handle', models.CharField(blank=True, max_length=200, verbose_name='handle')),
                        ('owner_minutes', models.PositiveIntegerField(blank=True, null=True)),
                        ('backup_minutes', models.PositiveIntegerField(blank=True, null=True)),
                        ('owner_accepted_at', models.DateTimeField(blank=True, null=True)),
                        ('backup_accepted_at', models.DateTimeField(blank=True, null=True)),
                        ('plan', models.JSONField(blank=True, default=list)),
                        ('subjects', models.TextField(blank=True, verbose_name='subjects')),
                        ('first_month', models.TextField(blank=True, verbose_name='first month')),
                        ('closing_when', models.TextField(blank=True, verbose_name='closing conditions')),
                        ('wished_on', models.DateField(blank=True, null=True, verbose_name='wished opening date')),
                        ('status', models.CharField(choices=[('draft', 'being written'), ('requested', 'requested'), ('changes', 'changes asked'), ('refused', 'refused'), ('approved', 'approved'), ('opening', 'opening'), ('active', 'active'), ('merged', 'merged into another account'), ('abandoned', 'abandoned'), ('given_up', 'given up')], default='draft', max_length=10)),
                        ('revision', models.PositiveIntegerField(default=0)),
                        ('approval_id', models.UUIDField(blank=True, null=True)),
                        ('created_at', models.DateTimeField()),
                        ('updated_at', models.DateTimeField()),
                        ('submitted_at', models.DateTimeField(blank=True, null=True)),
                        ('due_on', models.DateField(blank=True, null=True, verbose_name='to be open by')),
                        ('ended_at', models.DateTimeField(blank=True, null=True)),
                        ('ended_reason', models.TextField(blank=True)),
                        ('account', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='openings', to='registry.account')),
                        ('avatar', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='media.asset')),
                        ('backup', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('begun_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.account')),
                        ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('requested_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='openings', to='people.unit')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['unit', 'status'], name='openings_by_unit'), models.Index(fields=['-updated_at', '-id'], name='openings_latest')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('owner', models.F('backup')), _negated=True), name='openings_two_people'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'merged'), _negated=True), ('merged_into__isnull', False), _connector='OR'), name='openings_merged_somewhere'), models.CheckConstraint(condition=models.Q(models.Q(('status__in', ('opening', 'active')), _negated=True), ('account__isnull', False), _connector='OR'), name='openings_begun_has_account')],
                    },
                ),
                migrations.CreateModel(
                    name='Appeal',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('approval_id', models.UUIDField()),
                        ('text', models.TextField()),
                        ('at', models.DateTimeField()),
                        ('outcome', models.CharField(blank=True, choices=[('upheld', 'the refusal stands'), ('reopened', 'the request may be changed and submitted again')], max_length=10)),
                        ('answer', models.TextField(blank=True)),
                        ('answered_at', models.DateTimeField(blank=True, null=True)),
                        ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('opening', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appeals', to='openings.opening')),
                    ],
                    options={
                        'ordering': ('at',),
                        'constraints': [models.UniqueConstraint(fields=('opening', 'approval_id'), name='openings_one_appeal_per_refusal'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', True), ('outcome', '')), models.Q(models.Q(('outcome', ''), _negated=True), ('answered_at__isnull', False)), _connector='OR'), name='openings_appeal_answered_whole')],
                    },
                ),
                migrations.CreateModel(
                    name='Check',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('code', models.CharField(max_length=30)),
                        ('position', models.PositiveSmallIntegerField()),
                        ('done_at', models.DateTimeField(blank=True, null=True)),
                        ('note', models.CharField(blank=True, max_length=500, verbose_name='note')),
                        ('done_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('opening', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='checks', to='openings.opening')),
                        ('proof', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='openings.proof')),
                    ],
                    options={
                        'ordering': ('position',),
                        'constraints': [models.UniqueConstraint(fields=('opening', 'code'), name='openings_check_once'), models.CheckConstraint(condition=models.Q(models.Q(('done_at__isnull', True), ('done_by__isnull', True)), models.Q(('done_at__isnull', False), ('done_by__isnull', False)), _connector='OR'), name='openings_check_done_by_somebody')],
                    },
                ),
                migrations.CreateModel(
                    name='Rework',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('asked_at', models.DateTimeField()),
                        ('due_on', models.DateField()),
                        ('done_at', models.DateTimeField(blank=True, null=True)),
                        ('declined', models.BooleanField(default=False)),
                        ('note', models.TextField(blank=True)),
                        ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reworks', to='registry.account')),
                        ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('assigned_to', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('done_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('opening', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='rework', to='openings.opening')),
                    ],
                ),
            ],
        ),
    ]
