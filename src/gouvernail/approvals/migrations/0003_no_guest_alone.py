"""The database refuses what the code forgot: an approval that rests on a guest alone."""

from django.db import migrations

SQLITE = """
CREATE TRIGGER approvals_no_guest_alone BEFORE UPDATE OF status ON approvals_request
WHEN NEW.status = 'approved'
    AND EXISTS (SELECT 1 FROM approvals_guest g
                WHERE g.request_id = NEW.id AND g.verdict = 'approve')
    AND NOT EXISTS (SELECT 1 FROM approvals_decision d
                    WHERE d.request_id = NEW.id AND d.verdict IN ('approve', 'alone'))
BEGIN SELECT RAISE(ABORT, 'approvals: a guest is never enough alone'); END;
"""

POSTGRESQL = """
CREATE FUNCTION approvals_no_guest_alone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.status = 'approved'
        AND EXISTS (SELECT 1 FROM approvals_guest g
                    WHERE g.request_id = NEW.id AND g.verdict = 'approve')
        AND NOT EXISTS (SELECT 1 FROM approvals_decision d
                        WHERE d.request_id = NEW.id AND d.verdict IN ('approve', 'alone'))
    THEN RAISE EXCEPTION 'approvals: a guest is never enough alone'
         USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER approvals_no_guest_alone BEFORE UPDATE OF status ON approvals_request
FOR EACH ROW EXECUTE FUNCTION approvals_no_guest_alone();
"""


def fence(apps, schema_editor):
    """One trigger; instant on any size of table."""
    sql = SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL
    schema_editor.execute(sql)


def unfence(apps, schema_editor):
    """Remove the trigger."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER approvals_no_guest_alone")
    else:
        schema_editor.execute("DROP TRIGGER approvals_no_guest_alone ON approvals_request")
        schema_editor.execute("DROP FUNCTION approvals_no_guest_alone()")


class Migration(migrations.Migration):
    replaces = [("approvals", "0004_no_guest_alone")]
    dependencies = [("approvals", "0002_nobody_approves_own_work")]
    operations = [migrations.RunPython(fence, unfence)]
