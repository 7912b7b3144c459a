import django.core.validators
import django.db.models.deletion
import gouvernail.foundation.ids
import gouvernail.foundation.tables
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('charter', '0001_initial'), ('charter', '0002_second_factor'), ('charter', '0003_governance_model'), ('charter', '0004_two_models')]

    initial = True

    dependencies = [
        ('people', '0001_tables'),
    ]

    operations = [
        gouvernail.foundation.tables.CreateTables(
            operations=[
                migrations.CreateModel(
                    name='Document',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('title', models.CharField(max_length=160)),
                        ('title_en', models.CharField(blank=True, max_length=160)),
                        ('text', models.TextField(blank=True)),
                        ('text_en', models.TextField(blank=True)),
                        ('is_proposed', models.BooleanField(default=False)),
                        ('starter', models.CharField(blank=True, editable=False, max_length=40)),
                        ('community', models.CharField(choices=[('external', 'external'), ('internal', 'internal'), ('both', 'internal and external')], default='both', max_length=10)),
                        ('nature', models.CharField(choices=[('policy', 'policy'), ('guideline', 'guideline'), ('process', 'process'), ('teaching', 'teaching material')], default='policy', max_length=10)),
                        ('address', models.CharField(max_length=400)),
                        ('channels', models.JSONField(blank=True, default=list)),
                    ],
                    options={
                        'ordering': ('id',),
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='Group',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('title', models.CharField(max_length=160)),
                        ('title_en', models.CharField(blank=True, max_length=160)),
                        ('text', models.TextField(blank=True)),
                        ('text_en', models.TextField(blank=True)),
                        ('is_proposed', models.BooleanField(default=False)),
                        ('starter', models.CharField(blank=True, editable=False, max_length=40)),
                        ('community', models.CharField(choices=[('external', 'external'), ('internal', 'internal'), ('both', 'internal and external')], default='both', max_length=10)),
                    ],
                    options={
                        'ordering': ('id',),
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='PerimeterLine',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('title', models.CharField(max_length=160)),
                        ('title_en', models.CharField(blank=True, max_length=160)),
                        ('text', models.TextField(blank=True)),
                        ('text_en', models.TextField(blank=True)),
                        ('is_proposed', models.BooleanField(default=False)),
                        ('starter', models.CharField(blank=True, editable=False, max_length=40)),
                        ('network', models.CharField(blank=True, max_length=40)),
                        ('coverage', models.CharField(choices=[('covered', 'covered'), ('partly', 'covered in part'), ('outside', 'not covered')], default='covered', max_length=10)),
                        ('community', models.CharField(choices=[('external', 'external'), ('internal', 'internal'), ('both', 'internal and external')], default='external', max_length=10)),
                    ],
                    options={
                        'ordering': ('id',),
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='StrategyLink',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('title', models.CharField(max_length=160)),
                        ('title_en', models.CharField(blank=True, max_length=160)),
                        ('text', models.TextField(blank=True)),
                        ('text_en', models.TextField(blank=True)),
                        ('is_proposed', models.BooleanField(default=False)),
                        ('starter', models.CharField(blank=True, editable=False, max_length=40)),
                        ('rule_ref', models.CharField(blank=True, max_length=120)),
                    ],
                    options={
                        'ordering': ('id',),
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='Variant',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('title', models.CharField(max_length=160)),
                        ('title_en', models.CharField(blank=True, max_length=160)),
                        ('text', models.TextField(blank=True)),
                        ('text_en', models.TextField(blank=True)),
                        ('is_proposed', models.BooleanField(default=False)),
                        ('starter', models.CharField(blank=True, editable=False, max_length=40)),
                        ('country', models.CharField(blank=True, max_length=2)),
                        ('sector', models.CharField(blank=True, choices=[('finance', 'finance and insurance'), ('health', 'health'), ('public', 'public bodies'), ('energy', 'energy and transport'), ('education', 'education'), ('food', 'food, alcohol, tobacco'), ('gambling', 'gambling'), ('children', 'products for children')], max_length=12)),
                        ('legal_base', models.CharField(max_length=300)),
                    ],
                    options={
                        'ordering': ('id',),
                        'abstract': False,
                    },
                ),
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
                        ('second_factor', models.CharField(choices=[('optional', 'Nobody has to'), ('powers', 'Those who approve, publish, manage or lift'), ('everyone', 'Everybody')], default='optional', max_length=12, verbose_name='who must have a second factor')),
                        ('communities', models.CharField(blank=True, choices=[('common', 'one model for internal and external communities'), ('separate', 'a model of its own for internal communities')], max_length=12)),
                        ('participation', models.CharField(blank=True, choices=[('everybody', 'everybody in the organisation'), ('named', 'the groups named here only')], max_length=12)),
                        ('internal_participation', models.CharField(blank=True, choices=[('everybody', 'everybody in the organisation'), ('named', 'the groups named here only')], max_length=12)),
                        ('modules', models.JSONField(blank=True, default=list)),
                        ('modules_off', models.JSONField(blank=True, default=list)),
                        ('accountable', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                ),
                migrations.CreateModel(
                    name='Duty',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('title', models.CharField(max_length=160)),
                        ('title_en', models.CharField(blank=True, max_length=160)),
                        ('text', models.TextField(blank=True)),
                        ('text_en', models.TextField(blank=True)),
                        ('is_proposed', models.BooleanField(default=False)),
                        ('starter', models.CharField(blank=True, editable=False, max_length=40)),
                        ('community', models.CharField(choices=[('external', 'external'), ('internal', 'internal'), ('both', 'internal and external')], default='both', max_length=10)),
                        ('role', models.CharField(blank=True, choices=[('lead', 'lead'), ('delegate', 'delegate'), ('contributor', 'contributor'), ('reviewer', 'reviewer'), ('responder', 'responder'), ('security', 'security'), ('auditor', 'auditor'), ('employee', 'employee')], max_length=20, verbose_name='role')),
                        ('days', models.JSONField(default=list)),
                        ('by_time', models.TimeField()),
                        ('time_zone', models.CharField(blank=True, max_length=60)),
                        ('address', models.CharField(blank=True, max_length=200)),
                        ('ended_at', models.DateTimeField(blank=True, null=True)),
                        ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
                    ],
                    options={
                        'ordering': ('id',),
                        'abstract': False,
                        'constraints': [models.CheckConstraint(condition=models.Q(('person__isnull', False), models.Q(('role', ''), _negated=True), _connector='XOR'), name='charter_duty_person_or_role')],
                    },
                ),
                migrations.CreateModel(
                    name='DutyTick',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('on', models.DateField()),
                        ('at', models.DateTimeField()),
                        ('duty', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ticks', to='charter.duty')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('duty', 'on'), name='charter_duty_done_once_a_day')],
                    },
                ),
                migrations.CreateModel(
                    name='Objective',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('title', models.CharField(max_length=160)),
                        ('title_en', models.CharField(blank=True, max_length=160)),
                        ('text', models.TextField(blank=True)),
                        ('text_en', models.TextField(blank=True)),
                        ('is_proposed', models.BooleanField(default=False)),
                        ('starter', models.CharField(blank=True, editable=False, max_length=40)),
                        ('community', models.CharField(choices=[('external', 'external'), ('internal', 'internal'), ('both', 'internal and external')], default='both', max_length=10)),
                        ('rule_ref', models.CharField(blank=True, max_length=120)),
                        ('indicator', models.CharField(blank=True, max_length=160)),
                        ('indicator_en', models.CharField(blank=True, max_length=160)),
                        ('target', models.CharField(blank=True, max_length=80)),
                        ('due_on', models.DateField(blank=True, null=True)),
                        ('status', models.CharField(choices=[('open', 'under way'), ('met', 'reached'), ('dropped', 'given up')], default='open', max_length=10)),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
                    ],
                    options={
                        'ordering': ('id',),
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='Risk',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('title', models.CharField(max_length=160)),
                        ('title_en', models.CharField(blank=True, max_length=160)),
                        ('text', models.TextField(blank=True)),
                        ('text_en', models.TextField(blank=True)),
                        ('is_proposed', models.BooleanField(default=False)),
                        ('starter', models.CharField(blank=True, editable=False, max_length=40)),
                        ('community', models.CharField(choices=[('external', 'external'), ('internal', 'internal'), ('both', 'internal and external')], default='both', max_length=10)),
                        ('category', models.CharField(choices=[('reputation', 'reputation'), ('confidentiality', 'confidentiality'), ('regulatory', 'regulatory')], max_length=20, verbose_name='class')),
                        ('likelihood', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)], verbose_name='likelihood')),
                        ('impact', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)], verbose_name='impact')),
                        ('treatment', models.CharField(blank=True, choices=[('', 'not decided'), ('reduce', 'reduce'), ('avoid', 'avoid'), ('share', 'share'), ('accept', 'accept')], max_length=10)),
                        ('measure', models.TextField(blank=True)),
                        ('measure_en', models.TextField(blank=True)),
                        ('review_on', models.DateField(blank=True, null=True)),
                        ('status', models.CharField(choices=[('open', 'open'), ('treated', 'under treatment'), ('closed', 'closed')], default='open', max_length=10, verbose_name='status')),
                        ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
                    ],
                    options={
                        'ordering': ('id',),
                        'abstract': False,
                        'indexes': [models.Index(fields=['owner', 'review_on'], name='charter_risk_by_owner')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('impact__range', (1, 5)), ('likelihood__range', (1, 5))), name='charter_risk_scales_from_1_to_5')],
                    },
                ),
                migrations.CreateModel(
                    name='Stakeholder',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('title', models.CharField(max_length=160)),
                        ('title_en', models.CharField(blank=True, max_length=160)),
                        ('text', models.TextField(blank=True)),
                        ('text_en', models.TextField(blank=True)),
                        ('is_proposed', models.BooleanField(default=False)),
                        ('starter', models.CharField(blank=True, editable=False, max_length=40)),
                        ('interest', models.PositiveSmallIntegerField(choices=[(1, 'low'), (2, 'medium'), (3, 'high')], default=2)),
                        ('influence', models.PositiveSmallIntegerField(choices=[(1, 'low'), (2, 'medium'), (3, 'high')], default=2)),
                        ('rhythm', models.CharField(choices=[('at_once', 'at once, when it happens'), ('weekly', 'every week'), ('monthly', 'every month'), ('quarterly', 'every quarter'), ('yearly', 'every year')], default='quarterly', max_length=10)),
                        ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ('id',),
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='TeamModel',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('model', models.CharField(choices=[('central', 'central'), ('local', 'local'), ('mixed', 'mixed')], max_length=10)),
                        ('why', models.CharField(blank=True, max_length=300)),
                        ('why_en', models.CharField(blank=True, max_length=300)),
                        ('internal_model', models.CharField(blank=True, choices=[('central', 'central'), ('local', 'local'), ('mixed', 'mixed')], max_length=10)),
                        ('internal_why', models.CharField(blank=True, max_length=300)),
                        ('internal_why_en', models.CharField(blank=True, max_length=300)),
                        ('unit', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
                    ],
                ),
            ],
        ),
    ]
