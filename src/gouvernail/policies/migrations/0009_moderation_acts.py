import django.db.models.deletion
import gouvernail.foundation.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0001_tables'),
        ('policies', '0008_removed_by_key'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='commentspace',
            name='quote_days',
            field=models.PositiveSmallIntegerField(default=90, verbose_name='days the words are kept'),
        ),
        migrations.CreateModel(
            name='ModerationAct',
            fields=[
                ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('account_id', models.UUIDField()),
                ('act', models.CharField(choices=[('hide', 'Hidden'), ('delete', 'Deleted'), ('report', 'Reported to the network'), ('block', 'Author blocked'), ('mute', 'Author muted'), ('restore', 'Shown again')], max_length=8, verbose_name='what was done')),
                ('anchor', models.CharField(max_length=20, verbose_name='clause')),
                ('label', models.CharField(max_length=200, verbose_name='reason')),
                ('label_en', models.CharField(blank=True, max_length=200, verbose_name='reason in English')),
                ('link', models.CharField(blank=True, max_length=500, verbose_name='link to the comment')),
                ('quote', models.TextField(blank=True, verbose_name='words of the comment')),
                ('done_at', models.DateTimeField()),
                ('recorded_at', models.DateTimeField()),
                ('forgotten_at', models.DateTimeField(blank=True, null=True)),
                ('struck_at', models.DateTimeField(blank=True, null=True)),
                ('struck_why', models.TextField(blank=True, verbose_name='why it is struck')),
                ('corrects', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrected_by', to='policies.moderationact')),
                ('done_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('space', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acts', to='policies.commentspace')),
                ('struck_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='policies.policyversion')),
            ],
            options={
                'indexes': [models.Index(fields=['-done_at', '-id'], name='policies_acts_latest'), models.Index(fields=['account_id', '-done_at'], name='policies_acts_of_account')],
            },
        ),
    ]
