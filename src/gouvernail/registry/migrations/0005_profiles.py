import django.db.models.deletion
import gouvernail.foundation.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0003_sign_ins'),
        ('registry', '0004_findings'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ProfileChange',
            fields=[
                ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('field', models.CharField(choices=[('name', 'name shown'), ('bio', 'biography'), ('links', 'links shown'), ('avatar', 'picture')], max_length=10)),
                ('before', models.TextField(blank=True)),
                ('after', models.TextField(blank=True)),
                ('noticed_at', models.DateTimeField()),
                ('explanation', models.TextField(blank=True, verbose_name='explanation')),
                ('explained_at', models.DateTimeField(blank=True, null=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='profile_changes', to='registry.account')),
                ('explained_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('-noticed_at', '-id'),
                'indexes': [models.Index(condition=models.Q(('explained_at__isnull', True)), fields=['account'], name='registry_unexplained')],
            },
        ),
        migrations.CreateModel(
            name='ProfileReading',
            fields=[
                ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(blank=True, max_length=300, verbose_name='Name shown')),
                ('bio', models.TextField(blank=True, verbose_name='Biography')),
                ('links', models.TextField(blank=True, verbose_name='Links shown')),
                ('avatar', models.BooleanField(blank=True, null=True, verbose_name='A picture is chosen')),
                ('failing', models.JSONField(default=list)),
                ('is_current', models.BooleanField(default=True)),
                ('read_at', models.DateTimeField()),
                ('confirmed_at', models.DateTimeField()),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='profile_readings', to='registry.account')),
                ('read_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('-read_at', '-id'),
                'constraints': [models.UniqueConstraint(condition=models.Q(('is_current', True)), fields=('account',), name='registry_one_current_profile')],
            },
        ),
        migrations.CreateModel(
            name='ProfileStandard',
            fields=[
                ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('network', models.CharField(blank=True, max_length=30, verbose_name='network')),
                ('name', models.CharField(blank=True, max_length=120, verbose_name='The name contains')),
                ('bio', models.TextField(blank=True, verbose_name='The biography contains')),
                ('link', models.CharField(blank=True, max_length=300, verbose_name='The link shown')),
                ('notice', models.CharField(blank=True, max_length=300, verbose_name='The notice')),
                ('avatar', models.BooleanField(default=False, verbose_name='A picture is chosen')),
                ('set_at', models.DateTimeField()),
                ('set_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='profile_standards', to='people.unit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('unit', 'network'), name='registry_one_standard_a_unit_and_network')],
            },
        ),
    ]
