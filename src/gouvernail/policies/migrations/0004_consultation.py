from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('policies', '0003_review_clock'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='policyversion',
            name='policies_one_version_to_come',
        ),
        migrations.AlterField(
            model_name='policyversion',
            name='status',
            field=models.CharField(choices=[('draft', 'draft'), ('consultation', 'under consultation'), ('approval', 'waiting for approval'), ('agreed', 'agreed, from a date'), ('in_force', 'in force'), ('superseded', 'superseded')], default='draft', max_length=12),
        ),
        migrations.AddConstraint(
            model_name='policyversion',
            constraint=models.UniqueConstraint(condition=models.Q(('status__in', ('draft', 'consultation', 'approval', 'agreed'))), fields=('policy',), name='policies_one_version_to_come'),
        ),
    ]
