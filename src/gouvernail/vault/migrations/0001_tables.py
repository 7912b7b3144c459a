import gouvernail.foundation.ids
import gouvernail.foundation.tables
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('vault', '0001_initial'), ('vault', '0002_sealing_keys'), ('vault', '0003_seal_factors')]

    initial = True

    dependencies = [
    ]

    operations = [
        gouvernail.foundation.tables.CreateTables(
            operations=[
                migrations.CreateModel(
                    name='SealingKey',
                    fields=[
                        ('id', models.CharField(max_length=16, primary_key=True, serialize=False)),
                        ('made_at', models.DateTimeField()),
                        ('superseded_at', models.DateTimeField(blank=True, null=True)),
                        ('retired_at', models.DateTimeField(blank=True, null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name='Secret',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('owner_kind', models.CharField(max_length=40)),
                        ('owner_id', models.UUIDField()),
                        ('field', models.CharField(max_length=40)),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('key_id', models.CharField(max_length=16)),
                        ('box', models.BinaryField()),
                        ('stored_at', models.DateTimeField()),
                        ('destroyed_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('owner_kind', 'owner_id', 'field'), name='vault_one_secret_per_field')],
                    },
                ),
            ],
        ),
    ]
