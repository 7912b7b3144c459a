import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('listening', '0004_looked_at_in_time'),
    ]

    operations = [
        migrations.CreateModel(
            name='DayHour',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('weekday', models.PositiveSmallIntegerField()),
                ('hour', models.PositiveSmallIntegerField()),
                ('count', models.PositiveIntegerField(default=0)),
                ('topic', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='listening.topic')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('topic', 'day', 'weekday', 'hour'), name='listening_day_hour_once')],
            },
        ),
    ]
