from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('attestations', '0003_what_a_campaign_remembers'),
    ]

    operations = [
        migrations.AddField(
            model_name='declaration',
            name='by_link',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='declarer',
            name='answered_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
