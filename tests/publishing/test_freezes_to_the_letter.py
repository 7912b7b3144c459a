"""What a freeze keeps, what it names, and who lifts it with whom."""

from datetime import datetime, timedelta

import pytest

from gouvernail.charter.models import Charter
from gouvernail.foundation.actors import acting
from gouvernail.foundation.ids import uuid7
from gouvernail.foundation.models import OutboxEvent
from gouvernail.people.errors import MachineMayNotError, RightMissingError
from gouvernail.people.models import Person, Role, Unit
from gouvernail.publishing.actions import (
    ask_lift,
    claim_delivery,
    confirm_lift,
    decline_lift,
    engage_freeze,
    give_back,
    miss_delivery,
    seal_freeze,
    void_delivery,
)
from gouvernail.publishing.errors import (
    AlreadyFrozenError,
    FreezeLiftedError,
    FreezeNotFoundError,
    LiftReasonMissingError,
    ScopeUnknownError,
    SecondPersonNeededError,
)
from gouvernail.publishing.models import Delivery, Freeze
from tests.make.ledger import leaves
from tests.make.people import make_grant, make_person
from tests.make.publishing import make_delivery, make_practice_account, status_of

NOBODY = "01a1fef9-75b7-774a-b184-1f6512f85e07"
HOUR = timedelta(hours=1)


def topics() -> list[str]:
    rows = OutboxEvent.objects.filter(topic__startswith="publishing.").order_by("position")
    return [row.topic for row in rows if row.topic != "publishing.changed"]


def taken(delivery: Delivery, at: datetime) -> Delivery | None:
    return claim_delivery(delivery_id=delivery.pk, owner="here:1", at=at)


def test_a_freeze_says_who_when_why_and_what_was_on_its_way(
    energy: Unit, care: Unit, claire: Person, noon: datetime
) -> None:
    own, other = (
        make_practice_account(unit=unit, by=claire, handle=unit.code) for unit in (energy, care)
    )
    moving, elsewhere, waiting = (
        make_delivery(account, by=claire) for account in (own, other, own)
    )
    for delivery in (moving, elsewhere):
        assert taken(delivery, noon)

    freeze = engage_freeze(
        by=claire, at=noon, reason=" Fire. ", scope_kind="unit", scope_value=str(energy.pk)
    )

    freeze.refresh_from_db()
    assert (freeze.reason, freeze.engaged_by, freeze.engaged_at) == ("Fire.", claire, noon)
    assert (freeze.epoch, freeze.cause, freeze.status) == (1, Freeze.Cause.PEOPLE, "engaged")
    assert (freeze.accounts, freeze.in_flight) == ([str(own.pk)], [str(moving.pk)])
    (leaf,) = leaves(verb="freeze.engaged")
    assert leaf["data"]["in_flight"] == [str(moving.pk)]
    assert topics() == ["publishing.frozen"]
    assert taken(waiting, noon) is None
    second = engage_freeze(by=claire, at=noon, cause=Freeze.Cause.RESTORE)
    assert (second.epoch, second.cause, second.accounts) == (2, Freeze.Cause.RESTORE, [])
    assert set(second.in_flight) == {str(moving.pk), str(elsewhere.pk)}
    with pytest.raises(AlreadyFrozenError):
        engage_freeze(by=claire, at=noon, scope_kind="organisation", scope_value="ignored")


@pytest.mark.parametrize(
    ("kind", "value", "kept"),
    [
        ("tag", " #Prix ", "prix"),
        ("tag", "x" * 40, "x" * 40),
        ("network", "bluesky", "bluesky"),
        ("organisation", "anything", ""),
    ],
)
def test_a_scope_is_kept_as_deliveries_have_it(
    claire: Person, noon: datetime, kind: str, value: str, kept: str
) -> None:
    assert engage_freeze(by=claire, at=noon, scope_kind=kind, scope_value=value).scope_value == kept


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("nothing", "x"),
        ("tag", ""),
        ("tag", "x" * 41),
        ("tag", "a\x00b"),
        ("network", "nowhere"),
        ("unit", ""),
        ("unit", "a\x00b"),
        ("unit", NOBODY),
        ("account", "nordet"),
        ("account", NOBODY),
    ],
)
def test_a_scope_that_names_nothing_freezes_nothing(
    claire: Person, noon: datetime, kind: str, value: str
) -> None:
    with pytest.raises(ScopeUnknownError):
        engage_freeze(by=claire, at=noon, scope_kind=kind, scope_value=value)
    assert not Freeze.objects.exists()


