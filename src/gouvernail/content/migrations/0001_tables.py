import django.db.models.deletion
import gouvernail.foundation.ids
import gouvernail.foundation.tables
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('content', '0001_initial'), ('content', '0002_machines_said'), ('content', '0003_proofs_and_countries')]

    initial = True

    dependencies = [
        ('media', '0001_tables'),
        ('people', '0001_tables'),
        ('registry', '0001_tables'),
    ]

    operations = [
        gouvernail.foundation.tables.CreateTables(
            operations=[
                migrations.CreateModel(
                    name='Draft',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('title', models.CharField(max_length=200, verbose_name='title')),
                        ('language', models.CharField(default='fr', max_length=8, verbose_name='language')),
                        ('text', models.TextField(blank=True, verbose_name='text')),
                        ('tags', models.JSONField(blank=True, default=list, verbose_name='tags')),
                        ('countries', models.JSONField(blank=True, default=list, verbose_name='countries it speaks to')),
                        ('origin', models.CharField(choices=[('human', 'written by a person'), ('assisted', 'written with the help of AI'), ('ai', 'made by AI')], default='human', max_length=10, verbose_name='who wrote it')),
                        ('sent_by', models.CharField(blank=True, max_length=16, verbose_name='sent in by the key')),
                        ('status', models.CharField(choices=[('drafting', 'draft'), ('in_review', 'in review'), ('changes', 'changes requested'), ('refused', 'refused'), ('approved', 'approved'), ('published', 'published'), ('problem', 'needs attention'), ('cancelled', 'cancelled')], default='drafting', max_length=10)),
                        ('wall_time', models.CharField(blank=True, max_length=16)),
                        ('time_zone', models.CharField(blank=True, max_length=60)),
                        ('fold', models.PositiveSmallIntegerField(default=0)),
                        ('publish_at', models.DateTimeField(blank=True, null=True)),
                        ('revision', models.PositiveIntegerField(default=0)),
                        ('approval_id', models.UUIDField(blank=True, null=True)),
                        ('edit_count', models.PositiveIntegerField(default=0)),
                        ('edited_at', models.DateTimeField()),
                        ('created_at', models.DateTimeField()),
                        ('assignee', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='assigned', to=settings.AUTH_USER_MODEL)),
                        ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='drafts', to=settings.AUTH_USER_MODEL)),
                        ('edited_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='drafts', to='people.unit')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['unit', 'publish_at'], name='content_calendar'), models.Index(fields=['status', 'edited_at'], name='content_by_status')],
                    },
                ),
                migrations.CreateModel(
                    name='DraftMedia',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('alt', models.TextField(blank=True, verbose_name='alternative text')),
                        ('position', models.PositiveSmallIntegerField(default=0)),
                        ('asset', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='media.asset')),
                        ('draft', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='media', to='content.draft')),
                    ],
                    options={
                        'ordering': ('position',),
                    },
                ),
                migrations.CreateModel(
                    name='DraftProof',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('claim', models.TextField(verbose_name='the sentence it proves')),
                        ('title', models.CharField(max_length=200, verbose_name='title')),
                        ('link', models.CharField(blank=True, max_length=500, verbose_name='address')),
                        ('sha256', models.CharField(blank=True, max_length=64)),
                        ('mime', models.CharField(blank=True, max_length=100)),
                        ('file_name', models.CharField(blank=True, max_length=200, verbose_name='name of the file')),
                        ('established_on', models.DateField(verbose_name='established on')),
                        ('until', models.DateField(blank=True, null=True, verbose_name='good until')),
                        ('at', models.DateTimeField()),
                        ('reused_id', models.UUIDField(blank=True, null=True)),
                        ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('draft', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='proofs', to='content.draft')),
                    ],
                    options={
                        'ordering': ('at', 'id'),
                    },
                ),
                migrations.CreateModel(
                    name='Editor',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('first_at', models.DateTimeField()),
                        ('last_at', models.DateTimeField()),
                        ('draft', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='editors', to='content.draft')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('draft', 'person'), name='content_editor_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Revision',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('number', models.PositiveIntegerField()),
                        ('title', models.CharField(max_length=200)),
                        ('text', models.TextField()),
                        ('payloads', models.JSONField(default=dict)),
                        ('digest', models.CharField(max_length=64)),
                        ('answer', models.TextField(blank=True)),
                        ('at', models.DateTimeField()),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('draft', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='revisions', to='content.draft')),
                    ],
                    options={
                        'ordering': ('-number',),
                        'constraints': [models.UniqueConstraint(fields=('draft', 'number'), name='content_revision_number')],
                    },
                ),
                migrations.CreateModel(
                    name='Variant',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('text', models.TextField(blank=True)),
                        ('adapted', models.BooleanField(default=False)),
                        ('options', models.JSONField(blank=True, default=dict)),
                        ('position', models.PositiveSmallIntegerField(default=0)),
                        ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='variants', to='registry.account')),
                        ('draft', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='variants', to='content.draft')),
                    ],
                    options={
                        'ordering': ('position',),
                        'constraints': [models.UniqueConstraint(fields=('draft', 'account'), name='content_variant_once')],
                    },
                ),
            ],
        ),
    ]
