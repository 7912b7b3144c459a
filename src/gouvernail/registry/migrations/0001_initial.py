import django.db.models.deletion
import gouvernail.foundation.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Account',
            fields=[
                ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('network', models.CharField(max_length=30, verbose_name='network')),
                ('handle', models.CharField(max_length=200, verbose_name='handle')),
                ('handle_key', models.CharField(editable=False, max_length=200)),
                ('url', models.URLField(blank=True, max_length=500, verbose_name='address')),
                ('name', models.CharField(max_length=200, verbose_name='name shown')),
                ('purpose', models.TextField(blank=True, verbose_name='purpose')),
                ('purpose_en', models.TextField(blank=True, verbose_name='purpose in English')),
                ('audience', models.CharField(blank=True, max_length=200, verbose_name='audience')),
                ('audience_en', models.CharField(blank=True, max_length=200, verbose_name='audience in English')),
                ('language', models.CharField(blank=True, max_length=8, verbose_name='language')),
                ('kind', models.CharField(choices=[('organisation', 'organisation'), ('named', 'named person'), ('personal', 'personal')], default='organisation', max_length=14, verbose_name='kind')),
                ('status', models.CharField(choices=[('official', 'official'), ('to_confirm', 'to confirm'), ('dormant', 'dormant'), ('duplicate', 'duplicate'), ('suspended', 'suspended'), ('closed', 'closed')], default='official', max_length=12, verbose_name='status')),
                ('tags', models.JSONField(blank=True, default=list, verbose_name='tags')),
                ('opened_on', models.DateField(blank=True, null=True, verbose_name='opened on')),
                ('review_on', models.DateField(blank=True, null=True, verbose_name='next review')),
                ('notes', models.TextField(blank=True, verbose_name='notes')),
                ('extra', models.JSONField(blank=True, default=dict)),
                ('registered_at', models.DateTimeField()),
                ('updated_at', models.DateTimeField()),
                ('backup', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='backs_up', to=settings.AUTH_USER_MODEL)),
                ('custodian', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='keeps', to=settings.AUTH_USER_MODEL)),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='owns', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='accounts', to='people.unit')),
            ],
        ),
        migrations.CreateModel(
            name='Connection',
            fields=[
                ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('service_url', models.URLField(max_length=300)),
                ('remote_id', models.CharField(max_length=200)),
                ('remote_handle', models.CharField(blank=True, max_length=200)),
                ('status', models.CharField(choices=[('connected', 'connected'), ('failing', 'failing'), ('closed', 'closed')], default='connected', max_length=10)),
                ('limits', models.JSONField(default=dict)),
                ('limits_read_at', models.DateTimeField(blank=True, null=True)),
                ('profile', models.JSONField(blank=True, default=dict)),
                ('checked_at', models.DateTimeField(blank=True, null=True)),
                ('last_error', models.CharField(blank=True, max_length=300)),
                ('connected_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('account', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='connection', to='registry.account')),
                ('connected_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='ImportMapping',
            fields=[
                ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=80, unique=True)),
                ('columns', models.JSONField(default=dict)),
                ('defaults', models.JSONField(default=dict)),
                ('signature', models.CharField(db_index=True, max_length=64)),
                ('updated_at', models.DateTimeField()),
                ('updated_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='ImportRun',
            fields=[
                ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('original_name', models.CharField(max_length=200)),
                ('sha256', models.CharField(max_length=64)),
                ('content', models.BinaryField()),
                ('sheet', models.CharField(blank=True, max_length=120)),
                ('mapping', models.JSONField(default=dict)),
                ('report', models.JSONField(default=dict)),
                ('status', models.CharField(choices=[('preview', 'preview'), ('done', 'done'), ('abandoned', 'abandoned')], default='preview', max_length=10)),
                ('started_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('started_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Reading',
            fields=[
                ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('last_post_on', models.DateField(blank=True, null=True, verbose_name='last publication')),
                ('followers', models.PositiveBigIntegerField(blank=True, null=True, verbose_name='followers')),
                ('read_on', models.DateField(verbose_name='read on')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='readings', to='registry.account')),
                ('read_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('-read_on', '-id'),
            },
        ),
        migrations.AddIndex(
            model_name='account',
            index=models.Index(fields=['unit', 'status'], name='registry_by_unit'),
        ),
        migrations.AddConstraint(
            model_name='account',
            constraint=models.UniqueConstraint(fields=('network', 'handle_key'), name='registry_account_once_per_network'),
        ),
    ]