def test_an_account_is_frozen_by_who_may_in_its_unit(
    energy: Unit, care: Unit, hugo: Person, claire: Person, noon: datetime
) -> None:
    own, other = (
        make_practice_account(unit=unit, by=claire, handle=unit.code) for unit in (energy, care)
    )

    with pytest.raises(RightMissingError):
        engage_freeze(by=hugo, at=noon, scope_kind="account", scope_value=str(other.pk))
    one = engage_freeze(by=hugo, at=noon, scope_kind="account", scope_value=str(own.pk).upper())

    assert (one.scope_value, one.accounts) == (str(own.pk), [])


def test_sealing_tells_what_became_of_what_was_on_its_way_and_is_done_once(
    energy: Unit, hugo: Person, noon: datetime
) -> None:
    delivery = make_delivery(make_practice_account(unit=energy, by=hugo), by=hugo)
    taken(delivery, noon)
    freeze = engage_freeze(by=hugo, at=noon)
    Delivery.objects.update(status=Delivery.Status.QUEUED)

    for at in (noon + HOUR, noon + 2 * HOUR):
        seal_freeze(freeze_id=freeze.pk, at=at)

    freeze.refresh_from_db()
    assert (freeze.status, freeze.sealed_at) == ("sealed", noon + HOUR)
    (leaf,) = leaves(verb="freeze.sealed")
    assert leaf["data"]["in_flight"] == {str(delivery.pk): "queued"}
    assert leaf["actor"]["ref"] == "sender"


def test_a_lift_is_asked_declined_asked_again_and_confirmed_by_another(
    energy: Unit, karim: Person, yann: Person, hugo: Person, noon: datetime
) -> None:
    account = make_practice_account(unit=energy, by=hugo)
    held = make_delivery(account, by=hugo)
    later = make_delivery(account, by=hugo, publish_at=noon + 2 * HOUR)
    freeze = engage_freeze(by=karim, at=noon - HOUR)
    key = freeze.pk

    ask_lift(freeze_id=key, reason=" Over. ", by=karim, at=noon)
    freeze.refresh_from_db()
    asked = (freeze.lift_asked_by, freeze.lift_asked_at, freeze.lift_reason)
    assert asked == (karim, noon, "Over.")
    decline_lift(freeze_id=key, by=yann, at=noon)
    freeze.refresh_from_db()
    asked = (freeze.lift_asked_by, freeze.lift_asked_at, freeze.lift_reason)
    assert asked == (None, None, "")
    ask_lift(freeze_id=key, reason="Over.", by=karim, at=noon)
    confirm_lift(freeze_id=key, by=yann, at=noon + HOUR)

    freeze.refresh_from_db()
    assert (freeze.status, freeze.lifted_by, freeze.lifted_at) == ("lifted", yann, noon + HOUR)
    assert (status_of(held.pk), status_of(later.pk)) == ("missed", "queued")
    assert Delivery.objects.get(pk=held.pk).explanation == "held_by_freeze"
    verbs = [one["type"] for one in leaves() if one["type"].startswith("freeze.")]
    assert [verb.partition(".")[2] for verb in verbs] == [
        "engaged",
        "lift_asked",
        "lift_declined",
        "lift_asked",
        "lifted",
    ]
    assert leaves(verb="freeze.lifted")[0]["data"]["missed"] == [str(held.pk)]
    assert topics() == [
        "publishing.frozen",
        "publishing.lift_asked",
        "publishing.lift_asked",
        "publishing.lifted",
    ]


def test_a_lift_needs_the_right_a_reason_another_person_and_a_freeze_that_stands(
    karim: Person, yann: Person, hugo: Person, noon: datetime
) -> None:
    key = engage_freeze(by=karim, at=noon).pk
    with pytest.raises(LiftReasonMissingError):
        ask_lift(freeze_id=key, reason=" ", by=karim, at=noon)
    with pytest.raises(RightMissingError):
        ask_lift(freeze_id=key, reason="Over.", by=hugo, at=noon)
    ask_lift(freeze_id=key, reason="Over.", by=karim, at=noon)
    with pytest.raises(SecondPersonNeededError):
        confirm_lift(freeze_id=key, by=karim, at=noon)
    confirm_lift(freeze_id=key, by=yann, at=noon)

    for attempt in (confirm_lift, decline_lift):
        with pytest.raises(FreezeLiftedError):
            attempt(freeze_id=key, by=yann, at=noon)
        with pytest.raises(FreezeNotFoundError):
            attempt(freeze_id=uuid7(), by=yann, at=noon)


