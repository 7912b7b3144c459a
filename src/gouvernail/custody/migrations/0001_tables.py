import django.db.models.deletion
import gouvernail.foundation.ids
import gouvernail.foundation.tables
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('custody', '0001_initial'), ('custody', '0002_handovers'), ('custody', '0003_proofs'), ('custody', '0004_access_reviews'), ('custody', '0005_renewed_once_seen'), ('custody', '0006_review_lines_found_by_state')]

    initial = True

    dependencies = [
        ('people', '0001_tables'),
        ('registry', '0001_tables'),
    ]

    operations = [
        gouvernail.foundation.tables.CreateTables(
            operations=[
                migrations.CreateModel(
                    name='Access',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('holder', models.CharField(choices=[('person', 'a person of the directory'), ('agency', 'an agency or a supplier'), ('shared', 'a shared mailbox or device'), ('tool', 'a connected tool')], default='person', max_length=10, verbose_name='who holds it')),
                        ('name', models.CharField(blank=True, max_length=160, verbose_name='name')),
                        ('contact', models.CharField(blank=True, max_length=200, verbose_name='contact')),
                        ('means', models.CharField(choices=[('password', 'knows the password'), ('vault', 'item of a shared vault'), ('role', 'role granted on the network'), ('token', 'authorised app or token'), ('recovery_email', 'recovery e-mail'), ('recovery_phone', 'recovery phone or SIM card')], max_length=16, verbose_name='means')),
                        ('level', models.CharField(choices=[('admin', 'administers'), ('editor', 'publishes'), ('replies', 'replies to comments'), ('analyst', 'reads figures')], default='admin', max_length=10, verbose_name='level')),
                        ('second_factor', models.CharField(choices=[('unknown', 'not known'), ('none', 'none'), ('sms', 'text message, own phone'), ('sms_shared', 'text message, shared phone'), ('app', 'code of an app'), ('key', 'security key or passkey'), ('not_offered', 'not offered by the network')], default='unknown', max_length=12, verbose_name='second factor')),
                        ('belongs', models.CharField(blank=True, choices=[('group', 'the organisation, in nobody’s name'), ('named', 'the organisation, in one person’s name'), ('private', 'a person: private address or number')], max_length=10, verbose_name='belongs to')),
                        ('detail', models.CharField(blank=True, max_length=200, verbose_name='detail')),
                        ('since_on', models.DateField(blank=True, null=True, verbose_name='since')),
                        ('until_on', models.DateField(blank=True, null=True, verbose_name='until')),
                        ('note', models.CharField(blank=True, max_length=500, verbose_name='note')),
                        ('declared_at', models.DateTimeField()),
                        ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                        ('tried_on', models.DateField(blank=True, null=True, verbose_name='tried on')),
                        ('works', models.BooleanField(blank=True, null=True)),
                        ('state', models.CharField(choices=[('open', 'in force'), ('to_revoke', 'to revoke'), ('asked', 'revocation asked'), ('closed', 'closed')], default='open', max_length=10, verbose_name='state')),
                        ('why', models.CharField(blank=True, choices=[('left', 'has left'), ('ended', 'its end has come'), ('handover', 'handed over'), ('unneeded', 'no longer needed'), ('incident', 'incident'), ('mistake', 'declared by mistake')], max_length=10, verbose_name='reason')),
                        ('due_on', models.DateField(blank=True, null=True, verbose_name='to revoke by')),
                        ('due_since', models.DateTimeField(blank=True, null=True)),
                        ('asked_of', models.CharField(blank=True, max_length=200, verbose_name='asked of')),
                        ('closed_at', models.DateTimeField(blank=True, null=True)),
                        ('closing_note', models.CharField(blank=True, max_length=500)),
                        ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='accesses', to='registry.account')),
                        ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('confirmed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('declared_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='accesses', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['account', 'state'], name='custody_by_account'), models.Index(fields=['person', 'state'], name='custody_by_person'), models.Index(fields=['state', 'due_on'], name='custody_by_due_day')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('holder', 'person'), ('person__isnull', False)), models.Q(models.Q(('holder', 'person'), _negated=True), ('person__isnull', True), models.Q(('name', ''), _negated=True)), _connector='OR'), name='custody_access_is_a_person_or_a_named_outsider'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('state', 'closed')), models.Q(models.Q(('state', 'closed'), _negated=True), ('closed_at__isnull', True)), _connector='OR'), name='custody_access_closed_is_dated'), models.CheckConstraint(condition=models.Q(('state__in', ('open', 'closed')), models.Q(('due_on__isnull', False), ('due_since__isnull', False)), _connector='OR'), name='custody_access_to_revoke_has_a_day')],
                    },
                ),
                migrations.CreateModel(
                    name='AccessReview',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('title', models.CharField(max_length=160, verbose_name='title')),
                        ('title_en', models.CharField(blank=True, max_length=160, verbose_name='title in English')),
                        ('manner', models.CharField(choices=[('account', 'by account: who answers for it'), ('person', 'by person: whoever holds the access')], max_length=8, verbose_name='who is asked')),
                        ('due_on', models.DateField(verbose_name='to be answered by')),
                        ('status', models.CharField(choices=[('open', 'open'), ('closed', 'closed')], default='open', max_length=8)),
                        ('opened_at', models.DateTimeField()),
                        ('closed_at', models.DateTimeField(blank=True, null=True)),
                        ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
                    ],
                    options={
                        'ordering': ('-opened_at', '-id'),
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('status', 'open')), models.Q(('closed_at__isnull', False), ('closed_by__isnull', False), ('status', 'closed')), _connector='OR'), name='custody_review_closed_by_somebody')],
                    },
                ),
                migrations.CreateModel(
                    name='Handover',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('place', models.CharField(choices=[('owner', 'owner'), ('backup', 'backup'), ('custodian', 'custodian')], default='owner', max_length=10, verbose_name='place')),
                        ('cause', models.CharField(choices=[('planned', 'planned'), ('departure', 'departure')], default='planned', max_length=10)),
                        ('state', models.CharField(choices=[('open', 'under way'), ('refused', 'refused'), ('signed', 'signed by both'), ('done', 'done'), ('cancelled', 'given up')], default='open', max_length=10)),
                        ('due_on', models.DateField(verbose_name='to be finished by')),
                        ('opened_at', models.DateTimeField()),
                        ('giver_signed_at', models.DateTimeField(blank=True, null=True)),
                        ('successor_signed_at', models.DateTimeField(blank=True, null=True)),
                        ('refused_at', models.DateTimeField(blank=True, null=True)),
                        ('refusal', models.CharField(blank=True, max_length=500, verbose_name='why it is refused')),
                        ('ended_at', models.DateTimeField(blank=True, null=True)),
                        ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='handovers', to='registry.account')),
                        ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('giver', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='handovers_given', to=settings.AUTH_USER_MODEL)),
                        ('giver_signed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('successor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='handovers_taken', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['state', 'due_on'], name='custody_handover_by_day')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ('open', 'refused', 'signed'))), fields=('account', 'place'), name='custody_handover_one_at_a_time')],
                    },
                ),
                migrations.CreateModel(
                    name='HandoverStep',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('kind', models.CharField(choices=[('access', 'The successor has an access of their own'), ('tried', 'The successor has signed in, alone'), ('recovery', 'The recovery address and number are moved'), ('factor', 'The second factor is in the successor’s hands'), ('password', 'The password is renewed'), ('revoked', 'The giver’s access is taken away'), ('briefing', 'The successor has read the briefing')], max_length=10)),
                        ('position', models.PositiveSmallIntegerField()),
                        ('outcome', models.CharField(blank=True, choices=[('done', 'done'), ('not_needed', 'not needed here')], max_length=10)),
                        ('note', models.CharField(blank=True, max_length=300)),
                        ('done_at', models.DateTimeField(blank=True, null=True)),
                        ('done_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('handover', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='custody.handover')),
                    ],
                    options={
                        'ordering': ('position',),
                        'constraints': [models.UniqueConstraint(fields=('handover', 'kind'), name='custody_step_once'), models.CheckConstraint(condition=models.Q(models.Q(('done_at__isnull', True), ('outcome', '')), models.Q(models.Q(('outcome', ''), _negated=True), ('done_at__isnull', False)), _connector='OR'), name='custody_step_done_is_dated')],
                    },
                ),
                migrations.CreateModel(
                    name='ProofDrill',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('due_on', models.DateField(verbose_name='to be proved by')),
                        ('opened_at', models.DateTimeField()),
                        ('left_out', models.PositiveIntegerField(default=0)),
                        ('filled_at', models.DateTimeField(blank=True, null=True)),
                        ('finished_at', models.DateTimeField(blank=True, null=True)),
                        ('opened_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proof_drills', to='people.unit')),
                    ],
                    options={
                        'ordering': ('-opened_at', '-id'),
                        'constraints': [models.UniqueConstraint(condition=models.Q(('finished_at__isnull', True)), fields=('unit',), name='custody_one_drill_at_a_time')],
                    },
                ),
                migrations.CreateModel(
                    name='ControlProof',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('place', models.CharField(choices=[('owner', 'owner'), ('backup', 'backup'), ('custodian', 'custodian')], max_length=10)),
                        ('token', models.CharField(max_length=20, unique=True)),
                        ('state', models.CharField(choices=[('asked', 'asked'), ('photographed', 'to be confirmed'), ('proved', 'proved'), ('refused', 'refused'), ('unable', 'could not get in'), ('late', 'late'), ('dropped', 'no longer asked')], default='asked', max_length=12)),
                        ('due_on', models.DateField(verbose_name='to be proved by')),
                        ('asked_at', models.DateTimeField()),
                        ('method', models.CharField(blank=True, choices=[('read', 'read back on the network'), ('picture', 'photograph, seen by two people')], max_length=8)),
                        ('looked', models.CharField(blank=True, choices=[('absent', 'token not seen'), ('unread', 'the network did not answer')], max_length=8)),
                        ('looked_at', models.DateTimeField(blank=True, null=True)),
                        ('shown', models.TextField(blank=True)),
                        ('picture_sha256', models.CharField(blank=True, max_length=64)),
                        ('picture_mime', models.CharField(blank=True, max_length=40)),
                        ('taken_on', models.DateField(blank=True, null=True, verbose_name='taken on')),
                        ('sent_at', models.DateTimeField(blank=True, null=True)),
                        ('sent_back', models.CharField(blank=True, max_length=300)),
                        ('proved_at', models.DateTimeField(blank=True, null=True)),
                        ('reason', models.CharField(blank=True, max_length=500)),
                        ('ended_at', models.DateTimeField(blank=True, null=True)),
                        ('settlement', models.CharField(blank=True, choices=[('again', 'asked again, with a new token'), ('handover', 'handed over to somebody else'), ('excused', 'accepted without proof')], max_length=10)),
                        ('settlement_note', models.CharField(blank=True, max_length=500)),
                        ('settled_at', models.DateTimeField(blank=True, null=True)),
                        ('removed_at', models.DateTimeField(blank=True, null=True)),
                        ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='control_proofs', to='registry.account')),
                        ('confirmed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='control_proofs', to=settings.AUTH_USER_MODEL)),
                        ('settled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('drill', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proofs', to='custody.proofdrill')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['state', 'due_on'], name='custody_proof_by_day'), models.Index(fields=['person', 'state'], name='custody_proof_by_person'), models.Index(fields=['account', 'proved_at'], name='custody_proof_by_account')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ('asked', 'photographed'))), fields=('account', 'person'), name='custody_proof_one_at_a_time'), models.CheckConstraint(condition=models.Q(models.Q(('proved_at__isnull', False), ('state', 'proved'), models.Q(('method', ''), _negated=True), models.Q(('method', 'read'), ('confirmed_by__isnull', False), _connector='OR')), models.Q(models.Q(('state', 'proved'), _negated=True), ('proved_at__isnull', True)), _connector='OR'), name='custody_proof_is_read_or_confirmed'), models.CheckConstraint(condition=models.Q(('confirmed_by__isnull', True), models.Q(('confirmed_by', models.F('person')), _negated=True), _connector='OR'), name='custody_proof_confirmed_by_another')],
                    },
                ),
                migrations.CreateModel(
                    name='ProofRule',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('every_months', models.PositiveSmallIntegerField(choices=[(1, 'every month'), (3, 'every quarter'), (6, 'twice a year'), (12, 'every year')], default=3)),
                        ('window_days', models.PositiveSmallIntegerField(default=14)),
                        ('next_on', models.DateField()),
                        ('set_at', models.DateTimeField()),
                        ('set_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('unit', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='proof_rule', to='people.unit')),
                    ],
                ),
                migrations.CreateModel(
                    name='ReviewedAccess',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('state', models.CharField(choices=[('asked', 'to answer'), ('refused', 'not theirs'), ('answered', 'answered')], default='asked', max_length=8)),
                        ('answer', models.CharField(blank=True, choices=[('keep', 'keep'), ('withdraw', 'withdraw'), ('change', 'put right')], max_length=8)),
                        ('reason', models.CharField(blank=True, max_length=500, verbose_name='reason')),
                        ('answered_at', models.DateTimeField(blank=True, null=True)),
                        ('refusal', models.CharField(blank=True, max_length=500)),
                        ('refused_at', models.DateTimeField(blank=True, null=True)),
                        ('settled_at', models.DateTimeField(blank=True, null=True)),
                        ('access', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviewed', to='custody.access')),
                        ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('asked', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('refused_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('review', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='custody.accessreview')),
                        ('settled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['asked', 'state'], name='custody_reviewed_by_person'), models.Index(fields=['state', 'review'], name='custody_reviewed_by_state'), models.Index(fields=['answer', 'settled_at'], name='custody_reviewed_to_settle')],
                        'constraints': [models.UniqueConstraint(fields=('review', 'access'), name='custody_reviewed_once'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', False), ('state', 'answered'), models.Q(('answer', ''), _negated=True)), models.Q(models.Q(('state', 'answered'), _negated=True), ('answer', ''), ('answered_at__isnull', True)), _connector='OR'), name='custody_reviewed_answer_is_dated')],
                    },
                ),
                migrations.CreateModel(
                    name='Rotation',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('rotated_on', models.DateField(verbose_name='renewed on')),
                        ('why', models.CharField(choices=[('calendar', 'its time had come'), ('departure', 'somebody left'), ('handover', 'handover'), ('incident', 'incident or doubt'), ('seen', 'somebody had seen it')], default='calendar', max_length=10, verbose_name='why')),
                        ('noted_at', models.DateTimeField()),
                        ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rotations', to='registry.account')),
                        ('rotated_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ('-rotated_on', '-id'),
                    },
                ),
                migrations.CreateModel(
                    name='Standing',
                    fields=[
                        ('account', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='standing', serialize=False, to='registry.account')),
                        ('level', models.PositiveSmallIntegerField(null=True)),
                        ('ways_in', models.PositiveSmallIntegerField(null=True)),
                        ('admins', models.PositiveSmallIntegerField(default=0)),
                        ('to_revoke', models.PositiveSmallIntegerField(default=0)),
                        ('credentials', models.CharField(choices=[('earned', 'earned'), ('lost', 'lost'), ('unknown', 'not known')], max_length=8)),
                        ('recovery', models.CharField(choices=[('earned', 'earned'), ('lost', 'lost'), ('unknown', 'not known')], max_length=8)),
                        ('factor', models.CharField(choices=[('earned', 'earned'), ('lost', 'lost'), ('unknown', 'not known')], max_length=8)),
                        ('grant', models.CharField(choices=[('earned', 'earned'), ('lost', 'lost'), ('unknown', 'not known')], max_length=8)),
                        ('rotation', models.CharField(choices=[('earned', 'earned'), ('lost', 'lost'), ('unknown', 'not known')], max_length=8)),
                        ('worked_out_at', models.DateTimeField()),
                    ],
                    options={
                        'indexes': [models.Index(fields=['level'], name='custody_by_level')],
                    },
                ),
            ],
        ),
    ]
