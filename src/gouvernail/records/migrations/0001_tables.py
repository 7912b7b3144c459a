import django.db.models.deletion
import gouvernail.foundation.ids
import gouvernail.foundation.tables
import gouvernail.records.models.records
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('records', '0001_initial'), ('records', '0002_endings'), ('records', '0003_history_segments_retention'), ('records', '0005_capture')]

    initial = True

    dependencies = [
        ('people', '0001_tables'),
        ('registry', '0001_tables'),
    ]

    operations = [
        gouvernail.foundation.tables.CreateTables(
            operations=[
                migrations.CreateModel(
                    name='Capture',
                    fields=[
                        ('account', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='capture', serialize=False, to='registry.account')),
                        ('seen_until', models.DateTimeField()),
                        ('looked_at', models.DateTimeField()),
                        ('explanation', models.CharField(blank=True, max_length=200)),
                    ],
                ),
                migrations.CreateModel(
                    name='RetentionClass',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('code', models.SlugField(max_length=40, unique=True, verbose_name='short name')),
                        ('name', models.CharField(max_length=120, verbose_name='name')),
                        ('name_en', models.CharField(blank=True, max_length=120, verbose_name='name in English')),
                        ('years', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='years')),
                        ('basis', models.CharField(blank=True, max_length=300, verbose_name='why that long')),
                        ('sources', models.JSONField(default=list)),
                        ('retired_at', models.DateTimeField(blank=True, null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name='HistoryImport',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('original_name', models.CharField(max_length=200)),
                        ('sha256', models.CharField(max_length=64)),
                        ('size_bytes', models.PositiveBigIntegerField()),
                        ('form', models.CharField(max_length=20)),
                        ('status', models.CharField(choices=[('preview', 'to confirm'), ('waiting', 'being taken in'), ('done', 'taken in'), ('failed', 'stopped'), ('abandoned', 'not taken in'), ('aside', 'set aside')], default='preview', max_length=10)),
                        ('options', models.JSONField(default=dict)),
                        ('preview', models.JSONField(default=dict)),
                        ('counts', models.JSONField(default=dict)),
                        ('place', models.PositiveIntegerField(default=0)),
                        ('total', models.PositiveIntegerField(blank=True, null=True)),
                        ('explanation', models.CharField(blank=True, max_length=40)),
                        ('moved_at', models.DateTimeField(blank=True, null=True)),
                        ('started_at', models.DateTimeField()),
                        ('ended_at', models.DateTimeField(blank=True, null=True)),
                        ('aside_at', models.DateTimeField(blank=True, null=True)),
                        ('aside_reason', models.TextField(blank=True, verbose_name='reason')),
                        ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='history_imports', to='registry.account')),
                        ('aside_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('started_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['-started_at', '-id'], name='records_history_newest')],
                    },
                ),
                migrations.CreateModel(
                    name='HistoryBatch',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('number', models.PositiveIntegerField()),
                        ('count', models.PositiveIntegerField()),
                        ('digest', models.CharField(max_length=64)),
                        ('history', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='batches', to='records.historyimport')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('history', 'number'), name='records_batch_number')],
                    },
                ),
                migrations.CreateModel(
                    name='BadEntry',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('place', models.PositiveIntegerField()),
                        ('where', models.CharField(blank=True, max_length=200)),
                        ('reason', models.CharField(max_length=40)),
                        ('excerpt', models.CharField(blank=True, max_length=160)),
                        ('history', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bad', to='records.historyimport')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('history', 'place'), name='records_bad_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Record',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('delivery_id', models.UUIDField(blank=True, db_index=True, null=True)),
                        ('source', models.CharField(choices=gouvernail.records.models.records.sources, max_length=10)),
                        ('text', models.TextField()),
                        ('language', models.CharField(blank=True, max_length=8)),
                        ('media', models.JSONField(default=list)),
                        ('remote_id', models.CharField(blank=True, max_length=300)),
                        ('url', models.URLField(blank=True, max_length=500)),
                        ('published_at', models.DateTimeField()),
                        ('archived_at', models.DateTimeField()),
                        ('digest', models.CharField(max_length=64)),
                        ('key', models.CharField(blank=True, max_length=300)),
                        ('aside', models.BooleanField(default=False)),
                        ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='records', to='registry.account')),
                        ('batch', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='records', to='records.historybatch')),
                        ('retention', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='records', to='records.retentionclass')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['account', '-published_at'], name='records_by_account'), models.Index(fields=['-published_at', '-id'], name='records_newest'), models.Index(fields=['account', 'key'], name='records_by_key')],
                    },
                ),
                migrations.CreateModel(
                    name='Ending',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('withdrawal_id', models.UUIDField()),
                        ('reason', models.TextField(verbose_name='reason')),
                        ('proof', models.JSONField(default=dict)),
                        ('withdrawn_at', models.DateTimeField()),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('record', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='ending', to='records.record')),
                    ],
                ),
                migrations.CreateModel(
                    name='Segment',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('digest', models.CharField(max_length=64, unique=True)),
                        ('form', models.CharField(max_length=20)),
                        ('content', models.BinaryField()),
                        ('count', models.PositiveIntegerField()),
                        ('size_bytes', models.PositiveIntegerField()),
                        ('first_at', models.DateTimeField()),
                        ('last_at', models.DateTimeField()),
                        ('closed_at', models.DateTimeField()),
                        ('history', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='segments', to='records.historyimport')),
                    ],
                ),
                migrations.CreateModel(
                    name='Words',
                    fields=[
                        ('number', models.BigAutoField(primary_key=True, serialize=False)),
                        ('fold_version', models.PositiveSmallIntegerField()),
                        ('place', models.PositiveIntegerField(blank=True, null=True)),
                        ('record', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='words', to='records.record')),
                        ('segment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='words', to='records.segment')),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('segment__isnull', True)), fields=['record'], name='records_open_tail')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('place__isnull', True), ('segment__isnull', True)), models.Q(('place__isnull', False), ('segment__isnull', False)), _connector='OR'), name='records_words_placed')],
                    },
                ),
            ],
        ),
    ]
