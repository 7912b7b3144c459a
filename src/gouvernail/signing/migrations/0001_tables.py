import django.db.models.deletion
import gouvernail.foundation.ids
import gouvernail.foundation.tables
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0001_tables'),
        ('policies', '0001_tables'),
    ]

    operations = [
        gouvernail.foundation.tables.CreateTables(
            operations=[
                migrations.CreateModel(
                    name='Campaign',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('status', models.CharField(choices=[('planned', 'planned'), ('open', 'open'), ('closed', 'closed')], default='planned', max_length=10)),
                        ('opens_on', models.DateField(verbose_name='opens on')),
                        ('due_on', models.DateField(verbose_name='to be signed by')),
                        ('units', models.JSONField(default=list)),
                        ('roles', models.JSONField(default=list)),
                        ('quiz_id', models.UUIDField(blank=True, null=True, verbose_name='quiz before signing')),
                        ('step_up', models.BooleanField(default=True, verbose_name='ask who they are again')),
                        ('reminds', models.BooleanField(default=True, verbose_name='remind people')),
                        ('planned_at', models.DateTimeField()),
                        ('opened_at', models.DateTimeField(blank=True, null=True)),
                        ('closed_at', models.DateTimeField(blank=True, null=True)),
                        ('closed_because', models.CharField(blank=True, choices=[('ended', 'ended by hand'), ('cancelled', 'given up'), ('superseded', 'another version binds')], max_length=10)),
                        ('follows', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='next', to='signing.campaign')),
                        ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='campaigns', to='policies.policyversion')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['status', 'opens_on'], name='signing_campaigns_to_open')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('status__in', ('planned', 'open'))), fields=('version',), name='signing_one_campaign_a_version'), models.CheckConstraint(condition=models.Q(('due_on__gte', models.F('opens_on'))), name='signing_due_after_it_opens'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('status', 'closed')), models.Q(models.Q(('status', 'closed'), _negated=True), ('closed_at__isnull', True)), _connector='OR'), name='signing_closed_is_dated')],
                    },
                ),
                migrations.CreateModel(
                    name='Line',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('state', models.CharField(choices=[('waiting', 'to sign'), ('signed', 'signed'), ('carried', 'carried over'), ('released', 'no longer asked')], default='waiting', max_length=10)),
                        ('due_on', models.DateField()),
                        ('added_at', models.DateTimeField()),
                        ('released_because', models.CharField(blank=True, choices=[('left', 'has left'), ('moved', 'is no longer concerned'), ('excused', 'excused after an objection')], max_length=10)),
                        ('changed_at', models.DateTimeField()),
                        ('reminded_on', models.DateField(blank=True, null=True)),
                        ('reminders', models.PositiveSmallIntegerField(default=0)),
                        ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='signing.campaign')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signing_lines', to=settings.AUTH_USER_MODEL)),
                        ('signature', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='policies.signature')),
                        ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['campaign', 'unit', 'state'], name='signing_lines_by_unit'), models.Index(fields=['campaign', 'state', 'due_on'], name='signing_lines_late'), models.Index(fields=['state', 'person'], name='signing_lines_waiting')],
                        'constraints': [models.UniqueConstraint(fields=('campaign', 'person'), name='signing_line_once'), models.CheckConstraint(condition=models.Q(('state', 'released'), ('released_because', ''), _connector='XOR'), name='signing_released_says_why')],
                    },
                ),
                migrations.CreateModel(
                    name='Code',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('digest', models.CharField(max_length=64, unique=True)),
                        ('made_at', models.DateTimeField()),
                        ('expires_at', models.DateTimeField()),
                        ('used_at', models.DateTimeField(blank=True, null=True)),
                        ('revoked_at', models.DateTimeField(blank=True, null=True)),
                        ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='codes', to='signing.line')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['line', 'used_at'], name='signing_codes_of_line')],
                    },
                ),
                migrations.CreateModel(
                    name='Objection',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('words', models.TextField(blank=True, verbose_name='what you object to')),
                        ('made_at', models.DateTimeField()),
                        ('outcome', models.CharField(blank=True, choices=[('kept', 'the signature is still asked'), ('excused', 'excused from signing')], max_length=10)),
                        ('answer', models.TextField(blank=True, verbose_name='your answer')),
                        ('answered_at', models.DateTimeField(blank=True, null=True)),
                        ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='objections', to='signing.campaign')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['campaign', 'outcome'], name='signing_objections_open')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('outcome', '')), fields=('campaign', 'person'), name='signing_one_open_objection'), models.CheckConstraint(condition=models.Q(('answered_by', models.F('person')), _negated=True), name='signing_another_answers')],
                    },
                ),
                migrations.CreateModel(
                    name='Sheet',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('made_at', models.DateTimeField()),
                        ('status', models.CharField(choices=[('printed', 'printed'), ('scanned', 'scanned'), ('typed', 'waits for a second reading'), ('checked', 'entered'), ('dropped', 'thrown away')], default='printed', max_length=10)),
                        ('scan', models.BinaryField(blank=True, null=True)),
                        ('scan_sha256', models.CharField(blank=True, max_length=64)),
                        ('scan_name', models.CharField(blank=True, max_length=120)),
                        ('sent_back_because', models.TextField(blank=True)),
                        ('ended_at', models.DateTimeField(blank=True, null=True)),
                        ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sheets', to='signing.campaign')),
                        ('checked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('typed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('checked_by', models.F('typed_by')), _negated=True), name='signing_another_checks_the_sheet')],
                    },
                ),
                migrations.CreateModel(
                    name='SheetLine',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('position', models.PositiveSmallIntegerField()),
                        ('code', models.CharField(max_length=6)),
                        ('signed_on', models.DateField(blank=True, null=True)),
                        ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='signing.line')),
                        ('sheet', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='signing.sheet')),
                    ],
                    options={
                        'ordering': ('position',),
                        'constraints': [models.UniqueConstraint(fields=('sheet', 'position'), name='signing_sheet_position'), models.UniqueConstraint(fields=('sheet', 'line'), name='signing_sheet_line_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Tablet',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('place', models.CharField(blank=True, max_length=120, verbose_name='where it stands')),
                        ('digest', models.CharField(max_length=64, unique=True)),
                        ('opened_at', models.DateTimeField()),
                        ('expires_at', models.DateTimeField()),
                        ('closed_at', models.DateTimeField(blank=True, null=True)),
                        ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tablets', to='signing.campaign')),
                        ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
                    ],
                ),
            ],
        ),
    ]
