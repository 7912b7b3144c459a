"""How old facts may be, by kind of organisation, and the reasons to bring older ones."""

from django.db import migrations, models


def what_the_law_says(apps, schema_editor):
    """Where the law says nothing, nobody agreed to an age: none is made up."""
    Basis = apps.get_model('conduct', 'Basis')
    Basis.objects.filter(regime='fr_private').update(facts_limit=2, facts_unit='months')
    Basis.objects.filter(regime='fr_public').update(facts_limit=3, facts_unit='years')


class Migration(migrations.Migration):

    dependencies = [
        ('conduct', '0003_report_files'),
    ]

    operations = [
        migrations.AddField(
            model_name='basis',
            name='facts_limit',
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='basis',
            name='facts_unit',
            field=models.CharField(blank=True, choices=[('months', 'months'), ('years', 'years')], default='', max_length=6),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='case',
            name='binding_because',
            field=models.TextField(blank=True, default=''),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='case',
            name='late_because',
            field=models.TextField(blank=True, default=''),
            preserve_default=False,
        ),
        migrations.RunPython(what_the_law_says, migrations.RunPython.noop),
    ]
