from django.db import migrations

TABLES = ("ledger_checkpoint", "ledger_anchor", "ledger_epoch")
KEYS = {"ledger_checkpoint": "size", "ledger_anchor": "id", "ledger_epoch": "number"}

SQLITE = [
    *(
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
        "BEGIN SELECT RAISE(ABORT, 'ledger rows are never changed'); END"
        for table in TABLES
        for verb in ("UPDATE", "DELETE")
    ),
    # REPLACE deletes without firing the trigger above.
    *(
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key}) "
        "BEGIN SELECT RAISE(ABORT, 'ledger rows are never changed'); END"
        for table, key in KEYS.items()
    ),
]
SQLITE_BACK = [
    f"DROP TRIGGER {table}_no_{verb}"
    for table in TABLES
    for verb in ("update", "delete", "replace")
]

POSTGRESQL = [
    f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
    "FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()"
    for table in TABLES
]
POSTGRESQL_BACK = [f"DROP TRIGGER {table}_no_change ON {table}" for table in TABLES]


def run(schema_editor, statements):
    for statement in statements[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def create_triggers(apps, schema_editor):
    """A handful of DDL statements; instant, whatever the number of rows."""
    run(schema_editor, {"sqlite": SQLITE, "postgresql": POSTGRESQL})


def drop_triggers(apps, schema_editor):
    """The way back, and what tests do before they empty the tables."""
    run(schema_editor, {"sqlite": SQLITE_BACK, "postgresql": POSTGRESQL_BACK})


class Migration(migrations.Migration):
    replaces = [("ledger", "0005_checkpoint_triggers")]
    dependencies = [("ledger", "0003_ledger_head")]
    operations = [migrations.RunPython(create_triggers, drop_triggers)]
