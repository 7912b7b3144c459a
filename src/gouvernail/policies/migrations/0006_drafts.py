import django.db.models.deletion
import gouvernail.foundation.ids
from django.conf import settings
from django.db import migrations, models

from gouvernail.foundation.tables import CreateTables


class Migration(migrations.Migration):

    dependencies = [
        ('policies', '0005_signature_evidence'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='policyversion',
            name='removed',
            field=models.JSONField(default=list),
        ),
        migrations.AlterField(
            model_name='clause',
            name='title',
            field=models.CharField(blank=True, max_length=200, verbose_name='title'),
        ),
        CreateTables(operations=[
            migrations.CreateModel(
                name='PolicyReading',
                fields=[
                    ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('files', models.JSONField(default=list)),
                    ('edit_count', models.PositiveIntegerField(default=0)),
                    ('read_at', models.DateTimeField()),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('policy', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='policies.policy')),
                ],
            ),
            migrations.CreateModel(
                name='RemarkDismissal',
                fields=[
                    ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('key', models.CharField(max_length=64)),
                    ('code', models.CharField(max_length=40)),
                    ('anchor', models.CharField(blank=True, max_length=20)),
                    ('reason', models.TextField(verbose_name='why it does not apply')),
                    ('dismissed_at', models.DateTimeField()),
                    ('dismissed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('policy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='dismissals', to='policies.policy')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('policy', 'key'), name='policies_remark_once')],
                },
            ),
        ]),
    ]
