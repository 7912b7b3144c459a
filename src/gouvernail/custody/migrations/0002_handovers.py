import django.db.models.deletion
import gouvernail.foundation.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('custody', '0001_initial'),
        ('registry', '0004_findings'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
            },
        ),
        migrations.AddIndex(
            model_name='handover',
            index=models.Index(fields=['state', 'due_on'], name='custody_handover_by_day'),
        ),
        migrations.AddConstraint(
            model_name='handover',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('open', 'refused', 'signed'))), fields=('account', 'place'), name='custody_handover_one_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='handoverstep',
            constraint=models.UniqueConstraint(fields=('handover', 'kind'), name='custody_step_once'),
        ),
        migrations.AddConstraint(
            model_name='handoverstep',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('done_at__isnull', True), ('outcome', '')), models.Q(models.Q(('outcome', ''), _negated=True), ('done_at__isnull', False)), _connector='OR'), name='custody_step_done_is_dated'),
        ),
    ]
