import django.core.validators
import django.db.models.deletion
import gouvernail.foundation.ids
import gouvernail.foundation.tables
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('listening', '0001_tables'),
        ('people', '0001_tables'),
        ('teams', '0001_tables'),
    ]

    operations = [
        gouvernail.foundation.tables.CreateTables(
            operations=[
                migrations.CreateModel(
                    name='ChatChannel',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('name', models.CharField(max_length=120, verbose_name='name')),
                        ('kind', models.CharField(choices=[('slack', 'Slack'), ('teams', 'Microsoft Teams'), ('mattermost', 'Mattermost')], max_length=12, verbose_name='kind')),
                        ('host', models.CharField(max_length=255)),
                        ('language', models.CharField(choices=[('fr', 'French'), ('en', 'English')], max_length=2, verbose_name='language')),
                        ('severity', models.PositiveSmallIntegerField(default=1, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(10)], verbose_name='from severity')),
                        ('added_at', models.DateTimeField()),
                        ('removed_at', models.DateTimeField(blank=True, null=True)),
                        ('sent_at', models.DateTimeField(blank=True, null=True)),
                        ('trouble', models.CharField(blank=True, max_length=300)),
                        ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
                    ],
                    options={
                        'ordering': ('name', 'id'),
                        'indexes': [models.Index(fields=['unit', 'removed_at'], name='listening_channel_by_unit')],
                    },
                ),
                migrations.CreateModel(
                    name='Held',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('until', models.DateTimeField()),
                        ('severity', models.PositiveSmallIntegerField(blank=True, null=True)),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('spike', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='held', to='listening.spike')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['until'], name='listening_held_until')],
                        'constraints': [models.UniqueConstraint(fields=('person', 'spike'), name='listening_held_once')],
                    },
                ),
                migrations.CreateModel(
                    name='OnCall',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('since', models.DateTimeField()),
                        ('until', models.DateTimeField()),
                        ('set_at', models.DateTimeField()),
                        ('ended_at', models.DateTimeField(blank=True, null=True)),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('set_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='teams.team')),
                    ],
                    options={
                        'ordering': ('since', 'id'),
                        'indexes': [models.Index(fields=['team', 'until'], name='listening_on_call_by_team')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('until__gt', models.F('since'))), name='listening_on_call_a_while')],
                    },
                ),
                migrations.CreateModel(
                    name='Parcel',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('at', models.DateTimeField()),
                        ('due_at', models.DateTimeField(blank=True, null=True)),
                        ('sent_at', models.DateTimeField(blank=True, null=True)),
                        ('tries', models.PositiveSmallIntegerField(default=0)),
                        ('channel', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parcels', to='listening.chatchannel')),
                        ('spike', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='parcels', to='listening.spike')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['due_at'], name='listening_parcels_due')],
                        'constraints': [models.UniqueConstraint(fields=('channel', 'spike'), name='listening_told_once')],
                    },
                ),
                migrations.CreateModel(
                    name='QuietHours',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('starts', models.TimeField(verbose_name='from')),
                        ('ends', models.TimeField(verbose_name='until')),
                        ('severity', models.PositiveSmallIntegerField(blank=True, null=True)),
                        ('set_at', models.DateTimeField()),
                        ('ended_at', models.DateTimeField(blank=True, null=True)),
                        ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('set_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='teams.team')),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('person__isnull', True), ('team__isnull', True), _connector='XOR'), name='listening_quiet_for_one'), models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('person',), name='listening_quiet_person_once'), models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('team',), name='listening_quiet_team_once')],
                    },
                ),
            ],
        ),
    ]
