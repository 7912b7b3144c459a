"""The other ways to an approval of one's own work: a verdict changed, an editor added afterwards."""

from django.db import migrations

OWN = """EXISTS (SELECT 1 FROM approvals_requesteditor e
        WHERE e.request_id = NEW.request_id AND e.person_id = NEW.person_id)
    OR EXISTS (SELECT 1 FROM approvals_request r
        WHERE r.id = NEW.request_id AND r.submitted_by_id = NEW.person_id)"""
DECIDED = """EXISTS (SELECT 1 FROM approvals_decision d
        WHERE d.request_id = NEW.request_id AND d.person_id = NEW.person_id
        AND d.verdict = 'approve')"""
WORDS = "approvals: nobody approves their own work"

SQLITE = (
    f"""CREATE TRIGGER approvals_not_own_work_later BEFORE UPDATE ON approvals_decision
WHEN NEW.verdict = 'approve' AND ({OWN})
BEGIN SELECT RAISE(ABORT, '{WORDS}'); END""",
    f"""CREATE TRIGGER approvals_no_editor_later BEFORE INSERT ON approvals_requesteditor
WHEN {DECIDED}
BEGIN SELECT RAISE(ABORT, '{WORDS}'); END""",
    f"""CREATE TRIGGER approvals_no_editor_moved BEFORE UPDATE ON approvals_requesteditor
WHEN {DECIDED}
BEGIN SELECT RAISE(ABORT, '{WORDS}'); END""",
)
POSTGRESQL = (
    """CREATE TRIGGER approvals_not_own_work_later BEFORE UPDATE ON approvals_decision
FOR EACH ROW EXECUTE FUNCTION approvals_not_own_work()""",
    f"""CREATE FUNCTION approvals_no_editor_later() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF {DECIDED} THEN RAISE EXCEPTION '{WORDS}' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$""",
    """CREATE TRIGGER approvals_no_editor_later BEFORE INSERT OR UPDATE ON approvals_requesteditor
FOR EACH ROW EXECUTE FUNCTION approvals_no_editor_later()""",
)
SQLITE_BACK = (
    "DROP TRIGGER approvals_not_own_work_later",
    "DROP TRIGGER approvals_no_editor_later",
    "DROP TRIGGER approvals_no_editor_moved",
)
POSTGRESQL_BACK = (
    "DROP TRIGGER approvals_not_own_work_later ON approvals_decision",
    "DROP TRIGGER approvals_no_editor_later ON approvals_requesteditor",
    "DROP FUNCTION approvals_no_editor_later()",
)


def fence(apps, schema_editor):
    """Three triggers; instant on any size of table."""
    _run(schema_editor, SQLITE, POSTGRESQL)


def unfence(apps, schema_editor):
    """Remove them."""
    _run(schema_editor, SQLITE_BACK, POSTGRESQL_BACK)


def _run(schema_editor, sqlite, postgresql):
    for sql in sqlite if schema_editor.connection.vendor == "sqlite" else postgresql:
        schema_editor.execute(sql)


class Migration(migrations.Migration):
    replaces = [("approvals", "0005_nobody_edits_what_they_approved")]
    dependencies = [("approvals", "0003_no_guest_alone")]
    operations = [migrations.RunPython(fence, unfence)]
