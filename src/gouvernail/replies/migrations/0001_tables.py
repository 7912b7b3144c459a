import django.db.models.deletion
import gouvernail.foundation.ids
import gouvernail.foundation.tables
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('media', '0001_tables'),
        ('people', '0001_tables'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        gouvernail.foundation.tables.CreateTables(
            operations=[
                migrations.CreateModel(
                    name='Reply',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('slug', models.SlugField(max_length=80)),
                        ('theme', models.CharField(blank=True, max_length=40)),
                        ('title_fr', models.CharField(blank=True, max_length=120, verbose_name='title in French')),
                        ('title_en', models.CharField(blank=True, max_length=120, verbose_name='title in English')),
                        ('when_fr', models.TextField(blank=True, verbose_name='when to use it, in French')),
                        ('when_en', models.TextField(blank=True, verbose_name='when to use it, in English')),
                        ('asked_fr', models.TextField(blank=True, verbose_name='what people write, in French')),
                        ('asked_en', models.TextField(blank=True, verbose_name='what people write, in English')),
                        ('check_fr', models.TextField(blank=True, verbose_name='to check first, in French')),
                        ('check_en', models.TextField(blank=True, verbose_name='to check first, in English')),
                        ('handover_fr', models.TextField(blank=True, verbose_name='when to hand over, in French')),
                        ('handover_en', models.TextField(blank=True, verbose_name='when to hand over, in English')),
                        ('handover_to', models.CharField(blank=True, max_length=20)),
                        ('networks', models.JSONField(blank=True, default=list)),
                        ('topics', models.JSONField(blank=True, default=list)),
                        ('duties', models.JSONField(blank=True, default=list)),
                        ('current', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='replies.replyversion')),
                        ('retired_at', models.DateTimeField(blank=True, null=True)),
                        ('retired_because', models.TextField(blank=True)),
                        ('created_at', models.DateTimeField()),
                        ('updated_at', models.DateTimeField(db_index=True)),
                        ('uses', models.PositiveIntegerField(default=0)),
                        ('last_used_at', models.DateTimeField(blank=True, null=True)),
                        ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['-updated_at', '-id'], name='replies_by_change')],
                        'constraints': [models.UniqueConstraint(fields=('unit', 'slug'), name='replies_slug_once_per_unit')],
                        'ordering': ('-updated_at', '-id'),
                    },
                ),
                migrations.CreateModel(
                    name='ReplyVersion',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('number', models.PositiveIntegerField()),
                        ('status', models.CharField(choices=[('draft', 'draft'), ('approval', 'to be approved'), ('approved', 'approved'), ('retired', 'retired')], default='draft', max_length=10)),
                        ('short_fr', models.TextField(blank=True, verbose_name='short text in French')),
                        ('short_en', models.TextField(blank=True, verbose_name='short text in English')),
                        ('long_fr', models.TextField(blank=True, verbose_name='long text in French')),
                        ('long_en', models.TextField(blank=True, verbose_name='long text in English')),
                        ('changes', models.CharField(blank=True, max_length=300, verbose_name='what changes')),
                        ('review_on', models.DateField(blank=True, null=True)),
                        ('expires_on', models.DateField(blank=True, null=True)),
                        ('written_at', models.DateTimeField()),
                        ('editors', models.JSONField(blank=True, default=list)),
                        ('approval_id', models.UUIDField(blank=True, db_index=True, null=True)),
                        ('submitted_at', models.DateTimeField(blank=True, null=True)),
                        ('approved_at', models.DateTimeField(blank=True, null=True)),
                        ('retired_at', models.DateTimeField(blank=True, null=True)),
                        ('reply', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='replies.reply')),
                        ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['status', 'review_on'], name='replies_by_review'), models.Index(fields=['status', 'expires_on'], name='replies_by_expiry')],
                        'constraints': [models.UniqueConstraint(fields=('reply', 'number'), name='replies_version_number'), models.UniqueConstraint(condition=models.Q(('status__in', ('draft', 'approval'))), fields=('reply',), name='replies_one_version_at_work'), models.UniqueConstraint(condition=models.Q(('status', 'approved')), fields=('reply',), name='replies_one_version_approved')],
                        'ordering': ('-number',),
                    },
                ),
                migrations.CreateModel(
                    name='ReplyUse',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('subject_id', models.UUIDField()),
                        ('lang', models.CharField(max_length=2)),
                        ('network', models.CharField(blank=True, max_length=30)),
                        ('is_edited', models.BooleanField(default=False)),
                        ('at', models.DateTimeField()),
                        ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='replies.replyversion')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['at'], name='replies_uses_by_day')],
                        'constraints': [models.UniqueConstraint(fields=('version', 'subject_id'), name='replies_used_once')],
                    },
                ),
                migrations.CreateModel(
                    name='ReplyPicture',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('position', models.PositiveSmallIntegerField(default=0)),
                        ('asset', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='media.asset')),
                        ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pictures', to='replies.replyversion')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('version', 'asset'), name='replies_picture_once')],
                        'ordering': ('position', 'id'),
                    },
                ),
            ],
        ),
    ]
