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
                    name='Report',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('kind', models.CharField(choices=[('mistake', 'A mistake of ours'), ('phishing', 'A doubtful message'), ('leak', 'A leak'), ('threat', 'A threat or harassment'), ('fake', 'A fake account'), ('idea', 'An idea')], max_length=10, verbose_name='what it is')),
                        ('words', models.TextField(blank=True, verbose_name='what you saw')),
                        ('address', models.CharField(blank=True, max_length=500, verbose_name='its address')),
                        ('is_discreet', models.BooleanField(default=False, verbose_name='keep my name apart')),
                        ('status', models.CharField(choices=[('received', 'waits for somebody'), ('taken', 'somebody is on it'), ('answered', 'answered'), ('withdrawn', 'withdrawn')], default='received', max_length=10)),
                        ('outcome', models.CharField(blank=True, choices=[('mended', 'it is mended'), ('helped', 'the person was helped'), ('goes_on', 'it goes on elsewhere'), ('kept', 'the idea is kept'), ('nothing', 'there is nothing to do')], max_length=10)),
                        ('made_at', models.DateTimeField()),
                        ('due_at', models.DateTimeField()),
                        ('taken_at', models.DateTimeField(blank=True, null=True)),
                        ('ended_at', models.DateTimeField(blank=True, null=True)),
                        ('helper', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('reporter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='staff_reports', to=settings.AUTH_USER_MODEL)),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['-made_at', '-id'], name='conduct_reports_latest'), models.Index(fields=['status', 'due_at'], name='conduct_reports_waiting')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('helper', models.F('reporter')), _negated=True), name='conduct_another_helps'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'taken'), _negated=True), ('helper__isnull', False), _connector='OR'), name='conduct_taken_by_somebody'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', False), ('status__in', ('answered', 'withdrawn'))), models.Q(('ended_at__isnull', True), ('status__in', ('received', 'taken'))), _connector='OR'), name='conduct_ended_or_going')],
                    },
                ),
                migrations.CreateModel(
                    name='Line',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('at', models.DateTimeField()),
                        ('text', models.TextField(blank=True)),
                        ('is_answer', models.BooleanField(default=False)),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='conduct.report')),
                    ],
                    options={
                        'ordering': ('at', 'id'),
                    },
                ),
            ],
        ),
    ]
