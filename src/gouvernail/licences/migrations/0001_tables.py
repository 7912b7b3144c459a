import django.db.models.deletion
import gouvernail.foundation.ids
import gouvernail.foundation.tables
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        gouvernail.foundation.tables.CreateTables(
            operations=[
                migrations.CreateModel(
                    name='Terms',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('only', models.BooleanField(default=True, editable=False, unique=True)),
                        ('waiver_days', models.PositiveSmallIntegerField(default=30, verbose_name='longest waiver, in days')),
                        ('seat', models.CharField(choices=[('colleague', 'colleague'), ('brand', 'brand'), ('legal', 'legal'), ('compliance', 'compliance'), ('communications', 'communications')], default='communications', max_length=20, verbose_name='who agrees to the post of somebody without licence')),
                    ],
                ),
                migrations.CreateModel(
                    name='Requirement',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('network', models.CharField(blank=True, max_length=30, verbose_name='network')),
                        ('act', models.CharField(choices=[('draft', 'write drafts'), ('publish', 'publish'), ('approve', 'agree to the posts of others'), ('reply', 'answer comments and messages'), ('crisis', 'speak in a crisis')], max_length=10, verbose_name='to')),
                        ('courses', models.JSONField(blank=True, default=list, verbose_name='certificates')),
                        ('policies', models.JSONField(blank=True, default=list, verbose_name='policies signed')),
                        ('second_factor', models.BooleanField(default=False, verbose_name='a second factor')),
                        ('status', models.CharField(choices=[('asked', 'waits for a second person'), ('in_force', 'in force'), ('refused', 'refused'), ('withdrawn', 'withdrawn'), ('ended', 'replaced')], default='asked', max_length=10)),
                        ('asked_at', models.DateTimeField()),
                        ('decided_at', models.DateTimeField(blank=True, null=True)),
                        ('comment', models.TextField(blank=True)),
                        ('alone', models.BooleanField(default=False)),
                        ('starts_at', models.DateTimeField(blank=True, null=True)),
                        ('ended_at', models.DateTimeField(blank=True, null=True)),
                        ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(condition=models.Q(('status', 'in_force')), fields=('network', 'act'), name='licences_one_requirement_in_force'), models.UniqueConstraint(condition=models.Q(('status', 'asked')), fields=('network', 'act'), name='licences_one_requirement_asked')],
                    },
                ),
                migrations.CreateModel(
                    name='Restriction',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('kind', models.CharField(choices=[('restricted', 'restricted'), ('suspended', 'suspended')], max_length=10)),
                        ('acts', models.JSONField(blank=True, default=list)),
                        ('networks', models.JSONField(blank=True, default=list)),
                        ('starts_at', models.DateTimeField()),
                        ('until', models.DateTimeField(blank=True, null=True)),
                        ('case_ref', models.CharField(blank=True, max_length=80)),
                        ('reason', models.TextField()),
                        ('lifted_at', models.DateTimeField(blank=True, null=True)),
                        ('lift_reason', models.TextField(blank=True)),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('lifted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='licence_restrictions', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['lifted_at', 'until'], name='licences_restrictions')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gt', models.F('starts_at')), _connector='OR'), name='licences_restriction_ends_after_it_starts'), models.CheckConstraint(condition=models.Q(('by', models.F('person')), _negated=True), name='licences_restricted_by_another')],
                    },
                ),
                migrations.CreateModel(
                    name='Standing',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('network', models.CharField(blank=True, max_length=30)),
                        ('act', models.CharField(choices=[('draft', 'write drafts'), ('publish', 'publish'), ('approve', 'agree to the posts of others'), ('reply', 'answer comments and messages'), ('crisis', 'speak in a crisis')], max_length=10)),
                        ('ok', models.BooleanField()),
                        ('until', models.DateTimeField(blank=True, null=True)),
                        ('reasons', models.JSONField(default=list)),
                        ('since', models.DateTimeField()),
                        ('told', models.SmallIntegerField(blank=True, null=True)),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['ok', 'until'], name='licences_standing_ends'), models.Index(fields=['act', 'network', 'ok', 'person'], name='licences_standing_list')],
                        'constraints': [models.UniqueConstraint(fields=('person', 'network', 'act'), name='licences_standing_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Waiver',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('acts', models.JSONField(blank=True, default=list)),
                        ('networks', models.JSONField(blank=True, default=list)),
                        ('reason', models.TextField(verbose_name='reason')),
                        ('until', models.DateTimeField(verbose_name='until')),
                        ('status', models.CharField(choices=[('asked', 'asked for'), ('granted', 'granted'), ('refused', 'refused'), ('withdrawn', 'withdrawn'), ('ended', 'ended before its time')], default='asked', max_length=10)),
                        ('asked_at', models.DateTimeField()),
                        ('decided_at', models.DateTimeField(blank=True, null=True)),
                        ('comment', models.TextField(blank=True)),
                        ('starts_at', models.DateTimeField(blank=True, null=True)),
                        ('ended_at', models.DateTimeField(blank=True, null=True)),
                        ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='licence_waivers', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['status', 'until'], name='licences_waivers')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('status', 'granted'), _negated=True), models.Q(('starts_at__isnull', False), ('until__gt', models.F('starts_at'))), _connector='OR'), name='licences_waiver_has_an_end'), models.CheckConstraint(condition=models.Q(('decided_by', models.F('person')), _negated=True), name='licences_nobody_lets_themselves_off')],
                    },
                ),
            ],
        ),
    ]
