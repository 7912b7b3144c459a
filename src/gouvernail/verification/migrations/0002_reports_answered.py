from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('verification', '0001_first'),
    ]

    operations = [
        migrations.AddField(
            model_name='report',
            name='answer',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='report',
            name='sent_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
