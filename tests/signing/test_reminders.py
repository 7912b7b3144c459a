"""The ladder of reminders: which days, which hours, one message a person and day."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from gouvernail.notifications.models import Notification
from gouvernail.notifications.queries import sentence
from gouvernail.people.models import Absence, Person
from gouvernail.policies.models import Policy
from gouvernail.signing.actions import make_objection, remind, remind_by_hand
from gouvernail.signing.models import Line
from gouvernail.signing.tasks import remind_people
from tests.make.ledger import leaves
from tests.make.policies import make_charter, make_version
from tests.make.signing import make_campaign

START = datetime(2026, 11, 17, 9, 0, tzinfo=UTC)  # a Tuesday


def told(person: Person) -> list[str]:
    """Return what a person was told, in order."""
    rows = Notification.objects.filter(person=person, kind__startswith="signing.")
    return [one.kind.partition(".")[2] for one in rows.order_by("at")]


def test_the_ladder_reminds_at_the_start_7_and_1_days_before_on_the_day_and_daily_after(
    claire: Person, hugo: Person
) -> None:
    make_campaign(make_charter(by=claire), by=claire, at=START, due_on=date(2026, 12, 1))
    days = []

    for number in range(20):
        at = START + timedelta(days=number)
        before = len(told(hugo))
        remind_people(at)
        remind_people(at + timedelta(hours=2))  # the same day: nobody is told twice
        days += [at.date()] if len(told(hugo)) > before else []

    # Tue 24 Nov is 7 days before; Sat 5 and Sun 6 December are quiet; 1 December is the day.
    expected = ["11-17", "11-24", "11-30", "12-01", "12-02", "12-03", "12-04"]
    assert [f"{one:%m-%d}" for one in days] == expected
    assert told(hugo)[:5] == ["to_sign", "soon", "soon", "today", "late"]
    assert len(leaves(verb="signature_campaign.reminded")) == len(expected)


def test_a_step_on_a_quiet_day_comes_on_the_next_and_never_at_night(
    claire: Person, hugo: Person, settings: Any
) -> None:
    settings.QUIET_DAYS = ["sat", "sun", "2026-11-23"]
    make_campaign(make_charter(by=claire), by=claire, at=START, due_on=date(2026, 11, 28))
    remind_people(START.replace(hour=4))
    assert told(hugo) == []
    for number in range(10):
        remind_people(START + timedelta(days=number))

    # 21 November, 7 days before, is a Saturday; Monday 23 is quiet: Tuesday it is.
    rows = Notification.objects.filter(person=hugo).order_by("at")
    assert [f"{one.at:%m-%d}" for one in rows] == ["11-17", "11-24"]


def test_several_texts_are_one_message_in_the_language_of_the_reader(
    claire: Person, hugo: Person, ines: Person
) -> None:
    Person.objects.filter(pk=ines.pk).update(language="fr")
    first = make_charter(by=claire)
    second = Policy.objects.create(slug="second", title="Seconde", unit=first.unit, owner=claire)
    make_version(second, by=claire, source="## 1 A\n\nText.")
    make_campaign(first, by=claire, at=START)
    make_campaign(second, by=claire, at=START, roles=("contributor",))

    remind(at=START)

    (one,) = Notification.objects.filter(person=hugo)
    assert (one.kind, one.path) == ("signing.many", "/sign/")
    assert sentence(one.kind, one.facts) == "2 texts wait for your signature."
    (lead,) = Notification.objects.filter(person=claire, kind__startswith="signing.")
    assert "Social media charter" in sentence(lead.kind, lead.facts)
    assert "Dec. 1, 2026" in sentence(lead.kind, lead.facts)


@pytest.mark.parametrize("why", ["away", "objected", "signed"])
def test_nobody_away_who_objected_or_has_signed_is_reminded(
    why: str, claire: Person, hugo: Person
) -> None:
    campaign = make_campaign(make_charter(by=claire), by=claire, at=START)
    if why == "away":
        Absence.objects.create(person=hugo, starts_at=START, ends_at=START + timedelta(days=3))
    elif why == "objected":
        make_objection(campaign_id=campaign.pk, words="No.", by=hugo, at=START)
    else:
        Line.objects.filter(person=hugo).update(state="signed")

    remind(at=START)

    assert told(hugo) == []
    assert "to_sign" in told(claire)


def test_a_reminder_by_hand_reaches_those_one_follows_and_says_how_many(
    claire: Person, karim: Person, hugo: Person, ines: Person
) -> None:
    campaign = make_campaign(make_charter(by=claire), by=claire, at=START)

    number = remind_by_hand(campaign_id=campaign.pk, by=karim, at=START)

    assert number == 2  # karim and hugo: those of Energy
    assert (len(told(hugo)), told(ines)) == (1, [])
    assert remind_by_hand(campaign_id=campaign.pk, by=karim, at=START) == 0
