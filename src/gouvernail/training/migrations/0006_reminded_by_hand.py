from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("training", "0005_scenarios_are_written"),
    ]

    operations = [
        migrations.AddField(
            model_name="due",
            name="reminded_on",
            field=models.DateField(blank=True, null=True),
        ),
    ]
