"""How long conversations are kept, what happened to messages, and their full-text index.

The index is FTS5 on SQLite, a `tsvector` with its GIN index on PostgreSQL; both are given words
already cut by `kernel.text`. FTS5 keeps the words: those of one message can be taken out.
"""

import django.db.models.deletion
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# As the archive: of ASCII, a word of ours holds letters, digits and underscores.
SQLITE = "CREATE VIRTUAL TABLE inbox_text USING fts5(words, tokenize=\"ascii tokenchars '_'\")"
KEPT = [(92, "three months"), (396, "thirteen months"), (1096, "three years"), (1827, "five years")]


def make(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Instant: the tables are empty; what was received already is indexed by the worker."""
    del apps
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(SQLITE)
    else:
        schema_editor.execute("ALTER TABLE inbox_words ADD COLUMN words tsvector")
        schema_editor.execute("CREATE INDEX inbox_words_text ON inbox_words USING gin (words)")


def drop(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the index away; the texts are untouched."""
    del apps
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE inbox_text")
    else:
        schema_editor.execute("ALTER TABLE inbox_words DROP COLUMN words")


class Migration(migrations.Migration):
    dependencies = [
        ("inbox", "0001_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AddField(
            "desk", "kept_days", models.PositiveSmallIntegerField(choices=KEPT, default=396)
        ),
        migrations.AddField(
            "desk", "private_days", models.PositiveSmallIntegerField(choices=KEPT, default=396)
        ),
        migrations.AddField(
            "desk", "complaint_days", models.PositiveSmallIntegerField(choices=KEPT, default=1827)
        ),
        migrations.AddField("message", "edited_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("message", "withdrawn_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField(
            "message",
            "named",
            models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            "conversation", models.Index(fields=["last_at", "id"], name="inbox_by_age")
        ),
        migrations.CreateModel(
            "Words",
            [
                ("number", models.BigAutoField(primary_key=True, serialize=False)),
                ("fold_version", models.PositiveSmallIntegerField()),
                (
                    "message",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="words",
                        to="inbox.message",
                    ),
                ),
            ],
        ),
        migrations.RunPython(make, drop),
    ]
