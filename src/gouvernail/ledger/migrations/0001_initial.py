from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
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
    ]
