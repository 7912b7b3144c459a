import django.db.models.deletion
import gouvernail.foundation.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('attestations', '0001_account_reviews'),
        ('people', '0003_sign_ins'),
        ('registry', '0004_findings'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Declaration',
            fields=[
                ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('status', models.CharField(choices=[('asked', 'waiting'), ('signed', 'signed')], default='asked', max_length=8)),
                ('answers', models.JSONField(blank=True, default=dict)),
                ('signed_at', models.DateTimeField(blank=True, null=True)),
                ('digest', models.CharField(blank=True, max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name='Campaign',
            fields=[
                ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('title', models.CharField(max_length=160, verbose_name='title')),
                ('title_en', models.CharField(blank=True, max_length=160, verbose_name='title in English')),
                ('text', models.TextField(blank=True, verbose_name='text')),
                ('text_en', models.TextField(blank=True, verbose_name='text in English')),
                ('opens_on', models.DateField(verbose_name='opens on')),
                ('closes_on', models.DateField(verbose_name='closes on')),
                ('remind_days', models.JSONField(default=list)),
                ('status', models.CharField(choices=[('prepared', 'in preparation'), ('open', 'open'), ('closed', 'closed')], default='prepared', max_length=10)),
                ('made_at', models.DateTimeField()),
                ('opened_at', models.DateTimeField(blank=True, null=True)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
            ],
            options={
                'ordering': ('-opens_on', '-id'),
            },
        ),
        migrations.CreateModel(
            name='DeclarationDraft',
            fields=[
                ('declaration', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='draft', serialize=False, to='attestations.declaration')),
                ('answers', models.JSONField(default=dict)),
                ('saved_at', models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name='declaration',
            name='campaign',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='declarations', to='attestations.campaign'),
        ),
        migrations.AddField(
            model_name='declaration',
            name='signed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='declaration',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit'),
        ),
        migrations.CreateModel(
            name='DeclaredLine',
            fields=[
                ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('what', models.CharField(choices=[('correction', 'correction'), ('addition', 'page not listed'), ('not_ours', 'not ours'), ('closed', 'closed')], max_length=10)),
                ('changes', models.JSONField(blank=True, default=dict)),
                ('address', models.CharField(blank=True, max_length=500)),
                ('note', models.TextField(blank=True)),
                ('status', models.CharField(choices=[('waiting', 'to settle'), ('accepted', 'accepted'), ('refused', 'refused'), ('appealed', 'appealed'), ('upheld', 'refusal kept')], default='waiting', max_length=8)),
                ('answer', models.TextField(blank=True)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('appeal', models.TextField(blank=True)),
                ('appealed_at', models.DateTimeField(blank=True, null=True)),
                ('appeal_answer', models.TextField(blank=True)),
                ('appeal_answered_at', models.DateTimeField(blank=True, null=True)),
                ('account', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.account')),
                ('appeal_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('declaration', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='attestations.declaration')),
            ],
            options={
                'ordering': ('id',),
            },
        ),
        migrations.CreateModel(
            name='Declarer',
            fields=[
                ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('failed', models.BooleanField(default=False)),
                ('reminded_on', models.DateField(blank=True, null=True)),
                ('declaration', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='declarers', to='attestations.declaration')),
                ('named_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='DeclarerLink',
            fields=[
                ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('key_digest', models.CharField(max_length=64, unique=True)),
                ('expires_at', models.DateTimeField()),
                ('handed_over', models.BooleanField(default=False)),
                ('made_at', models.DateTimeField()),
                ('declarer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links', to='attestations.declarer')),
            ],
        ),
        migrations.AddConstraint(
            model_name='declaration',
            constraint=models.UniqueConstraint(fields=('campaign', 'unit'), name='attestations_one_declaration_a_unit'),
        ),
        migrations.AddConstraint(
            model_name='declaration',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('signed_at__isnull', True), ('status', 'asked')), models.Q(('signed_at__isnull', False), ('signed_by__isnull', False), ('status', 'signed')), _connector='OR'), name='attestations_signed_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='declarer',
            constraint=models.UniqueConstraint(condition=models.Q(('removed_at__isnull', True)), fields=('declaration', 'person'), name='attestations_asked_once'),
        ),
    ]
