"""Actions: one transaction, what comes last comes once, a refusal leaves nothing behind."""

from typing import Any

import pytest

from gouvernail.foundation.actions import OutsideActionError, action, at_end, in_action
from gouvernail.foundation.errors import DomainError
from gouvernail.foundation.models import Heartbeat
from gouvernail.foundation.outbox import announce
from gouvernail.ledger.queries import whole_timeline
from gouvernail.people.actions import add_person
from gouvernail.people.models import Person
from gouvernail.people.queries.facts import PersonFacts
from tests.make.publishing import NOON

flushed: list[list[Any]] = []


def flush(items: list[Any]) -> None:
    assert in_action()
    flushed.append(items)


@pytest.fixture(autouse=True)
def empty() -> None:
    flushed.clear()


@action("tests.inner")
def inner(*, item: str, refuse: bool = False) -> str:
    Heartbeat.objects.create(process=item, pid=1, at=NOON)
    at_end(flush, item)
    if refuse:
        raise DomainError(item)
    return item


@action("tests.outer")
def outer(*, items: list[str], refused: str = "", fatal: bool = False) -> None:
    at_end(flush, "outer")
    for item in items:
        try:
            inner(item=item, refuse=item == refused)
        except DomainError:
            if fatal:
                raise


def test_what_comes_last_comes_once_and_in_order(db: None) -> None:
    outer(items=["a", "b"])

    assert flushed == [["outer", "a", "b"]]
    assert not in_action()


def test_an_action_by_itself_flushes_its_own(db: None) -> None:
    assert inner(item="alone") == "alone"
    assert flushed == [["alone"]]


def test_a_refused_inner_action_leaves_neither_row_nor_trace(db: None) -> None:
    outer(items=["a", "b", "c"], refused="b")

    assert flushed == [["outer", "a", "c"]]
    assert set(Heartbeat.objects.values_list("process", flat=True)) == {"a", "c"}


def test_a_refusal_that_goes_on_undoes_everything(db: None) -> None:
    with pytest.raises(DomainError):
        outer(items=["a", "b"], refused="b", fatal=True)

    assert flushed == []
    assert not Heartbeat.objects.exists()
    assert not in_action()


def test_outside_an_action_nothing_is_handed_over(db: None) -> None:
    with pytest.raises(OutsideActionError):
        at_end(flush, "x")
    with pytest.raises(OutsideActionError):
        announce("tests.fact", {}, at=NOON)


def test_a_flush_that_fails_undoes_what_it_was_to_record(db: None) -> None:
    def broken(items: list[Any]) -> None:
        raise LookupError(str(items))

    @action("tests.doomed")
    def doomed() -> None:
        Heartbeat.objects.create(process="doomed", pid=1, at=NOON)
        at_end(broken, 1)

    with pytest.raises(LookupError):
        doomed()
    assert not Heartbeat.objects.exists()


def test_a_real_refusal_leaves_no_leaf(claire: Person) -> None:
    @action("tests.two_people")
    def two_people() -> None:
        unit_id = claire.home_unit_id
        facts = PersonFacts(name="Ana", unit_id=unit_id)
        add_person(facts=facts, by=claire, at=NOON)
        with pytest.raises(DomainError):
            add_person(facts=PersonFacts(name="", unit_id=unit_id), by=claire, at=NOON)

    two_people()

    assert [event.verb for event in whole_timeline().events] == ["person.created"]
