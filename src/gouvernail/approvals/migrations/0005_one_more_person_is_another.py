"""A step that asks one more person, who agreed to none of the others."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("approvals", "0004_nobody_edits_what_they_approved")]

    operations = [
        migrations.AddField(
            model_name="requeststep",
            name="apart",
            field=models.BooleanField(default=False),
        ),
    ]
