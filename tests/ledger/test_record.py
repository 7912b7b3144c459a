import hashlib
import json
from contextlib import suppress
from datetime import UTC, datetime

import pytest
import rfc8785
from django.db import transaction

from gouvernail.foundation.actions import OutsideActionError, action
from gouvernail.foundation.actors import acting
from gouvernail.ledger.actions import record, record_each
from gouvernail.ledger.errors import (
    LeafTooLargeError,
    LedgerDefectError,
    UndeclaredVerbError,
    UngovernedSubjectError,
    UnrecordableValueError,
)
from gouvernail.ledger.models import Head, Leaf, Node, Opening, SubjectKey
from gouvernail.people.models import Person, Unit
from tests.make.ledger import NOON, SOMEONE, leaves, make_entry
from tests.make.people import make_unit

pytestmark = pytest.mark.django_db


def test_a_leaf_says_who_did_what_to_which_subject_and_when(nordet: Unit) -> None:
    leaf = make_entry(nordet, "unit.created", data={"rows": 3}, digest="ab" * 32)

    assert leaf["v"] == 1
    assert leaf["log"] == "gouvernail.local/gov/1"
    assert leaf["seq"] == "0"
    assert leaf["type"] == "unit.created"
    assert leaf["at"] == "2026-11-17T12:00:00.000000Z"
    assert leaf["actor"] == {
        "kind": "person",
        "ref": "0192-someone",
        "auth": "session:1",
        "mfa": True,
    }
    assert leaf["subject"] == {"kind": "unit", "id": str(nordet.pk), "rev": None}
    assert leaf["digest"] == "ab" * 32
    assert leaf["data"]["rows"] == 3
    assert leaf["on_behalf"] is None
    assert leaf["prev_cp"] is None


def test_clear_fields_stand_in_the_state_and_the_others_only_in_a_commitment(nordet: Unit) -> None:
    leaf = make_entry(nordet, "unit.created")

    assert leaf["data"]["state"] == {"parent_id": None, "path": nordet.path, "status": "open"}
    assert nordet.name not in json.dumps(leaf, ensure_ascii=False)
    assert len(leaf["pii"]["fields"]) == 64


def test_the_bytes_of_a_leaf_are_canonical_json(nordet: Unit) -> None:
    make_entry(nordet, "unit.created", data={"é": ["ü", 1], "a": None})

    stored = bytes(Leaf.objects.get().leaf)

    assert stored == rfc8785.dumps(json.loads(stored))
    assert bytes(Leaf.objects.get().leaf_hash) == hashlib.sha256(b"\x00" + stored).digest()


def test_recording_outside_an_action_is_loud(nordet: Unit) -> None:
    with pytest.raises(OutsideActionError):
        record(actor=SOMEONE, verb="unit.created", subject=nordet, at=NOON)


def test_a_verb_the_class_does_not_declare_is_refused(nordet: Unit) -> None:
    with pytest.raises(UndeclaredVerbError):
        make_entry(nordet, "unit.painted")


def test_a_subject_that_is_not_governed_is_refused(nordet: Unit) -> None:
    with pytest.raises(UngovernedSubjectError):
        make_entry(Head(), "unit.created")


def test_a_subject_without_a_key_is_refused() -> None:
    with pytest.raises(LedgerDefectError):
        make_entry(Unit(pk=None), "unit.created")


@pytest.mark.parametrize(
    "data", [{"score": 1.5}, {"odd": object()}, {"state": {}}, {"s": "\ud800"}, {"policy": "p"}]
)
def test_what_has_no_place_in_a_leaf_is_refused(nordet: Unit, data: dict[str, object]) -> None:
    with pytest.raises(UnrecordableValueError):
        make_entry(nordet, "unit.created", data=data)
    assert not Leaf.objects.exists()


def test_a_leaf_above_16_kib_is_refused_and_the_change_with_it(nordet: Unit) -> None:
    @action("tests.rename")
    def rename() -> None:
        nordet.name = "Autre"
        nordet.save()
        record(
            actor=SOMEONE, verb="unit.updated", subject=nordet, at=NOON, data={"x": "y" * 16_384}
        )

    with pytest.raises(LeafTooLargeError):
        rename()

    nordet.refresh_from_db()
    assert nordet.name == "Groupe Nordet"
    assert not Leaf.objects.exists()


def test_an_action_that_fails_leaves_no_entry(nordet: Unit) -> None:
    @action("tests.fail")
    def fail() -> None:
        record(actor=SOMEONE, verb="unit.updated", subject=nordet, at=NOON)
        _ = 1 / 0

    with pytest.raises(ZeroDivisionError):
        fail()
    assert not Leaf.objects.exists()


def test_entries_of_nested_actions_are_appended_once_in_order_at_the_outermost_end(
    nordet: Unit,
) -> None:
    seen = []

    @action("tests.inner")
    def inner(number: int) -> None:
        record(actor=SOMEONE, verb="unit.updated", subject=nordet, at=NOON, data={"number": number})
        seen.append(Leaf.objects.count())

    @action("tests.outer")
    def outer() -> None:
        inner(1)
        inner(2)

    outer()

    assert seen == [0, 0]
    assert [leaf["data"]["number"] for leaf in leaves()] == [1, 2]
    assert [leaf["seq"] for leaf in leaves()] == ["0", "1"]


