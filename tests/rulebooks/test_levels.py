"""How firmly rules are applied: decided by unit and network, by two people where it counts."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gouvernail.charter.models import Charter
from gouvernail.foundation.clock import now
from gouvernail.kernel.rules import Outcome
from gouvernail.notifications.models import Notification
from gouvernail.people.errors import RightMissingError
from gouvernail.people.models import Person, Role, Unit
from gouvernail.registry.models import Account
from gouvernail.rulebooks.actions import (
    ControlChoice,
    agree_control,
    change_controls,
    reject_control,
    withdraw_control,
)
from gouvernail.rulebooks.errors import (
    ControlAlreadyAskedError,
    ControlLooserError,
    ControlMovedError,
    ControlSettledError,
    ControlUnchangedError,
    OutOfReachError,
    ReasonMissingError,
    RuleNotFoundError,
    SecondPersonNeededError,
)
from gouvernail.rulebooks.models import Pack, RuleControl
from gouvernail.rulebooks.queries import judge_text, replayed
from tests.make.ledger import leaves
from tests.make.people import make_grant, make_person
from tests.make.registry import make_account
from tests.make.rulebooks import PACK, make_pack, make_verdict

OBSERVED = PACK.replace("control: enforce", "control: observe")


@pytest.fixture
def pack(claire: Person, nordet: Unit) -> Pack:
    return make_pack(unit=nordet, by=claire, source=OBSERVED).pack


def change(pack: Pack, unit: Unit, control: str, **fields: Any) -> list[RuleControl]:
    by, at = fields.pop("by"), fields.pop("at")
    fields = {"rules": ["discount"], "reason": "It is time."} | fields
    choice = ControlChoice(unit_id=unit.pk, control=control, **fields)
    return change_controls(pack_id=pack.pk, choice=choice, by=by, at=at)


def outcome(unit: Unit, at: datetime, network: str = "mastodon") -> Outcome:
    account = Account(unit=unit, network=network)
    return judge_text("A discount.", account=account, unit=unit, at=at).outcome


def test_a_rule_is_made_to_warn_by_one_person_and_to_enforce_by_two(
    pack: Pack, claire: Person, amina: Person, nordet: Unit, energy: Unit, noon: datetime
) -> None:
    assert outcome(energy, noon) == Outcome.NOTE

    (warned,) = change(pack, nordet, "warn", by=claire, at=noon)
    assert (warned.status, outcome(energy, noon)) == ("agreed", Outcome.WARN)
    (asked,) = change(pack, nordet, "enforce", by=claire, at=noon)
    assert (asked.status, outcome(energy, noon)) == ("asked", Outcome.WARN)
    with pytest.raises(SecondPersonNeededError):
        agree_control(control_id=asked.pk, by=claire, at=noon)
    agree_control(control_id=asked.pk, by=amina, at=noon + timedelta(minutes=1))

    assert outcome(energy, noon + timedelta(hours=1)) == Outcome.REVIEW
    assert [leaf["type"] for leaf in leaves()][-2:] == ["rule_control.asked", "rule_control.agreed"]


def test_loosening_needs_a_second_person_and_a_reason(
    pack: Pack, claire: Person, amina: Person, nordet: Unit, noon: datetime
) -> None:
    change(pack, nordet, "warn", by=claire, at=noon)

    with pytest.raises(ReasonMissingError):
        change(pack, nordet, "observe", by=claire, at=noon, reason=" ")
    (asked,) = change(pack, nordet, "observe", by=claire, at=noon)
    assert asked.status == "asked"
    with pytest.raises(ControlAlreadyAskedError):
        change(pack, nordet, "enforce", by=claire, at=noon)
    with pytest.raises(ReasonMissingError):
        reject_control(control_id=asked.pk, comment="", by=amina, at=noon)
    reject_control(control_id=asked.pk, comment="Too soon.", by=amina, at=noon)

    with pytest.raises(ControlSettledError):
        withdraw_control(control_id=asked.pk, by=claire, at=noon)
    assert outcome(nordet, noon) == Outcome.WARN


@pytest.mark.parametrize(
    ("separation", "control", "status"),
    [
        ("small", "enforce", "agreed"),
        ("standard", "warn", "agreed"),
        ("regulated", "warn", "asked"),
    ],
)
def test_the_charter_says_what_two_people_decide(
    pack: Pack,
    claire: Person,
    nordet: Unit,
    charter: Charter,
    noon: datetime,
    separation: str,
    control: str,
    status: str,
) -> None:
    charter.separation = separation
    charter.save()

    (changed,) = change(pack, nordet, control, by=claire, at=noon)

    assert changed.status == status
    assert changed.alone is (separation == "small")


def test_a_unit_can_be_stricter_than_the_group_never_looser(
    pack: Pack,
    claire: Person,
    karim: Person,
    nordet: Unit,
    energy: Unit,
    care: Unit,
    noon: datetime,
) -> None:
    change(pack, energy, "warn", by=karim, at=noon)
    assert (outcome(energy, noon), outcome(care, noon)) == (Outcome.WARN, Outcome.NOTE)

    change(pack, nordet, "warn", by=claire, at=noon)
    with pytest.raises(ControlLooserError):
        change(pack, energy, "observe", by=karim, at=noon)
    RuleControl.objects.filter(unit=energy).update(control="observe")

    assert outcome(energy, noon) == Outcome.WARN, "whatever a row says, below only adds"


def test_a_level_is_said_of_one_network_or_of_all(
    pack: Pack, claire: Person, nordet: Unit, noon: datetime
) -> None:
    change(pack, nordet, "warn", by=claire, at=noon, network="x")

    assert outcome(nordet, noon, "x") == Outcome.WARN
    assert outcome(nordet, noon, "mastodon") == Outcome.NOTE


def test_a_level_counts_from_its_date_and_is_taken_back_before_it(
    pack: Pack, claire: Person, nordet: Unit, noon: datetime
) -> None:
    later = noon + timedelta(days=7)
    (changed,) = change(pack, nordet, "warn", by=claire, at=noon, starts_at=later)

    assert (outcome(nordet, noon), outcome(nordet, later)) == (Outcome.NOTE, Outcome.WARN)
    withdraw_control(control_id=changed.pk, by=claire, at=noon)

    assert outcome(nordet, later) == Outcome.NOTE


def test_what_two_people_agreed_to_for_later_is_not_undone_by_one(
    pack: Pack, claire: Person, amina: Person, nordet: Unit, noon: datetime
) -> None:
    first, then = noon + timedelta(days=1), noon + timedelta(days=2)
    (enforced,) = change(pack, nordet, "enforce", by=claire, at=noon, starts_at=first)
    agree_control(control_id=enforced.pk, by=amina, at=noon)

    (warned,) = change(pack, nordet, "warn", by=claire, at=noon, starts_at=then)

    assert (warned.status, warned.former) == ("asked", "enforce")
    assert outcome(nordet, then) == Outcome.REVIEW
    with pytest.raises(ControlUnchangedError):
        change(pack, nordet, "enforce", by=claire, at=noon, starts_at=then)


def test_a_level_that_moved_since_it_was_asked_is_not_agreed_to(
    pack: Pack, claire: Person, amina: Person, karim: Person, nordet: Unit, energy: Unit
) -> None:
    at = now()
    (asked,) = change(pack, energy, "enforce", by=karim, at=at)
    change(pack, nordet, "warn", by=claire, at=at)

    with pytest.raises(ControlMovedError):
        agree_control(control_id=asked.pk, by=amina, at=at)


def test_who_agrees_alone_to_a_level_says_why(
    pack: Pack, claire: Person, nordet: Unit, charter: Charter, noon: datetime
) -> None:
    (asked,) = change(pack, nordet, "enforce", by=claire, at=noon)
    charter.separation = Charter.Separation.SMALL
    charter.save()

    with pytest.raises(ReasonMissingError):
        agree_control(control_id=asked.pk, by=claire, at=noon)
    agreed = agree_control(control_id=asked.pk, comment="I am alone.", by=claire, at=noon)

    assert (agreed.alone, agreed.comment) == (True, "I am alone.")


def test_several_rules_change_at_once_those_that_stand_there_are_passed_over(
    pack: Pack, claire: Person, nordet: Unit, noon: datetime
) -> None:
    change(pack, nordet, "warn", by=claire, at=noon)

    changed = change(pack, nordet, "warn", by=claire, at=noon, rules=["discount", "cheapest"])

    assert [one.rule for one in changed] == ["cheapest"]
    with pytest.raises(ControlUnchangedError):
        change(pack, nordet, "warn", by=claire, at=noon)


def test_what_is_asked_must_exist_and_be_within_reach(
    pack: Pack, claire: Person, hugo: Person, nordet: Unit, energy: Unit, noon: datetime
) -> None:
    local = make_pack(unit=energy, by=claire, source=PACK.replace("pack: nordet", "pack: local"))

    with pytest.raises(RuleNotFoundError):
        change(pack, nordet, "warn", by=claire, at=noon, rules=["unknown"])
    with pytest.raises(OutOfReachError):
        change(local.pack, nordet, "warn", by=claire, at=noon)
    with pytest.raises(RightMissingError):
        change(pack, energy, "warn", by=hugo, at=noon)


def test_a_verdict_is_replayed_with_the_levels_of_its_day(
    pack: Pack, claire: Person, nordet: Unit, energy: Unit, noon: datetime
) -> None:
    change(pack, nordet, "warn", by=claire, at=noon)
    stored = make_verdict("A discount.", make_account(unit=energy), at=noon)
    (asked,) = change(pack, nordet, "observe", by=claire, at=noon)
    RuleControl.objects.filter(pk=asked.pk).update(status="agreed", starts_at=noon)

    again = replayed(stored)

    assert again is not None
    assert (again.id, again.outcome.slug) == (stored.verdict_id, "warn")
    assert outcome(energy, noon) == Outcome.NOTE


def test_the_page_counts_what_a_rule_would_have_stopped(
    client: Client, pack: Pack, claire: Person, energy: Unit
) -> None:
    account = make_account(unit=energy)
    for _ in range(2):
        make_verdict("A discount.", account, at=now())
    client.force_login(claire)

    page = client.get(reverse("rulebooks:pack-detail", args=["nordet"])).text
    levels = client.get(reverse("rulebooks:control-list", args=["nordet"])).text

    assert "would have stopped 2 posts in 30 days" in page
    assert "would have stopped 2 posts in 30 days" in levels


def test_who_agrees_below_is_told_and_finds_the_buttons_there(
    client: Client, pack: Pack, claire: Person, nordet: Unit, energy: Unit
) -> None:
    below = make_person(name="Sam Martin")
    make_grant(person=below, unit=energy, role=Role.LEAD)
    (here,) = change(pack, energy, "enforce", by=claire, at=now())
    (above,) = change(pack, nordet, "enforce", by=claire, at=now())
    client.force_login(below)

    shown = client.get(reverse("rulebooks:control-list", args=["nordet"])).text
    blank = client.post(reverse("rulebooks:control-reject", args=[here.pk]), {"comment": " "})

    assert reverse("rulebooks:control-agree", args=[here.pk]) in shown
    assert reverse("rulebooks:control-agree", args=[above.pk]) not in shown
    assert Notification.objects.filter(person=below, kind="rules.level_asked").count() == 1
    assert blank.status_code == 422
    assert f'id="refused-{here.pk}"' in blank.text


def test_a_lead_changes_levels_on_the_page_and_a_second_person_agrees(
    client: Client, pack: Pack, claire: Person, amina: Person, nordet: Unit
) -> None:
    address = reverse("rulebooks:control-list", args=["nordet"])
    client.force_login(claire)
    sent = {"rules": ["discount"], "control": "enforce", "unit": str(nordet.pk), "reason": "Now."}
    refused = client.post(address, sent | {"rules": []})
    kept = client.post(address, sent)
    control = RuleControl.objects.get()
    client.force_login(amina)
    shown = client.get(address).text
    client.post(reverse("rulebooks:control-agree", args=[control.pk]))

    assert (refused.status_code, kept.status_code) == (422, 302)
    assert reverse("rulebooks:control-reject", args=[control.pk]) in shown
    control.refresh_from_db()
    assert (control.status, control.decided_by) == ("agreed", amina)
