"""Replay finds what was changed behind the ledger's back, and nothing else."""

import pytest

from gouvernail.approvals.models import Route, RouteStep
from gouvernail.foundation.actions import action
from gouvernail.ledger.actions import erase_openings, record
from gouvernail.ledger.models import Leaf, Opening, SubjectKey
from gouvernail.ledger.queries import replay_differences
from gouvernail.people.models import Unit
from tests.make.ledger import NOON, SOMEONE, make_entry
from tests.make.people import make_unit

pytestmark = pytest.mark.django_db


def test_an_honest_history_has_no_difference(nordet: Unit) -> None:
    energy = make_unit(parent=nordet, name="Énergie", code="energy")
    for unit in (nordet, energy):
        make_entry(unit, "unit.created")
    energy.status, energy.name = Unit.Status.CLOSED, "Énergies"
    energy.save()
    make_entry(energy, "unit.closed")

    assert list(replay_differences()) == []


def test_a_status_changed_in_the_table_is_found(nordet: Unit) -> None:
    make_entry(nordet, "unit.created")
    Unit.objects.update(status="closed")

    (difference,) = replay_differences()

    assert difference.what == "field"
    assert (difference.field, difference.recorded, difference.found) == ("status", "open", "closed")
    assert difference.subject_id == str(nordet.pk)


def test_a_hidden_field_changed_in_the_table_is_found_without_repeating_it(nordet: Unit) -> None:
    make_entry(nordet, "unit.created")
    Unit.objects.update(name="Groupe Sudet")

    (difference,) = replay_differences()

    assert (difference.what, difference.field) == ("commitment", "name")
    assert difference.found is None
    assert list(replay_differences(hidden=False)) == []


def test_a_row_without_an_entry_is_found(nordet: Unit) -> None:
    (difference,) = replay_differences()

    assert difference.what == "unrecorded"


def test_a_row_that_is_gone_is_found(nordet: Unit) -> None:
    make_entry(nordet, "unit.created")
    nordet.delete()

    (difference,) = replay_differences()

    assert (difference.what, difference.seq) == ("missing", 0)


def test_a_recorded_removal_is_no_difference_and_a_return_is(db: None) -> None:
    route = Route.objects.create(name="Marque")
    step = RouteStep.objects.create(route=route, position=1, seats=["brand"])
    make_entry(route, "route.created")
    make_entry(step, "route_step.written")
    make_entry(step, "route_step.removed")

    assert [difference.what for difference in replay_differences()] == ["reappeared"]

    step.delete()
    assert list(replay_differences()) == []


def test_a_tampered_opening_is_found(nordet: Unit) -> None:
    make_entry(nordet, "unit.created")
    sealed = bytearray(Opening.objects.get().sealed)
    sealed[20] ^= 1
    Opening.objects.update(sealed=bytes(sealed))

    assert [difference.what for difference in replay_differences()] == ["opening"]


def test_erasing_openings_leaves_the_log_verifiable_and_hides_the_rest(nordet: Unit) -> None:
    make_entry(nordet, "unit.created")

    @action("tests.erase")
    def erase() -> bool:
        return erase_openings(subject_kind="unit", subject_id=str(nordet.pk))

    assert erase() is True
    assert erase() is False
    assert not SubjectKey.objects.exists()
    assert list(replay_differences()) == []


def test_what_a_leaf_says_is_read_from_the_database_form_of_a_value(nordet: Unit) -> None:
    @action("tests.create")
    def create() -> None:
        unit = Unit(parent_id=str(nordet.pk), path="x/", name="X", code="x", position="3")
        unit.save()
        record(actor=SOMEONE, verb="unit.created", subject=unit, at=NOON)
        record(actor=SOMEONE, verb="unit.created", subject=nordet, at=NOON)

    create()

    assert list(replay_differences()) == []
    assert Leaf.objects.count() == 2
