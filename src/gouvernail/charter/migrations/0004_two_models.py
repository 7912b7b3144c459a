from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('charter', '0003_governance_model'),
    ]

    operations = [
        migrations.AddField(
            model_name='charter',
            name='internal_participation',
            field=models.CharField(blank=True, choices=[('everybody', 'everybody in the organisation'), ('named', 'the groups named here only')], max_length=12),
        ),
        migrations.AddField(
            model_name='document',
            name='community',
            field=models.CharField(choices=[('external', 'external'), ('internal', 'internal'), ('both', 'internal and external')], default='both', max_length=10),
        ),
        migrations.AddField(
            model_name='document',
            name='starter',
            field=models.CharField(blank=True, editable=False, max_length=40),
        ),
        migrations.AddField(
            model_name='duty',
            name='community',
            field=models.CharField(choices=[('external', 'external'), ('internal', 'internal'), ('both', 'internal and external')], default='both', max_length=10),
        ),
        migrations.AddField(
            model_name='duty',
            name='starter',
            field=models.CharField(blank=True, editable=False, max_length=40),
        ),
        migrations.AddField(
            model_name='group',
            name='community',
            field=models.CharField(choices=[('external', 'external'), ('internal', 'internal'), ('both', 'internal and external')], default='both', max_length=10),
        ),
        migrations.AddField(
            model_name='group',
            name='starter',
            field=models.CharField(blank=True, editable=False, max_length=40),
        ),
        migrations.AddField(
            model_name='objective',
            name='community',
            field=models.CharField(choices=[('external', 'external'), ('internal', 'internal'), ('both', 'internal and external')], default='both', max_length=10),
        ),
        migrations.AddField(
            model_name='objective',
            name='starter',
            field=models.CharField(blank=True, editable=False, max_length=40),
        ),
        migrations.AddField(
            model_name='perimeterline',
            name='starter',
            field=models.CharField(blank=True, editable=False, max_length=40),
        ),
        migrations.AddField(
            model_name='risk',
            name='community',
            field=models.CharField(choices=[('external', 'external'), ('internal', 'internal'), ('both', 'internal and external')], default='both', max_length=10),
        ),
        migrations.AddField(
            model_name='risk',
            name='starter',
            field=models.CharField(blank=True, editable=False, max_length=40),
        ),
        migrations.AddField(
            model_name='stakeholder',
            name='starter',
            field=models.CharField(blank=True, editable=False, max_length=40),
        ),
        migrations.AddField(
            model_name='strategylink',
            name='starter',
            field=models.CharField(blank=True, editable=False, max_length=40),
        ),
        migrations.AddField(
            model_name='teammodel',
            name='internal_model',
            field=models.CharField(blank=True, choices=[('central', 'central'), ('local', 'local'), ('mixed', 'mixed')], max_length=10),
        ),
        migrations.AddField(
            model_name='teammodel',
            name='internal_why',
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name='teammodel',
            name='internal_why_en',
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name='variant',
            name='starter',
            field=models.CharField(blank=True, editable=False, max_length=40),
        ),
    ]
