"""The database refuses what the code forgot: an approval by somebody with a hand in the subject."""

from django.db import migrations

SQLITE = """
CREATE TRIGGER approvals_not_own_work BEFORE INSERT ON approvals_decision
WHEN NEW.verdict = 'approve' AND (
    EXISTS (SELECT 1 FROM approvals_requesteditor e
            WHERE e.request_id = NEW.request_id AND e.person_id = NEW.person_id)
    OR EXISTS (SELECT 1 FROM approvals_request r
               WHERE r.id = NEW.request_id AND r.submitted_by_id = NEW.person_id))
BEGIN SELECT RAISE(ABORT, 'approvals: nobody approves their own work'); END;
"""

POSTGRESQL = """
CREATE FUNCTION approvals_not_own_work() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.verdict = 'approve' AND (
        EXISTS (SELECT 1 FROM approvals_requesteditor e
                WHERE e.request_id = NEW.request_id AND e.person_id = NEW.person_id)
        OR EXISTS (SELECT 1 FROM approvals_request r
                   WHERE r.id = NEW.request_id AND r.submitted_by_id = NEW.person_id))
    THEN RAISE EXCEPTION 'approvals: nobody approves their own work'
         USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER approvals_not_own_work BEFORE INSERT ON approvals_decision
FOR EACH ROW EXECUTE FUNCTION approvals_not_own_work();
"""


def fence(apps, schema_editor):
    """One trigger; instant on any size of table."""
    sql = SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL
    schema_editor.execute(sql)


def unfence(apps, schema_editor):
    """Remove the trigger."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER approvals_not_own_work")
    else:
        schema_editor.execute("DROP TRIGGER approvals_not_own_work ON approvals_decision")
        schema_editor.execute("DROP FUNCTION approvals_not_own_work()")


class Migration(migrations.Migration):
    dependencies = [("approvals", "0001_tables")]
    operations = [migrations.RunPython(fence, unfence)]
