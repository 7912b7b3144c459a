import django.db.models.deletion
import gouvernail.foundation.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('policies', '0002_life_and_scope'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PolicyReview',
            fields=[
                ('id', models.UUIDField(default=gouvernail.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('reviewed_at', models.DateTimeField()),
                ('reason', models.TextField(verbose_name='why nothing changes')),
                ('due_on', models.DateField(blank=True, null=True)),
                ('next_on', models.DateField()),
                ('policy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='policies.policy')),
                ('reviewed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('-reviewed_at',),
            },
        ),
    ]
