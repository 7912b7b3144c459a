import django.db.models.deletion
import gouvernail.foundation.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('registry', '0002_life'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Rotation',
            fields=[
                ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('rotated_on', models.DateField(verbose_name='renewed on')),
                ('why', models.CharField(choices=[('calendar', 'its time had come'), ('departure', 'somebody left'), ('handover', 'handover'), ('incident', 'incident or doubt')], default='calendar', max_length=10, verbose_name='why')),
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
    ]
