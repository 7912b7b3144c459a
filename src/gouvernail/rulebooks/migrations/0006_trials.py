import django.db.models.deletion
import gouvernail.foundation.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0005_capture'),
        ('rulebooks', '0005_published_verdicts'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Trial',
            fields=[
                ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('digest', models.CharField(max_length=64)),
                ('status', models.CharField(choices=[('waiting', 'waiting'), ('done', 'done'), ('cancelled', 'cancelled'), ('failed', 'stopped by a fault')], default='waiting', max_length=10)),
                ('done', models.PositiveIntegerField(default=0)),
                ('total', models.PositiveIntegerField(default=0)),
                ('figures', models.JSONField(default=dict)),
                ('problem', models.CharField(blank=True, max_length=40)),
                ('asked_at', models.DateTimeField()),
                ('taken_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('against', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='rulebooks.packversion')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='trials', to='rulebooks.packversion')),
            ],
        ),
        migrations.CreateModel(
            name='TrialReading',
            fields=[
                ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('reading', models.CharField(choices=[('right', 'rightly stopped'), ('false_alarm', 'false alarm')], max_length=12)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.record')),
                ('trial', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='readings', to='rulebooks.trial')),
            ],
        ),
        migrations.AddIndex(
            model_name='trial',
            index=models.Index(fields=['version', '-asked_at'], name='rulebooks_trials'),
        ),
        migrations.AddConstraint(
            model_name='trialreading',
            constraint=models.UniqueConstraint(fields=('trial', 'record'), name='rulebooks_read_once'),
        ),
    ]
