"""The triggers: a fence against our own bugs, on SQLite and PostgreSQL alike."""

import pytest
from django.db import DatabaseError, connection, transaction

from gouvernail.ledger.models import Leaf
from gouvernail.people.models import Unit
from tests.make.ledger import (
    leaves,
    make_anchor,
    make_checkpoint,
    make_entry,
    make_epoch,
    without_triggers,
)

pytestmark = pytest.mark.django_db

FORBIDDEN = [
    "UPDATE ledger_leaf SET verb = 'unit.painted'",
    "UPDATE ledger_leaf SET at = at WHERE seq = 1",
    "DELETE FROM ledger_leaf WHERE seq = 1",
    "UPDATE ledger_node SET level = 9",
    "DELETE FROM ledger_node",
    "UPDATE ledger_head SET size = 1",
    "DELETE FROM ledger_head",
    "UPDATE ledger_checkpoint SET note = ''",
    "DELETE FROM ledger_checkpoint",
    "UPDATE ledger_anchor SET target = 'elsewhere'",
    "DELETE FROM ledger_anchor",
    "UPDATE ledger_epoch SET kept_size = 0",
    "DELETE FROM ledger_epoch",
]
FENCED = [
    "ledger_leaf",
    "ledger_node",
    "ledger_head",
    "ledger_checkpoint",
    "ledger_anchor",
    "ledger_epoch",
]


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_the_database_refuses_to_change_the_ledger(nordet: Unit, statement: str) -> None:
    make_entry(nordet, "unit.created")
    make_entry(nordet, "unit.updated")
    make_checkpoint()
    make_anchor()
    make_epoch()

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert [leaf["type"] for leaf in leaves()] == ["unit.created", "unit.updated"]


@pytest.mark.sqlite
@pytest.mark.skipif(connection.vendor != "sqlite", reason="REPLACE is of SQLite")
@pytest.mark.parametrize("table", [table for table in FENCED if table != "ledger_head"])
def test_sqlite_refuses_to_replace_a_row(nordet: Unit, table: str) -> None:
    make_entry(nordet, "unit.created")
    make_entry(nordet, "unit.updated")
    make_checkpoint()
    make_anchor()
    make_epoch()

    replace = f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"  # noqa: S608 -- our own names
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(replace)


@pytest.mark.postgres
@pytest.mark.skipif(connection.vendor != "postgresql", reason="TRUNCATE is of PostgreSQL")
@pytest.mark.parametrize("table", FENCED)
def test_postgresql_refuses_to_empty_a_table(nordet: Unit, table: str) -> None:
    make_entry(nordet, "unit.created")

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {table}")


def test_an_administrator_can_take_the_fence_down(nordet: Unit) -> None:
    """Which is why checkpoints are kept outside; the fence comes back after."""
    make_entry(nordet, "unit.created")

    with without_triggers():
        Leaf.objects.all().update(verb="unit.painted")

    with pytest.raises(DatabaseError), transaction.atomic():
        Leaf.objects.all().delete()
    assert Leaf.objects.get().verb == "unit.painted"


@pytest.mark.django_db(transaction=True)
def test_transactional_tests_write_entries_too(nordet: Unit) -> None:
    assert make_entry(nordet, "unit.created")["seq"] == "0"


@pytest.mark.django_db(transaction=True)
def test_transactional_tests_start_from_an_empty_ledger(nordet: Unit) -> None:
    assert make_entry(nordet, "unit.created")["seq"] == "0"
