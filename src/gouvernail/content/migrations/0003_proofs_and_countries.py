import django.db.models.deletion
import gouvernail.foundation.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('content', '0002_machines_said'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='draft',
            name='countries',
            field=models.JSONField(blank=True, default=list, verbose_name='countries it speaks to'),
        ),
        migrations.CreateModel(
            name='DraftProof',
            fields=[
                ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('claim', models.TextField(verbose_name='the sentence it proves')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('link', models.CharField(blank=True, max_length=500, verbose_name='address')),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('mime', models.CharField(blank=True, max_length=100)),
                ('file_name', models.CharField(blank=True, max_length=200, verbose_name='name of the file')),
                ('established_on', models.DateField(verbose_name='established on')),
                ('until', models.DateField(blank=True, null=True, verbose_name='good until')),
                ('at', models.DateTimeField()),
                ('reused_id', models.UUIDField(blank=True, null=True)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('draft', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='proofs', to='content.draft')),
            ],
            options={
                'ordering': ('at', 'id'),
            },
        ),
    ]
