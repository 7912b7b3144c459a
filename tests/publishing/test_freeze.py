"""Freezing: one person stops, the charter says how many start again."""

import hashlib
import threading
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from gouvernail.charter.models import Charter
from gouvernail.people.errors import RightMissingError
from gouvernail.people.models import Person, Unit
from gouvernail.practice.models import Post
from gouvernail.publishing.actions import (
    ask_lift,
    confirm_lift,
    decline_lift,
    engage_freeze,
    withdraw_lift,
)
from gouvernail.publishing.errors import (
    AlreadyFrozenError,
    FreezeLiftedError,
    LiftNotAskedError,
    LiftOfAnotherError,
    LiftReasonMissingError,
    ScopeUnknownError,
    SecondPersonNeededError,
)
from gouvernail.publishing.models import Freeze
from gouvernail.publishing.queries import what_is_covered
from gouvernail.publishing.sender import locks
from gouvernail.publishing.tasks import seal_engaged, turn
from tests.make.ledger import leaves
from tests.make.publishing import make_delivery, make_practice_account, status_of


def test_nothing_leaves_once_one_person_froze(energy: Unit, hugo: Person, noon: datetime) -> None:
    delivery = make_delivery(make_practice_account(unit=energy, by=hugo), by=hugo)

    freeze = engage_freeze(by=hugo, at=noon)
    assert freeze.status == Freeze.Status.ENGAGED
    turn(clock=lambda: noon)

    freeze.refresh_from_db()
    assert freeze.status == Freeze.Status.SEALED
    assert (status_of(delivery.pk), Post.objects.count()) == ("queued", 0)
    with pytest.raises(AlreadyFrozenError):
        engage_freeze(by=hugo, at=noon)


def test_a_freeze_is_sealed_only_when_nothing_is_under_way(hugo: Person, noon: datetime) -> None:
    engage_freeze(by=hugo, at=noon)
    holding, release = threading.Event(), threading.Event()
    holder = threading.Thread(target=_hold_permit, args=(holding, release))
    holder.start()
    holding.wait(5)

    assert seal_engaged(wait_seconds=0.05, clock=lambda: noon) == 0
    assert Freeze.objects.get().status == Freeze.Status.ENGAGED

    release.set()
    holder.join(5)
    assert seal_engaged(wait_seconds=1, clock=lambda: noon) == 1


def _hold_permit(holding: threading.Event, release: threading.Event) -> None:
    with locks.held(locks.FREEZE, shared=True):
        holding.set()
        release.wait(5)
    connection.close()


def test_two_people_lift_and_what_waited_does_not_burst_out(
    energy: Unit, hugo: Person, karim: Person, yann: Person, noon: datetime
) -> None:
    delivery = make_delivery(make_practice_account(unit=energy, by=hugo), by=hugo)
    freeze = engage_freeze(by=hugo, at=noon - timedelta(minutes=1))
    later = noon + timedelta(minutes=5)
    turn(clock=lambda: later)

    ask_lift(freeze_id=freeze.pk, reason="False alarm.", by=karim, at=later)
    with pytest.raises(SecondPersonNeededError):
        confirm_lift(freeze_id=freeze.pk, by=karim, at=later)
    confirm_lift(freeze_id=freeze.pk, by=yann, at=later)
    turn(clock=lambda: later)

    assert (status_of(delivery.pk), Post.objects.count()) == ("missed", 0)


