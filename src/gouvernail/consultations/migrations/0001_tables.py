
import django.db.models.deletion
import gouvernail.foundation.ids
import gouvernail.foundation.tables
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0001_tables'),
        ('policies', '0004_consultation'),
    ]

    operations = [
        gouvernail.foundation.tables.CreateTables(
            operations=[
                migrations.CreateModel(
                    name='Terms',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('only', models.BooleanField(default=True, editable=False, unique=True)),
                        ('allows_anonymous', models.BooleanField(default=False)),
                        ('minimum_days', models.PositiveSmallIntegerField(default=7)),
                    ],
                ),
                migrations.CreateModel(
                    name='Consultation',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('policy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consultations', to='policies.policy')),
                        ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consultations', to='policies.policyversion')),
                        ('status', models.CharField(choices=[('planned', 'planned'), ('open', 'open'), ('closed', 'over'), ('cancelled', 'cancelled')], default='planned', max_length=10)),
                        ('purpose', models.TextField(blank=True, verbose_name='why we ask you')),
                        ('purpose_en', models.TextField(blank=True, verbose_name='why we ask you, in English')),
                        ('opens_at', models.DateTimeField()),
                        ('closes_at', models.DateTimeField()),
                        ('zone', models.CharField(max_length=60)),
                        ('is_anonymous', models.BooleanField(default=False)),
                        ('takes_questions', models.BooleanField(default=True)),
                        ('takes_marks', models.BooleanField(default=True)),
                        ('shows_remarks', models.BooleanField(default=True)),
                        ('planned_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('opened_at', models.DateTimeField(blank=True, null=True)),
                        ('closed_at', models.DateTimeField(blank=True, null=True)),
                        ('reason', models.TextField(blank=True)),
                        ('asked_count', models.PositiveIntegerField(blank=True, null=True)),
                        ('text_sha256', models.CharField(blank=True, max_length=64)),
                        ('secret', models.CharField(blank=True, max_length=64)),
                    ],
                    options={
                        'ordering': ('-opens_at', '-id'),
                        'indexes': [models.Index(fields=['status', 'closes_at'], name='consultations_by_end')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('status__in', ('planned', 'open'))), fields=('policy',), name='consultations_one_at_a_time'), models.CheckConstraint(condition=models.Q(('closes_at__gt', models.F('opens_at'))), name='consultations_close_after_opening'), models.CheckConstraint(condition=models.Q(('status', 'open'), ('secret', ''), _connector='OR'), name='consultations_secret_while_open')],
                    },
                ),
                migrations.CreateModel(
                    name='ConsultationLine',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('consultation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='consultations.consultation')),
                        ('mode', models.CharField(choices=[('only', 'Only'), ('also', 'Also')], max_length=4)),
                        ('kind', models.CharField(choices=[('unit', 'Unit'), ('role', 'Role'), ('person', 'Person')], max_length=6)),
                        ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
                        ('role', models.CharField(blank=True, max_length=20)),
                        ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind', 'unit'), ('person__isnull', True), ('role', ''), ('unit__isnull', False)), models.Q(('kind', 'role'), ('person__isnull', True), ('unit__isnull', True), models.Q(('role', ''), _negated=True)), models.Q(('kind', 'person'), ('person__isnull', False), ('role', ''), ('unit__isnull', True)), _connector='OR'), name='consultations_line_names_one_thing')],
                    },
                ),
                migrations.CreateModel(
                    name='ConsultedClause',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('consultation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='clauses', to='consultations.consultation')),
                        ('anchor', models.CharField(max_length=20)),
                        ('position', models.PositiveIntegerField()),
                        ('title', models.CharField(max_length=200)),
                        ('title_en', models.CharField(blank=True, max_length=200)),
                        ('text', models.TextField(blank=True)),
                        ('text_en', models.TextField(blank=True)),
                        ('digest', models.CharField(max_length=64)),
                    ],
                    options={
                        'ordering': ('position',),
                        'constraints': [models.UniqueConstraint(fields=('consultation', 'anchor'), name='consultations_clause_once')],
                    },
                ),
                migrations.CreateModel(
                    name='RemarkAnswer',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('policy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='policies.policy')),
                        ('consultation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='consultations.consultation')),
                        ('label', models.CharField(blank=True, max_length=120)),
                        ('outcome', models.CharField(blank=True, choices=[('kept', 'kept'), ('changed', 'text changed'), ('declined', 'declined')], max_length=10)),
                        ('anchor', models.CharField(blank=True, max_length=20)),
                        ('words', models.TextField(blank=True)),
                        ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('at__isnull', True), ('outcome', '')), models.Q(models.Q(('outcome', ''), _negated=True), ('at__isnull', False), models.Q(('words', ''), _negated=True)), _connector='OR'), name='consultations_answer_has_words'), models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'changed'), _negated=True), models.Q(('anchor', ''), _negated=True), _connector='OR'), name='consultations_change_names_a_clause')],
                    },
                ),
                migrations.CreateModel(
                    name='Remark',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('policy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='remarks', to='policies.policy')),
                        ('consultation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='remarks', to='consultations.consultation')),
                        ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='remarks', to='policies.policyversion')),
                        ('anchor', models.CharField(blank=True, max_length=20)),
                        ('position', models.PositiveIntegerField(default=0)),
                        ('kind', models.CharField(choices=[('comment', 'remark'), ('question', 'question')], default='comment', max_length=10)),
                        ('text', models.TextField(blank=True)),
                        ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('sent_at', models.DateTimeField()),
                        ('status', models.CharField(choices=[('sent', 'Sent'), ('withdrawn', 'Withdrawn')], default='sent', max_length=10)),
                        ('is_suggestion', models.BooleanField(default=False)),
                        ('code_sha256', models.CharField(blank=True, db_index=True, max_length=64)),
                        ('answer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='remarks', to='consultations.remarkanswer')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['consultation', 'status', 'position', 'id'], name='consultations_by_clause'), models.Index(fields=['policy', 'status', 'sent_at'], name='consultations_by_policy'), models.Index(fields=['author', 'sent_at'], name='consultations_by_author')],
                    },
                ),
                migrations.CreateModel(
                    name='Held',
                    fields=[
                        ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ('consultation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='held', to='consultations.consultation')),
                        ('anchor', models.CharField(blank=True, max_length=20)),
                        ('position', models.PositiveIntegerField(default=0)),
                        ('kind', models.CharField(max_length=10)),
                        ('text', models.TextField()),
                        ('code_sha256', models.CharField(db_index=True, max_length=64)),
                    ],
                ),
                migrations.CreateModel(
                    name='Quota',
                    fields=[
                        ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ('consultation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='consultations.consultation')),
                        ('tag', models.CharField(max_length=64)),
                        ('used', models.PositiveSmallIntegerField(default=0)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('consultation', 'tag'), name='consultations_quota_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Support',
                    fields=[
                        ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ('remark', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='supports', to='consultations.remark')),
                        ('tag', models.CharField(max_length=64)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('remark', 'tag'), name='consultations_support_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Mark',
                    fields=[
                        ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ('consultation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='marks', to='consultations.consultation')),
                        ('anchor', models.CharField(blank=True, max_length=20)),
                        ('value', models.CharField(choices=[('agree', 'I agree'), ('concern', 'I have a concern')], max_length=8)),
                        ('tag', models.CharField(max_length=64)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('consultation', 'anchor', 'tag'), name='consultations_mark_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Reading',
                    fields=[
                        ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ('consultation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='readings', to='consultations.consultation')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('took_part', models.BooleanField(default=False)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('consultation', 'person'), name='consultations_read_once')],
                    },
                ),
                migrations.CreateModel(
                    name='RemarkDraft',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('consultation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='consultations.consultation')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('anchor', models.CharField(blank=True, max_length=20)),
                        ('kind', models.CharField(max_length=10)),
                        ('text', models.TextField()),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('consultation', 'person', 'anchor'), name='consultations_draft_once')],
                    },
                ),
            ],
        ),
    ]

