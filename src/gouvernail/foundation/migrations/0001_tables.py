import django.db.models.deletion
import gouvernail.foundation.ids
import gouvernail.foundation.tables
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('foundation', '0001_initial'), ('foundation', '0002_facts_set_aside')]

    initial = True

    dependencies = [
    ]

    operations = [
        gouvernail.foundation.tables.CreateTables(
            operations=[
                migrations.CreateModel(
                    name='Heartbeat',
                    fields=[
                        ('process', models.CharField(max_length=40, primary_key=True, serialize=False)),
                        ('pid', models.PositiveIntegerField()),
                        ('at', models.DateTimeField()),
                        ('version', models.CharField(blank=True, max_length=20)),
                    ],
                ),
                migrations.CreateModel(
                    name='OutboxEvent',
                    fields=[
                        ('position', models.BigAutoField(primary_key=True, serialize=False)),
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, unique=True)),
                        ('topic', models.CharField(db_index=True, max_length=80)),
                        ('payload', models.JSONField(default=dict)),
                        ('at', models.DateTimeField()),
                    ],
                ),
                migrations.CreateModel(
                    name='OutboxMark',
                    fields=[
                        ('reader', models.CharField(max_length=80, primary_key=True, serialize=False)),
                        ('position', models.BigIntegerField(default=0)),
                        ('failures', models.PositiveIntegerField(default=0)),
                        ('last_error', models.TextField(blank=True)),
                        ('retry_at', models.DateTimeField(blank=True, null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name='Schedule',
                    fields=[
                        ('name', models.CharField(max_length=80, primary_key=True, serialize=False)),
                        ('every_seconds', models.PositiveIntegerField()),
                        ('next_at', models.DateTimeField()),
                        ('last_started_at', models.DateTimeField(blank=True, null=True)),
                        ('last_ended_at', models.DateTimeField(blank=True, null=True)),
                        ('last_error', models.TextField(blank=True)),
                    ],
                ),
                migrations.CreateModel(
                    name='SetAside',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('reader', models.CharField(max_length=80)),
                        ('error', models.TextField()),
                        ('at', models.DateTimeField()),
                        ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='foundation.outboxevent')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('reader', 'event'), name='foundation_set_aside_once')],
                    },
                ),
            ],
        ),
    ]
