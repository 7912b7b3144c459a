import django.db.models.deletion
import gouvernail.foundation.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0004_words'),
        ('registry', '0007_agreement_papers'),
        ('rulebooks', '0004_manuscripts'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PublishedVerdict',
            fields=[
                ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('outcome', models.CharField(max_length=10)),
                ('outcome_then', models.CharField(blank=True, max_length=10)),
                ('published_at', models.DateTimeField()),
                ('found_at', models.DateTimeField()),
                ('replaced_at', models.DateTimeField(blank=True, null=True)),
                ('aside_at', models.DateTimeField(blank=True, null=True)),
                ('aside_reason', models.TextField(blank=True, verbose_name='reason')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.account')),
                ('aside_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('record', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.record')),
                ('verdict', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='rulebooks.storedverdict')),
            ],
            options={
                'indexes': [models.Index(fields=['-published_at', '-id'], name='rulebooks_published_newest'), models.Index(condition=models.Q(('aside_at__isnull', True), ('replaced_at__isnull', True)), fields=['account', '-published_at'], name='rulebooks_published_open')],
            },
        ),
    ]
