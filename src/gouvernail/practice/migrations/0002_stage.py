from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('practice', '0001_tables'),
    ]

    operations = [
        migrations.AddField(
            model_name='post',
            name='stage',
            field=models.UUIDField(blank=True, editable=False, null=True),
        ),
        migrations.AddIndex(
            model_name='post',
            index=models.Index(fields=['stage', 'at'], name='practice_post_on_stage'),
        ),
    ]
