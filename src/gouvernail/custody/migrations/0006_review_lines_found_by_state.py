from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('custody', '0005_renewed_once_seen'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='reviewedaccess',
            index=models.Index(fields=['state', 'review'], name='custody_reviewed_by_state'),
        ),
        migrations.AddIndex(
            model_name='reviewedaccess',
            index=models.Index(fields=['answer', 'settled_at'], name='custody_reviewed_to_settle'),
        ),
    ]
