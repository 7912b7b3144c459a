import django.db.models.deletion
import gouvernail.foundation.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0002_life'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='account',
            name='duplicate_of',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='duplicates', to='registry.account', verbose_name='the account it repeats'),
        ),
        migrations.AddField(
            model_name='account',
            name='status_before',
            field=models.CharField(blank=True, editable=False, max_length=12),
        ),
        migrations.AddField(
            model_name='account',
            name='status_by',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='account',
            name='status_reason',
            field=models.TextField(blank=True, editable=False, verbose_name='reason'),
        ),
        migrations.AddField(
            model_name='account',
            name='status_since',
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AlterField(
            model_name='account',
            name='kind',
            field=models.CharField(choices=[('organisation', 'organisation'), ('named', 'named, in our name'), ('professional', 'professional, of a person'), ('personal', 'personal')], default='organisation', max_length=14, verbose_name='kind'),
        ),
        migrations.CreateModel(
            name='Closing',
            fields=[
                ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('elsewhere', models.CharField(blank=True, max_length=300, verbose_name='or elsewhere')),
                ('last_post', models.TextField(verbose_name='Last post')),
                ('fate', models.CharField(choices=[('kept', 'kept, so that nobody takes the name'), ('released', 'released, deleted on the network')], default='kept', max_length=8, verbose_name='The handle is')),
                ('ends_on', models.DateField(verbose_name='Closed by')),
                ('outcome', models.CharField(choices=[('under_way', 'under way'), ('ended', 'ended'), ('given_up', 'given up')], default='under_way', max_length=10)),
                ('planned_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='closings', to='registry.account')),
                ('heir', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='inherits', to='registry.account')),
                ('planned_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('-planned_at', '-id'),
            },
        ),
        migrations.CreateModel(
            name='ClosingStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.CharField(choices=[('told', 'The last post is out'), ('redirected', 'The profile says where to go'), ('archived', 'Posts and figures are archived'), ('unplugged', 'Tools, buttons and links to it are gone'), ('handle', 'The handle is kept or released, as planned')], max_length=10)),
                ('done_at', models.DateTimeField()),
                ('note', models.CharField(blank=True, max_length=300)),
                ('closing', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='registry.closing')),
                ('done_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='SetupSheet',
            fields=[
                ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('email', models.CharField(blank=True, max_length=200, verbose_name='E-mail used')),
                ('phone', models.CharField(blank=True, max_length=200, verbose_name='Phone')),
                ('business_manager', models.CharField(blank=True, max_length=200, verbose_name='Business manager')),
                ('page_roles', models.TextField(blank=True, verbose_name='Roles on the page')),
                ('linked_tools', models.TextField(blank=True, verbose_name='Tools connected to it')),
                ('recovery', models.TextField(blank=True, verbose_name='Recovery path')),
                ('bio', models.TextField(blank=True, verbose_name='Biography')),
                ('links', models.TextField(blank=True, verbose_name='Links shown')),
                ('notice', models.TextField(blank=True, verbose_name='Notice shown')),
                ('comment_policy', models.TextField(blank=True, verbose_name='Comment policy')),
                ('checked_on', models.DateField(verbose_name='Checked on')),
                ('written_at', models.DateTimeField()),
                ('account', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='sheet', to='registry.account')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Agreement',
            fields=[
                ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('handle_of', models.CharField(choices=[('organisation', 'the organisation'), ('person', 'the person')], max_length=12, verbose_name='The handle belongs to')),
                ('followers_of', models.CharField(choices=[('organisation', 'the organisation'), ('person', 'the person')], max_length=12, verbose_name='The followers belong to')),
                ('at_departure', models.CharField(choices=[('stays', 'the account stays with the organisation, under another name'), ('goes', 'the person keeps it and takes our name out'), ('closes', 'the account is closed')], max_length=8, verbose_name='When the person leaves')),
                ('terms', models.TextField(blank=True, verbose_name='What else was agreed')),
                ('reference', models.CharField(max_length=300, verbose_name='Where the signed paper is')),
                ('signed_on', models.DateField(verbose_name='Signed on')),
                ('filed_at', models.DateTimeField()),
                ('ended_on', models.DateField(blank=True, null=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agreements', to='registry.account')),
                ('filed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('-signed_on', '-id'),
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_on__isnull', True)), fields=('account',), name='registry_one_agreement_in_force')],
            },
        ),
        migrations.AddConstraint(
            model_name='closing',
            constraint=models.UniqueConstraint(condition=models.Q(('outcome', 'under_way')), fields=('account',), name='registry_one_closing_under_way'),
        ),
        migrations.AddConstraint(
            model_name='closingstep',
            constraint=models.UniqueConstraint(fields=('closing', 'step'), name='registry_closing_step_done_once'),
        ),
    ]
