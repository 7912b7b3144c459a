import gouvernail.foundation.tables
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('ledger', '0001_initial'), ('ledger', '0004_epochs_and_anchors')]

    initial = True

    dependencies = [
    ]

    operations = [
        gouvernail.foundation.tables.CreateTables(
            operations=[
                migrations.CreateModel(
                    name='Checkpoint',
                    fields=[
                        ('size', models.BigIntegerField(primary_key=True, serialize=False)),
                        ('root', models.BinaryField()),
                        ('note', models.TextField()),
                        ('at', models.DateTimeField()),
                    ],
                ),
                migrations.CreateModel(
                    name='Epoch',
                    fields=[
                        ('number', models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                        ('origin', models.CharField(max_length=200)),
                        ('previous_note', models.TextField(blank=True)),
                        ('kept_size', models.BigIntegerField()),
                        ('kept_root', models.CharField(max_length=64)),
                        ('statement', models.TextField()),
                        ('opened_at', models.DateTimeField()),
                    ],
                ),
                migrations.CreateModel(
                    name='Node',
                    fields=[
                        ('pk', models.CompositePrimaryKey('level', 'index', blank=True, editable=False, primary_key=True, serialize=False)),
                        ('level', models.PositiveSmallIntegerField()),
                        ('index', models.BigIntegerField()),
                        ('hash', models.BinaryField()),
                    ],
                ),
                migrations.CreateModel(
                    name='Opening',
                    fields=[
                        ('seq', models.BigIntegerField(primary_key=True, serialize=False)),
                        ('key_id', models.BigIntegerField()),
                        ('sealed', models.BinaryField()),
                    ],
                ),
                migrations.CreateModel(
                    name='Verification',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('at', models.DateTimeField()),
                        ('size', models.BigIntegerField()),
                        ('seconds', models.PositiveIntegerField()),
                        ('problems', models.JSONField(default=list)),
                    ],
                ),
                migrations.CreateModel(
                    name='Anchor',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('email', 'Sent by e-mail'), ('timestamp', 'Time-stamped (RFC 3161)'), ('witness', 'Cosigned by a witness')], max_length=12)),
                        ('target', models.CharField(max_length=254)),
                        ('size', models.BigIntegerField()),
                        ('at', models.DateTimeField()),
                        ('evidence', models.BinaryField()),
                    ],
                    options={
                        'indexes': [models.Index(fields=['kind', 'target', 'size'], name='ledger_anchor_of')],
                    },
                ),
                migrations.CreateModel(
                    name='Head',
                    fields=[
                        ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                        ('size', models.BigIntegerField(default=0)),
                        ('edge', models.BinaryField(default=bytes)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='ledger_head_is_one')],
                    },
                ),
                migrations.CreateModel(
                    name='Leaf',
                    fields=[
                        ('seq', models.BigIntegerField(primary_key=True, serialize=False)),
                        ('leaf', models.BinaryField()),
                        ('leaf_hash', models.BinaryField()),
                        ('at', models.DateTimeField()),
                        ('verb', models.CharField(max_length=64)),
                        ('subject_kind', models.CharField(max_length=40)),
                        ('subject_id', models.CharField(max_length=64)),
                        ('actor_kind', models.CharField(max_length=16)),
                        ('actor_ref', models.CharField(max_length=64)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['subject_kind', 'subject_id', 'seq'], name='ledger_leaf_subject'), models.Index(fields=['actor_ref', 'seq'], name='ledger_leaf_actor')],
                    },
                ),
                migrations.CreateModel(
                    name='SubjectKey',
                    fields=[
                        ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                        ('subject_kind', models.CharField(max_length=40)),
                        ('subject_id', models.CharField(max_length=64)),
                        ('key', models.BinaryField()),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('subject_kind', 'subject_id'), name='ledger_subject_has_one_key')],
                    },
                ),
            ],
        ),
    ]