def test_a_lift_does_not_fail_for_the_number_of_posts_that_waited(
    energy: Unit, claire: Person, charter: Charter, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gouvernail.ledger.actions.appending.MAX_LEAF_BYTES", 6_000)
    Charter.objects.update(separation=Charter.Separation.SMALL)
    account = make_practice_account(unit=energy, by=claire)
    waiting = [make_delivery(account, by=claire, text=f"Post {each}.") for each in range(150)]
    freeze = engage_freeze(by=claire, at=noon)

    ask_lift(freeze_id=freeze.pk, reason="It is over.", by=claire, at=noon + timedelta(hours=1))

    lifted = next(leaf["data"] for leaf in leaves() if leaf["type"] == "freeze.lifted")
    ids = sorted(str(delivery.pk) for delivery in waiting)
    assert lifted["missed"] == ids[:100]
    assert lifted["missed_count"] == "150"
    assert lifted["missed_sha256"] == hashlib.sha256("\n".join(ids).encode()).hexdigest()
    assert {status_of(delivery.pk) for delivery in waiting} == {"missed"}


def test_a_declined_lift_leaves_the_freeze(karim: Person, yann: Person, noon: datetime) -> None:
    freeze = engage_freeze(by=karim, at=noon)
    ask_lift(freeze_id=freeze.pk, reason="I think it is over.", by=karim, at=noon)

    decline_lift(freeze_id=freeze.pk, by=yann, at=noon)

    with pytest.raises(LiftNotAskedError):
        confirm_lift(freeze_id=freeze.pk, by=yann, at=noon)


def test_whoever_asked_for_a_lift_takes_it_back_and_nobody_else_does(
    karim: Person, yann: Person, noon: datetime
) -> None:
    freeze = engage_freeze(by=karim, at=noon)
    with pytest.raises(LiftNotAskedError):
        withdraw_lift(freeze_id=freeze.pk, by=karim, at=noon)
    ask_lift(freeze_id=freeze.pk, reason="I think it is over.", by=karim, at=noon)
    with pytest.raises(LiftOfAnotherError):
        withdraw_lift(freeze_id=freeze.pk, by=yann, at=noon)

    stands = withdraw_lift(freeze_id=freeze.pk, by=karim, at=noon)

    assert (stands.status, stands.lift_asked_by, stands.lift_reason) == ("engaged", None, "")
    assert leaves()[-1]["type"] == "freeze.lift_taken_back"
    with pytest.raises(LiftNotAskedError):
        confirm_lift(freeze_id=freeze.pk, by=yann, at=noon)
    ask_lift(freeze_id=freeze.pk, reason="Now it is.", by=karim, at=noon)
    confirm_lift(freeze_id=freeze.pk, by=yann, at=noon)
    with pytest.raises(FreezeLiftedError):
        withdraw_lift(freeze_id=freeze.pk, by=karim, at=noon)


def test_the_page_offers_it_to_whoever_asked_alone(
    karim: Person, yann: Person, noon: datetime
) -> None:
    freeze = engage_freeze(by=karim, at=noon)
    ask_lift(freeze_id=freeze.pk, reason="I think it is over.", by=karim, at=noon)
    address = reverse("publishing:freeze-take-back", args=[freeze.pk])
    asker, other = Client(), Client()
    asker.force_login(karim)
    other.force_login(yann)

    assert address not in other.get(reverse("publishing:freeze")).text
    assert address in asker.get(reverse("publishing:freeze")).text
    said = asker.post(address, follow=True).text

    assert "Your request is taken back" in said
    assert Freeze.objects.get().lift_asked_by is None


def test_a_small_team_lifts_alone_with_a_reason(
    claire: Person, charter: Charter, noon: datetime
) -> None:
    charter.separation = Charter.Separation.SMALL
    charter.save()
    freeze = engage_freeze(by=claire, at=noon)

    with pytest.raises(LiftReasonMissingError):
        ask_lift(freeze_id=freeze.pk, reason=" ", by=claire, at=noon)
    lifted = ask_lift(freeze_id=freeze.pk, reason="Checked with the mayor.", by=claire, at=noon)

    assert lifted.status == Freeze.Status.LIFTED


@pytest.mark.parametrize(
    ("kind", "value"), [("unit", "energy"), ("network", "practice"), ("tag", "prix")]
)
def test_a_scoped_freeze_holds_what_it_names_and_nothing_else(
    solar: Unit, care: Unit, claire: Person, noon: datetime, kind: str, value: str
) -> None:
    energy, karim = solar.parent, claire
    assert energy is not None
    held = make_delivery(make_practice_account(unit=solar, by=karim), by=karim, tags=("prix",))
    free = make_delivery(make_practice_account(unit=care, by=karim, handle="clients"), by=karim)

    engage_freeze(
        scope_kind=kind, scope_value=energy.path if kind == "unit" else value, by=claire, at=noon
    )
    turn(clock=lambda: noon)

    assert status_of(held.pk) == "queued"
    assert status_of(free.pk) == ("queued" if kind == "network" else "sent")


def test_a_freeze_names_something_real_and_needs_the_right_there(
    hugo: Person, care: Unit, nina: Person, noon: datetime
) -> None:
    with pytest.raises(ScopeUnknownError):
        engage_freeze(scope_kind="unit", scope_value="nowhere/", by=hugo, at=noon)
    with pytest.raises(RightMissingError):
        engage_freeze(scope_kind="unit", scope_value=care.path, by=hugo, at=noon)
    with pytest.raises(RightMissingError):
        engage_freeze(by=nina, at=noon)


def test_a_tag_that_is_spelled_like_a_network_is_a_tag(claire: Person, noon: datetime) -> None:
    network = engage_freeze(by=claire, at=noon, scope_kind="network", scope_value="linkedin")
    tag = engage_freeze(by=claire, at=noon, scope_kind="tag", scope_value="linkedin")

    assert what_is_covered([network, tag]) == {network.pk: "LinkedIn", tag.pk: "linkedin"}
