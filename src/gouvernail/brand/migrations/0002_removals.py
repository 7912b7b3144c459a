import django.db.models.deletion
import gouvernail.foundation.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('brand', '0001_tables'),
        ('people', '0001_tables'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='contract',
            name='ended_for',
            field=models.CharField(blank=True, max_length=500, verbose_name='why it ended early'),
        ),
        migrations.CreateModel(
            name='Removal',
            fields=[
                ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('what', models.CharField(choices=[('section', 'section of the guide'), ('template', 'template of posts'), ('item', 'thing of the library'), ('rights', 'rights of use')], max_length=8)),
                ('subject_id', models.UUIDField()),
                ('label', models.CharField(blank=True, max_length=160)),
                ('reason', models.TextField(max_length=2000, verbose_name='why')),
                ('facts', models.JSONField(blank=True, default=dict)),
                ('seen', models.CharField(blank=True, max_length=64)),
                ('at_once', models.BooleanField(default=False)),
                ('status', models.CharField(choices=[('asked', 'to be answered'), ('agreed', 'agreed to'), ('refused', 'refused')], default='asked', max_length=8)),
                ('asked_at', models.DateTimeField()),
                ('answer', models.TextField(blank=True, max_length=2000, verbose_name='answer')),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
            ],
            options={
                'ordering': ('-asked_at', '-id'),
                'constraints': [models.UniqueConstraint(condition=models.Q(('status', 'asked')), fields=('what', 'subject_id'), name='brand_one_removal_asked'), models.CheckConstraint(condition=models.Q(('status', 'asked'), ('answered_at__isnull', False), _connector='XOR'), name='brand_removal_answered_has_date')],
            },
        ),
    ]
