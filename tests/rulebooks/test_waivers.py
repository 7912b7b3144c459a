"""A rule that lets off for a while: asked by a unit, granted above it, always ending."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gouvernail.charter.models import Charter
from gouvernail.foundation.actors import acting
from gouvernail.foundation.clock import now
from gouvernail.kernel.rules import Outcome
from gouvernail.notifications.models import Notification
from gouvernail.people.errors import MachineMayNotError, RightMissingError
from gouvernail.people.models import Person, Unit
from gouvernail.registry.errors import AccountNotFoundError
from gouvernail.registry.models import Account
from gouvernail.rulebooks.actions import (
    WaiverRequest,
    ask_for_waiver,
    end_waiver,
    grant_waiver,
    refuse_waiver,
    withdraw_waiver,
)
from gouvernail.rulebooks.errors import (
    ReasonMissingError,
    RuleNotFoundError,
    SecondPersonNeededError,
    WaiverSettledError,
    WhenOutOfReachError,
)
from gouvernail.rulebooks.models import Pack, RaisedRule, Waiver
from gouvernail.rulebooks.queries import judge_text, replayed, waivers_in
from gouvernail.rulebooks.tasks import end_waivers
from tests.make.ledger import leaves
from tests.make.registry import make_account
from tests.make.rulebooks import PACK, make_pack, make_verdict

MONTH = timedelta(days=30)


@pytest.fixture
def pack(claire: Person, nordet: Unit) -> Pack:
    return make_pack(unit=nordet, by=claire).pack


def ask(pack: Pack, unit: Unit, *, by: Person, at: datetime, **fields: Any) -> Waiver:
    said: dict[str, Any] = {
        "rule": "cheapest",
        "reason": "A court allowed it.",
        "until": at + MONTH,
    } | fields
    return ask_for_waiver(
        pack_id=pack.pk, request=WaiverRequest(unit_id=unit.pk, **said), by=by, at=at
    )


def outcome(account: Account, at: datetime, **fields: Any) -> Outcome:
    text = "The cheapest in France."
    return judge_text(text, account=account, unit=account.unit, at=at, **fields).outcome


def test_a_waiver_asked_by_a_unit_and_granted_above_it_lets_off_until_it_ends(
    pack: Pack, hugo: Person, amina: Person, energy: Unit, care: Unit, noon: datetime
) -> None:
    account, other = make_account(unit=energy), make_account(unit=care, handle="care")
    waiver = ask(pack, energy, by=hugo, at=noon)
    assert outcome(account, noon) == Outcome.BLOCK

    grant_waiver(waiver_id=waiver.pk, by=amina, at=noon)

    assert (outcome(account, noon), outcome(other, noon)) == (Outcome.NOTE, Outcome.BLOCK)
    assert outcome(account, noon + MONTH) == Outcome.BLOCK, "whether or not the task has run"
    end_waivers(noon + MONTH)
    waiver.refresh_from_db()
    assert (waiver.status, waiver.ended_at) == ("ended", noon + MONTH)
    assert [leaf["type"] for leaf in leaves()][-3:] == [
        "waiver.asked",
        "waiver.granted",
        "waiver.expired",
    ]


def test_a_waiver_that_ended_still_held_before_it_ended(
    pack: Pack, energy: Unit, hugo: Person, amina: Person, noon: datetime
) -> None:
    account = make_account(unit=energy)
    waiver = ask(pack, energy, by=hugo, at=noon)
    grant_waiver(waiver_id=waiver.pk, by=amina, at=noon)
    ended = noon + timedelta(days=2)
    end_waiver(waiver_id=waiver.pk, reason="Over.", by=amina, at=ended)

    assert outcome(account, ended - timedelta(hours=1)) == Outcome.NOTE
    assert outcome(account, ended) == Outcome.BLOCK


def test_a_finding_let_off_stays_in_the_verdict_with_its_waiver(
    pack: Pack, hugo: Person, amina: Person, energy: Unit, noon: datetime
) -> None:
    account = make_account(unit=energy)
    waiver = ask(pack, energy, by=hugo, at=noon)
    grant_waiver(waiver_id=waiver.pk, by=amina, at=noon)

    stored = make_verdict("The cheapest in France.", account, at=noon)
    end_waiver(waiver_id=waiver.pk, reason="It was a mistake.", by=amina, at=noon)

    (finding,) = stored.findings
    assert (finding["waiver"], finding["severity"], finding["would"]) == (
        str(waiver.pk),
        "note",
        "block",
    )
    assert RaisedRule.objects.get().waiver_id == waiver.pk
    again = replayed(stored)
    assert again is not None
    assert again.id == stored.verdict_id


def test_whoever_shows_a_verdict_finds_its_waivers(
    pack: Pack, hugo: Person, amina: Person, energy: Unit, noon: datetime
) -> None:
    account = make_account(unit=energy)
    waiver = ask(pack, energy, by=hugo, at=noon)
    grant_waiver(waiver_id=waiver.pk, by=amina, at=noon)

    verdict = judge_text(
        "The cheapest in France. A discount.", account=account, unit=energy, at=noon
    )

    assert waivers_in([verdict]) == {waiver.pk: waiver}
    assert [verdict.waiver_of(one) for one in verdict.findings] == [waiver.pk, None]  # type: ignore[attr-defined]  # a RuledVerdict
    assert verdict.outcome == Outcome.REVIEW, "the other rule still counts"


@pytest.mark.parametrize("narrow", ["account", "network", "tag"])
def test_a_waiver_can_be_for_one_account_network_or_tag(
    pack: Pack, hugo: Person, amina: Person, energy: Unit, noon: datetime, narrow: str
) -> None:
    inside = make_account(unit=energy, network="mastodon")
    outside = make_account(unit=energy, network="x", handle="other")
    narrowed: dict[str, dict[str, Any]] = {
        "account": {"account_id": inside.pk},
        "network": {"network": "mastodon"},
        "tag": {"tag": "#court"},
    }

    waiver = ask(pack, energy, by=hugo, at=noon, **narrowed[narrow])
    grant_waiver(waiver_id=waiver.pk, by=amina, at=noon)

    assert outcome(inside, noon, tags=("court",)) == Outcome.NOTE
    assert outcome(outside, noon, tags=()) == Outcome.BLOCK


def test_only_a_second_person_above_the_unit_grants(
    pack: Pack, hugo: Person, karim: Person, claire: Person, energy: Unit, noon: datetime
) -> None:
    waiver, own = ask(pack, energy, by=hugo, at=noon), ask(pack, energy, by=claire, at=noon)

    for person in (hugo, karim):
        with pytest.raises(RightMissingError):
            grant_waiver(waiver_id=waiver.pk, by=person, at=noon)
    with pytest.raises(SecondPersonNeededError):
        grant_waiver(waiver_id=own.pk, by=claire, at=noon)
    with acting(auth="key:abc"), pytest.raises(MachineMayNotError):
        grant_waiver(waiver_id=waiver.pk, by=claire, at=noon)


def test_a_unit_does_not_let_off_its_own_pack(
    claire: Person, hugo: Person, amina: Person, energy: Unit, noon: datetime
) -> None:
    local = make_pack(unit=energy, by=claire, source=PACK.replace("pack: nordet", "pack: local"))
    waiver = ask(local.pack, energy, by=hugo, at=noon)

    assert grant_waiver(waiver_id=waiver.pk, by=amina, at=noon).status == "granted"


def test_in_a_small_team_whoever_asked_grants_and_says_why(
    pack: Pack, claire: Person, charter: Charter, energy: Unit, noon: datetime
) -> None:
    charter.separation = Charter.Separation.SMALL
    charter.save()
    waiver = ask(pack, energy, by=claire, at=noon)

    with pytest.raises(ReasonMissingError):
        grant_waiver(waiver_id=waiver.pk, by=claire, at=noon)

    assert grant_waiver(waiver_id=waiver.pk, comment="Alone.", by=claire, at=noon).alone


def test_a_waiver_ends_within_a_year_and_names_what_exists(
    pack: Pack, hugo: Person, energy: Unit, care: Unit, noon: datetime
) -> None:
    elsewhere = make_account(unit=care)

    for days in (0, 400):
        with pytest.raises(WhenOutOfReachError):
            ask(pack, energy, by=hugo, at=noon, until=noon + timedelta(days=days))
    with pytest.raises(RuleNotFoundError):
        ask(pack, energy, by=hugo, at=noon, rule="unknown")
    with pytest.raises(ReasonMissingError):
        ask(pack, energy, by=hugo, at=noon, reason="")
    with pytest.raises(AccountNotFoundError):
        ask(pack, energy, by=hugo, at=noon, account_id=elsewhere.pk)
    assert Waiver.objects.count() == 0


def test_a_refusal_says_why_and_a_request_can_be_taken_back(
    pack: Pack, hugo: Person, amina: Person, energy: Unit, noon: datetime
) -> None:
    refused, dropped = ask(pack, energy, by=hugo, at=noon), ask(pack, energy, by=hugo, at=noon)
    with pytest.raises(ReasonMissingError):
        refuse_waiver(waiver_id=refused.pk, comment="", by=amina, at=noon)

    refuse_waiver(waiver_id=refused.pk, comment="Too wide.", by=amina, at=noon)
    withdraw_waiver(waiver_id=dropped.pk, by=hugo, at=noon)

    for waiver in (refused, dropped):
        with pytest.raises(WaiverSettledError):
            grant_waiver(waiver_id=waiver.pk, by=amina, at=noon)
    assert Notification.objects.filter(person=hugo, kind="waiver.refused").count() == 1


def test_who_asked_and_who_granted_are_told_once_before_the_end(
    pack: Pack, hugo: Person, amina: Person, energy: Unit, noon: datetime
) -> None:
    waiver = ask(pack, energy, by=hugo, at=noon)
    grant_waiver(waiver_id=waiver.pk, by=amina, at=noon)

    end_waivers(noon + timedelta(days=10))
    assert not Notification.objects.filter(kind="waiver.ending").exists()
    for days in (17, 18):
        end_waivers(noon + timedelta(days=days))

    told = Notification.objects.filter(kind="waiver.ending")
    assert {one.person_id for one in told} == {hugo.pk, amina.pk}
    assert told.count() == 2


def test_a_waiver_is_asked_for_and_granted_on_pages(
    client: Client, pack: Pack, hugo: Person, amina: Person, energy: Unit
) -> None:
    address = reverse("rulebooks:waiver-ask", args=["nordet"])
    client.force_login(hugo)
    sent = {
        "rule": "cheapest",
        "unit": str(energy.pk),
        "until": "2099-01-01T12:00",
        "reason": "A court allowed it.",
    }
    far = client.post(address, sent)
    page = client.get(address).text
    assert "Price comparison" in page
    assert (far.status_code, Waiver.objects.count()) == (422, 0)
    waiver = ask(pack, energy, by=hugo, at=now())
    asked = client.get(reverse("rulebooks:waiver-detail", args=[waiver.pk])).text
    client.force_login(amina)
    detail = client.get(reverse("rulebooks:waiver-detail", args=[waiver.pk])).text
    client.post(reverse("rulebooks:waiver-grant", args=[waiver.pk]))

    assert "Somebody above the unit answers" in asked
    assert "It counts from your agreement on" in detail
    waiver.refresh_from_db()
    assert waiver.status == "granted"
    assert "Price comparison" in detail
    listed = client.get(reverse("rulebooks:waiver-list")).text
    assert "granted" in listed
    assert "<b>Price comparison</b>" in listed


def test_today_shows_what_waits_for_an_answer_and_what_ends_soon(
    client: Client, pack: Pack, hugo: Person, amina: Person, energy: Unit
) -> None:
    asked = ask(pack, energy, by=hugo, at=now())
    granted = ask(pack, energy, by=hugo, at=now(), until=now() + timedelta(days=5))
    grant_waiver(waiver_id=granted.pk, by=amina, at=now())

    client.force_login(amina)
    decides = client.get(reverse("web:today")).text
    client.force_login(hugo)
    ends = client.get(reverse("web:today")).text

    assert reverse("rulebooks:waiver-detail", args=[asked.pk]) in decides
    assert reverse("rulebooks:waiver-detail", args=[asked.pk]) not in ends
    assert "A waiver ends: Price comparison" in ends
