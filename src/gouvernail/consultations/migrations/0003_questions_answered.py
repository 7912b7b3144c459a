"""A question may be answered, and no more."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Instant: choices alone."""

    dependencies = [("consultations", "0002_fresh_counts")]
    operations = [
        migrations.AlterField(
            model_name="remarkanswer",
            name="outcome",
            field=models.CharField(
                blank=True,
                choices=[
                    ("kept", "kept"),
                    ("changed", "text changed"),
                    ("declined", "declined"),
                    ("answered", "question answered"),
                ],
                max_length=10,
            ),
        ),
    ]
