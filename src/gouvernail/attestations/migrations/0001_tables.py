import django.db.models.deletion
import gouvernail.foundation.ids
import gouvernail.foundation.tables
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('attestations', '0001_account_reviews'), ('attestations', '0002_campaigns'), ('attestations', '0003_what_a_campaign_remembers'), ('attestations', '0004_answers_by_link'), ('attestations', '0005_links_ended_by_hand')]

    initial = True

    dependencies = [
        ('people', '0001_tables'),
        ('registry', '0001_tables'),
    ]

    operations = [
        gouvernail.foundation.tables.CreateTables(
            operations=[
                migrations.CreateModel(
                    name='Campaign',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('title', models.CharField(max_length=160, verbose_name='title')),
                        ('title_en', models.CharField(blank=True, max_length=160, verbose_name='title in English')),
                        ('text', models.TextField(blank=True, verbose_name='text')),
                        ('text_en', models.TextField(blank=True, verbose_name='text in English')),
                        ('opens_on', models.DateField(verbose_name='opens on')),
                        ('closes_on', models.DateField(verbose_name='closes on')),
                        ('remind_days', models.JSONField(default=list)),
                        ('status', models.CharField(choices=[('prepared', 'in preparation'), ('open', 'open'), ('closed', 'closed'), ('cancelled', 'cancelled')], default='prepared', max_length=10)),
                        ('made_at', models.DateTimeField()),
                        ('opened_at', models.DateTimeField(blank=True, null=True)),
                        ('closed_at', models.DateTimeField(blank=True, null=True)),
                        ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
                    ],
                    options={
                        'ordering': ('-opens_on', '-id'),
                    },
                ),
                migrations.CreateModel(
                    name='Declaration',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('status', models.CharField(choices=[('asked', 'waiting'), ('signed', 'signed')], default='asked', max_length=8)),
                        ('answers', models.JSONField(blank=True, default=dict)),
                        ('signed_at', models.DateTimeField(blank=True, null=True)),
                        ('by_link', models.BooleanField(default=False)),
                        ('digest', models.CharField(blank=True, max_length=64)),
                        ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='declarations', to='attestations.campaign')),
                        ('signed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('campaign', 'unit'), name='attestations_one_declaration_a_unit'), models.CheckConstraint(condition=models.Q(models.Q(('signed_at__isnull', True), ('status', 'asked')), models.Q(('signed_at__isnull', False), ('signed_by__isnull', False), ('status', 'signed')), _connector='OR'), name='attestations_signed_by_somebody')],
                    },
                ),
                migrations.CreateModel(
                    name='DeclaredLine',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('what', models.CharField(choices=[('correction', 'correction'), ('addition', 'page not listed'), ('not_ours', 'not ours'), ('closed', 'closed'), ('ours', 'ours, to be confirmed')], max_length=10)),
                        ('changes', models.JSONField(blank=True, default=dict)),
                        ('address', models.CharField(blank=True, max_length=500)),
                        ('note', models.TextField(blank=True)),
                        ('status', models.CharField(choices=[('waiting', 'to settle'), ('accepted', 'accepted'), ('refused', 'refused'), ('appealed', 'appealed'), ('upheld', 'refusal kept')], default='waiting', max_length=8)),
                        ('answer', models.TextField(blank=True)),
                        ('decided_at', models.DateTimeField(blank=True, null=True)),
                        ('appeal', models.TextField(blank=True)),
                        ('appealed_at', models.DateTimeField(blank=True, null=True)),
                        ('appeal_answer', models.TextField(blank=True)),
                        ('appeal_answered_at', models.DateTimeField(blank=True, null=True)),
                        ('account', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.account')),
                        ('appeal_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('declaration', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='attestations.declaration')),
                    ],
                    options={
                        'ordering': ('id',),
                    },
                ),
                migrations.CreateModel(
                    name='Declarer',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('removed_at', models.DateTimeField(blank=True, null=True)),
                        ('sent_at', models.DateTimeField(blank=True, null=True)),
                        ('failed', models.BooleanField(default=False)),
                        ('reminded_on', models.DateField(blank=True, null=True)),
                        ('tries', models.PositiveSmallIntegerField(default=0)),
                        ('next_try_at', models.DateTimeField(blank=True, null=True)),
                        ('answered_at', models.DateTimeField(blank=True, null=True)),
                        ('links_ended_at', models.DateTimeField(blank=True, null=True)),
                        ('declaration', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='declarers', to='attestations.declaration')),
                        ('named_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(condition=models.Q(('removed_at__isnull', True)), fields=('declaration', 'person'), name='attestations_asked_once')],
                    },
                ),
                migrations.CreateModel(
                    name='DeclarerLink',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('key_digest', models.CharField(max_length=64, unique=True)),
                        ('expires_at', models.DateTimeField()),
                        ('handed_over', models.BooleanField(default=False)),
                        ('made_at', models.DateTimeField()),
                        ('declarer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links', to='attestations.declarer')),
                    ],
                ),
                migrations.CreateModel(
                    name='Review',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('status', models.CharField(choices=[('open', 'to attest'), ('to_assign', 'to give to somebody'), ('to_confirm', 'to confirm'), ('decided', 'decided'), ('cancelled', 'cancelled')], default='open', max_length=10)),
                        ('opened_on', models.DateField()),
                        ('due_on', models.DateField()),
                        ('disowned_reason', models.TextField(blank=True)),
                        ('evidence', models.JSONField(blank=True, default=dict)),
                        ('answers', models.JSONField(blank=True, default=dict)),
                        ('needed', models.BooleanField(blank=True, null=True)),
                        ('purpose_right', models.BooleanField(blank=True, null=True)),
                        ('decision', models.CharField(blank=True, choices=[('keep', 'keep'), ('rework', 'rework'), ('merge', 'merge'), ('close', 'close')], max_length=8)),
                        ('reason', models.TextField(blank=True)),
                        ('attested_at', models.DateTimeField(blank=True, null=True)),
                        ('back_reason', models.TextField(blank=True)),
                        ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                        ('alone', models.BooleanField(default=False)),
                        ('next_on', models.DateField(blank=True, null=True)),
                        ('unfollowed', models.TextField(blank=True)),
                        ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='registry.account')),
                        ('assignee', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('attested_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('confirmed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('disowned_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('heir', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.account')),
                        ('opened_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ('-opened_on', '-id'),
                        'indexes': [models.Index(fields=['status', 'due_on'], name='attestations_review_by_day')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('status__in', ('open', 'to_assign', 'to_confirm'))), fields=('account',), name='attestations_one_review_under_way'), models.CheckConstraint(condition=models.Q(models.Q(('status__in', ('to_confirm', 'decided')), _negated=True), models.Q(('attested_by__isnull', False), models.Q(('decision', ''), _negated=True)), _connector='OR'), name='attestations_review_is_attested_first'), models.CheckConstraint(condition=models.Q(models.Q(('confirmed_by', models.F('attested_by')), _negated=True), ('alone', True), _connector='OR'), name='attestations_review_takes_two')],
                    },
                ),
                migrations.CreateModel(
                    name='FollowUp',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('text', models.TextField()),
                        ('due_on', models.DateField()),
                        ('done_at', models.DateTimeField(blank=True, null=True)),
                        ('note', models.TextField(blank=True)),
                        ('assignee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('done_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('review', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='task', to='attestations.review')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['assignee', 'due_on'], name='attestations_task_by_day')],
                    },
                ),
                migrations.CreateModel(
                    name='ReviewRule',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('network', models.CharField(blank=True, max_length=30, verbose_name='network')),
                        ('months', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='months between reviews')),
                        ('weeks_before', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='weeks before')),
                        ('accounts_most', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='accounts per person at most')),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('unit', 'network'), name='attestations_one_rule_per_network')],
                    },
                ),
                migrations.CreateModel(
                    name='DeclarationDraft',
                    fields=[
                        ('declaration', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='draft', serialize=False, to='attestations.declaration')),
                        ('answers', models.JSONField(default=dict)),
                        ('saved_at', models.DateTimeField()),
                        ('saved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                ),
            ],
        ),
    ]
