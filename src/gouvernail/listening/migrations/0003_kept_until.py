import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('listening', '0002_telling'),
        ('registry', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='OtherName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('network', models.CharField(max_length=30)),
                ('key', models.CharField(max_length=500)),
            ],
        ),
        migrations.AddField(
            model_name='mention',
            name='keep_until',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='rhythm',
            name='gaps',
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name='rhythm',
            name='is_stale',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='topic',
            name='backfilled_key',
            field=models.UUIDField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='topic',
            name='cleared_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name='mention',
            index=models.Index(fields=['keep_until'], name='listening_to_look_at'),
        ),
        migrations.AddField(
            model_name='othername',
            name='mention',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='names', to='listening.mention'),
        ),
        migrations.AddConstraint(
            model_name='othername',
            constraint=models.UniqueConstraint(fields=('network', 'key'), name='listening_named_once'),
        ),
    ]
