import django.db.models.deletion
import gouvernail.foundation.ids
import gouvernail.foundation.tables
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('credentials', '0001_items_and_reveals'), ('credentials', '0002_value_to_try')]

    initial = True

    dependencies = [
        ('people', '0001_tables'),
        ('registry', '0001_tables'),
    ]

    operations = [
        gouvernail.foundation.tables.CreateTables(
            operations=[
                migrations.CreateModel(
                    name='Item',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('kind', models.CharField(choices=[('password', 'password'), ('recovery', 'recovery codes'), ('totp', 'seed of one-time codes'), ('note', 'note')], max_length=10, verbose_name='kind')),
                        ('label', models.CharField(max_length=120, verbose_name='name')),
                        ('place', models.CharField(blank=True, max_length=300, verbose_name='where it is used')),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('next_version', models.PositiveIntegerField(blank=True, null=True)),
                        ('numbered', models.PositiveIntegerField(default=1)),
                        ('put_at', models.DateTimeField()),
                        ('next_put_at', models.DateTimeField(blank=True, null=True)),
                        ('rotate_days', models.PositiveIntegerField(blank=True, null=True, verbose_name='renewed every (days)')),
                        ('due_on', models.DateField(blank=True, null=True, verbose_name='to renew by')),
                        ('due_why', models.CharField(blank=True, choices=[('calendar', 'its time has come'), ('departure', 'somebody who knew it left'), ('reveal', 'somebody saw it'), ('emergency', 'emergency access'), ('breach', 'it may be known outside')], max_length=10)),
                        ('due_since', models.DateTimeField(blank=True, null=True)),
                        ('added_at', models.DateTimeField()),
                        ('retired_at', models.DateTimeField(blank=True, null=True)),
                        ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='vault_items', to='registry.account')),
                        ('keeper', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('next_put_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('put_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['account', 'retired_at'], name='credentials_by_account'), models.Index(fields=['due_on'], name='credentials_by_due_day')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('due_on__isnull', True), models.Q(('due_why', ''), _negated=True), _connector='XOR'), name='credentials_due_says_why'), models.CheckConstraint(condition=models.Q(('next_version__isnull', True), ('next_version__gt', models.F('version')), _connector='OR'), name='credentials_next_comes_after')],
                    },
                ),
                migrations.CreateModel(
                    name='Reveal',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('version', models.PositiveIntegerField(blank=True, null=True)),
                        ('next_shown', models.PositiveIntegerField(blank=True, null=True)),
                        ('way', models.CharField(choices=[('four_eyes', 'by two people'), ('alone', 'alone, after the waiting time'), ('emergency', 'emergency')], default='four_eyes', max_length=10)),
                        ('status', models.CharField(choices=[('asked', 'waits for an answer'), ('approved', 'may be opened'), ('open', 'open'), ('ended', 'ended'), ('refused', 'refused'), ('withdrawn', 'taken back'), ('expired', 'expired')], default='asked', max_length=10)),
                        ('reason', models.TextField(verbose_name='reason')),
                        ('minutes', models.PositiveIntegerField(verbose_name='for how many minutes')),
                        ('asked_at', models.DateTimeField()),
                        ('waits_until', models.DateTimeField()),
                        ('opens_at', models.DateTimeField(blank=True, null=True)),
                        ('decided_at', models.DateTimeField(blank=True, null=True)),
                        ('note', models.TextField(blank=True)),
                        ('use_by', models.DateTimeField(blank=True, null=True)),
                        ('opened_at', models.DateTimeField(blank=True, null=True)),
                        ('open_until', models.DateTimeField(blank=True, null=True)),
                        ('shown', models.PositiveIntegerField(default=0)),
                        ('shown_at', models.DateTimeField(blank=True, null=True)),
                        ('ended_at', models.DateTimeField(blank=True, null=True)),
                        ('account_due_on', models.DateField(blank=True, null=True)),
                        ('account_text', models.TextField(blank=True)),
                        ('accounted_at', models.DateTimeField(blank=True, null=True)),
                        ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('backed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('backed_too_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reveals', to='credentials.item')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['status', 'asked_at'], name='credentials_by_status'), models.Index(fields=['item', '-asked_at'], name='credentials_reveals_of_item')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('decided_by__isnull', True), models.Q(('decided_by', models.F('asked_by')), _negated=True), _connector='OR'), name='credentials_nobody_decides_their_own'), models.CheckConstraint(condition=models.Q(models.Q(('status__in', ('approved', 'open')), ('way', 'four_eyes'), _negated=True), ('decided_by__isnull', False), _connector='OR'), name='credentials_four_eyes_are_four'), models.CheckConstraint(condition=models.Q(models.Q(('backed_by__isnull', True), models.Q(('backed_by', models.F('asked_by')), _negated=True), _connector='OR'), models.Q(('backed_too_by__isnull', True), models.Q(('backed_too_by', models.F('asked_by')), _negated=True), _connector='OR'), models.Q(('backed_too_by__isnull', True), models.Q(('backed_too_by', models.F('backed_by')), _negated=True), _connector='OR')), name='credentials_backed_by_two_others'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'open'), _negated=True), models.Q(('open_until__isnull', False), ('opened_at__isnull', False), ('version__isnull', False)), _connector='OR'), name='credentials_open_has_an_end'), models.UniqueConstraint(condition=models.Q(('status__in', ('asked', 'approved', 'open'))), fields=('item', 'asked_by'), name='credentials_one_request_at_a_time')],
                    },
                ),
                migrations.CreateModel(
                    name='Showing',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('version', models.PositiveIntegerField(null=True)),
                        ('public_key', models.BinaryField()),
                        ('state', models.CharField(choices=[('waiting', 'Waiting'), ('ready', 'Ready'), ('failed', 'Failed')], default='waiting', max_length=8)),
                        ('facts', models.TextField(blank=True)),
                        ('sealed', models.BinaryField(default=bytes)),
                        ('asked_at', models.DateTimeField()),
                        ('expires_at', models.DateTimeField()),
                        ('reveal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='showings', to='credentials.reveal')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['state', 'asked_at'], name='credentials_showings_due')],
                    },
                ),
                migrations.CreateModel(
                    name='Terms',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('network', models.CharField(blank=True, max_length=30, verbose_name='network')),
                        ('rotation_days', models.PositiveIntegerField(blank=True, null=True)),
                        ('after_days', models.PositiveIntegerField(blank=True, null=True)),
                        ('longest_minutes', models.PositiveIntegerField(blank=True, null=True)),
                        ('alone_minutes', models.PositiveIntegerField(blank=True, null=True)),
                        ('emergency_hours', models.PositiveIntegerField(blank=True, null=True)),
                        ('written_at', models.DateTimeField()),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='vault_terms', to='people.unit')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('unit', 'network'), name='credentials_terms_once_per_unit')],
                    },
                ),
            ],
        ),
    ]
