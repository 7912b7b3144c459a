import django.db.models.deletion
import gouvernail.foundation.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('media', '0001_initial'), ('media', '0002_rights_and_videos')]

    initial = True

    dependencies = [
        ('people', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='Asset',
            fields=[
                ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('sha256', models.CharField(db_index=True, max_length=64)),
                ('mime', models.CharField(max_length=40)),
                ('size_bytes', models.PositiveBigIntegerField()),
                ('width', models.PositiveIntegerField()),
                ('height', models.PositiveIntegerField()),
                ('original_name', models.CharField(max_length=200)),
                ('original_sha256', models.CharField(max_length=64)),
                ('title', models.CharField(blank=True, max_length=160, verbose_name='title')),
                ('alt', models.TextField(blank=True, verbose_name='alternative text')),
                ('alt_en', models.TextField(blank=True, verbose_name='alternative text in English')),
                ('credit', models.CharField(blank=True, max_length=200, verbose_name='credit')),
                ('rights_until', models.DateField(blank=True, null=True, verbose_name='rights until')),
                ('licence', models.CharField(blank=True, max_length=40, verbose_name='licence')),
                ('territory', models.JSONField(blank=True, default=list, verbose_name='territory')),
                ('origin', models.CharField(blank=True, max_length=10, verbose_name='origin')),
                ('below', models.BooleanField(default=False, verbose_name='offered to the units below')),
                ('added_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assets', to='people.unit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('sha256', 'unit'), name='media_asset_once_per_unit')],
            },
        ),
    ]
