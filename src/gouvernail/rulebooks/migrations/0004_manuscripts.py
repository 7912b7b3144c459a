import django.db.models.deletion
import gouvernail.foundation.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("rulebooks", "0003_raised_rules_of_old_verdicts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Manuscript",
            fields=[
                ("id", models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("source", models.TextField()),
                ("edit_count", models.PositiveIntegerField(default=0)),
                ("steps", models.JSONField(default=list)),
                ("edited_at", models.DateTimeField()),
                ("base", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="rulebooks.packversion")),
                ("edited_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("pack", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name="manuscript", to="rulebooks.pack")),
            ],
        ),
    ]
