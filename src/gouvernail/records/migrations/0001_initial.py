import django.db.models.deletion
import gouvernail.foundation.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('registry', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Record',
            fields=[
                ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('delivery_id', models.UUIDField(blank=True, db_index=True, null=True)),
                ('source', models.CharField(choices=[('sent', 'sent by Gouvernail'), ('by_hand', 'published by hand'), ('captured', 'read on the network')], max_length=10)),
                ('text', models.TextField()),
                ('language', models.CharField(blank=True, max_length=8)),
                ('media', models.JSONField(default=list)),
                ('remote_id', models.CharField(blank=True, max_length=300)),
                ('url', models.URLField(blank=True, max_length=500)),
                ('published_at', models.DateTimeField()),
                ('archived_at', models.DateTimeField()),
                ('digest', models.CharField(max_length=64)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='records', to='registry.account')),
            ],
            options={
                'indexes': [models.Index(fields=['account', '-published_at'], name='records_by_account'), models.Index(fields=['-published_at', '-id'], name='records_newest')],
            },
        ),
    ]
