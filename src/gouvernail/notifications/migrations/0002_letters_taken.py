"""Keep when a process last took a letter, so that no other one sends it too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Instant: one nullable column."""

    dependencies = [("notifications", "0001_tables")]
    operations = [
        migrations.AddField(
            model_name="notification",
            name="email_tried_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
