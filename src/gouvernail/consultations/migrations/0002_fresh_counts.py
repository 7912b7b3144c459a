"""Keep who sent remarks since the last ones appeared."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Instant: one column with a default."""

    dependencies = [("consultations", "0001_tables")]
    operations = [
        migrations.AddField(
            model_name="quota",
            name="is_fresh",
            field=models.BooleanField(default=False),
        ),
    ]
