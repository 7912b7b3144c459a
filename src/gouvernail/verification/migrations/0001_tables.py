import django.db.models.deletion
import gouvernail.foundation.ids
import gouvernail.foundation.tables
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('verification', '0001_first'), ('verification', '0002_reports_answered'), ('verification', '0003_silences'), ('verification', '0004_answers_refused')]

    initial = True

    dependencies = [
        ('people', '0001_tables'),
        ('registry', '0001_tables'),
    ]

    operations = [
        gouvernail.foundation.tables.CreateTables(
            operations=[
                migrations.CreateModel(
                    name='Directory',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('only', models.BooleanField(default=True, editable=False, unique=True)),
                        ('is_open', models.BooleanField(default=False)),
                        ('website', models.URLField(blank=True, max_length=300, verbose_name='website of the organisation')),
                        ('help_url', models.URLField(blank=True, max_length=300, verbose_name='page where people can write to you')),
                        ('tags', models.JSONField(blank=True, default=list, verbose_name='tags shown to the public')),
                        ('opened_at', models.DateTimeField(blank=True, null=True)),
                        ('revision', models.PositiveBigIntegerField(default=0)),
                    ],
                ),
                migrations.CreateModel(
                    name='SnapshotKey',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('key_id', models.CharField(max_length=16, unique=True)),
                        ('public_key', models.CharField(max_length=64)),
                        ('endorsement', models.CharField(blank=True, max_length=120)),
                        ('started_at', models.DateTimeField()),
                        ('retired_at', models.DateTimeField(blank=True, null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name='Listing',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('says', models.CharField(choices=[('ours', 'ours'), ('not_ours', 'not ours')], default='ours', max_length=8)),
                        ('is_public', models.BooleanField(default=True)),
                        ('shows_unit', models.BooleanField(default=True)),
                        ('skeleton', models.CharField(db_index=True, editable=False, max_length=400)),
                        ('told', models.JSONField(default=dict, editable=False)),
                        ('published_at', models.DateTimeField()),
                        ('link_seen_on', models.DateField(blank=True, null=True)),
                        ('account', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='listing', to='registry.account')),
                        ('link_seen_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['is_public', 'says'], name='verification_public')],
                    },
                ),
                migrations.CreateModel(
                    name='Change',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('kind', models.CharField(choices=[('opened', 'opened'), ('renamed', 'renamed'), ('closed', 'closed')], max_length=8)),
                        ('handle', models.CharField(max_length=200)),
                        ('url', models.URLField(max_length=500)),
                        ('before', models.CharField(blank=True, max_length=200)),
                        ('at', models.DateTimeField(db_index=True)),
                        ('listing', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='verification.listing')),
                    ],
                ),
                migrations.CreateModel(
                    name='ReportedAccount',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('network', models.CharField(max_length=30)),
                        ('handle', models.CharField(max_length=200)),
                        ('handle_key', models.CharField(editable=False, max_length=200)),
                        ('url', models.URLField(max_length=500)),
                        ('status', models.CharField(choices=[('new', 'to decide'), ('impostor', 'impostor'), ('rogue', 'opened without agreement'), ('parody', 'parody'), ('fan', 'fan or third party'), ('official', 'ours'), ('dismissed', 'set aside')], default='new', max_length=10)),
                        ('reports', models.PositiveIntegerField(default=0)),
                        ('first_at', models.DateTimeField()),
                        ('last_at', models.DateTimeField()),
                        ('decided_at', models.DateTimeField(blank=True, null=True)),
                        ('account', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.account')),
                        ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['status', 'last_at'], name='verification_to_decide')],
                        'constraints': [models.UniqueConstraint(fields=('network', 'handle_key'), name='verification_reported_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Report',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('words', models.TextField(blank=True)),
                        ('contact', models.EmailField(blank=True, max_length=254)),
                        ('language', models.CharField(blank=True, max_length=8)),
                        ('at', models.DateTimeField(db_index=True)),
                        ('answer', models.TextField(blank=True)),
                        ('answered_at', models.DateTimeField(blank=True, null=True)),
                        ('sent_at', models.DateTimeField(blank=True, null=True)),
                        ('tries', models.PositiveSmallIntegerField(default=0)),
                        ('refused_at', models.DateTimeField(blank=True, null=True)),
                        ('forgotten_at', models.DateTimeField(blank=True, null=True)),
                        ('reported', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='received', to='verification.reportedaccount')),
                    ],
                ),
                migrations.CreateModel(
                    name='Silence',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('kind', models.CharField(choices=[('unit', 'a unit, with those below it'), ('tag', 'a tag'), ('account', 'one account')], max_length=8)),
                        ('tag', models.CharField(blank=True, max_length=200)),
                        ('tag_plain', models.CharField(blank=True, editable=False, max_length=400)),
                        ('tag_written', models.CharField(blank=True, editable=False, max_length=1400)),
                        ('reason', models.TextField()),
                        ('begun_at', models.DateTimeField()),
                        ('ended_at', models.DateTimeField(blank=True, null=True)),
                        ('account', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.account')),
                        ('begun_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('account__isnull', True), ('kind', 'unit'), ('tag', ''), ('unit__isnull', False)), models.Q(('account__isnull', False), ('kind', 'account'), ('tag', ''), ('unit__isnull', True)), models.Q(('account__isnull', True), ('kind', 'tag'), ('unit__isnull', True), models.Q(('tag', ''), _negated=True)), _connector='OR'), name='verification_silence_of_one_thing'), models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('unit',), name='verification_silence_unit_once'), models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('account',), name='verification_silence_account_once'), models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True), ('kind', 'tag')), fields=('tag',), name='verification_silence_tag_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Snapshot',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('body', models.BinaryField()),
                        ('signature', models.BinaryField(max_length=64)),
                        ('sha256', models.CharField(max_length=64)),
                        ('content_sha256', models.CharField(max_length=64)),
                        ('accounts', models.PositiveIntegerField()),
                        ('made_at', models.DateTimeField(db_index=True)),
                        ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='verification.snapshotkey')),
                    ],
                ),
            ],
        ),
    ]
