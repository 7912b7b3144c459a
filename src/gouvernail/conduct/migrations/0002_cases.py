import django.db.models.deletion
import gouvernail.foundation.ids
import gouvernail.foundation.tables
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('conduct', '0001_tables'),
        ('people', '0001_tables'),
        ('policies', '0001_tables'),
    ]

    operations = [
        gouvernail.foundation.tables.CreateTables(
            operations=[
                migrations.CreateModel(
                    name='Basis',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('regime', models.CharField(choices=[('fr_private', 'France, company or association'), ('fr_public', 'France, public body'), ('qc', 'Québec'), ('other', 'Elsewhere')], max_length=12, verbose_name='Where, and who employs')),
                        ('status', models.CharField(choices=[('proposed', 'waits for a second person'), ('in_force', 'in force'), ('declined', 'declined'), ('ended', 'ended')], default='proposed', max_length=10)),
                        ('adopted_on', models.DateField()),
                        ('consulted_on', models.DateField(blank=True, null=True)),
                        ('reference', models.CharField(max_length=300)),
                        ('answer_days', models.PositiveSmallIntegerField(default=10)),
                        ('decide_days', models.PositiveSmallIntegerField(default=45)),
                        ('appeal_days', models.PositiveSmallIntegerField(default=15)),
                        ('outcome_months', models.PositiveSmallIntegerField(default=12)),
                        ('keep_months', models.PositiveSmallIntegerField(default=24)),
                        ('proposed_at', models.DateTimeField()),
                        ('decided_at', models.DateTimeField(blank=True, null=True)),
                        ('reason', models.TextField(blank=True)),
                        ('ended_at', models.DateTimeField(blank=True, null=True)),
                        ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ('-proposed_at',),
                        'constraints': [models.UniqueConstraint(condition=models.Q(('status__in', ('proposed', 'in_force'))), fields=('status',), name='conduct_one_basis_of_each'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'in_force'), _negated=True), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='conduct_basis_agreed_to'), models.CheckConstraint(condition=models.Q(('decided_by', models.F('proposed_by')), ('status', 'in_force'), _negated=True), name='conduct_basis_two_people')],
                    },
                ),
                migrations.CreateModel(
                    name='Case',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('origin', models.CharField(choices=[('report', 'a report'), ('verdict', 'a verdict of a rule'), ('dismissal', 'a finding set aside'), ('audit', 'an audit'), ('person', 'a person')], default='person', max_length=10)),
                        ('title', models.CharField(blank=True, max_length=160)),
                        ('facts', models.TextField(blank=True)),
                        ('happened_on', models.DateField()),
                        ('clause', models.CharField(max_length=90)),
                        ('signed', models.CharField(choices=[('this', 'the version of that day'), ('other', 'another version'), ('none', 'no version')], default='none', max_length=6)),
                        ('seriousness', models.CharField(choices=[('minor', 'slight'), ('notable', 'notable'), ('serious', 'serious')], default='minor', max_length=8)),
                        ('good_faith', models.CharField(blank=True, choices=[('', 'not settled yet'), ('yes', 'in good faith'), ('no', 'not in good faith')], max_length=4)),
                        ('is_experiment', models.BooleanField(default=False)),
                        ('exemption', models.TextField(blank=True)),
                        ('account', models.TextField(blank=True)),
                        ('companion', models.CharField(blank=True, max_length=120)),
                        ('status', models.CharField(choices=[('hearing', 'the person has time to answer'), ('deciding', 'to be decided'), ('decided', 'decided, may be appealed'), ('appealed', 'appeal to be examined'), ('settled', 'settled'), ('ended', 'over')], default='hearing', max_length=10)),
                        ('aside', models.TextField(blank=True)),
                        ('challenge', models.TextField(blank=True)),
                        ('appeal', models.TextField(blank=True)),
                        ('outcome', models.CharField(blank=True, choices=[('nothing', 'closed, nothing follows'), ('reminder', 'a reminder'), ('coaching', 'coaching'), ('restricted', 'a restricted licence'), ('suspended', 'a suspended licence'), ('referred', 'passed on to those in charge of staff')], max_length=10)),
                        ('opened_at', models.DateTimeField()),
                        ('answer_by_at', models.DateTimeField()),
                        ('accounted_at', models.DateTimeField(blank=True, null=True)),
                        ('decide_by_at', models.DateTimeField()),
                        ('decided_at', models.DateTimeField(blank=True, null=True)),
                        ('appeal_by_at', models.DateTimeField(blank=True, null=True)),
                        ('appealed_at', models.DateTimeField(blank=True, null=True)),
                        ('settled_at', models.DateTimeField(blank=True, null=True)),
                        ('outcome_until', models.DateTimeField(blank=True, null=True)),
                        ('ended_at', models.DateTimeField(blank=True, null=True)),
                        ('keep_until_on', models.DateField(blank=True, null=True)),
                        ('emptied_at', models.DateTimeField(blank=True, null=True)),
                        ('erasure_asked_at', models.DateTimeField(blank=True, null=True)),
                        ('basis', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='conduct.basis')),
                        ('decider', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('judge', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('opened_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('report', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='conduct.report')),
                        ('signature', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='policies.signature')),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
                        ('version', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='policies.policyversion')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['-opened_at', '-id'], name='conduct_cases_latest'), models.Index(fields=['status', 'opened_at'], name='conduct_cases_by_status'), models.Index(fields=['clause', 'seriousness'], name='conduct_cases_alike')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('person__isnull', True), models.Q(('decider', models.F('person')), _negated=True), _connector='OR'), name='conduct_nobody_decides_their_own'), models.CheckConstraint(condition=models.Q(('opened_by__isnull', True), models.Q(('decider', models.F('opened_by')), _negated=True), _connector='OR'), name='conduct_opener_does_not_decide'), models.CheckConstraint(condition=models.Q(('judge__isnull', True), models.Q(models.Q(('judge', models.F('decider')), _negated=True), models.Q(('person__isnull', True), models.Q(('judge', models.F('person')), _negated=True), _connector='OR'), models.Q(('opened_by__isnull', True), models.Q(('judge', models.F('opened_by')), _negated=True), _connector='OR')), _connector='OR'), name='conduct_another_judges_the_appeal'), models.CheckConstraint(condition=models.Q(models.Q(('outcome', ''), ('status__in', ('hearing', 'deciding'))), models.Q(models.Q(('status__in', ('hearing', 'deciding')), _negated=True), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='conduct_decided_has_an_outcome'), models.CheckConstraint(condition=models.Q(('emptied_at__isnull', True), models.Q(('facts', ''), ('person__isnull', True)), _connector='OR'), name='conduct_emptied_names_nobody')],
                    },
                ),
                migrations.CreateModel(
                    name='Decision',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('stage', models.CharField(choices=[('first', 'decision'), ('appeal', 'decision on the appeal'), ('lift', 'ended early')], max_length=6)),
                        ('ruling', models.CharField(blank=True, choices=[('upheld', 'upheld'), ('softened', 'softened'), ('annulled', 'annulled')], max_length=8)),
                        ('outcome', models.CharField(choices=[('nothing', 'closed, nothing follows'), ('reminder', 'a reminder'), ('coaching', 'coaching'), ('restricted', 'a restricted licence'), ('suspended', 'a suspended licence'), ('referred', 'passed on to those in charge of staff')], max_length=10)),
                        ('reason', models.TextField(blank=True)),
                        ('why_not_less', models.TextField(blank=True)),
                        ('urgency', models.TextField(blank=True)),
                        ('acts', models.JSONField(default=list)),
                        ('network', models.CharField(blank=True, max_length=30)),
                        ('course', models.CharField(blank=True, max_length=80)),
                        ('until', models.DateTimeField(blank=True, null=True)),
                        ('at', models.DateTimeField()),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='conduct.case')),
                    ],
                    options={
                        'ordering': ('at', 'id'),
                        'constraints': [models.UniqueConstraint(fields=('case', 'stage'), name='conduct_one_decision_a_stage')],
                    },
                ),
                migrations.CreateModel(
                    name='Proof',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('kind', models.CharField(choices=[('record', 'publication as archived'), ('verdict', 'verdict of a rule'), ('dismissal', 'finding set aside'), ('entry', 'entry of the journal'), ('report', 'report of staff'), ('words', 'what was noted')], max_length=10, verbose_name='What proves it')),
                        ('reference', models.CharField(blank=True, max_length=60)),
                        ('digest', models.CharField(blank=True, max_length=64)),
                        ('label', models.TextField(blank=True)),
                        ('at', models.DateTimeField()),
                        ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proofs', to='conduct.case')),
                    ],
                    options={
                        'ordering': ('at', 'id'),
                    },
                ),
            ],
        ),
    ]
