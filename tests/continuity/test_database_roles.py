"""The product works under a role that can only add to the journal, and that role can do no more."""

import secrets
import subprocess
from collections.abc import Iterator
from datetime import datetime

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from gouvernail.cli.main import main
from gouvernail.continuity.archives.roles import rights_on
from gouvernail.ledger.actions import open_epoch
from gouvernail.ledger.queries.fences import INSERT_ONLY, NEVER_REMOVED
from gouvernail.ledger.queries.verification import verify_database
from gouvernail.ledger.signer import loop
from gouvernail.ledger.signer.keys import published_keys
from gouvernail.ledger.signer.sealing import seal
from gouvernail.people.models import Person, Unit
from gouvernail.practice.models import Post
from gouvernail.publishing.models import Delivery
from gouvernail.publishing.tasks import turn
from tests.ledger.test_epochs import OPERATOR, home
from tests.make.ledger import make_entry
from tests.make.publishing import make_delivery, make_practice_account, status_of
from tests.servers.own_postgres import binaries

__all__ = ["home"]
REFUSED = "42501"  # insufficient_privilege
IS_SQLITE = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
on_postgresql = pytest.mark.skipif(IS_SQLITE, reason="SQLite has no roles")


@pytest.fixture
def application(
    transactional_db: None, capsys: pytest.CaptureFixture[str], nordet: Unit
) -> Iterator[str]:
    """Become the role of the application, with the rights that the command prints."""
    role = f"app_{secrets.token_hex(4)}"
    assert main(["database-roles", "--role", role]) == 0
    printed = capsys.readouterr().out
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {role}")
        cursor.execute(printed)
        cursor.execute(f"SET ROLE {role}")
    try:
        yield role
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
            cursor.execute(f"DROP OWNED BY {role}")
            cursor.execute(f"DROP ROLE {role}")
            cursor.execute("GRANT USAGE ON SCHEMA public TO PUBLIC")


@pytest.mark.parametrize(
    "role",
    ['app"; DROP TABLE ledger_leaf; --', "App", "9app", "", "app-1", "app\n", "é", "a" * 64],
)
def test_a_role_whose_name_would_need_quoting_is_refused(
    role: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as refused:
        main(["database-roles", "--role", role])

    said = capsys.readouterr()
    assert (refused.value.code, said.out) == (2, "")
    assert "a role is named with a to z" in said.err


@pytest.mark.postgres
@on_postgresql
def test_the_product_enters_publishes_signs_and_verifies_under_it(
    application: str, energy: Unit, hugo: Person, noon: datetime, home: object
) -> None:
    account = make_practice_account(unit=energy, by=hugo)
    delivery = make_delivery(account, by=hugo)
    make_entry(energy, "unit.updated")
    for _turn in range(3):
        turn(clock=lambda: noon)
    where = loop.places()
    seal(signer=loop.present_key(where), folder=where.memory, at=noon)
    open_epoch(by=OPERATOR, at=noon)
    make_entry(energy, "unit.updated")
    seal(signer=loop.present_key(where), folder=where.memory, at=noon)
    call_command("migrate", interactive=False, verbosity=0)  # nothing is pending

    assert status_of(delivery.pk) in {Delivery.Status.SENT, Delivery.Status.VERIFIED}
    assert Post.objects.count() == 1
    report = verify_database(*published_keys(where.keys), replay=False)
    assert (report.problems, report.sealed_size) == ([], 2)


@pytest.mark.postgres
@on_postgresql
def test_it_can_be_backed_up_under_it(application: str, energy: Unit) -> None:
    make_entry(energy, "unit.updated")
    given = connection.get_connection_params()
    place = " ".join(f"{name}={given[name]}" for name in ("host", "user", "dbname"))
    command = [str(binaries() / "pg_dump"), f"--role={application}", "-d", place]

    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")
    assert "COPY public.ledger_leaf" in done.stdout


CHANGES = [
    *(f"UPDATE {table} SET {{column}} = {{column}}" for table in sorted(INSERT_ONLY)),  # noqa: S608 - ours
    *(f"DELETE FROM {table}" for table in sorted(INSERT_ONLY | NEVER_REMOVED)),  # noqa: S608 - ours
    *(f"TRUNCATE {table}" for table in sorted(INSERT_ONLY | NEVER_REMOVED)),
    "DROP TRIGGER ledger_leaf_no_change ON ledger_leaf",
    "ALTER TABLE ledger_leaf DISABLE TRIGGER ALL",
    "ALTER TABLE ledger_leaf DISABLE TRIGGER ledger_leaf_no_change",
    "SET session_replication_role = replica",
    "DROP FUNCTION ledger_refuse() CASCADE",
    "DROP TABLE ledger_leaf",
    "ALTER TABLE ledger_leaf ADD COLUMN more text",
    "CREATE TABLE more (id int)",
    "TRUNCATE people_person CASCADE",
]


@pytest.mark.postgres
@on_postgresql
def test_it_cannot_change_the_journal_nor_its_fences(application: str, energy: Unit) -> None:
    make_entry(energy, "unit.updated")
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == (application,)
        allowed = []
        for statement in CHANGES:
            try:
                with transaction.atomic():
                    cursor.execute(statement.format(column=_column_of(statement)))
            except DatabaseError as error:
                if getattr(error.__cause__, "sqlstate", "") == REFUSED:
                    continue
            allowed.append(statement)

    assert allowed == []


def _column_of(statement: str) -> str:
    columns = {"ledger_leaf": "seq", "ledger_node": "level", "ledger_epoch": "number"}
    return columns.get(statement.split()[1], "size")


def test_every_table_that_triggers_keep_is_among_them() -> None:
    assert {
        "ledger_leaf", "ledger_node", "ledger_checkpoint", "ledger_anchor", "ledger_epoch"
    } == INSERT_ONLY  # fmt: skip
    assert "DELETE" not in rights_on("ledger_head")
    assert rights_on("people_person") == ("SELECT", "INSERT", "UPDATE", "DELETE")


@pytest.mark.sqlite
@pytest.mark.skipif(not IS_SQLITE, reason="PostgreSQL has roles")
def test_on_sqlite_the_command_says_that_there_are_none(
    db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["database-roles"]) == 1
    assert "SQLite has no roles" in capsys.readouterr().err
