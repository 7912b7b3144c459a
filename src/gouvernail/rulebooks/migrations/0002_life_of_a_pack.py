import django.db.models.deletion
import gouvernail.foundation.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0004_found_by_name_and_by_status'),
        ('registry', '0007_agreement_papers'),
        ('rulebooks', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='RaisedRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rule', models.CharField(max_length=80)),
                ('severity', models.CharField(max_length=10)),
                ('would', models.CharField(max_length=10)),
                ('moment', models.CharField(choices=[('submission', 'at submission'), ('sending', 'just before sending'), ('after', 'after publication')], max_length=12)),
                ('subject_kind', models.CharField(max_length=40)),
                ('subject_id', models.UUIDField()),
                ('network', models.CharField(blank=True, max_length=30)),
                ('waiver_id', models.UUIDField(blank=True, null=True)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='RuleControl',
            fields=[
                ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('rule', models.CharField(max_length=80)),
                ('network', models.CharField(blank=True, max_length=30)),
                ('control', models.CharField(choices=[('observe', 'observe'), ('warn', 'warn'), ('enforce', 'enforce')], max_length=8, verbose_name='level')),
                ('former', models.CharField(choices=[('observe', 'observe'), ('warn', 'warn'), ('enforce', 'enforce')], max_length=8)),
                ('reason', models.TextField(verbose_name='reason')),
                ('status', models.CharField(choices=[('asked', 'asked for'), ('agreed', 'agreed to'), ('rejected', 'rejected'), ('withdrawn', 'withdrawn')], default='asked', max_length=10)),
                ('wanted_at', models.DateTimeField(blank=True, null=True)),
                ('starts_at', models.DateTimeField(blank=True, null=True)),
                ('asked_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('comment', models.TextField(blank=True)),
                ('alone', models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name='Waiver',
            fields=[
                ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('rule', models.CharField(max_length=80)),
                ('network', models.CharField(blank=True, max_length=30)),
                ('tag', models.CharField(blank=True, max_length=60)),
                ('reason', models.TextField(verbose_name='reason')),
                ('until', models.DateTimeField()),
                ('status', models.CharField(choices=[('asked', 'asked for'), ('granted', 'granted'), ('refused', 'refused'), ('withdrawn', 'withdrawn'), ('ended', 'ended')], default='asked', max_length=10)),
                ('asked_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('comment', models.TextField(blank=True)),
                ('alone', models.BooleanField(default=False)),
                ('starts_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('end_reason', models.TextField(blank=True)),
                ('reminded_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.AddField(
            model_name='dismissal',
            name='withdrawal_reason',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='dismissal',
            name='withdrawn_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='pack',
            name='retired_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='pack',
            name='retirement_asked_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='pack',
            name='retirement_asked_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='pack',
            name='retirement_reason',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='packversion',
            name='alone',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='packversion',
            name='edited_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='packversion',
            name='edited_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='packversion',
            name='purpose',
            field=models.TextField(blank=True, verbose_name='why it changes'),
        ),
        migrations.AddField(
            model_name='packversion',
            name='restores',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='rulebooks.packversion'),
        ),
        migrations.AddField(
            model_name='packversion',
            name='review_comment',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='packversion',
            name='reviewed_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='packversion',
            name='reviewed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='packversion',
            name='submitted_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='packversion',
            name='submitted_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='packversion',
            name='tried_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='packversion',
            name='tried_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='packversion',
            name='untried_reason',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='packversion',
            name='wanted_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='storedverdict',
            name='controls',
            field=models.JSONField(default=dict),
        ),
        migrations.AlterField(
            model_name='packversion',
            name='status',
            field=models.CharField(choices=[('draft', 'draft'), ('in_review', 'under review'), ('scheduled', 'agreed, from a date'), ('in_force', 'in force'), ('superseded', 'superseded'), ('rejected', 'rejected'), ('withdrawn', 'withdrawn')], default='draft', max_length=12),
        ),
        migrations.AddConstraint(
            model_name='packversion',
            constraint=models.UniqueConstraint(condition=models.Q(('status__in', ('in_review', 'scheduled'))), fields=('pack',), name='rulebooks_one_version_coming'),
        ),
        migrations.AddConstraint(
            model_name='packversion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status__in', ('scheduled', 'in_force', 'superseded')), _negated=True), ('in_force_at__isnull', False), _connector='OR'), name='rulebooks_what_binds_has_a_date'),
        ),
        migrations.AddField(
            model_name='raisedrule',
            name='account',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.account'),
        ),
        migrations.AddField(
            model_name='raisedrule',
            name='verdict',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='raised', to='rulebooks.storedverdict'),
        ),
        migrations.AddField(
            model_name='rulecontrol',
            name='asked_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='rulecontrol',
            name='decided_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='rulecontrol',
            name='pack',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='controls', to='rulebooks.pack'),
        ),
        migrations.AddField(
            model_name='rulecontrol',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit'),
        ),
        migrations.AddField(
            model_name='waiver',
            name='account',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.account'),
        ),
        migrations.AddField(
            model_name='waiver',
            name='asked_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='waiver',
            name='decided_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='waiver',
            name='ended_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='waiver',
            name='pack',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='waivers', to='rulebooks.pack'),
        ),
        migrations.AddField(
            model_name='waiver',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit'),
        ),
        migrations.AddIndex(
            model_name='raisedrule',
            index=models.Index(fields=['rule', 'at'], name='rulebooks_raised_by_rule'),
        ),
        migrations.AddIndex(
            model_name='raisedrule',
            index=models.Index(fields=['at'], name='rulebooks_raised_at'),
        ),
        migrations.AddConstraint(
            model_name='rulecontrol',
            constraint=models.UniqueConstraint(condition=models.Q(('status', 'asked')), fields=('pack', 'rule', 'unit', 'network'), name='rulebooks_one_control_asked'),
        ),
        migrations.AddConstraint(
            model_name='rulecontrol',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'agreed'), _negated=True), ('starts_at__isnull', False), _connector='OR'), name='rulebooks_agreed_control_starts'),
        ),
        migrations.AddIndex(
            model_name='waiver',
            index=models.Index(fields=['status', 'until'], name='rulebooks_waivers'),
        ),
        migrations.AddConstraint(
            model_name='waiver',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status__in', ('granted', 'ended')), _negated=True), models.Q(('starts_at__isnull', False), ('until__gt', models.F('starts_at'))), _connector='OR'), name='rulebooks_waiver_has_an_end'),
        ),
    ]
