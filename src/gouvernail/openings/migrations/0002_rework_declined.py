from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('openings', '0001_opening_requests'),
    ]

    operations = [
        migrations.AddField(
            model_name='rework',
            name='declined',
            field=models.BooleanField(default=False),
        ),
    ]
