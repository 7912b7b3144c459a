import django.db.models.deletion
import gouvernail.foundation.ids
from django.conf import settings
from django.db import migrations, models

from gouvernail.foundation.tables import CreateTables


class Migration(migrations.Migration):

    dependencies = [
        ('training', '0006_reminded_by_hand'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTables(
            operations=[
                migrations.CreateModel(
                    name='CompletionImport',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('original_name', models.CharField(max_length=200)),
                        ('digest', models.CharField(max_length=64)),
                        ('size_bytes', models.PositiveIntegerField()),
                        ('total', models.PositiveIntegerField()),
                        ('place', models.PositiveIntegerField(default=0)),
                        ('recorded', models.PositiveIntegerField(default=0)),
                        ('known', models.PositiveIntegerField(default=0)),
                        ('refused', models.PositiveIntegerField(default=0)),
                        ('failures', models.PositiveSmallIntegerField(default=0)),
                        ('status', models.CharField(choices=[('waiting', 'being taken in'), ('done', 'taken in'), ('stopped', 'stopped'), ('failed', 'not taken in to its end')], default='waiting', max_length=10)),
                        ('explanation', models.CharField(blank=True, max_length=20)),
                        ('moved_at', models.DateTimeField()),
                        ('started_at', models.DateTimeField()),
                        ('ended_at', models.DateTimeField(blank=True, null=True)),
                        ('started_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['-started_at', '-id'], name='training_imports_newest')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('status', 'waiting')), fields=('digest', 'started_by'), name='training_import_waits_once')],
                    },
                ),
                migrations.CreateModel(
                    name='ImportedFile',
                    fields=[
                        ('run', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='file', serialize=False, to='training.completionimport')),
                        ('content', models.BinaryField()),
                    ],
                ),
                migrations.CreateModel(
                    name='RefusedLine',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', models.PositiveIntegerField()),
                        ('problem', models.CharField(choices=[('day', 'Its day is not written as 2026-11-17.'), ('score', 'Its score is not a percentage.'), ('person', 'Nobody of yours has this e-mail or staff number.'), ('course', 'No course has this short name.'), ('to_come', 'This day has not come yet.')], max_length=10)),
                        ('who', models.CharField(blank=True, max_length=200)),
                        ('course_slug', models.CharField(blank=True, max_length=200)),
                        ('done_on', models.CharField(blank=True, max_length=60)),
                        ('score', models.CharField(blank=True, max_length=60)),
                        ('reference', models.CharField(blank=True, max_length=200)),
                        ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='refused_lines', to='training.completionimport')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('run', 'number'), name='training_refused_once')],
                    },
                ),
            ],
        ),
    ]
