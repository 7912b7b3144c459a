import django.db.models.deletion
import gouvernail.foundation.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0003_sign_ins'),
        ('registry', '0007_agreement_papers'),
        ('verification', '0002_reports_answered'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Silence',
            fields=[
                ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('unit', 'a unit, with those below it'), ('tag', 'a tag'), ('account', 'one account')], max_length=8)),
                ('tag', models.CharField(blank=True, max_length=200)),
                ('tag_plain', models.CharField(blank=True, editable=False, max_length=400)),
                ('tag_written', models.CharField(blank=True, editable=False, max_length=1400)),
                ('reason', models.TextField()),
                ('begun_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('account', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.account')),
                ('begun_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('account__isnull', True), ('kind', 'unit'), ('tag', ''), ('unit__isnull', False)), models.Q(('account__isnull', False), ('kind', 'account'), ('tag', ''), ('unit__isnull', True)), models.Q(('account__isnull', True), ('kind', 'tag'), ('unit__isnull', True), models.Q(('tag', ''), _negated=True)), _connector='OR'), name='verification_silence_of_one_thing'), models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('unit',), name='verification_silence_unit_once'), models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('account',), name='verification_silence_account_once'), models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True), ('kind', 'tag')), fields=('tag',), name='verification_silence_tag_once')],
            },
        ),
    ]
