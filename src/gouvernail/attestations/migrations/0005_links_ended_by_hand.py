from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('attestations', '0004_answers_by_link'),
    ]

    operations = [
        migrations.AddField(
            model_name='declarer',
            name='links_ended_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
