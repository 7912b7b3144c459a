import gouvernail.foundation.ids
import gouvernail.foundation.tables
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('continuity', '0001_initial'), ('continuity', '0002_restores')]

    initial = True

    dependencies = [
    ]

    operations = [
        gouvernail.foundation.tables.CreateTables(
            operations=[
                migrations.CreateModel(
                    name='Alarm',
                    fields=[
                        ('subject', models.CharField(max_length=60, primary_key=True, serialize=False)),
                        ('raised_at', models.DateTimeField()),
                        ('told_at', models.DateTimeField(blank=True, null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name='Restore',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('backup_made_at', models.DateTimeField()),
                        ('restored_at', models.DateTimeField()),
                    ],
                ),
                migrations.CreateModel(
                    name='Backup',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('name', models.CharField(max_length=60)),
                        ('folder', models.CharField(max_length=400)),
                        ('started_at', models.DateTimeField()),
                        ('ended_at', models.DateTimeField()),
                        ('size_bytes', models.PositiveBigIntegerField(default=0)),
                        ('ledger_size', models.PositiveBigIntegerField(default=0)),
                        ('encrypted', models.BooleanField(default=False)),
                        ('same_disk', models.BooleanField(default=False)),
                        ('error', models.TextField(blank=True)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['-ended_at'], name='continuity_backup_ended')],
                    },
                ),
                migrations.CreateModel(
                    name='Drill',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('backup_name', models.CharField(blank=True, max_length=60)),
                        ('backup_made_at', models.DateTimeField(blank=True, null=True)),
                        ('started_at', models.DateTimeField()),
                        ('ended_at', models.DateTimeField()),
                        ('outcome', models.CharField(choices=[('passed', 'restored and found whole'), ('failed', 'not whole'), ('unproven', 'could not be tried')], max_length=10)),
                        ('checks', models.JSONField(default=list)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['-ended_at'], name='continuity_drill_ended')],
                    },
                ),
            ],
        ),
    ]
