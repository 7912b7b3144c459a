import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('attestations', '0002_campaigns'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='declarationdraft',
            name='saved_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='declarer',
            name='next_try_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='declarer',
            name='tries',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name='campaign',
            name='status',
            field=models.CharField(choices=[('prepared', 'in preparation'), ('open', 'open'), ('closed', 'closed'), ('cancelled', 'cancelled')], default='prepared', max_length=10),
        ),
        migrations.AlterField(
            model_name='declaredline',
            name='what',
            field=models.CharField(choices=[('correction', 'correction'), ('addition', 'page not listed'), ('not_ours', 'not ours'), ('closed', 'closed'), ('ours', 'ours, to be confirmed')], max_length=10),
        ),
    ]
