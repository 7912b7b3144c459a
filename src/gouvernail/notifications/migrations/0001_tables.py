import django.db.models.deletion
import gouvernail.foundation.ids
import gouvernail.foundation.tables
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('notifications', '0001_initial')]

    initial = True

    dependencies = [
        ('people', '0001_tables'),
    ]

    operations = [
        gouvernail.foundation.tables.CreateTables(
            operations=[
                migrations.CreateModel(
                    name='Preference',
                    fields=[
                        ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='preference', serialize=False, to=settings.AUTH_USER_MODEL)),
                        ('email', models.CharField(choices=[('at_once', 'at once'), ('daily', 'once a day'), ('never', 'never')], default='at_once', max_length=10, verbose_name='e-mail')),
                        ('digest_hour', models.PositiveSmallIntegerField(default=8)),
                    ],
                ),
                migrations.CreateModel(
                    name='Notification',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('kind', models.CharField(max_length=60)),
                        ('facts', models.JSONField(default=dict)),
                        ('path', models.CharField(blank=True, max_length=300)),
                        ('subject_kind', models.CharField(blank=True, max_length=40)),
                        ('subject_id', models.CharField(blank=True, max_length=40)),
                        ('once', models.CharField(max_length=120, unique=True)),
                        ('at', models.DateTimeField()),
                        ('read_at', models.DateTimeField(blank=True, null=True)),
                        ('emailed_at', models.DateTimeField(blank=True, null=True)),
                        ('email_error', models.CharField(blank=True, max_length=300)),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notifications', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['person', '-at'], name='notifications_by_person')],
                    },
                ),
            ],
        ),
    ]
