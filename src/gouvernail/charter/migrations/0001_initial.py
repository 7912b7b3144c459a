import gouvernail.foundation.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Charter',
            fields=[
                ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('only', models.BooleanField(default=True, editable=False, unique=True)),
                ('name', models.CharField(max_length=160, verbose_name='name of the organisation')),
                ('name_en', models.CharField(blank=True, max_length=160, verbose_name='name in English')),
                ('country', models.CharField(default='FR', max_length=2, verbose_name='country')),
                ('time_zone', models.CharField(default='Europe/Paris', max_length=60, verbose_name='time zone')),
                ('separation', models.CharField(choices=[('small', 'Small team'), ('standard', 'Standard'), ('regulated', 'Regulated')], default='standard', max_length=12, verbose_name='separation of duties')),
                ('modules', models.JSONField(blank=True, default=list)),
            ],
        ),
    ]
