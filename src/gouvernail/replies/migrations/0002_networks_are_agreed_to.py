from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("replies", "0001_tables"),
    ]

    operations = [
        migrations.AddField(
            model_name="replyversion",
            name="networks",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="reply",
            name="edition",
            field=models.PositiveIntegerField(db_index=True, default=0),
        ),
        migrations.RemoveField(model_name="replyuse", name="is_edited"),
    ]
