import django.db.models.deletion
import gouvernail.foundation.ids
from django.db import migrations, models

from gouvernail.foundation.tables import CreateTables


class Migration(migrations.Migration):

    dependencies = [
        ('policies', '0006_drafts'),
    ]

    operations = [
        CreateTables(operations=[
            migrations.CreateModel(
                name='IntranetPage',
                fields=[
                    ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('only', models.BooleanField(default=True, editable=False, unique=True)),
                    ('who', models.TextField(blank=True, verbose_name='who to ask')),
                    ('who_en', models.TextField(blank=True, verbose_name='who to ask, in English')),
                    ('report', models.TextField(blank=True, verbose_name='how to report a problem')),
                    ('report_en', models.TextField(blank=True, verbose_name='how to report a problem, in English')),
                    ('documents', models.JSONField(default=list)),
                    ('origins', models.JSONField(default=list)),
                    ('is_open', models.BooleanField(default=False)),
                    ('key', models.CharField(blank=True, max_length=64)),
                ],
            ),
            migrations.CreateModel(
                name='CommentSpace',
                fields=[
                    ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('account_id', models.UUIDField(unique=True)),
                    ('name', models.CharField(max_length=200)),
                    ('network', models.CharField(max_length=40)),
                    ('address', models.CharField(blank=True, max_length=500)),
                    ('comments', models.CharField(choices=[('open', 'open'), ('reviewed', 'shown once we have read them'), ('closed', 'closed')], default='open', max_length=10, verbose_name='comments')),
                    ('which', models.CharField(blank=True, max_length=500, verbose_name='which ones, or why not')),
                    ('which_en', models.CharField(blank=True, max_length=500, verbose_name='the same in English')),
                    ('contact', models.CharField(max_length=300, verbose_name='contact')),
                    ('languages', models.CharField(default='fr', max_length=60, verbose_name='languages we answer in')),
                    ('is_public', models.BooleanField(default=False)),
                    ('policy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='spaces', to='policies.policy')),
                ],
            ),
            migrations.CreateModel(
                name='ModerationReason',
                fields=[
                    ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('anchor', models.CharField(max_length=20)),
                    ('act', models.CharField(choices=[('hide', 'hidden'), ('remove', 'removed'), ('block', 'removed, and its author blocked'), ('report', 'removed, and reported to the network'), ('authorities', 'kept as evidence, and reported')], max_length=12, verbose_name='what is done')),
                    ('label', models.CharField(max_length=200, verbose_name='reason')),
                    ('label_en', models.CharField(blank=True, max_length=200, verbose_name='reason in English')),
                    ('policy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reasons', to='policies.policy')),
                ],
                options={
                    'ordering': ('anchor', 'label'),
                },
            ),
        ]),
    ]
