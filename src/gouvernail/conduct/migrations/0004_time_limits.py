"""How old facts may be, by kind of organisation, and the reasons to bring older ones."""

from django.db import migrations, models


def three_years_in_public_bodies(apps, schema_editor):
    Basis = apps.get_model('conduct', 'Basis')
    Basis.objects.filter(regime='fr_public').update(facts_limit=3, facts_unit='years')


class Migration(migrations.Migration):

    dependencies = [
        ('conduct', '0003_report_files'),
    ]

    operations = [
        migrations.AddField(
            model_name='basis',
            name='facts_limit',
            field=models.PositiveSmallIntegerField(default=2),
        ),
        migrations.AddField(
            model_name='basis',
            name='facts_unit',
            field=models.CharField(choices=[('months', 'months'), ('years', 'years')], default='months', max_length=6),
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
        migrations.RunPython(three_years_in_public_bodies, migrations.RunPython.noop),
    ]
