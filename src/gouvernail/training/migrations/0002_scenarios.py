import django.core.validators
import django.db.models.deletion
import gouvernail.foundation.ids
import gouvernail.foundation.tables
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0001_tables'),
        ('practice', '0002_stage'),
        ('training', '0001_tables'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        gouvernail.foundation.tables.CreateTables(
            operations=[
                migrations.CreateModel(
                    name='Scenario',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('slug', models.SlugField(max_length=60, unique=True, verbose_name='short name')),
                        ('kind', models.CharField(choices=[('answer', 'answer this comment'), ('impostor', 'spot the impostor'), ('queue', 'stop the queue')], max_length=10, verbose_name='kind')),
                        ('title', models.CharField(max_length=200, verbose_name='title')),
                        ('title_en', models.CharField(blank=True, max_length=200, verbose_name='title in English')),
                        ('story', models.TextField(verbose_name='what happens')),
                        ('story_en', models.TextField(blank=True, verbose_name='what happens, in English')),
                        ('content', models.JSONField(default=dict)),
                        ('pass_percent', models.PositiveSmallIntegerField(default=80, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='pass mark (%)')),
                        ('limit_seconds', models.PositiveSmallIntegerField(default=600, verbose_name='time allowed')),
                        ('starter', models.CharField(blank=True, max_length=60)),
                        ('created_at', models.DateTimeField()),
                        ('archived_at', models.DateTimeField(blank=True, null=True)),
                        ('course', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='scenarios', to='training.course')),
                        ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
                    ],
                    options={
                        'constraints': [
                            models.CheckConstraint(condition=models.Q(('pass_percent__gte', 1), ('pass_percent__lte', 100)), name='training_scenario_pass_mark'),
                            models.CheckConstraint(condition=models.Q(('limit_seconds__gte', 30), ('limit_seconds__lte', 3600)), name='training_scenario_time'),
                        ],
                        'ordering': ('title', 'id'),
                    },
                ),
                migrations.CreateModel(
                    name='Run',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('number', models.PositiveIntegerField()),
                        ('seed', models.CharField(max_length=32)),
                        ('language', models.CharField(max_length=8)),
                        ('content', models.JSONField(default=dict)),
                        ('moves', models.JSONField(default=dict)),
                        ('findings', models.JSONField(default=list)),
                        ('pass_percent', models.PositiveSmallIntegerField()),
                        ('started_at', models.DateTimeField()),
                        ('ended_at', models.DateTimeField(blank=True, null=True)),
                        ('score_percent', models.PositiveSmallIntegerField(blank=True, null=True)),
                        ('passed', models.BooleanField(default=False)),
                        ('digest', models.CharField(blank=True, max_length=64)),
                        ('reviewed_at', models.DateTimeField(blank=True, null=True)),
                        ('review', models.TextField(blank=True, verbose_name='what the trainer says')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scenario_runs', to=settings.AUTH_USER_MODEL)),
                        ('reviewed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('scenario', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='runs', to='training.scenario')),
                    ],
                    options={
                        'constraints': [
                            models.UniqueConstraint(fields=('scenario', 'person', 'number'), name='training_run_number'),
                            models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('scenario', 'person'), name='training_one_run_going'),
                            models.CheckConstraint(condition=models.Q(models.Q(('digest', ''), ('ended_at__isnull', True), ('score_percent__isnull', True)), models.Q(('ended_at__isnull', False), ('score_percent__isnull', False), models.Q(('digest', ''), _negated=True)), _connector='OR'), name='training_run_ended_is_scored'),
                        ],
                        'indexes': [
                            models.Index(fields=['person', 'scenario', 'ended_at'], name='training_runs_of_person'),
                            models.Index(fields=['-started_at', '-id'], name='training_runs_latest'),
                        ],
                        'ordering': ('-started_at', '-id'),
                    },
                ),
                migrations.CreateModel(
                    name='QueuedPost',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('place', models.PositiveSmallIntegerField()),
                        ('account', models.CharField(max_length=120)),
                        ('text', models.TextField()),
                        ('hurts', models.BooleanField()),
                        ('due_at', models.DateTimeField()),
                        ('held_at', models.DateTimeField(blank=True, null=True)),
                        ('left_at', models.DateTimeField(blank=True, null=True)),
                        ('post', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='practice.post')),
                        ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='queue', to='training.run')),
                    ],
                    options={
                        'ordering': ('place',),
                        'constraints': [models.UniqueConstraint(fields=('run', 'place'), name='training_queue_place'), models.CheckConstraint(condition=models.Q(('left_at__isnull', True), ('held_at__isnull', True), _connector='OR'), name='training_queue_held_or_left')],
                    },
                ),
            ],
        ),
    ]
