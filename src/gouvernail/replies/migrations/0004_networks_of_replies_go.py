from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("replies", "0003_networks_of_each_version"),
    ]

    operations = [migrations.RemoveField(model_name="reply", name="networks")]
