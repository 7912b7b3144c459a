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
    ]

    operations = [
        gouvernail.foundation.tables.CreateTables(
            operations=[
                migrations.CreateModel(
                    name='Watch',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('incident', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='clock', to='crisis.incident')),
                        ('minutes', models.PositiveIntegerField(verbose_name='minutes between two reports')),
                        ('is_by_hand', models.BooleanField(default=False)),
                        ('reason', models.CharField(blank=True, max_length=300, verbose_name='why this pace')),
                        ('topic_ids', models.JSONField(blank=True, default=list)),
                        ('opened_at', models.DateTimeField()),
                        ('ended_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'verbose_name_plural': 'watches',
                        'constraints': [models.CheckConstraint(condition=models.Q(('ended_at__isnull', True), ('ended_at__gte', models.F('opened_at')), _connector='OR'), name='watch_ends_after_it_began')],
                    },
                ),
                migrations.CreateModel(
                    name='Relief',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('watch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reliefs', to='watch.watch')),
                        ('giver', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('taker', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('status', models.CharField(choices=[('asked', 'waits for an answer'), ('accepted', 'accepted'), ('declined', 'declined'), ('withdrawn', 'taken back')], default='asked', max_length=10)),
                        ('planned_at', models.DateTimeField(blank=True, null=True, verbose_name='end of the shift')),
                        ('words', models.TextField(blank=True, verbose_name='to know before taking over')),
                        ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('asked_at', models.DateTimeField()),
                        ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('answered_at', models.DateTimeField(blank=True, null=True)),
                        ('answer', models.CharField(blank=True, max_length=300, verbose_name='in a word')),
                        ('reminded_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'ordering': ('-asked_at', '-id'),
                        'constraints': [models.UniqueConstraint(condition=models.Q(('status', 'asked')), fields=('watch',), name='watch_one_relief_at_a_time'), models.CheckConstraint(condition=models.Q(('giver__isnull', True), models.Q(('giver', models.F('taker')), _negated=True), _connector='OR'), name='watch_relief_by_another'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', True), ('status', 'asked')), models.Q(models.Q(('status', 'asked'), _negated=True), ('answered_at__isnull', False)), _connector='OR'), name='watch_relief_answered_is_dated')],
                    },
                ),
                migrations.CreateModel(
                    name='Report',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('watch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='watch.watch')),
                        ('number', models.PositiveIntegerField()),
                        ('status', models.CharField(choices=[('due', 'expected'), ('draft', 'being written'), ('sent', 'sent'), ('dropped', 'no longer expected')], default='due', max_length=8)),
                        ('since', models.DateTimeField()),
                        ('due_at', models.DateTimeField(blank=True, null=True)),
                        ('late_at', models.DateTimeField(blank=True, null=True)),
                        ('reminded_at', models.DateTimeField(blank=True, null=True)),
                        ('sentence', models.TextField(blank=True, verbose_name='in one sentence')),
                        ('certain', models.TextField(blank=True, verbose_name='what is certain')),
                        ('unknown', models.TextField(blank=True, verbose_name='what we do not know yet')),
                        ('themes', models.TextField(blank=True, verbose_name='what is repeated')),
                        ('decisions', models.TextField(blank=True, verbose_name='what is decided')),
                        ('published', models.TextField(blank=True, verbose_name='what is published or sent')),
                        ('tasks', models.TextField(blank=True, verbose_name='to do before the next report')),
                        ('requests', models.TextField(blank=True, verbose_name='what we ask of readers')),
                        ('filled', models.JSONField(blank=True, default=dict)),
                        ('figures', models.JSONField(blank=True, default=dict)),
                        ('said', models.JSONField(blank=True, default=dict)),
                        ('digest', models.CharField(blank=True, max_length=64)),
                        ('edition', models.PositiveIntegerField(default=0)),
                        ('written_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('sent_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('sent_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'ordering': ('-number',),
                        'indexes': [models.Index(fields=['status', 'due_at'], name='watch_reports_by_end')],
                        'constraints': [models.UniqueConstraint(fields=('watch', 'number'), name='watch_report_number'), models.UniqueConstraint(condition=models.Q(('status__in', ('due', 'draft'))), fields=('watch',), name='watch_one_report_at_a_time'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'sent'), _negated=True), models.Q(('sent_at__isnull', False), ('sent_by__isnull', False), models.Q(('digest', ''), _negated=True)), _connector='OR'), name='watch_sent_by_somebody')],
                    },
                ),
                migrations.CreateModel(
                    name='Recipient',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('watch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recipients', to='watch.watch')),
                        ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('name', models.CharField(blank=True, max_length=200, verbose_name='who')),
                        ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                        ('language', models.CharField(default='fr', max_length=8, verbose_name='language')),
                        ('added_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('added_at', models.DateTimeField()),
                        ('removed_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'ordering': ('added_at', 'id'),
                        'constraints': [models.UniqueConstraint(condition=models.Q(('person__isnull', False), ('removed_at__isnull', True)), fields=('watch', 'person'), name='watch_person_told_once'), models.UniqueConstraint(condition=models.Q(('removed_at__isnull', True), models.Q(('email', ''), _negated=True)), fields=('watch', 'email'), name='watch_address_told_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Copy',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='copies', to='watch.report')),
                        ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='copies', to='watch.recipient')),
                        ('sent_at', models.DateTimeField()),
                        ('acknowledged_at', models.DateTimeField(blank=True, null=True)),
                        ('how', models.CharField(blank=True, choices=[('site', 'in Gouvernail'), ('link', 'by the link of the letter'), ('said', 'said to somebody of the room')], max_length=4)),
                        ('noted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('mailed_at', models.DateTimeField(blank=True, null=True)),
                        ('refused_at', models.DateTimeField(blank=True, null=True)),
                        ('tries', models.PositiveSmallIntegerField(default=0)),
                        ('next_try_at', models.DateTimeField(blank=True, null=True)),
                        ('reminded_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'verbose_name_plural': 'copies',
                        'ordering': ('recipient__added_at', 'id'),
                        'constraints': [models.UniqueConstraint(fields=('report', 'recipient'), name='watch_copy_once'), models.CheckConstraint(condition=models.Q(models.Q(('acknowledged_at__isnull', True), ('how', '')), models.Q(('acknowledged_at__isnull', False), models.Q(('how', ''), _negated=True)), _connector='OR'), name='watch_acknowledged_somehow')],
                    },
                ),
                migrations.CreateModel(
                    name='Escalation',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='escalations', to='watch.report')),
                        ('kind', models.CharField(choices=[('late', 'the report is late'), ('silent', 'not everybody has acknowledged')], max_length=6)),
                        ('step', models.PositiveSmallIntegerField()),
                        ('people', models.JSONField(default=list)),
                        ('at', models.DateTimeField()),
                    ],
                    options={
                        'ordering': ('at', 'id'),
                        'constraints': [models.UniqueConstraint(fields=('report', 'kind', 'step'), name='watch_raised_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Review',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('incident', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='review', to='crisis.incident')),
                        ('status', models.CharField(choices=[('open', 'being written'), ('done', 'finished')], default='open', max_length=4)),
                        ('facilitator', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('held_on', models.DateField(blank=True, null=True, verbose_name='day of the meeting')),
                        ('next_drill_on', models.DateField(blank=True, null=True, verbose_name='next drill')),
                        ('present', models.TextField(blank=True, verbose_name='who was there')),
                        ('story', models.TextField(blank=True, verbose_name='what happened')),
                        ('helped', models.TextField(blank=True, verbose_name='what helped')),
                        ('missing', models.TextField(blank=True, verbose_name='what was missing')),
                        ('public', models.TextField(blank=True, verbose_name='what the public went through')),
                        ('colleagues', models.TextField(blank=True, verbose_name='what our colleagues went through')),
                        ('public_lesson', models.TextField(blank=True, verbose_name='what we say outside')),
                        ('times', models.JSONField(blank=True, default=dict)),
                        ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('opened_at', models.DateTimeField()),
                        ('finished_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('finished_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('finished_at__isnull', True), ('status', 'open')), models.Q(('finished_at__isnull', False), ('status', 'done')), _connector='OR'), name='watch_review_finished_is_dated')],
                    },
                ),
                migrations.CreateModel(
                    name='Improvement',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('review', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='improvements', to='watch.review')),
                        ('words', models.CharField(max_length=300, verbose_name='what we change')),
                        ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('due_on', models.DateField(verbose_name='by')),
                        ('status', models.CharField(choices=[('open', 'to do'), ('done', 'done'), ('dropped', 'given up')], default='open', max_length=8)),
                        ('settled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('settled_at', models.DateTimeField(blank=True, null=True)),
                        ('note', models.CharField(blank=True, max_length=300, verbose_name='in a word')),
                        ('reminded_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'ordering': ('due_on', 'id'),
                        'indexes': [models.Index(fields=['status', 'due_on'], name='watch_changes_by_end')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('settled_at__isnull', True), ('status', 'open')), models.Q(models.Q(('status', 'open'), _negated=True), ('settled_at__isnull', False)), _connector='OR'), name='watch_change_settled_is_dated')],
                    },
                ),
                migrations.CreateModel(
                    name='HoldingPage',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('slug', models.SlugField(max_length=60, unique=True, verbose_name='short name')),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
                        ('title', models.CharField(max_length=200, verbose_name='title')),
                        ('title_en', models.CharField(max_length=200, verbose_name='title in English')),
                        ('text', models.TextField(verbose_name='words written ahead')),
                        ('text_en', models.TextField(verbose_name='words written ahead, in English')),
                        ('contact', models.CharField(blank=True, max_length=300, verbose_name='whom to call')),
                        ('contact_en', models.CharField(blank=True, max_length=300, verbose_name='whom to call, in English')),
                        ('address', models.URLField(blank=True, max_length=300, verbose_name='where it is served')),
                        ('incident', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='crisis.incident')),
                        ('word', models.TextField(blank=True, verbose_name='last public statement')),
                        ('word_en', models.TextField(blank=True, verbose_name='last public statement, in English')),
                        ('word_at', models.DateTimeField(blank=True, null=True)),
                        ('edition', models.PositiveIntegerField(default=1)),
                        ('edited_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('edited_at', models.DateTimeField()),
                        ('archived_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'ordering': ('title', 'id'),
                    },
                ),
            ],
        ),
    ]
