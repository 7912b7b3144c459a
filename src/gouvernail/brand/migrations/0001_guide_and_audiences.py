import django.db.models.deletion
import gouvernail.foundation.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0004_found_by_name_and_by_status'),
        ('registry', '0007_agreement_papers'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Audience',
            fields=[
                ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('code', models.SlugField(max_length=40, unique=True)),
                ('title', models.CharField(max_length=160)),
                ('title_en', models.CharField(blank=True, max_length=160)),
                ('text', models.TextField(blank=True, max_length=4000)),
                ('text_en', models.TextField(blank=True, max_length=4000)),
                ('needs', models.TextField(blank=True, max_length=4000)),
                ('needs_en', models.TextField(blank=True, max_length=4000)),
                ('networks', models.JSONField(blank=True, default=list)),
                ('languages', models.JSONField(blank=True, default=list)),
                ('topics', models.JSONField(blank=True, default=list)),
                ('archived_at', models.DateTimeField(blank=True, null=True)),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='brand.audience')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
            ],
            options={
                'ordering': ('title', 'id'),
            },
        ),
        migrations.CreateModel(
            name='PostTemplate',
            fields=[
                ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('network', models.CharField(blank=True, max_length=30)),
                ('archived_at', models.DateTimeField(blank=True, null=True)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
            ],
        ),
        migrations.CreateModel(
            name='Reference',
            fields=[
                ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('title', models.CharField(max_length=160)),
                ('title_en', models.CharField(blank=True, max_length=160)),
                ('address', models.CharField(max_length=500)),
                ('checked_on', models.DateField(blank=True, null=True)),
                ('checked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
            ],
            options={
                'ordering': ('id',),
            },
        ),
        migrations.CreateModel(
            name='Section',
            fields=[
                ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('network', models.CharField(blank=True, max_length=30)),
                ('topic', models.CharField(choices=[('principles', 'principles'), ('voice', 'voice'), ('tone', 'tone'), ('syntax', 'syntax'), ('hashtags', 'hashtags'), ('links', 'links'), ('pictures', 'pictures and videos'), ('replies', 'replies'), ('netiquette', 'netiquette')], max_length=12)),
                ('starter', models.CharField(blank=True, editable=False, max_length=40)),
                ('archived_at', models.DateTimeField(blank=True, null=True)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
            ],
        ),
        migrations.CreateModel(
            name='SectionVersion',
            fields=[
                ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('status', models.CharField(choices=[('draft', 'draft'), ('in_force', 'in force'), ('superseded', 'superseded')], default='draft', max_length=12)),
                ('title', models.CharField(max_length=160)),
                ('title_en', models.CharField(blank=True, max_length=160)),
                ('text', models.TextField(blank=True, max_length=20000)),
                ('text_en', models.TextField(blank=True, max_length=20000)),
                ('changes', models.CharField(blank=True, max_length=400)),
                ('changes_en', models.CharField(blank=True, max_length=400)),
                ('hands', models.JSONField(blank=True, default=list)),
                ('written_at', models.DateTimeField()),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('in_force_on', models.DateField(blank=True, null=True)),
                ('digest', models.CharField(blank=True, max_length=64)),
                ('pairs', models.JSONField(blank=True, default=list)),
                ('substantial', models.BooleanField(default=True)),
                ('substance', models.PositiveIntegerField(default=0)),
                ('published_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('section', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='brand.section')),
                ('written_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('-number',),
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SiteElement',
            fields=[
                ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('aspect', models.CharField(choices=[('colours', 'colours'), ('typefaces', 'typefaces'), ('logo', 'logo'), ('tone', 'tone'), ('accounts', 'page that links to the accounts'), ('names', 'names and figures')], max_length=12)),
                ('address', models.CharField(blank=True, max_length=500)),
                ('on_site', models.CharField(blank=True, max_length=400)),
                ('on_networks', models.CharField(blank=True, max_length=400)),
                ('state', models.CharField(choices=[('unchecked', 'not compared yet'), ('same', 'they say the same'), ('different', 'they differ')], default='unchecked', max_length=10)),
                ('checked_on', models.DateField(blank=True, null=True)),
                ('checked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
            ],
            options={
                'ordering': ('id',),
            },
        ),
        migrations.CreateModel(
            name='TemplateVersion',
            fields=[
                ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('status', models.CharField(choices=[('draft', 'draft'), ('in_force', 'in force'), ('superseded', 'superseded')], default='draft', max_length=12)),
                ('title', models.CharField(max_length=160)),
                ('title_en', models.CharField(blank=True, max_length=160)),
                ('text', models.TextField(blank=True, max_length=20000)),
                ('text_en', models.TextField(blank=True, max_length=20000)),
                ('changes', models.CharField(blank=True, max_length=400)),
                ('changes_en', models.CharField(blank=True, max_length=400)),
                ('hands', models.JSONField(blank=True, default=list)),
                ('written_at', models.DateTimeField()),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('in_force_on', models.DateField(blank=True, null=True)),
                ('digest', models.CharField(blank=True, max_length=64)),
                ('required', models.JSONField(blank=True, default=list)),
                ('width', models.PositiveIntegerField(default=0)),
                ('height', models.PositiveIntegerField(default=0)),
                ('published_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('template', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='brand.posttemplate')),
                ('written_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('-number',),
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='TemplateUse',
            fields=[
                ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('subject_id', models.UUIDField(db_index=True)),
                ('at', models.DateTimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='uses', to='brand.templateversion')),
            ],
        ),
        migrations.CreateModel(
            name='Theme',
            fields=[
                ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('title', models.CharField(max_length=160)),
                ('title_en', models.CharField(blank=True, max_length=160)),
                ('colours', models.JSONField(default=list)),
                ('pairs', models.JSONField(blank=True, default=list)),
                ('archived_at', models.DateTimeField(blank=True, null=True)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
            ],
            options={
                'ordering': ('id',),
            },
        ),
        migrations.CreateModel(
            name='Addressee',
            fields=[
                ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('subject_id', models.UUIDField(db_index=True)),
                ('audience', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='addressed', to='brand.audience')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('audience', 'subject_id'), name='brand_addressed_once')],
            },
        ),
        migrations.CreateModel(
            name='AudienceAccount',
            fields=[
                ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.account')),
                ('audience', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links', to='brand.audience')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('audience', 'account'), name='brand_audience_once')],
            },
        ),
        migrations.CreateModel(
            name='Reading',
            fields=[
                ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('readers', models.CharField(choices=[('delegates', 'the delegates of its units'), ('holders', 'those who hold its accounts'), ('everybody', 'everybody in it')], max_length=10)),
                ('due_days', models.PositiveSmallIntegerField(default=14)),
                ('asked_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
            ],
            options={
                'ordering': ('id',),
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('unit', 'readers'), name='brand_reading_asked_once')],
            },
        ),
        migrations.CreateModel(
            name='Receipt',
            fields=[
                ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('digest', models.CharField(max_length=64)),
                ('versions', models.JSONField(default=dict)),
                ('at', models.DateTimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='guide_receipts', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('person', 'unit', 'digest'), name='brand_guide_read_once')],
            },
        ),
        migrations.AddConstraint(
            model_name='section',
            constraint=models.UniqueConstraint(condition=models.Q(('archived_at__isnull', True)), fields=('unit', 'network', 'topic'), name='brand_section_once_a_place'),
        ),
        migrations.AddConstraint(
            model_name='sectionversion',
            constraint=models.UniqueConstraint(fields=('section', 'number'), name='brand_section_number'),
        ),
        migrations.AddConstraint(
            model_name='sectionversion',
            constraint=models.UniqueConstraint(condition=models.Q(('status__in', ('draft', 'in_force'))), fields=('section', 'status'), name='brand_section_one_draft_one_in_force'),
        ),
        migrations.AddConstraint(
            model_name='siteelement',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'unchecked'), ('checked_on__isnull', False), _connector='OR'), name='brand_element_compared_on_a_day'),
        ),
        migrations.AddConstraint(
            model_name='templateversion',
            constraint=models.UniqueConstraint(fields=('template', 'number'), name='brand_template_number'),
        ),
        migrations.AddConstraint(
            model_name='templateversion',
            constraint=models.UniqueConstraint(condition=models.Q(('status__in', ('draft', 'in_force'))), fields=('template', 'status'), name='brand_template_one_draft_one_in_force'),
        ),
        migrations.AddConstraint(
            model_name='templateuse',
            constraint=models.UniqueConstraint(fields=('version', 'subject_id'), name='brand_used_once'),
        ),
    ]