def test_a_key_asks_for_no_lift_and_confirms_none(
    karim: Person, yann: Person, noon: datetime
) -> None:
    freeze = engage_freeze(by=karim, at=noon)
    with acting(auth="key:abc"), pytest.raises(MachineMayNotError):
        ask_lift(freeze_id=freeze.pk, reason="Over.", by=karim, at=noon)
    ask_lift(freeze_id=freeze.pk, reason="Over.", by=karim, at=noon)
    with acting(auth="key:abc"), pytest.raises(MachineMayNotError):
        confirm_lift(freeze_id=freeze.pk, by=yann, at=noon)


def test_what_another_freeze_still_holds_is_not_missed_yet(
    energy: Unit, claire: Person, charter: Charter, noon: datetime
) -> None:
    Charter.objects.update(separation=Charter.Separation.SMALL)
    delivery = make_delivery(make_practice_account(unit=energy, by=claire), by=claire)
    narrow = engage_freeze(by=claire, at=noon, scope_kind="network", scope_value="practice")
    wide = engage_freeze(by=claire, at=noon)

    ask_lift(freeze_id=wide.pk, reason="Over.", by=claire, at=noon)
    assert status_of(delivery.pk) == "queued"
    ask_lift(freeze_id=narrow.pk, reason="Over.", by=claire, at=noon)
    assert status_of(delivery.pk) == "missed"


@pytest.mark.parametrize("alone", [True, False])
def test_of_two_who_lift_for_everybody_one_leads_everybody(
    energy: Unit, care: Unit, claire: Person, karim: Person, noon: datetime, *, alone: bool
) -> None:
    other = make_person(name="Paul")
    make_grant(person=other, unit=care, role=Role.DELEGATE)
    freeze = engage_freeze(by=claire, at=noon, scope_kind="tag", scope_value="prix")
    if alone:
        Charter.objects.update(separation=Charter.Separation.SMALL)

    asked = ask_lift(freeze_id=freeze.pk, reason="Over.", by=karim, at=noon)

    assert asked.status == "engaged"  # one who leads a part never lifts it alone
    with pytest.raises(RightMissingError):
        confirm_lift(freeze_id=freeze.pk, by=other, at=noon)
    assert confirm_lift(freeze_id=freeze.pk, by=claire, at=noon).status == "lifted"


def test_whoever_may_lift_nothing_does_not_learn_which_freezes_there_are(
    hugo: Person, noon: datetime
) -> None:
    with pytest.raises(RightMissingError):
        ask_lift(freeze_id=uuid7(), reason="Over.", by=hugo, at=noon)


def test_every_step_touches_the_delivery_it_names_and_no_other(
    energy: Unit, hugo: Person, noon: datetime
) -> None:
    account = make_practice_account(unit=energy, by=hugo)
    others = [make_delivery(account, by=hugo) for _ in range(3)]
    named = make_delivery(account, by=hugo)
    others.append(make_delivery(account, by=hugo))

    for step in (give_back, void_delivery):
        Delivery.objects.update(status="claimed", fence=4)
        step(delivery_id=named.pk, fence=4, why="frozen", at=noon)
        assert {status_of(one.pk) for one in others} == {"claimed"}
    Delivery.objects.update(status="queued", fence=0, next_try_at=None)
    assert taken(named, noon) == named
    miss_delivery(delivery_id=others[1].pk, why="too_late", at=noon)
    assert [status_of(one.pk) for one in others] == ["queued", "missed", "queued", "queued"]
    freeze = engage_freeze(by=hugo, at=noon)
    seal_freeze(freeze_id=freeze.pk, at=noon)
    (leaf,) = leaves(verb="freeze.sealed")
    assert leaf["data"]["in_flight"] == {str(named.pk): "claimed"}
