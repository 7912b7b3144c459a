import django.db.models.deletion
import gouvernail.foundation.ids
import gouvernail.foundation.tables
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('people', '0001_initial'), ('people', '0002_invitations'), ('people', '0003_sign_ins'), ('people', '0004_found_by_name_and_by_status')]

    initial = True

    dependencies = [
    ]

    operations = [
        gouvernail.foundation.tables.CreateTables(
            operations=[
                migrations.CreateModel(
                    name='Person',
                    fields=[
                        ('password', models.CharField(max_length=128, verbose_name='password')),
                        ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('email', models.EmailField(blank=True, max_length=254, null=True, unique=True, verbose_name='e-mail')),
                        ('name', models.CharField(max_length=160, verbose_name='name')),
                        ('job', models.CharField(blank=True, max_length=160, verbose_name='job')),
                        ('phone', models.CharField(blank=True, max_length=40, verbose_name='phone')),
                        ('external_id', models.CharField(blank=True, max_length=80, verbose_name='staff number')),
                        ('language', models.CharField(default='fr', max_length=8, verbose_name='language')),
                        ('time_zone', models.CharField(blank=True, max_length=60, verbose_name='time zone')),
                        ('theme', models.CharField(blank=True, max_length=8)),
                        ('status', models.CharField(choices=[('active', 'active'), ('left', 'left')], default='active', max_length=10)),
                        ('is_active', models.BooleanField(default=True)),
                        ('joined_on', models.DateField(blank=True, null=True, verbose_name='joined on')),
                        ('left_at', models.DateTimeField(blank=True, null=True, verbose_name='left on')),
                        ('home_unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='people', to='people.unit')),
                    ],
                    options={
                        'ordering': ('name',),
                        'indexes': [models.Index(fields=['name'], name='people_by_name'), models.Index(fields=['status', 'id'], name='people_by_status')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('is_active', False), ('left_at__isnull', False), ('status', 'left')), models.Q(('left_at__isnull', True), ('status', 'active')), _connector='OR'), name='people_person_left_is_dated_and_closed')],
                    },
                ),
                migrations.CreateModel(
                    name='ApiKey',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('name', models.CharField(max_length=80, verbose_name='name')),
                        ('prefix', models.CharField(max_length=12, unique=True)),
                        ('digest', models.CharField(max_length=64)),
                        ('scopes', models.JSONField(default=list)),
                        ('created_at', models.DateTimeField()),
                        ('expires_at', models.DateTimeField(blank=True, null=True)),
                        ('revoked_at', models.DateTimeField(blank=True, null=True)),
                        ('last_used_at', models.DateTimeField(blank=True, null=True)),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='api_keys', to=settings.AUTH_USER_MODEL)),
                    ],
                ),
                migrations.CreateModel(
                    name='Invitation',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('digest', models.CharField(max_length=64, unique=True)),
                        ('sent_to', models.EmailField(max_length=254)),
                        ('invited_at', models.DateTimeField()),
                        ('expires_at', models.DateTimeField()),
                        ('used_at', models.DateTimeField(blank=True, null=True)),
                        ('revoked_at', models.DateTimeField(blank=True, null=True)),
                        ('invited_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invited', to=settings.AUTH_USER_MODEL)),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to=settings.AUTH_USER_MODEL)),
                    ],
                ),
                migrations.CreateModel(
                    name='Unit',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('path', models.CharField(max_length=400, unique=True)),
                        ('name', models.CharField(max_length=160, verbose_name='name')),
                        ('name_en', models.CharField(blank=True, max_length=160, verbose_name='name in English')),
                        ('short_name', models.CharField(blank=True, max_length=40, verbose_name='short name')),
                        ('short_name_en', models.CharField(blank=True, max_length=40, verbose_name='short name in English')),
                        ('code', models.CharField(max_length=40, unique=True, verbose_name='code')),
                        ('country', models.CharField(blank=True, max_length=2, verbose_name='country')),
                        ('time_zone', models.CharField(blank=True, max_length=60, verbose_name='time zone')),
                        ('position', models.PositiveIntegerField(default=0)),
                        ('status', models.CharField(choices=[('open', 'open'), ('closed', 'closed')], default='open', max_length=10)),
                        ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='people.unit')),
                    ],
                    options={
                        'ordering': ('position', 'name'),
                    },
                ),
                migrations.CreateModel(
                    name='Absence',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('starts_at', models.DateTimeField(verbose_name='from')),
                        ('ends_at', models.DateTimeField(verbose_name='until')),
                        ('note', models.CharField(blank=True, max_length=200, verbose_name='note')),
                        ('cancelled_at', models.DateTimeField(blank=True, null=True)),
                        ('delegate', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='stands_in', to=settings.AUTH_USER_MODEL)),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='absences', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='people_absence_ends_after_it_starts')],
                    },
                ),
                migrations.CreateModel(
                    name='SignIn',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('at', models.DateTimeField(db_index=True)),
                        ('what', models.CharField(choices=[('in', 'signed in'), ('refused', 'refused'), ('locked', 'shut out for a time'), ('factor', 'second factor given'), ('factor_refused', 'second factor refused'), ('confirmed', 'confirmed who they are'), ('out', 'signed out'), ('over', 'session over'), ('reset_asked', 'forgotten password: link asked'), ('password', 'password chosen'), ('factor_added', 'second factor added'), ('factor_removed', 'second factor removed')], max_length=16)),
                        ('means', models.CharField(blank=True, choices=[('password', 'password'), ('webauthn', 'passkey'), ('totp', 'code of an app'), ('recovery_codes', 'recovery code'), ('provider', 'identity provider'), ('invitation', 'invitation'), ('demo', 'one click, in the demo')], max_length=16)),
                        ('address', models.CharField(blank=True, max_length=50)),
                        ('device', models.CharField(blank=True, max_length=80)),
                        ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='sign_ins', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['person', '-at'], name='people_signin_of_person')],
                    },
                ),
                migrations.CreateModel(
                    name='RoleGrant',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('role', models.CharField(choices=[('lead', 'lead'), ('delegate', 'delegate'), ('contributor', 'contributor'), ('reviewer', 'reviewer'), ('responder', 'responder'), ('security', 'security'), ('auditor', 'auditor'), ('employee', 'employee')], max_length=20, verbose_name='role')),
                        ('seat', models.CharField(blank=True, choices=[('colleague', 'colleague'), ('brand', 'brand'), ('legal', 'legal'), ('compliance', 'compliance'), ('communications', 'communications')], max_length=20, verbose_name='seat')),
                        ('starts_on', models.DateField(blank=True, null=True, verbose_name='from')),
                        ('ends_on', models.DateField(blank=True, null=True, verbose_name='until')),
                        ('granted_at', models.DateTimeField()),
                        ('revoked_at', models.DateTimeField(blank=True, null=True)),
                        ('granted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='grants_given', to=settings.AUTH_USER_MODEL)),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants', to=settings.AUTH_USER_MODEL)),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants', to='people.unit')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(condition=models.Q(('revoked_at__isnull', True)), fields=('person', 'unit', 'role', 'seat'), name='people_rolegrant_once'), models.CheckConstraint(condition=models.Q(('role', 'reviewer'), ('seat', ''), _connector='XOR'), name='people_rolegrant_seat_for_reviewers')],
                    },
                ),
            ],
        ),
    ]
