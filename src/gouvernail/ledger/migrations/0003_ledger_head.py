from django.db import migrations


def create_head(apps, schema_editor):
    """One row, so that the first writers find something to lock."""
    apps.get_model("ledger", "Head").objects.get_or_create(id=1)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_ledger_triggers")]
    operations = [migrations.RunPython(create_head, migrations.RunPython.noop)]
