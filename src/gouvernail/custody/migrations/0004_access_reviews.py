import django.db.models.deletion
import gouvernail.foundation.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('custody', '0003_proofs'),
        ('people', '0003_sign_ins'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AccessReview',
            fields=[
                ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('title', models.CharField(max_length=160, verbose_name='title')),
                ('title_en', models.CharField(blank=True, max_length=160, verbose_name='title in English')),
                ('manner', models.CharField(choices=[('account', 'by account: who answers for it'), ('person', 'by person: whoever holds the access')], max_length=8, verbose_name='who is asked')),
                ('due_on', models.DateField(verbose_name='to be answered by')),
                ('status', models.CharField(choices=[('open', 'open'), ('closed', 'closed')], default='open', max_length=8)),
                ('opened_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
            ],
            options={
                'ordering': ('-opened_at', '-id'),
            },
        ),
        migrations.CreateModel(
            name='ReviewedAccess',
            fields=[
                ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('state', models.CharField(choices=[('asked', 'to answer'), ('refused', 'not theirs'), ('answered', 'answered')], default='asked', max_length=8)),
                ('answer', models.CharField(blank=True, choices=[('keep', 'keep'), ('withdraw', 'withdraw'), ('change', 'put right')], max_length=8)),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='reason')),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('refusal', models.CharField(blank=True, max_length=500)),
                ('refused_at', models.DateTimeField(blank=True, null=True)),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('access', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviewed', to='custody.access')),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('asked', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('refused_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='custody.accessreview')),
                ('settled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddConstraint(
            model_name='accessreview',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('status', 'open')), models.Q(('closed_at__isnull', False), ('closed_by__isnull', False), ('status', 'closed')), _connector='OR'), name='custody_review_closed_by_somebody'),
        ),
        migrations.AddIndex(
            model_name='reviewedaccess',
            index=models.Index(fields=['asked', 'state'], name='custody_reviewed_by_person'),
        ),
        migrations.AddConstraint(
            model_name='reviewedaccess',
            constraint=models.UniqueConstraint(fields=('review', 'access'), name='custody_reviewed_once'),
        ),
        migrations.AddConstraint(
            model_name='reviewedaccess',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', False), ('state', 'answered'), models.Q(('answer', ''), _negated=True)), models.Q(models.Q(('state', 'answered'), _negated=True), ('answer', ''), ('answered_at__isnull', True)), _connector='OR'), name='custody_reviewed_answer_is_dated'),
        ),
    ]
