import django.db.models.deletion
import gouvernail.foundation.ids
import gouvernail.records.models.records
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0002_endings'),
        ('registry', '0007_agreement_papers'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoryBatch',
            fields=[
                ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('count', models.PositiveIntegerField()),
                ('digest', models.CharField(max_length=64)),
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
            ],
        ),
        migrations.CreateModel(
            name='Words',
            fields=[
                ('number', models.BigAutoField(primary_key=True, serialize=False)),
                ('fold_version', models.PositiveSmallIntegerField()),
                ('place', models.PositiveIntegerField(blank=True, null=True)),
            ],
        ),
        migrations.AddField(
            model_name='record',
            name='aside',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='record',
            name='key',
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AlterField(
            model_name='record',
            name='source',
            field=models.CharField(choices=gouvernail.records.models.records.sources, max_length=10),
        ),
        migrations.AddField(
            model_name='record',
            name='batch',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='records', to='records.historybatch'),
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
        ),
        migrations.AddField(
            model_name='historybatch',
            name='history',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='batches', to='records.historyimport'),
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
        ),
        migrations.AddField(
            model_name='record',
            name='retention',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='records', to='records.retentionclass'),
        ),
        migrations.AddIndex(
            model_name='record',
            index=models.Index(fields=['account', 'key'], name='records_by_key'),
        ),
        migrations.AddField(
            model_name='segment',
            name='history',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='segments', to='records.historyimport'),
        ),
        migrations.AddField(
            model_name='words',
            name='record',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='words', to='records.record'),
        ),
        migrations.AddField(
            model_name='words',
            name='segment',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='words', to='records.segment'),
        ),
        migrations.AddIndex(
            model_name='historyimport',
            index=models.Index(fields=['-started_at', '-id'], name='records_history_newest'),
        ),
        migrations.AddConstraint(
            model_name='historybatch',
            constraint=models.UniqueConstraint(fields=('history', 'number'), name='records_batch_number'),
        ),
        migrations.AddConstraint(
            model_name='badentry',
            constraint=models.UniqueConstraint(fields=('history', 'place'), name='records_bad_once'),
        ),
        migrations.AddIndex(
            model_name='words',
            index=models.Index(condition=models.Q(('segment__isnull', True)), fields=['record'], name='records_open_tail'),
        ),
        migrations.AddConstraint(
            model_name='words',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('place__isnull', True), ('segment__isnull', True)), models.Q(('place__isnull', False), ('segment__isnull', False)), _connector='OR'), name='records_words_placed'),
        ),
    ]
