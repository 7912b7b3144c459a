import django.db.models.deletion
import gouvernail.foundation.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0003_sign_ins'),
        ('registry', '0003_life_and_sheet'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
        ),
        migrations.AddIndex(
            model_name='review',
            index=models.Index(fields=['status', 'due_on'], name='attestations_review_by_day'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.UniqueConstraint(condition=models.Q(('status__in', ('open', 'to_assign', 'to_confirm'))), fields=('account',), name='attestations_one_review_under_way'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status__in', ('to_confirm', 'decided')), _negated=True), models.Q(('attested_by__isnull', False), models.Q(('decision', ''), _negated=True)), _connector='OR'), name='attestations_review_is_attested_first'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('confirmed_by', models.F('attested_by')), _negated=True), ('alone', True), _connector='OR'), name='attestations_review_takes_two'),
        ),
        migrations.AddIndex(
            model_name='followup',
            index=models.Index(fields=['assignee', 'due_on'], name='attestations_task_by_day'),
        ),
        migrations.AddConstraint(
            model_name='reviewrule',
            constraint=models.UniqueConstraint(fields=('unit', 'network'), name='attestations_one_rule_per_network'),
        ),
    ]
