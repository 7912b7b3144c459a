"""The full-text index: FTS5 on SQLite, a `tsvector` with its GIN index on PostgreSQL.

Both are given words already cut by `kernel.text`: neither cuts, folds or stems anything.
"""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# Of ASCII, a word of ours holds letters, digits and underscores; FTS5's `ascii` tokenizer takes
# every character beyond ASCII as part of a word, so it splits where `spaced` put a space.
SQLITE = (
    "CREATE VIRTUAL TABLE records_text USING fts5"
    "(words, content='', tokenize=\"ascii tokenchars '_'\")"
)


def make(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Instant: the tables are empty; what is archived already is indexed by the worker."""
    del apps
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(SQLITE)
    else:
        schema_editor.execute("ALTER TABLE records_words ADD COLUMN words tsvector")
        schema_editor.execute("CREATE INDEX records_words_text ON records_words USING gin (words)")


def drop(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the index away; the texts are untouched."""
    del apps
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE records_text")
    else:
        schema_editor.execute("ALTER TABLE records_words DROP COLUMN words")


class Migration(migrations.Migration):
    replaces = [("records", "0004_words")]
    dependencies = [("records", "0001_tables")]
    operations = [migrations.RunPython(make, drop)]
