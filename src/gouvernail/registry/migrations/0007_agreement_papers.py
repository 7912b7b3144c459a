import django.db.models.deletion
import gouvernail.foundation.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0006_feed'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='agreement',
            name='expires_on',
            field=models.DateField(blank=True, null=True, verbose_name='In force until'),
        ),
        migrations.AlterField(
            model_name='agreement',
            name='reference',
            field=models.CharField(blank=True, max_length=300, verbose_name='Where the signed paper is'),
        ),
        migrations.CreateModel(
            name='AgreementPaper',
            fields=[
                ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveSmallIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('original_sha256', models.CharField(max_length=64)),
                ('mime', models.CharField(max_length=100)),
                ('size_bytes', models.PositiveIntegerField()),
                ('original_name', models.CharField(max_length=200)),
                ('content', models.BinaryField()),
                ('added_at', models.DateTimeField()),
                ('replaced_at', models.DateTimeField(blank=True, null=True)),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='registry.agreement')),
            ],
            options={
                'ordering': ('-number',),
                'constraints': [models.UniqueConstraint(fields=('agreement', 'number'), name='registry_paper_version_once'), models.UniqueConstraint(condition=models.Q(('replaced_at__isnull', True)), fields=('agreement',), name='registry_one_paper_in_force')],
            },
        ),
    ]
