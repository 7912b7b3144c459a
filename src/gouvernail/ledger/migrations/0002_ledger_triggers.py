from django.db import migrations

LEAF_AND_NODE = ("ledger_leaf", "ledger_node")

SQLITE = [
    *(
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
        "BEGIN SELECT RAISE(ABORT, 'ledger rows are never changed'); END"
        for table in LEAF_AND_NODE
        for verb in ("UPDATE", "DELETE")
    ),
    # REPLACE deletes without firing the trigger above.
    "CREATE TRIGGER ledger_leaf_no_replace BEFORE INSERT ON ledger_leaf "
    "WHEN EXISTS (SELECT 1 FROM ledger_leaf WHERE seq = NEW.seq) "
    "BEGIN SELECT RAISE(ABORT, 'ledger rows are never changed'); END",
    'CREATE TRIGGER ledger_node_no_replace BEFORE INSERT ON ledger_node '
    'WHEN EXISTS (SELECT 1 FROM ledger_node WHERE level = NEW.level AND "index" = NEW."index") '
    "BEGIN SELECT RAISE(ABORT, 'ledger rows are never changed'); END",
    "CREATE TRIGGER ledger_head_no_shrink BEFORE UPDATE ON ledger_head "
    "WHEN NEW.size < OLD.size OR NEW.id <> OLD.id "
    "BEGIN SELECT RAISE(ABORT, 'the ledger does not shrink'); END",
    "CREATE TRIGGER ledger_head_no_delete BEFORE DELETE ON ledger_head "
    "BEGIN SELECT RAISE(ABORT, 'the ledger does not shrink'); END",
]
SQLITE_BACK = [
    *(f"DROP TRIGGER {table}_no_{verb}" for table in LEAF_AND_NODE
      for verb in ("update", "delete", "replace")),
    "DROP TRIGGER ledger_head_no_shrink",
    "DROP TRIGGER ledger_head_no_delete",
]

POSTGRESQL = [
    "CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'ledger rows are never changed' "
    "USING ERRCODE = 'integrity_constraint_violation'; END $$",
    *(
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()"
        for table in LEAF_AND_NODE
    ),
    "CREATE TRIGGER ledger_head_no_shrink BEFORE UPDATE ON ledger_head FOR EACH ROW "
    "WHEN (NEW.size < OLD.size OR NEW.id <> OLD.id) EXECUTE FUNCTION ledger_refuse()",
    "CREATE TRIGGER ledger_head_no_delete BEFORE DELETE OR TRUNCATE ON ledger_head "
    "FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()",
]
POSTGRESQL_BACK = [
    *(f"DROP TRIGGER {table}_no_change ON {table}" for table in LEAF_AND_NODE),
    "DROP TRIGGER ledger_head_no_shrink ON ledger_head",
    "DROP TRIGGER ledger_head_no_delete ON ledger_head",
    "DROP FUNCTION ledger_refuse()",
]


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
    dependencies = [("ledger", "0001_tables")]
    operations = [migrations.RunPython(create_triggers, drop_triggers)]
