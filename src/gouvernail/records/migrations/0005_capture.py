import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0004_words'),
        ('registry', '0007_agreement_papers'),
    ]

    operations = [
        migrations.CreateModel(
            name='Capture',
            fields=[
                ('account', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='capture', serialize=False, to='registry.account')),
                ('seen_until', models.DateTimeField()),
                ('looked_at', models.DateTimeField()),
                ('explanation', models.CharField(blank=True, max_length=200)),
            ],
        ),
    ]
