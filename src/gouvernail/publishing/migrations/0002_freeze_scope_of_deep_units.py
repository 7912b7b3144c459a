from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('publishing', '0001_initial'),
    ]

    operations = [
        migrations.AlterField(
            model_name='freeze',
            name='scope_value',
            field=models.CharField(blank=True, max_length=400),
        ),
    ]
