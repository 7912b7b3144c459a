from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('media', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='asset',
            name='below',
            field=models.BooleanField(default=False, verbose_name='offered to the units below'),
        ),
        migrations.AddField(
            model_name='asset',
            name='licence',
            field=models.CharField(blank=True, max_length=40, verbose_name='licence'),
        ),
        migrations.AddField(
            model_name='asset',
            name='origin',
            field=models.CharField(blank=True, max_length=10, verbose_name='origin'),
        ),
        migrations.AddField(
            model_name='asset',
            name='territory',
            field=models.JSONField(blank=True, default=list, verbose_name='territory'),
        ),
    ]
