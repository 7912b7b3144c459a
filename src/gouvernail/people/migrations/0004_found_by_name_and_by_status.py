from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0003_sign_ins'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='person',
            index=models.Index(fields=['name'], name='people_by_name'),
        ),
        migrations.AddIndex(
            model_name='person',
            index=models.Index(fields=['status', 'id'], name='people_by_status'),
        ),
    ]
