import django.db.models.deletion
import gouvernail.foundation.ids
import gouvernail.foundation.tables
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0001_tables'),
        ('registry', '0001_tables'),
    ]

    operations = [
        gouvernail.foundation.tables.CreateTables(
            operations=[
                migrations.CreateModel(
                    name='Source',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('kind', models.CharField(choices=[('jetstream', 'Bluesky, whole network (Jetstream)'), ('repos', 'Bluesky, one server (repositories)'), ('mastodon_stream', 'Mastodon, live timeline'), ('mastodon_search', 'Mastodon, search'), ('feed', 'Feed (RSS or Atom)'), ('page', 'Web page'), ('file', 'Files imported by hand'), ('mail', 'Notification e-mails')], max_length=20, verbose_name='kind')),
                        ('name', models.CharField(max_length=120, verbose_name='name')),
                        ('address', models.CharField(blank=True, max_length=1000, verbose_name='address')),
                        ('options', models.JSONField(blank=True, default=dict)),
                        ('keeps_all', models.BooleanField(default=False)),
                        ('added_at', models.DateTimeField()),
                        ('paused_at', models.DateTimeField(blank=True, null=True)),
                        ('forgotten_at', models.DateTimeField(blank=True, null=True)),
                        ('account', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.account')),
                        ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
                    ],
                    options={
                        'ordering': ('name', 'id'),
                        'indexes': [models.Index(fields=['unit', 'forgotten_at'], name='listening_source_by_unit')],
                    },
                ),
                migrations.CreateModel(
                    name='Topic',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('name_fr', models.CharField(max_length=120, verbose_name='name in French')),
                        ('name_en', models.CharField(blank=True, max_length=120, verbose_name='name in English')),
                        ('kind', models.CharField(choices=[('brand', 'our name'), ('product', 'product or service'), ('competitor', 'competitor or peer'), ('executive', 'person in charge'), ('account', 'account to follow'), ('crisis', 'crisis vocabulary'), ('other', 'other subject')], default='other', max_length=12, verbose_name='kind')),
                        ('query', models.TextField(verbose_name='query')),
                        ('sensitivity', models.CharField(choices=[('off', 'no alert'), ('low', 'low'), ('medium', 'medium'), ('high', 'high')], default='medium', max_length=6, verbose_name='sensitivity')),
                        ('retention', models.CharField(choices=[('month', 'one month'), ('year', 'thirteen months'), ('long', 'three years')], default='year', max_length=6, verbose_name='kept for')),
                        ('created_at', models.DateTimeField()),
                        ('changed_at', models.DateTimeField()),
                        ('paused_at', models.DateTimeField(blank=True, null=True)),
                        ('closed_at', models.DateTimeField(blank=True, null=True)),
                        ('backfilled_to', models.DateTimeField(blank=True, null=True)),
                        ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
                    ],
                    options={
                        'ordering': ('name_fr', 'id'),
                        'indexes': [models.Index(fields=['unit', 'closed_at'], name='listening_topic_by_unit')],
                    },
                ),
                migrations.CreateModel(
                    name='Tag',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('name', models.CharField(max_length=60, verbose_name='name')),
                        ('name_key', models.CharField(editable=False, max_length=60, unique=True)),
                        ('retired_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'ordering': ('name_key',),
                    },
                ),
                migrations.CreateModel(
                    name='Mention',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('network', models.CharField(max_length=30)),
                        ('key', models.CharField(max_length=500)),
                        ('what', models.CharField(max_length=8)),
                        ('url', models.CharField(blank=True, max_length=2000)),
                        ('author_key', models.CharField(blank=True, max_length=400)),
                        ('author_handle', models.CharField(blank=True, max_length=300)),
                        ('author_name', models.CharField(blank=True, max_length=300)),
                        ('author_followers', models.PositiveIntegerField(blank=True, null=True)),
                        ('posted_at', models.DateTimeField()),
                        ('received_at', models.DateTimeField()),
                        ('edited_at', models.DateTimeField(blank=True, null=True)),
                        ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                        ('text', models.TextField(blank=True)),
                        ('text_print', models.CharField(blank=True, max_length=16)),
                        ('urls', models.JSONField(blank=True, default=list)),
                        ('media', models.JSONField(blank=True, default=list)),
                        ('has', models.JSONField(blank=True, default=list)),
                        ('lang', models.CharField(blank=True, max_length=12)),
                        ('sentiment', models.CharField(choices=[('negative', 'negative'), ('neutral', 'neutral'), ('positive', 'positive'), ('unknown', 'unknown')], default='unknown', max_length=8)),
                        ('score', models.FloatField(default=0.0)),
                        ('reach', models.PositiveIntegerField(default=0)),
                        ('parent_key', models.CharField(blank=True, max_length=500)),
                        ('root_key', models.CharField(blank=True, max_length=500)),
                        ('quoted_key', models.CharField(blank=True, max_length=500)),
                        ('repeats', models.PositiveIntegerField(default=0)),
                        ('is_own', models.BooleanField(default=False)),
                        ('is_private', models.BooleanField(default=False)),
                        ('is_hidden', models.BooleanField(default=False)),
                        ('account', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.account')),
                        ('repeat_of', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='repeated', to='listening.mention')),
                        ('source', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='listening.source')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['posted_at', 'id'], name='listening_by_time'), models.Index(fields=['network', 'author_key', 'posted_at'], name='listening_by_author'), models.Index(condition=models.Q(('text_print', ''), _negated=True), fields=['text_print', 'posted_at'], name='listening_by_words'), models.Index(condition=models.Q(('root_key', ''), _negated=True), fields=['root_key', 'posted_at'], name='listening_by_thread'), models.Index(condition=models.Q(('account__isnull', False)), fields=['account', 'posted_at', 'id'], name='listening_to_us')],
                        'constraints': [models.UniqueConstraint(fields=('network', 'key'), name='listening_mention_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Note',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('text', models.TextField(blank=True)),
                        ('at', models.DateTimeField()),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('mention', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='listening.mention')),
                    ],
                    options={
                        'ordering': ('at', 'id'),
                    },
                ),
                migrations.CreateModel(
                    name='Position',
                    fields=[
                        ('source', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='position', serialize=False, to='listening.source')),
                        ('cursor', models.TextField(blank=True)),
                        ('health', models.CharField(choices=[('new', 'not heard yet'), ('ok', 'listening'), ('waiting', 'trying again'), ('stopped', 'needs you')], default='new', max_length=10)),
                        ('trouble', models.CharField(blank=True, max_length=60)),
                        ('told', models.CharField(blank=True, max_length=300)),
                        ('failures', models.PositiveIntegerField(default=0)),
                        ('retry_at', models.DateTimeField(blank=True, null=True)),
                        ('tried_at', models.DateTimeField(blank=True, null=True)),
                        ('heard_at', models.DateTimeField(blank=True, null=True)),
                        ('last_event_at', models.DateTimeField(blank=True, null=True)),
                        ('gap_at', models.DateTimeField(blank=True, null=True)),
                        ('gaps', models.PositiveIntegerField(default=0)),
                        ('heard', models.PositiveBigIntegerField(default=0)),
                        ('kept', models.PositiveBigIntegerField(default=0)),
                        ('odd', models.PositiveBigIntegerField(default=0)),
                    ],
                ),
                migrations.CreateModel(
                    name='Rhythm',
                    fields=[
                        ('topic', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='rhythm', serialize=False, to='listening.topic')),
                        ('state', models.JSONField(default=dict)),
                        ('until', models.DateTimeField()),
                    ],
                ),
                migrations.CreateModel(
                    name='Quarter',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('start', models.DateTimeField()),
                        ('count', models.PositiveIntegerField(default=0)),
                        ('negative', models.PositiveIntegerField(default=0)),
                        ('reach', models.PositiveBigIntegerField(default=0)),
                        ('topic', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='listening.topic')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('topic', 'start'), name='listening_quarter_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Hourly',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('network', models.CharField(max_length=30)),
                        ('lang', models.CharField(blank=True, max_length=12)),
                        ('sentiment', models.CharField(max_length=8)),
                        ('count', models.PositiveIntegerField(default=0)),
                        ('reach', models.PositiveBigIntegerField(default=0)),
                        ('hour', models.DateTimeField()),
                        ('topic', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='listening.topic')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('topic', 'hour', 'network', 'lang', 'sentiment'), name='listening_hour_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Daily',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('network', models.CharField(max_length=30)),
                        ('lang', models.CharField(blank=True, max_length=12)),
                        ('sentiment', models.CharField(max_length=8)),
                        ('count', models.PositiveIntegerField(default=0)),
                        ('reach', models.PositiveBigIntegerField(default=0)),
                        ('day', models.DateField()),
                        ('topic', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='listening.topic')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('topic', 'day', 'network', 'lang', 'sentiment'), name='listening_day_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Spike',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('since', models.DateTimeField()),
                        ('told_at', models.DateTimeField()),
                        ('until', models.DateTimeField(blank=True, null=True)),
                        ('kind', models.CharField(choices=[('volume', 'much more is said than usual'), ('negative', 'what is said turns negative')], max_length=8)),
                        ('severity', models.PositiveSmallIntegerField()),
                        ('ratio', models.PositiveIntegerField()),
                        ('is_persistent', models.BooleanField(default=False)),
                        ('card', models.JSONField(default=dict)),
                        ('verdict', models.CharField(blank=True, choices=[('real', 'to be followed'), ('expected', 'expected'), ('noise', 'nothing to it')], max_length=8)),
                        ('seen_at', models.DateTimeField(blank=True, null=True)),
                        ('seen_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('topic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='spikes', to='listening.topic')),
                    ],
                    options={
                        'ordering': ('-told_at', '-id'),
                        'indexes': [models.Index(fields=['told_at', 'id'], name='listening_spike_by_time')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('topic',), name='listening_one_spike_at_a_time'), models.CheckConstraint(condition=models.Q(('severity__gte', 1), ('severity__lte', 10)), name='listening_spike_severity')],
                    },
                ),
                migrations.CreateModel(
                    name='Tagging',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('at', models.DateTimeField()),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('mention', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='taggings', to='listening.mention')),
                        ('tag', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='taggings', to='listening.tag')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('mention', 'tag'), name='listening_tagged_once')],
                    },
                ),
                migrations.CreateModel(
                    name='TermDay',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('day', models.DateField()),
                        ('term', models.CharField(max_length=60)),
                        ('count', models.PositiveIntegerField(default=0)),
                        ('topic', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='listening.topic')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('topic', 'day', 'term'), name='listening_term_once')],
                    },
                ),
                migrations.CreateModel(
                    name='TopicMention',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('posted_at', models.DateTimeField()),
                        ('mention', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='topics', to='listening.mention')),
                        ('topic', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='listening.topic')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['topic', 'posted_at', 'mention'], name='listening_by_topic')],
                        'constraints': [models.UniqueConstraint(fields=('mention', 'topic'), name='listening_about_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Unheard',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('network', models.CharField(max_length=30)),
                        ('author_sha256', models.CharField(max_length=64)),
                        ('reason', models.CharField(blank=True, max_length=300)),
                        ('at', models.DateTimeField()),
                        ('ended_at', models.DateTimeField(blank=True, null=True)),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('author_sha256',), name='listening_unheard_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Handling',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('assigned_at', models.DateTimeField(blank=True, null=True)),
                        ('done_at', models.DateTimeField(blank=True, null=True)),
                        ('hidden_at', models.DateTimeField(blank=True, null=True)),
                        ('hidden_reason', models.CharField(blank=True, max_length=300)),
                        ('assigned_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('assigned_to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('hidden_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('mention', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='handling', to='listening.mention')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['assigned_to', 'done_at'], name='listening_given_to')],
                    },
                ),
            ],
        ),
    ]
