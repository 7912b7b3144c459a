import django.core.validators
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
                    name='TrainingFile',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('sha256', models.CharField(max_length=64, unique=True)),
                        ('mime', models.CharField(max_length=80)),
                        ('size_bytes', models.PositiveBigIntegerField()),
                        ('original_name', models.CharField(max_length=200)),
                        ('added_at', models.DateTimeField()),
                    ],
                ),
                migrations.CreateModel(
                    name='Course',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('slug', models.SlugField(max_length=60, unique=True, verbose_name='short name')),
                        ('title', models.CharField(max_length=200, verbose_name='title')),
                        ('title_en', models.CharField(blank=True, max_length=200, verbose_name='title in English')),
                        ('summary', models.TextField(blank=True, verbose_name='what one learns')),
                        ('summary_en', models.TextField(blank=True, verbose_name='what one learns, in English')),
                        ('topic', models.CharField(choices=[('brand', 'Brand'), ('etiquette', 'Good manners online'), ('answering', 'Answering comments'), ('confidentiality', 'Confidentiality'), ('security', 'Security'), ('consequences', 'Consequences'), ('crisis', 'Crisis'), ('other', 'Other')], default='other', max_length=16, verbose_name='topic')),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
                        ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('lasts_months', models.PositiveSmallIntegerField(blank=True, default=12, null=True)),
                        ('renewal_days', models.PositiveSmallIntegerField(default=30)),
                        ('session_certifies', models.BooleanField(default=False)),
                        ('starter', models.CharField(blank=True, max_length=60)),
                        ('created_at', models.DateTimeField()),
                        ('archived_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'ordering': ('title', 'id'),
                    },
                ),
                migrations.CreateModel(
                    name='Bank',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('slug', models.SlugField(max_length=60, unique=True, verbose_name='short name')),
                        ('title', models.CharField(max_length=200, verbose_name='title')),
                        ('title_en', models.CharField(blank=True, max_length=200, verbose_name='title in English')),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
                        ('created_at', models.DateTimeField()),
                        ('archived_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'ordering': ('title', 'id'),
                    },
                ),
                migrations.CreateModel(
                    name='Quiz',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('slug', models.SlugField(max_length=60, unique=True, verbose_name='short name')),
                        ('title', models.CharField(max_length=200, verbose_name='title')),
                        ('title_en', models.CharField(blank=True, max_length=200, verbose_name='title in English')),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
                        ('bank', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='quizzes', to='training.bank')),
                        ('draw', models.PositiveSmallIntegerField(default=0, verbose_name='questions drawn')),
                        ('pass_percent', models.PositiveSmallIntegerField(default=80, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='pass mark (%)')),
                        ('attempts_max', models.PositiveSmallIntegerField(default=0, verbose_name='attempts allowed')),
                        ('wait_hours', models.PositiveSmallIntegerField(default=0, verbose_name='hours between two attempts')),
                        ('created_at', models.DateTimeField()),
                        ('archived_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'verbose_name_plural': 'quizzes',
                        'ordering': ('title', 'id'),
                        'constraints': [models.CheckConstraint(condition=models.Q(('pass_percent__gte', 1), ('pass_percent__lte', 100)), name='training_quiz_pass_mark')],
                    },
                ),
                migrations.CreateModel(
                    name='CourseVersion',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='training.course')),
                        ('number', models.PositiveIntegerField()),
                        ('status', models.CharField(choices=[('draft', 'draft'), ('published', 'published'), ('superseded', 'superseded')], default='draft', max_length=12)),
                        ('quiz', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='training.quiz')),
                        ('changes', models.TextField(blank=True, verbose_name='what changes')),
                        ('changes_en', models.TextField(blank=True, verbose_name='what changes, in English')),
                        ('drafted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('drafted_at', models.DateTimeField()),
                        ('published_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('published_at', models.DateTimeField(blank=True, null=True)),
                        ('digest', models.CharField(blank=True, max_length=64)),
                    ],
                    options={
                        'ordering': ('-number',),
                        'constraints': [models.UniqueConstraint(fields=('course', 'number'), name='training_version_number'), models.UniqueConstraint(condition=models.Q(('status', 'published')), fields=('course',), name='training_one_version_published'), models.UniqueConstraint(condition=models.Q(('status', 'draft')), fields=('course',), name='training_one_version_drafted'), models.CheckConstraint(condition=models.Q(models.Q(('digest', ''), ('published_at__isnull', True), ('status', 'draft')), models.Q(models.Q(('digest', ''), _negated=True), ('published_at__isnull', False), ('status__in', ('published', 'superseded'))), _connector='OR'), name='training_published_is_sealed')],
                    },
                ),
                migrations.CreateModel(
                    name='Lesson',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lessons', to='training.courseversion')),
                        ('position', models.PositiveIntegerField()),
                        ('title', models.CharField(max_length=200, verbose_name='title')),
                        ('title_en', models.CharField(blank=True, max_length=200, verbose_name='title in English')),
                        ('text', models.TextField(blank=True, verbose_name='text')),
                        ('text_en', models.TextField(blank=True, verbose_name='text in English')),
                        ('link', models.CharField(blank=True, max_length=500, verbose_name='link')),
                        ('file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='training.trainingfile')),
                        ('alt', models.CharField(blank=True, max_length=500, verbose_name='what the picture or the video shows')),
                        ('alt_en', models.CharField(blank=True, max_length=500, verbose_name='what the picture or the video shows, in English')),
                        ('minutes', models.PositiveSmallIntegerField(default=1, verbose_name='minutes to read')),
                    ],
                    options={
                        'ordering': ('position', 'id'),
                    },
                ),
                migrations.CreateModel(
                    name='LessonRead',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('lesson', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reads', to='training.lesson')),
                        ('at', models.DateTimeField()),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('person', 'lesson'), name='training_lesson_read_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Question',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('bank', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='questions', to='training.bank')),
                        ('position', models.PositiveIntegerField(default=0)),
                        ('kind', models.CharField(choices=[('single', 'one right answer'), ('several', 'several right answers'), ('true_false', 'true or false'), ('order', 'put in order')], default='single', max_length=12, verbose_name='kind')),
                        ('text', models.TextField(blank=True, verbose_name='question')),
                        ('text_en', models.TextField(blank=True, verbose_name='question in English')),
                        ('explanation', models.TextField(blank=True, verbose_name='why')),
                        ('explanation_en', models.TextField(blank=True, verbose_name='why, in English')),
                        ('options', models.JSONField(default=list)),
                        ('retired_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'ordering': ('position', 'id'),
                    },
                ),
                migrations.CreateModel(
                    name='Attempt',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('quiz', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attempts', to='training.quiz')),
                        ('version', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='training.courseversion')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='quiz_attempts', to=settings.AUTH_USER_MODEL)),
                        ('number', models.PositiveIntegerField()),
                        ('seed', models.CharField(max_length=32)),
                        ('language', models.CharField(max_length=8)),
                        ('questions', models.JSONField(default=list)),
                        ('answers', models.JSONField(default=dict)),
                        ('pass_percent', models.PositiveSmallIntegerField()),
                        ('started_at', models.DateTimeField()),
                        ('ended_at', models.DateTimeField(blank=True, null=True)),
                        ('score_percent', models.PositiveSmallIntegerField(blank=True, null=True)),
                        ('passed', models.BooleanField(default=False)),
                        ('digest', models.CharField(blank=True, max_length=64)),
                    ],
                    options={
                        'ordering': ('-started_at', '-id'),
                        'indexes': [models.Index(fields=['person', 'quiz', 'ended_at'], name='training_attempts_of_person')],
                        'constraints': [models.UniqueConstraint(fields=('quiz', 'person', 'number'), name='training_attempt_number'), models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('quiz', 'person'), name='training_one_attempt_going'), models.CheckConstraint(condition=models.Q(models.Q(('digest', ''), ('ended_at__isnull', True), ('score_percent__isnull', True)), models.Q(('ended_at__isnull', False), ('score_percent__isnull', False), models.Q(('digest', ''), _negated=True)), _connector='OR'), name='training_attempt_ended_is_scored')],
                    },
                ),
                migrations.CreateModel(
                    name='Session',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sessions', to='training.course')),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
                        ('kind', models.CharField(choices=[('live', 'in a room'), ('virtual', 'at a distance'), ('cascade', 'by a manager to the team')], default='live', max_length=8, verbose_name='kind')),
                        ('trainer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('starts_at', models.DateTimeField(verbose_name='begins')),
                        ('ends_at', models.DateTimeField(verbose_name='ends')),
                        ('time_zone', models.CharField(max_length=60)),
                        ('place', models.CharField(blank=True, max_length=300, verbose_name='place')),
                        ('link', models.CharField(blank=True, max_length=500, verbose_name='link to join')),
                        ('seats', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='seats')),
                        ('note', models.TextField(blank=True, verbose_name='to know before')),
                        ('status', models.CharField(choices=[('planned', 'planned'), ('cancelled', 'cancelled'), ('held', 'held')], default='planned', max_length=10)),
                        ('sequence', models.PositiveIntegerField(default=0)),
                        ('cancelled_reason', models.TextField(blank=True)),
                        ('held_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['-starts_at', '-id'], name='training_sessions_latest')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='training_session_ends_after_it_begins')],
                    },
                ),
                migrations.CreateModel(
                    name='Place',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('session', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='places', to='training.session')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='session_places', to=settings.AUTH_USER_MODEL)),
                        ('status', models.CharField(choices=[('invited', 'invited'), ('going', 'coming'), ('waiting', 'on the waiting list'), ('declined', 'not coming'), ('attended', 'was there'), ('absent', 'was not there')], max_length=10)),
                        ('asked_at', models.DateTimeField()),
                        ('marked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('session', 'person'), name='training_one_place_each')],
                    },
                ),
                migrations.CreateModel(
                    name='Completion',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='completions', to=settings.AUTH_USER_MODEL)),
                        ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='completions', to='training.course')),
                        ('version', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='training.courseversion')),
                        ('how', models.CharField(choices=[('online', 'online'), ('session', 'in a session'), ('cascade', 'passed on by their manager'), ('outside', 'elsewhere, with a proof'), ('imported', 'imported from a file'), ('given', 'recorded by hand')], max_length=10)),
                        ('attempt', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='training.attempt')),
                        ('session', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='completions', to='training.session')),
                        ('score_percent', models.PositiveSmallIntegerField(blank=True, null=True)),
                        ('done_at', models.DateTimeField()),
                        ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('note', models.TextField(blank=True)),
                        ('reference', models.CharField(blank=True, max_length=64)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['course', '-done_at', '-id'], name='training_done_of_course'), models.Index(fields=['-done_at', '-id'], name='training_done_latest')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('reference', ''), _negated=True), fields=('reference',), name='training_completion_imported_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Certificate',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='certificates', to=settings.AUTH_USER_MODEL)),
                        ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='certificates', to='training.course')),
                        ('completion', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='certificate', to='training.completion')),
                        ('code', models.CharField(max_length=20, unique=True)),
                        ('issued_at', models.DateTimeField()),
                        ('until', models.DateField(blank=True, null=True, verbose_name='valid until')),
                        ('revoked_at', models.DateTimeField(blank=True, null=True)),
                        ('revoked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('revoked_reason', models.TextField(blank=True)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['person', 'course', 'until'], name='training_held_by_person'), models.Index(fields=['course', 'until'], name='training_held_of_course'), models.Index(fields=['until'], name='training_held_until')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('revoked_at__isnull', True), ('revoked_by__isnull', True)), models.Q(('revoked_at__isnull', False), ('revoked_by__isnull', False), models.Q(('revoked_reason', ''), _negated=True)), _connector='OR'), name='training_revoked_by_somebody_for_a_reason')],
                    },
                ),
                migrations.CreateModel(
                    name='OutsideProof',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='outside_proofs', to=settings.AUTH_USER_MODEL)),
                        ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='training.course')),
                        ('issuer', models.CharField(max_length=200, verbose_name='given by')),
                        ('issued_on', models.DateField(verbose_name='given on')),
                        ('until', models.DateField(blank=True, null=True, verbose_name='valid until')),
                        ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='training.trainingfile')),
                        ('status', models.CharField(choices=[('sent', 'waits for an answer'), ('accepted', 'accepted'), ('refused', 'refused'), ('withdrawn', 'withdrawn')], default='sent', max_length=10)),
                        ('sent_at', models.DateTimeField()),
                        ('decided_at', models.DateTimeField(blank=True, null=True)),
                        ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('reason', models.TextField(blank=True)),
                        ('completion', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='training.completion')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(condition=models.Q(('status', 'sent')), fields=('person', 'course'), name='training_one_proof_waits'), models.CheckConstraint(condition=models.Q(models.Q(('decided_by', models.F('person')), _negated=True), ('status', 'withdrawn'), _connector='OR'), name='training_another_accepts_the_proof')],
                    },
                ),
                migrations.CreateModel(
                    name='Assignment',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='training.course')),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
                        ('roles', models.JSONField(default=list)),
                        ('networks', models.JSONField(default=list)),
                        ('risks', models.JSONField(default=list)),
                        ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('due_days', models.PositiveSmallIntegerField(default=30, verbose_name='days to do it')),
                        ('due_on', models.DateField(blank=True, null=True, verbose_name='to be done by')),
                        ('note', models.TextField(blank=True, verbose_name='why')),
                        ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('asked_at', models.DateTimeField()),
                        ('ended_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'ordering': ('-asked_at', '-id'),
                    },
                ),
                migrations.CreateModel(
                    name='Due',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('assignment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='dues', to='training.assignment')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('since', models.DateTimeField()),
                        ('due_on', models.DateField()),
                        ('done_at', models.DateTimeField(blank=True, null=True)),
                        ('gone_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['person', 'gone_at', 'done_at'], name='training_due_of_person'), models.Index(fields=['assignment', 'due_on', 'id'], name='training_due_by_day'), models.Index(fields=['due_on', 'id'], name='training_due_when')],
                        'constraints': [models.UniqueConstraint(fields=('assignment', 'person'), name='training_due_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Waiver',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='waivers', to='training.course')),
                        ('until', models.DateField(verbose_name='until')),
                        ('reason', models.TextField(verbose_name='why')),
                        ('granted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('granted_at', models.DateTimeField()),
                        ('ended_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('person', 'course'), name='training_one_waiver_going'), models.CheckConstraint(condition=models.Q(('granted_by', models.F('person')), _negated=True), name='training_another_lets_off')],
                    },
                ),
                migrations.CreateModel(
                    name='Resource',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('title', models.CharField(max_length=200, verbose_name='title')),
                        ('title_en', models.CharField(blank=True, max_length=200, verbose_name='title in English')),
                        ('text', models.TextField(blank=True, verbose_name='text')),
                        ('text_en', models.TextField(blank=True, verbose_name='text in English')),
                        ('link', models.CharField(blank=True, max_length=500, verbose_name='link')),
                        ('file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='training.trainingfile')),
                        ('topic', models.CharField(choices=[('brand', 'Brand'), ('etiquette', 'Good manners online'), ('answering', 'Answering comments'), ('confidentiality', 'Confidentiality'), ('security', 'Security'), ('consequences', 'Consequences'), ('crisis', 'Crisis'), ('other', 'Other')], default='other', max_length=16, verbose_name='topic')),
                        ('networks', models.JSONField(default=list)),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
                        ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('review_on', models.DateField(verbose_name='to be looked at again on')),
                        ('added_at', models.DateTimeField()),
                        ('archived_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['-added_at', '-id'], name='training_resources_latest')],
                    },
                ),
            ],
        ),
    ]
