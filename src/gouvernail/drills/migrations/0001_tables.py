import django.db.models.deletion
import gouvernail.foundation.ids
import gouvernail.foundation.tables
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('crisis', '0001_tables'),
        ('people', '0001_tables'),
        ('practice', '0002_stage'),
    ]

    operations = [
        gouvernail.foundation.tables.CreateTables(
            operations=[
                migrations.CreateModel(
                    name='Scenario',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('slug', models.CharField(blank=True, max_length=60)),
                        ('plan_kind', models.CharField(choices=[('reputation', 'reputation'), ('confidentiality', 'confidentiality'), ('regulatory', 'regulation'), ('hijack', 'hijacked account'), ('threats', 'threats against staff'), ('weather', 'bad weather and emergencies'), ('outage', 'service outage'), ('breach', 'data breach'), ('other', 'something else')], max_length=16, verbose_name='kind of crisis')),
                        ('minutes', models.PositiveSmallIntegerField(default=30, verbose_name='length in minutes')),
                        ('title', models.CharField(max_length=160, verbose_name='title')),
                        ('title_en', models.CharField(blank=True, max_length=160)),
                        ('story', models.TextField(blank=True, verbose_name='what everyone is told')),
                        ('story_en', models.TextField(blank=True)),
                        ('notes', models.TextField(blank=True, verbose_name='what the trainer knows')),
                        ('notes_en', models.TextField(blank=True)),
                        ('debrief', models.TextField(blank=True, verbose_name='questions to talk over afterwards')),
                        ('debrief_en', models.TextField(blank=True)),
                        ('script', models.JSONField(default=dict)),
                        ('edition', models.PositiveIntegerField(default=1)),
                        ('edited_at', models.DateTimeField()),
                        ('archived_at', models.DateTimeField(blank=True, null=True)),
                        ('edited_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
                    ],
                    options={
                        'ordering': ('title', 'id'),
                        'constraints': [models.CheckConstraint(condition=models.Q(('minutes__gte', 5), ('minutes__lte', 240)), name='drills_scenario_of_minutes')],
                    },
                ),
                migrations.CreateModel(
                    name='Drill',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('edition', models.PositiveIntegerField(default=1)),
                        ('plan_kind', models.CharField(choices=[('reputation', 'reputation'), ('confidentiality', 'confidentiality'), ('regulatory', 'regulation'), ('hijack', 'hijacked account'), ('threats', 'threats against staff'), ('weather', 'bad weather and emergencies'), ('outage', 'service outage'), ('breach', 'data breach'), ('other', 'something else')], max_length=16)),
                        ('title', models.CharField(max_length=160, verbose_name='title')),
                        ('title_en', models.CharField(blank=True, max_length=160)),
                        ('language', models.CharField(default='fr', max_length=2, verbose_name='language of the stage')),
                        ('speed', models.PositiveSmallIntegerField(default=1, verbose_name='speed')),
                        ('status', models.CharField(choices=[('planned', 'planned'), ('running', 'under way'), ('paused', 'paused'), ('ended', 'ended'), ('cancelled', 'called off')], default='planned', max_length=9)),
                        ('planned_at', models.DateTimeField(blank=True, null=True, verbose_name='when')),
                        ('script', models.JSONField(blank=True, default=dict)),
                        ('legs', models.JSONField(blank=True, default=list)),
                        ('started_at', models.DateTimeField(blank=True, null=True)),
                        ('ended_at', models.DateTimeField(blank=True, null=True)),
                        ('results', models.JSONField(blank=True, default=dict)),
                        ('lessons', models.TextField(blank=True, verbose_name='what we change')),
                        ('reminded_at', models.DateTimeField(blank=True, null=True)),
                        ('created_at', models.DateTimeField()),
                        ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('incident', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='drill', to='crisis.incident')),
                        ('trainer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='drills_led', to=settings.AUTH_USER_MODEL)),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
                        ('scenario', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='drills', to='drills.scenario')),
                    ],
                    options={
                        'ordering': ('-created_at', '-id'),
                        'indexes': [models.Index(fields=['status', '-ended_at'], name='drills_by_end')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', False), ('status', 'ended')), models.Q(models.Q(('status', 'ended'), _negated=True), ('ended_at__isnull', True)), _connector='OR'), name='drills_ended_is_dated')],
                    },
                ),
                migrations.CreateModel(
                    name='Happening',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('key', models.CharField(max_length=60)),
                        ('second', models.PositiveIntegerField()),
                        ('kind', models.CharField(choices=[('post', 'post'), ('comment', 'comment'), ('inject', 'inject')], max_length=8)),
                        ('source', models.CharField(choices=[('script', 'script'), ('trainer', 'trainer'), ('team', 'team')], default='script', max_length=8)),
                        ('status', models.CharField(choices=[('waiting', 'to come'), ('played', 'played'), ('skipped', 'left out')], default='waiting', max_length=8)),
                        ('by', models.CharField(blank=True, max_length=160, verbose_name='who writes')),
                        ('under', models.CharField(blank=True, max_length=60)),
                        ('to', models.CharField(blank=True, choices=[('lead', 'Crisis lead'), ('watch', 'Officer on duty'), ('spokesperson', 'Spokesperson'), ('replies', 'Head of replies'), ('legal', 'Legal'), ('security', 'IT security'), ('privacy', 'Data protection'), ('custodian', 'Custodian of access'), ('staff', 'Staff information'), ('site', 'Person on site')], max_length=16, verbose_name='for')),
                        ('words', models.TextField(verbose_name='words')),
                        ('words_en', models.TextField(blank=True)),
                        ('is_sign', models.BooleanField(default=False)),
                        ('played_at', models.DateTimeField(blank=True, null=True)),
                        ('drill', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='happenings', to='drills.drill')),
                        ('post', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='practice.post')),
                        ('written_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ('second', 'id'),
                        'indexes': [models.Index(fields=['drill', 'status', 'second'], name='drills_next_event')],
                        'constraints': [models.UniqueConstraint(fields=('drill', 'key'), name='drills_event_once'), models.CheckConstraint(condition=models.Q(models.Q(('played_at__isnull', False), ('status', 'played')), models.Q(models.Q(('status', 'played'), _negated=True), ('played_at__isnull', True)), _connector='OR'), name='drills_played_is_dated')],
                    },
                ),
                migrations.CreateModel(
                    name='Player',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('role', models.CharField(choices=[('lead', 'Crisis lead'), ('watch', 'Officer on duty'), ('spokesperson', 'Spokesperson'), ('replies', 'Head of replies'), ('legal', 'Legal'), ('security', 'IT security'), ('privacy', 'Data protection'), ('custodian', 'Custodian of access'), ('staff', 'Staff information'), ('site', 'Person on site')], max_length=16, verbose_name='role')),
                        ('drill', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='players', to='drills.drill')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='drills', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ('drill', 'role'),
                        'constraints': [models.UniqueConstraint(fields=('drill', 'role'), name='drills_one_player_a_role')],
                    },
                ),
                migrations.CreateModel(
                    name='Remark',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('act', models.CharField(choices=[('detect', 'the alarm is raised'), ('assess', 'first assessment'), ('freeze', 'publishing stopped'), ('first_word', 'first public word'), ('first_report', 'first situation report'), ('correct', 'put right'), ('all_clear', 'end of the incident')], max_length=14)),
                        ('verdict', models.CharField(choices=[('done', 'well done'), ('partly', 'done in part'), ('missed', 'missed')], max_length=6)),
                        ('note', models.CharField(blank=True, max_length=300, verbose_name='in a word')),
                        ('seen_at', models.DateTimeField()),
                        ('drill', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='remarks', to='drills.drill')),
                        ('noted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('drill', 'act'), name='drills_one_remark_an_act')],
                    },
                ),
            ],
        ),
    ]
