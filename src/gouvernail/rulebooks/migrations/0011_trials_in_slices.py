from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('rulebooks', '0010_units_of_old_verdicts'),
    ]

    operations = [
        migrations.AddField(
            model_name='trial',
            name='place',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='trial',
            name='plan',
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name='trial',
            name='so_far',
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name='trial',
            name='takes',
            field=models.PositiveSmallIntegerField(default=0),
        ),
    ]
