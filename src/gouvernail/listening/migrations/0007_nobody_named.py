from django.db import migrations


def nobody_named(apps, schema_editor):
    """Take names out of the cards of alerts, and words that name somebody out of the counts.

    One read of the alerts; a DELETE over the counted words, a second for a million of them.
    """
    spikes = apps.get_model("listening", "Spike").objects
    for spike in spikes.only("card").iterator():
        spikes.filter(pk=spike.pk).update(card=spike.card | {"authors": []})
    apps.get_model("listening", "TermDay").objects.filter(term__startswith="@").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("listening", "0006_hours_as_counted"),
    ]

    operations = [
        migrations.RunPython(nobody_named, migrations.RunPython.noop, elidable=True),
    ]
