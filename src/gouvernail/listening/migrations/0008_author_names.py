from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('listening', '0007_nobody_named'),
    ]

    operations = [
        migrations.CreateModel(
            name='AuthorName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('network', models.CharField(max_length=30)),
                ('key', models.CharField(max_length=400)),
                ('handle', models.CharField(blank=True, max_length=300)),
                ('name', models.CharField(blank=True, max_length=300)),
                ('followers', models.PositiveIntegerField(blank=True, null=True)),
                ('asked_at', models.DateTimeField(db_index=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('network', 'key'), name='listening_author_once')],
            },
        ),
    ]
