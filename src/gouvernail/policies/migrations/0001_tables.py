import django.db.models.deletion
import gouvernail.foundation.ids
import gouvernail.foundation.tables
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('policies', '0001_initial')]

    initial = True

    dependencies = [
        ('people', '0001_tables'),
    ]

    operations = [
        gouvernail.foundation.tables.CreateTables(
            operations=[
                migrations.CreateModel(
                    name='PolicyFile',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('sha256', models.CharField(max_length=64, unique=True)),
                        ('size_bytes', models.PositiveBigIntegerField()),
                        ('original_name', models.CharField(max_length=200)),
                        ('content', models.BinaryField()),
                        ('added_at', models.DateTimeField()),
                    ],
                ),
                migrations.CreateModel(
                    name='Policy',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('slug', models.SlugField(max_length=60, unique=True, verbose_name='short name')),
                        ('title', models.CharField(max_length=200, verbose_name='title')),
                        ('title_en', models.CharField(blank=True, max_length=200, verbose_name='title in English')),
                        ('review_months', models.PositiveSmallIntegerField(default=12, verbose_name='review every (months)')),
                        ('review_on', models.DateField(blank=True, null=True, verbose_name='next review')),
                        ('must_sign', models.BooleanField(default=True, verbose_name='to be signed')),
                        ('archived_at', models.DateTimeField(blank=True, null=True)),
                        ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
                    ],
                    options={
                        'verbose_name_plural': 'policies',
                    },
                ),
                migrations.CreateModel(
                    name='PolicyVersion',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('number', models.PositiveIntegerField()),
                        ('status', models.CharField(choices=[('draft', 'draft'), ('in_force', 'in force'), ('superseded', 'superseded')], default='draft', max_length=12)),
                        ('summary', models.TextField(blank=True, verbose_name='what it is for')),
                        ('summary_en', models.TextField(blank=True, verbose_name='what it is for, in English')),
                        ('changes', models.TextField(blank=True, verbose_name='what changes')),
                        ('changes_en', models.TextField(blank=True, verbose_name='what changes, in English')),
                        ('in_force_on', models.DateField(blank=True, null=True, verbose_name='in force on')),
                        ('published_at', models.DateTimeField(blank=True, null=True)),
                        ('digest', models.CharField(blank=True, max_length=64)),
                        ('file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='policies.policyfile')),
                        ('policy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='policies.policy')),
                        ('published_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ('-number',),
                        'constraints': [models.UniqueConstraint(fields=('policy', 'number'), name='policies_version_number'), models.UniqueConstraint(condition=models.Q(('status', 'in_force')), fields=('policy',), name='policies_one_version_in_force')],
                    },
                ),
                migrations.CreateModel(
                    name='Clause',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('anchor', models.CharField(max_length=20)),
                        ('position', models.PositiveIntegerField()),
                        ('title', models.CharField(max_length=200, verbose_name='title')),
                        ('title_en', models.CharField(blank=True, max_length=200, verbose_name='title in English')),
                        ('text', models.TextField(blank=True, verbose_name='text')),
                        ('text_en', models.TextField(blank=True, verbose_name='text in English')),
                        ('digest', models.CharField(max_length=64)),
                        ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='clauses', to='policies.policyversion')),
                    ],
                    options={
                        'ordering': ('position',),
                        'constraints': [models.UniqueConstraint(fields=('version', 'anchor'), name='policies_clause_anchor')],
                    },
                ),
                migrations.CreateModel(
                    name='Signature',
                    fields=[
                        ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('digest', models.CharField(max_length=64)),
                        ('statement', models.TextField()),
                        ('language', models.CharField(max_length=8)),
                        ('method', models.CharField(default='browser', max_length=20)),
                        ('at', models.DateTimeField()),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to=settings.AUTH_USER_MODEL)),
                        ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to='policies.policyversion')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('version', 'person'), name='policies_signed_once')],
                    },
                ),
            ],
        ),
    ]
