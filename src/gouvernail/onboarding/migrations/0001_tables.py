import django.db.models.deletion
import gouvernail.foundation.ids
import gouvernail.foundation.tables
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('onboarding', '0001_first_hour'), ('onboarding', '0002_who_brought_and_who_decided')]

    initial = True

    dependencies = [
        ('people', '0001_tables'),
        ('registry', '0001_tables'),
    ]

    operations = [
        gouvernail.foundation.tables.CreateTables(
            operations=[
                migrations.CreateModel(
                    name='FirstHour',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('only', models.BooleanField(default=True, editable=False, unique=True)),
                        ('size', models.CharField(blank=True, choices=[('tiny', '1 to 9 people'), ('small', '10 to 249 people'), ('large', '250 to 4,999 people'), ('huge', '5,000 people or more')], max_length=8)),
                        ('skipped', models.JSONField(blank=True, default=list)),
                        ('started_at', models.DateTimeField()),
                        ('dismissed_at', models.DateTimeField(blank=True, null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name='SetupToken',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('digest', models.CharField(max_length=64, unique=True)),
                        ('made_at', models.DateTimeField()),
                        ('expires_at', models.DateTimeField()),
                        ('claim', models.CharField(blank=True, max_length=64)),
                        ('claimed_at', models.DateTimeField(blank=True, null=True)),
                        ('used_at', models.DateTimeField(blank=True, null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name='SiteReading',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('url', models.URLField(max_length=500)),
                        ('pages', models.JSONField(default=list)),
                        ('links', models.PositiveIntegerField(default=0)),
                        ('left_out', models.JSONField(default=dict)),
                        ('read_at', models.DateTimeField()),
                        ('read_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                ),
                migrations.CreateModel(
                    name='Proposal',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('network', models.CharField(max_length=30)),
                        ('handle', models.CharField(max_length=200)),
                        ('handle_key', models.CharField(max_length=200)),
                        ('url', models.URLField(max_length=500)),
                        ('source', models.CharField(choices=[('website', 'website'), ('pasted', 'pasted list')], max_length=8)),
                        ('found', models.JSONField(default=list)),
                        ('is_likely', models.BooleanField(default=True)),
                        ('status', models.CharField(choices=[('proposed', 'proposed'), ('taken', 'taken in'), ('aside', 'set aside')], default='proposed', max_length=8)),
                        ('made_at', models.DateTimeField()),
                        ('decided_at', models.DateTimeField(blank=True, null=True)),
                        ('account', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.account')),
                        ('brought_by', models.ManyToManyField(blank=True, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('network', 'handle_key'), name='onboarding_proposal_once')],
                    },
                ),
            ],
        ),
    ]
