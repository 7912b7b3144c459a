import django.db.models.deletion
import gouvernail.foundation.ids
import gouvernail.foundation.tables
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('practice', '0001_initial')]

    initial = True

    dependencies = [
    ]

    operations = [
        gouvernail.foundation.tables.CreateTables(
            operations=[
                migrations.CreateModel(
                    name='Profile',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('handle', models.CharField(max_length=80, unique=True)),
                        ('name', models.CharField(max_length=120)),
                        ('bio', models.CharField(blank=True, max_length=300)),
                        ('token_digest', models.CharField(blank=True, max_length=64)),
                        ('invented', models.BooleanField(default=False)),
                    ],
                ),
                migrations.CreateModel(
                    name='Post',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('key', models.CharField(max_length=80)),
                        ('text', models.TextField()),
                        ('lang', models.CharField(blank=True, max_length=8)),
                        ('media', models.JSONField(default=list)),
                        ('likes', models.PositiveIntegerField(default=0)),
                        ('at', models.DateTimeField()),
                        ('deleted_at', models.DateTimeField(blank=True, null=True)),
                        ('reply_to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='replies', to='practice.post')),
                        ('profile', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='posts', to='practice.profile')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['-at', '-id'], name='practice_post_newest')],
                        'constraints': [models.UniqueConstraint(fields=('profile', 'key'), name='practice_post_key_once')],
                    },
                ),
            ],
        ),
    ]
