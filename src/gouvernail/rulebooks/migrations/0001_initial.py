import django.db.models.deletion
import gouvernail.foundation.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Pack',
            fields=[
                ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('slug', models.SlugField(max_length=60, unique=True)),
                ('title', models.CharField(max_length=160, verbose_name='title')),
                ('title_en', models.CharField(blank=True, max_length=160, verbose_name='title in English')),
                ('retired_at', models.DateTimeField(blank=True, null=True)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
            ],
        ),
        migrations.CreateModel(
            name='StoredVerdict',
            fields=[
                ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('verdict_id', models.CharField(db_index=True, max_length=64)),
                ('subject_kind', models.CharField(max_length=40)),
                ('subject_id', models.UUIDField()),
                ('revision', models.PositiveIntegerField(default=0)),
                ('account_id', models.UUIDField(blank=True, null=True)),
                ('moment', models.CharField(choices=[('submission', 'at submission'), ('sending', 'just before sending'), ('after', 'after publication')], max_length=12)),
                ('pack_digests', models.JSONField(default=list)),
                ('clause_versions', models.JSONField(default=dict)),
                ('input_digest', models.CharField(max_length=64)),
                ('masked_input', models.JSONField(default=dict)),
                ('outcome', models.CharField(max_length=10)),
                ('seats', models.JSONField(default=list)),
                ('findings', models.JSONField(default=list)),
                ('at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['subject_kind', 'subject_id'], name='rulebooks_verdicts')],
            },
        ),
        migrations.CreateModel(
            name='Dismissal',
            fields=[
                ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('subject_kind', models.CharField(max_length=40)),
                ('subject_id', models.UUIDField()),
                ('rule', models.CharField(max_length=80)),
                ('words_digest', models.CharField(max_length=64)),
                ('reason', models.TextField(verbose_name='reason')),
                ('at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('subject_kind', 'subject_id', 'rule', 'words_digest'), name='rulebooks_dismissed_once')],
            },
        ),
        migrations.CreateModel(
            name='PackVersion',
            fields=[
                ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('source', models.TextField()),
                ('digest', models.CharField(max_length=64)),
                ('status', models.CharField(choices=[('draft', 'draft'), ('in_force', 'in force'), ('superseded', 'superseded')], default='draft', max_length=12)),
                ('written_at', models.DateTimeField()),
                ('in_force_at', models.DateTimeField(blank=True, null=True)),
                ('pack', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='rulebooks.pack')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('-number',),
                'constraints': [models.UniqueConstraint(fields=('pack', 'number'), name='rulebooks_version_number'), models.UniqueConstraint(condition=models.Q(('status', 'in_force')), fields=('pack',), name='rulebooks_one_version_in_force')],
            },
        ),
    ]
