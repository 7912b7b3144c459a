import django.db.models.deletion
import gouvernail.foundation.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0003_life_and_sheet'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DormancyRule',
            fields=[
                ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('network', models.CharField(max_length=30, unique=True, verbose_name='network')),
                ('days', models.PositiveSmallIntegerField(verbose_name='silent days')),
                ('source', models.CharField(blank=True, max_length=200, verbose_name='why')),
                ('set_at', models.DateTimeField()),
                ('set_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Finding',
            fields=[
                ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('dormant', 'seems dormant'), ('duplicate', 'seems to repeat another')], max_length=10)),
                ('score', models.FloatField(default=1)),
                ('facts', models.JSONField(default=dict)),
                ('digest', models.CharField(max_length=64)),
                ('status', models.CharField(choices=[('open', 'to decide'), ('accepted', 'accepted'), ('set_aside', 'set aside')], default='open', max_length=10)),
                ('found_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('reason', models.TextField(blank=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='findings', to='registry.account')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('other', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='registry.account')),
            ],
            options={
                'indexes': [models.Index(fields=['status', '-score', 'id'], name='registry_findings')],
                'constraints': [models.UniqueConstraint(fields=('kind', 'account', 'other'), name='registry_finding_once_a_pair'), models.UniqueConstraint(condition=models.Q(('other__isnull', True)), fields=('kind', 'account'), name='registry_finding_once_alone')],
            },
        ),
    ]
