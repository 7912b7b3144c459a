import django.db.models.deletion
import gouvernail.foundation.ids
import gouvernail.foundation.tables
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0001_tables'),
    ]

    operations = [
        gouvernail.foundation.tables.CreateTables(
            operations=[
                migrations.CreateModel(
                    name='Team',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('name_fr', models.CharField(max_length=120, verbose_name='name in French')),
                        ('name_en', models.CharField(blank=True, max_length=120, verbose_name='name in English')),
                        ('duty', models.CharField(choices=[('care', 'customer care'), ('press', 'press'), ('crisis', 'crisis'), ('engagement', 'engagement'), ('sales', 'sales'), ('expert', 'expertise'), ('approval', 'approval'), ('other', 'other')], max_length=12, verbose_name='duty')),
                        ('mail', models.EmailField(blank=True, max_length=254, verbose_name='shared e-mail')),
                        ('created_at', models.DateTimeField()),
                        ('closed_at', models.DateTimeField(blank=True, null=True)),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='teams', to='people.unit')),
                    ],
                    options={
                        'ordering': ('name_fr', 'id'),
                        'indexes': [models.Index(fields=['duty', 'unit'], name='teams_by_duty')],
                    },
                ),
                migrations.CreateModel(
                    name='Seat',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('lead', models.BooleanField(default=False)),
                        ('position', models.PositiveSmallIntegerField(default=0)),
                        ('since', models.DateTimeField()),
                        ('ended_at', models.DateTimeField(blank=True, null=True)),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='team_seats', to=settings.AUTH_USER_MODEL)),
                        ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seats', to='teams.team')),
                    ],
                    options={
                        'ordering': ('-lead', 'position', 'id'),
                        'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('team', 'person'), name='teams_seat_once'), models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True), ('lead', True)), fields=('team',), name='teams_one_lead')],
                    },
                ),
            ],
        ),
    ]
