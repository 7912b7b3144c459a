import django.db.models.deletion
import gouvernail.foundation.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('blueprint', '0001_applications')]

    initial = True

    dependencies = [
        ('people', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='Application',
            fields=[
                ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('files', models.JSONField()),
                ('removes', models.BooleanField(default=False)),
                ('digest', models.CharField(max_length=64)),
                ('changes', models.JSONField(default=list)),
                ('purpose', models.CharField(blank=True, max_length=400)),
                ('status', models.CharField(choices=[('waiting', 'waits for a second person'), ('applied', 'applied'), ('refused', 'refused'), ('withdrawn', 'taken back'), ('expired', 'out of date')], default='waiting', max_length=10)),
                ('asked_at', models.DateTimeField()),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('comment', models.CharField(blank=True, max_length=2000)),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['status', 'asked_at'], name='blueprint_applications')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('status__in', ('applied', 'refused')), _negated=True), models.Q(('answered_by__isnull', False), models.Q(('answered_by', models.F('asked_by')), _negated=True)), _connector='OR'), name='blueprint_answered_by_another')],
            },
        ),
    ]
