"""Have what was taken out of a draft name its hand by key: a name outlives an erasure."""

from uuid import UUID

from django.db import migrations


def keys(apps, schema_editor):
    """Put the key of the one person of that name, or nothing where there is not exactly one."""
    Person = apps.get_model("people", "Person")
    for version in apps.get_model("policies", "PolicyVersion").objects.exclude(removed=[]):
        for gone in version.removed:
            if not _is_key(gone.get("by", "")):
                found = list(Person.objects.filter(name=gone["by"]).values_list("pk", flat=True)[:2])
                gone["by"] = str(found[0]) if gone["by"] and len(found) == 1 else ""
        version.save(update_fields=("removed",))


def _is_key(text):
    try:
        UUID(text)
    except ValueError:
        return False
    return True


class Migration(migrations.Migration):

    dependencies = [
        ("policies", "0007_spaces"),
        ("people", "0001_tables"),
    ]

    operations = [
        # back: an earlier release shows the key where it showed the name
        migrations.RunPython(keys, migrations.RunPython.noop, elidable=True),
    ]
