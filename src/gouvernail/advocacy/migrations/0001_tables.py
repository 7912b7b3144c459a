import django.db.models.deletion
import gouvernail.foundation.ids
import gouvernail.foundation.tables
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('brand', '0001_tables'),
        ('people', '0001_tables'),
        ('policies', '0001_tables'),
    ]

    operations = [
        gouvernail.foundation.tables.CreateTables(
            operations=[
                migrations.CreateModel(
                    name='Membership',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('status', models.CharField(choices=[('active', 'takes part'), ('ended', 'takes part no more')], default='active', max_length=6)),
                        ('news', models.CharField(choices=[('never', 'none'), ('weekly', 'once a week'), ('each', 'each new story')], default='never', max_length=6, verbose_name='news')),
                        ('clean_count', models.PositiveSmallIntegerField(default=0)),
                        ('joined_at', models.DateTimeField()),
                        ('ended_at', models.DateTimeField(blank=True, null=True)),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ambassador_of', to=settings.AUTH_USER_MODEL)),
                        ('version', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='policies.policyversion')),
                        ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='members', to='advocacy.programme')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(condition=models.Q(('status', 'active')), fields=('programme', 'person'), name='advocacy_takes_part_once'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('status', 'active')), models.Q(('ended_at__isnull', False), ('status', 'ended')), _connector='OR'), name='advocacy_ended_since')],
                    },
                ),
                migrations.CreateModel(
                    name='PersonalAccount',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('network', models.CharField(max_length=20, verbose_name='network')),
                        ('handle', models.CharField(blank=True, max_length=200, verbose_name='name on the network')),
                        ('url', models.CharField(blank=True, max_length=500, verbose_name='address')),
                        ('server', models.CharField(blank=True, max_length=200, verbose_name='server')),
                        ('reads', models.BooleanField(default=False)),
                        ('consent_until', models.DateField(blank=True, null=True)),
                        ('declared_at', models.DateTimeField()),
                        ('ended_at', models.DateTimeField(blank=True, null=True)),
                        ('bio_how', models.CharField(blank=True, choices=[('pasted', 'pasted'), ('read', 'read on the network')], max_length=6)),
                        ('bio_at', models.DateTimeField(blank=True, null=True)),
                        ('says_who', models.BooleanField(null=True)),
                        ('says_own', models.BooleanField(null=True)),
                        ('looked_at', models.DateTimeField(blank=True, null=True)),
                        ('membership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='accounts', to='advocacy.membership')),
                    ],
                    options={
                        'ordering': ('declared_at', 'id'),
                        'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('membership', 'network', 'handle'), name='advocacy_account_once'), models.CheckConstraint(condition=models.Q(('reads', False), models.Q(('consent_until__isnull', False), ('ended_at__isnull', True)), _connector='OR'), name='advocacy_reads_with_consent'), models.CheckConstraint(condition=models.Q(('ended_at__isnull', True), models.Q(('handle', ''), ('server', ''), ('url', '')), _connector='OR'), name='advocacy_ended_is_empty')],
                    },
                ),
                migrations.CreateModel(
                    name='Programme',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('title', models.CharField(max_length=120, verbose_name='name')),
                        ('title_en', models.CharField(blank=True, max_length=120, verbose_name='name in English')),
                        ('aim', models.TextField(max_length=2000, verbose_name='why it exists')),
                        ('aim_en', models.TextField(blank=True, max_length=2000, verbose_name='why it exists, in English')),
                        ('asked', models.TextField(blank=True, max_length=2000, verbose_name='what is asked')),
                        ('asked_en', models.TextField(blank=True, max_length=2000, verbose_name='what is asked, in English')),
                        ('not_asked', models.TextField(blank=True, max_length=2000, verbose_name='what is never asked')),
                        ('not_asked_en', models.TextField(blank=True, max_length=2000, verbose_name='what is never asked, in English')),
                        ('disclosure', models.CharField(max_length=80, verbose_name='what each post says of who speaks')),
                        ('disclosure_en', models.CharField(blank=True, max_length=80, verbose_name='what each post says of who speaks, in English')),
                        ('disclaimer', models.CharField(blank=True, max_length=160, verbose_name='what a profile says')),
                        ('disclaimer_en', models.CharField(blank=True, max_length=160, verbose_name='what a profile says, in English')),
                        ('status', models.CharField(choices=[('draft', 'being prepared'), ('open', 'open'), ('closed', 'closed')], default='draft', max_length=6)),
                        ('closes_on', models.DateField(blank=True, null=True, verbose_name='last day')),
                        ('made_at', models.DateTimeField()),
                        ('opened_at', models.DateTimeField(blank=True, null=True)),
                        ('closed_at', models.DateTimeField(blank=True, null=True)),
                        ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('policy', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='policies.policy')),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['-made_at', '-id'], name='advocacy_programmes_latest')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('status', 'open'), _negated=True), ('opened_at__isnull', False), _connector='OR'), name='advocacy_open_since'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('status', 'closed')), models.Q(models.Q(('status', 'closed'), _negated=True), ('closed_at__isnull', True)), _connector='OR'), name='advocacy_closed_since')],
                    },
                ),
                migrations.CreateModel(
                    name='Kit',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('title', models.CharField(max_length=120, verbose_name='title')),
                        ('title_en', models.CharField(blank=True, max_length=120, verbose_name='title in English')),
                        ('story', models.TextField(blank=True, max_length=3000, verbose_name='the story')),
                        ('story_en', models.TextField(blank=True, max_length=3000, verbose_name='the story in English')),
                        ('link', models.URLField(blank=True, max_length=500, verbose_name='link to share')),
                        ('topics', models.JSONField(blank=True, default=list, verbose_name='topics to follow')),
                        ('opens_on', models.DateField(verbose_name='first day')),
                        ('ends_on', models.DateField(verbose_name='last day')),
                        ('status', models.CharField(choices=[('draft', 'being written'), ('waiting', 'waits for approval'), ('approved', 'approved, opens on its day'), ('open', 'offered'), ('closed', 'closed'), ('expired', 'over')], default='draft', max_length=8)),
                        ('hands', models.JSONField(default=list)),
                        ('made_at', models.DateTimeField()),
                        ('submitted_at', models.DateTimeField(blank=True, null=True)),
                        ('approved_at', models.DateTimeField(blank=True, null=True)),
                        ('alone', models.BooleanField(default=False)),
                        ('returned', models.TextField(blank=True, max_length=1000, verbose_name='why it was sent back')),
                        ('digest', models.CharField(blank=True, max_length=64)),
                        ('closed_at', models.DateTimeField(blank=True, null=True)),
                        ('approved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('submitted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='kits', to='advocacy.programme')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['-made_at', '-id'], name='advocacy_kits_latest')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('opens_on'))), name='advocacy_kit_has_days'), models.CheckConstraint(condition=models.Q(models.Q(('status__in', ('approved', 'open')), _negated=True), models.Q(('approved_at__isnull', False), ('approved_by__isnull', False)), _connector='OR'), name='advocacy_kit_approved_by')],
                    },
                ),
                migrations.CreateModel(
                    name='Idea',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('kind', models.CharField(choices=[('story', 'A story to tell'), ('topic', 'A topic to follow'), ('other', 'Something to do better')], max_length=5, verbose_name='what it is')),
                        ('text', models.TextField(blank=True, max_length=2000, verbose_name='your idea')),
                        ('status', models.CharField(choices=[('received', 'waits for an answer'), ('kept', 'kept'), ('later', 'later'), ('declined', 'declined')], default='received', max_length=8)),
                        ('reason', models.TextField(blank=True, max_length=1000)),
                        ('made_at', models.DateTimeField()),
                        ('answered_at', models.DateTimeField(blank=True, null=True)),
                        ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('kit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='advocacy.kit')),
                        ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ideas', to='advocacy.programme')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['-made_at', '-id'], name='advocacy_ideas_latest')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', True), ('status', 'received')), models.Q(models.Q(('status', 'received'), _negated=True), ('answered_at__isnull', False)), _connector='OR'), name='advocacy_answered_since')],
                    },
                ),
                migrations.CreateModel(
                    name='Reach',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('role', models.CharField(blank=True, max_length=20)),
                        ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reach', to='advocacy.programme')),
                        ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('role', ''), ('unit__isnull', False)), models.Q(('unit__isnull', True), models.Q(('role', ''), _negated=True)), _connector='OR'), name='advocacy_reach_is_one_thing'), models.UniqueConstraint(condition=models.Q(('unit__isnull', False)), fields=('programme', 'unit'), name='advocacy_reach_unit_once'), models.UniqueConstraint(condition=models.Q(('unit__isnull', True)), fields=('programme', 'role'), name='advocacy_reach_role_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Share',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('network', models.CharField(max_length=20, verbose_name='network')),
                        ('url', models.CharField(blank=True, max_length=500, verbose_name='address of the post')),
                        ('how', models.CharField(choices=[('told', 'told by you'), ('read', 'read on the network')], default='told', max_length=4)),
                        ('disclosure', models.CharField(choices=[('unknown', 'not looked at'), ('found', 'it says who speaks'), ('missing', 'it does not say who speaks')], default='unknown', max_length=7)),
                        ('shared_on', models.DateField(verbose_name='shared on')),
                        ('made_at', models.DateTimeField()),
                        ('checked_at', models.DateTimeField(blank=True, null=True)),
                        ('removed_at', models.DateTimeField(blank=True, null=True)),
                        ('account', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='advocacy.personalaccount')),
                        ('kit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shares', to='advocacy.kit')),
                        ('membership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shares', to='advocacy.membership')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['-made_at', '-id'], name='advocacy_shares_latest')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('removed_at__isnull', True), models.Q(('url', ''), _negated=True)), fields=('membership', 'kit', 'url'), name='advocacy_share_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Wording',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('language', models.CharField(choices=[('fr', 'French'), ('en', 'English')], max_length=2, verbose_name='language')),
                        ('network', models.CharField(blank=True, max_length=20, verbose_name='network')),
                        ('text', models.TextField(max_length=5000, verbose_name='what one may post')),
                        ('position', models.PositiveSmallIntegerField(default=0)),
                        ('kit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='wordings', to='advocacy.kit')),
                    ],
                    options={
                        'ordering': ('position', 'id'),
                    },
                ),
                migrations.CreateModel(
                    name='KitPicture',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='brand.libraryitem')),
                        ('kit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pictures', to='advocacy.kit')),
                    ],
                    options={
                        'ordering': ('id',),
                        'constraints': [models.UniqueConstraint(fields=('kit', 'item'), name='advocacy_picture_once')],
                    },
                ),
                migrations.CreateModel(
                    name='OwnWords',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('language', models.CharField(choices=[('fr', 'French'), ('en', 'English')], max_length=2, verbose_name='language')),
                        ('network', models.CharField(max_length=20, verbose_name='network')),
                        ('text', models.TextField(blank=True, max_length=5000, verbose_name='your words')),
                        ('digest', models.CharField(max_length=64)),
                        ('status', models.CharField(choices=[('waiting', 'waits for an approval'), ('approved', 'approved'), ('refused', 'refused'), ('taken_back', 'taken back')], default='waiting', max_length=10)),
                        ('outcome', models.CharField(max_length=6)),
                        ('by_trust', models.BooleanField(default=False)),
                        ('cause', models.CharField(blank=True, choices=[('rule', 'A rule is not kept'), ('fact', 'A fact is not right'), ('moment', 'It is not the moment'), ('other', 'Something else')], max_length=6)),
                        ('reason', models.TextField(blank=True, max_length=1000)),
                        ('made_at', models.DateTimeField()),
                        ('decided_at', models.DateTimeField(blank=True, null=True)),
                        ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('kit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='own_words', to='advocacy.kit')),
                        ('membership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='own_words', to='advocacy.membership')),
                    ],
                    options={
                        'ordering': ('-made_at', '-id'),
                        'indexes': [models.Index(fields=['status', 'made_at'], name='advocacy_words_waiting')],
                    },
                ),
            ],
        ),
    ]
