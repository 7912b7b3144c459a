import django.db.models.deletion
import gouvernail.foundation.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0001_tables'),
        ('policies', '0001_tables'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PolicyApprover',
            fields=[
                ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
            ],
        ),
        migrations.CreateModel(
            name='PolicyScope',
            fields=[
                ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('unit', 'unit'), ('role', 'role'), ('network', 'network')], max_length=8)),
                ('value', models.CharField(blank=True, max_length=40)),
            ],
        ),
        migrations.AddField(
            model_name='policy',
            name='archive_asked_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='policy',
            name='archive_asked_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='policy',
            name='archive_reason',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='policy',
            name='archived_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='policy',
            name='audience',
            field=models.CharField(choices=[('internal', 'people here'), ('external', 'people outside')], default='internal', max_length=10, verbose_name='whom it addresses'),
        ),
        migrations.AddField(
            model_name='policyversion',
            name='agreed_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='policyversion',
            name='agreed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='policyversion',
            name='agreed_comment',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='policyversion',
            name='alone',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='policyversion',
            name='hands',
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name='policyversion',
            name='returned_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='policyversion',
            name='returned_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='policyversion',
            name='returned_reason',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='policyversion',
            name='submitted_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='policyversion',
            name='submitted_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='policyversion',
            name='status',
            field=models.CharField(choices=[('draft', 'draft'), ('approval', 'waiting for approval'), ('agreed', 'agreed, from a date'), ('in_force', 'in force'), ('superseded', 'superseded')], default='draft', max_length=12),
        ),
        migrations.AddConstraint(
            model_name='policyversion',
            constraint=models.UniqueConstraint(condition=models.Q(('status__in', ('draft', 'approval', 'agreed'))), fields=('policy',), name='policies_one_version_to_come'),
        ),
        migrations.AddConstraint(
            model_name='policyversion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status__in', ('approval', 'agreed', 'in_force', 'superseded')), _negated=True), ('in_force_on__isnull', False), _connector='OR'), name='policies_what_binds_has_a_date'),
        ),
        migrations.AddField(
            model_name='policyapprover',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='policyapprover',
            name='policy',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='approvers', to='policies.policy'),
        ),
        migrations.AddField(
            model_name='policyscope',
            name='policy',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scope', to='policies.policy'),
        ),
        migrations.AddField(
            model_name='policyscope',
            name='unit',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit'),
        ),
        migrations.AddConstraint(
            model_name='policyapprover',
            constraint=models.UniqueConstraint(fields=('policy', 'person'), name='policies_approver_once'),
        ),
        migrations.AddConstraint(
            model_name='policyscope',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'unit'), ('unit__isnull', False), ('value', '')), models.Q(models.Q(('kind', 'unit'), _negated=True), ('unit__isnull', True), models.Q(('value', ''), _negated=True)), _connector='OR'), name='policies_scope_is_unit_or_value'),
        ),
        migrations.AddConstraint(
            model_name='policyscope',
            constraint=models.UniqueConstraint(condition=models.Q(('unit__isnull', True)), fields=('policy', 'kind', 'value'), name='policies_scope_value_once'),
        ),
        migrations.AddConstraint(
            model_name='policyscope',
            constraint=models.UniqueConstraint(condition=models.Q(('unit__isnull', False)), fields=('policy', 'unit'), name='policies_scope_unit_once'),
        ),
    ]
