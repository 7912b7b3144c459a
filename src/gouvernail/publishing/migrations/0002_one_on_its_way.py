"""No second delivery of a subject to an account while one is being sent or nobody knows."""

from django.db import migrations

OTHER = """EXISTS (SELECT 1 FROM publishing_delivery d
        WHERE d.subject_id = NEW.subject_id AND d.account_id = NEW.account_id
        AND d.id <> NEW.id AND d.status IN ('sending', 'unknown'))"""
WORDS = "publishing: another delivery of this subject is on its way to this account"
LEAVING = "NEW.status IN ('queued', 'claimed', 'sending', 'to_hand_off', 'to_confirm')"

SQLITE = tuple(
    f"""CREATE TRIGGER publishing_one_on_its_way_{name} BEFORE {event} ON publishing_delivery
WHEN {LEAVING} AND {OTHER}
BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"""
    for name, event in (("new", "INSERT"), ("changed", "UPDATE OF status, subject_id, account_id"))
)
POSTGRESQL = (
    f"""CREATE FUNCTION publishing_one_on_its_way() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF {LEAVING} AND {OTHER}
    THEN RAISE EXCEPTION '{WORDS}' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$""",
    """CREATE TRIGGER publishing_one_on_its_way
BEFORE INSERT OR UPDATE OF status, subject_id, account_id ON publishing_delivery
FOR EACH ROW EXECUTE FUNCTION publishing_one_on_its_way()""",
)
SQLITE_BACK = tuple(f"DROP TRIGGER publishing_one_on_its_way_{name}" for name in ("new", "changed"))
POSTGRESQL_BACK = (
    "DROP TRIGGER publishing_one_on_its_way ON publishing_delivery",
    "DROP FUNCTION publishing_one_on_its_way()",
)


def fence(apps, schema_editor):
    """Instant on any size of table."""
    _run(schema_editor, SQLITE, POSTGRESQL)


def unfence(apps, schema_editor):
    """Remove what `fence` made."""
    _run(schema_editor, SQLITE_BACK, POSTGRESQL_BACK)


def _run(schema_editor, sqlite, postgresql):
    for sql in sqlite if schema_editor.connection.vendor == "sqlite" else postgresql:
        schema_editor.execute(sql)


class Migration(migrations.Migration):
    replaces = [("publishing", "0005_one_on_its_way")]
    dependencies = [("publishing", "0001_tables")]
    operations = [migrations.RunPython(fence, unfence)]
