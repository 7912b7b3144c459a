"""Keep by what a post that was taken out is known again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Instant: one column with a default."""

    dependencies = [("advocacy", "0001_tables")]
    operations = [
        migrations.AddField(
            model_name="share",
            name="key_sha256",
            field=models.CharField(blank=True, default="", max_length=64),
            preserve_default=False,
        ),
    ]