def test_many_rows_are_recorded_as_one_by_one_in_order_and_in_turns(
    nordet: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only keys are held until the action ends; the rows are read again, some at a time."""
    monkeypatch.setattr("gouvernail.ledger.actions.appending.ROWS_A_QUERY", 2)
    monkeypatch.setattr("gouvernail.ledger.actions.appending.ENTRIES_A_TURN", 3)
    units = [make_unit(parent=nordet, code=f"u{number}") for number in range(7)]

    @action("tests.many")
    def many() -> None:
        record(actor=SOMEONE, verb="unit.updated", subject=nordet, at=NOON)
        record_each(
            actor=SOMEONE,
            verb="unit.created",
            model=Unit,
            keys=[one.pk for one in units],
            at=NOON,
            data={"import_id": nordet.pk},
        )
        record(actor=SOMEONE, verb="unit.closed", subject=nordet, at=NOON)

    many()

    told = leaves()
    assert [one["subject"]["id"] for one in told] == [
        str(one.pk) for one in (nordet, *units, nordet)
    ]
    assert [one["type"] for one in told[:2]] == ["unit.updated", "unit.created"]
    alone = make_entry(units[3], "unit.created", data={"import_id": nordet.pk})
    assert told[4]["data"] == alone["data"]
    assert (Head.objects.get().size, Leaf.objects.count()) == (10, 10)


def test_many_rows_with_a_verb_that_is_not_theirs_are_refused_whole(nordet: Unit) -> None:
    @action("tests.many_wrong")
    def many() -> None:
        record_each(actor=SOMEONE, verb="unit.sung", model=Unit, keys=[nordet.pk], at=NOON)

    with pytest.raises(UndeclaredVerbError):
        many()
    assert not Leaf.objects.exists()


def test_an_inner_action_that_was_refused_and_caught_leaves_no_entry(nordet: Unit) -> None:
    @action("tests.refused")
    def refused() -> None:
        record(actor=SOMEONE, verb="unit.moved", subject=nordet, at=NOON)
        raise LookupError

    @action("tests.caller")
    def caller() -> None:
        with suppress(LookupError):
            refused()
        record(actor=SOMEONE, verb="unit.updated", subject=nordet, at=NOON)

    caller()

    assert [leaf["type"] for leaf in leaves()] == ["unit.updated"]


def test_numbers_are_gapless_and_the_head_follows(nordet: Unit) -> None:
    for _ in range(5):
        make_entry(nordet, "unit.updated")

    assert list(Leaf.objects.order_by("seq").values_list("seq", flat=True)) == [0, 1, 2, 3, 4]
    assert Head.objects.get().size == 5
    assert sorted(Node.objects.values_list("level", "index")) == [(1, 0), (1, 1), (2, 0)]


def test_a_rolled_back_action_leaves_no_gap(nordet: Unit) -> None:
    make_entry(nordet, "unit.updated")
    with transaction.atomic():
        make_entry(nordet, "unit.updated")
        transaction.set_rollback(True)

    assert make_entry(nordet, "unit.updated")["seq"] == "1"


def test_free_text_goes_into_the_commitment(nordet: Unit) -> None:
    leaf = make_entry(nordet, "unit.updated", data={"private": {"reason": "Madame Dupont part"}})

    assert "Dupont" not in json.dumps(leaf)
    assert "private" not in leaf["data"]


def test_a_policy_told_with_the_data_becomes_the_policy_of_the_entry(nordet: Unit) -> None:
    policy = {"id": "p", "version": 3, "sha256": "00" * 32}

    leaf = make_entry(nordet, "unit.updated", data={"policy": policy})

    assert leaf["policy"] == policy
    assert "policy" not in leaf["data"]


def test_the_delegator_and_the_way_of_signing_in_are_kept(nordet: Unit, claire: Person) -> None:
    with acting(auth="key:7", mfa=False):
        leaf = make_entry(nordet, "unit.updated", actor=claire, on_behalf=SOMEONE)

    assert leaf["actor"] == {
        "kind": "person",
        "ref": str(claire.pk),
        "auth": "key:7",
        "mfa": False,
    }
    assert leaf["on_behalf"]["ref"] == SOMEONE.ref


def test_instants_are_written_in_utc_with_microseconds(nordet: Unit) -> None:
    at = datetime.fromisoformat("2026-11-17T13:00:00.000001+01:00")

    assert make_entry(nordet, "unit.updated", at=at)["at"] == "2026-11-17T12:00:00.000001Z"
    assert Leaf.objects.get().at == at.astimezone(UTC)


def test_one_key_seals_all_openings_of_a_subject(nordet: Unit) -> None:
    make_entry(nordet, "unit.created")
    make_entry(nordet, "unit.updated")
    make_entry(make_unit(parent=nordet, name="Autre", code="autre"), "unit.created")

    assert Opening.objects.count() == 3
    assert SubjectKey.objects.count() == 2


def test_the_price_of_an_entry_does_not_grow_with_their_number(
    nordet: Unit, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    @action("tests.many")
    def many() -> None:
        for _ in range(50):
            record(actor=SOMEONE, verb="unit.updated", subject=nordet, at=NOON)

    with django_assert_max_num_queries(10):  # type: ignore[operator]  # a fixture that is a function
        many()
