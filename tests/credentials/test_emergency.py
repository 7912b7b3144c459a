"""Nobody answers: everybody is told at once, it opens by itself, and is accounted for."""

from datetime import datetime, timedelta

import pytest
from django.core import mail

from gouvernail.credentials.actions import (
    approve_reveal,
    back_reveal,
    end_reveal,
    follow_time,
    open_reveal,
    refuse_reveal,
    remind,
    write_account,
)
from gouvernail.credentials.errors import (
    AccountNotDueError,
    AlreadyAskedError,
    AlreadyBackedError,
    OwnRequestError,
    RequestOfAnotherError,
    RevealInvalidError,
    RevealNotOpenError,
    RevealOverError,
)
from gouvernail.credentials.models import Item, Reveal
from gouvernail.credentials.tasks import answer_waiting
from gouvernail.notifications.models import Notification, Preference
from gouvernail.notifications.tasks import send_letters
from gouvernail.people.models import Person
from tests.make.credentials import PASSWORD, Tab, make_reveal, make_showing

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def told(kind: str) -> set[str]:
    rows = Notification.objects.filter(kind=f"credential.{kind}")
    return set(rows.values_list("person__name", flat=True))


def test_an_emergency_is_told_at_once_opens_by_itself_and_is_accounted_for(
    item: Item, hugo: Person, karim: Person, claire: Person, yann: Person, noon: datetime
) -> None:
    Preference.objects.create(person=claire, email=Preference.Email.NEVER)
    reveal = make_reveal(item=item, by=hugo, at=noon, emergency=True)
    assert told("emergency") == {karim.name, claire.name, yann.name}
    send_letters(noon)
    assert {address for one in mail.outbox for address in one.to} >= {claire.email, yann.email}
    assert all(PASSWORD not in one.body for one in mail.outbox)
    with pytest.raises(RevealNotOpenError):
        open_reveal(reveal_id=reveal.pk, by=hugo, at=noon + 3 * HOUR)

    assert follow_time(at=noon + 4 * HOUR) == 1
    opened = open_reveal(reveal_id=reveal.pk, by=hugo, at=noon + 5 * HOUR)
    tab = Tab()
    showing = make_showing(reveal=opened, tab=tab, at=noon + 5 * HOUR)
    answer_waiting(at=noon + 5 * HOUR)

    assert tab.read(showing)["value"] == PASSWORD
    end_reveal(reveal_id=reveal.pk, by=hugo, at=noon + 5 * HOUR)
    item.refresh_from_db()
    assert (item.due_why, item.due_on) == ("emergency", (noon + DAY).date())
    remind(at=noon + DAY)
    assert told("to_account") == {hugo.name}
    remind(at=noon + 4 * DAY)
    assert told("account_late") == {karim.name, claire.name, yann.name}
    with pytest.raises(RevealInvalidError):
        write_account(reveal_id=reveal.pk, text=" ", by=hugo, at=noon + DAY)
    with pytest.raises(RequestOfAnotherError):
        write_account(reveal_id=reveal.pk, text="Rien.", by=karim, at=noon + DAY)
    text = "Compte piraté : mot de passe changé."
    write_account(reveal_id=reveal.pk, text=text, by=hugo, at=noon + DAY)
    assert told("accounted") == {karim.name, claire.name, yann.name}
    with pytest.raises(AccountNotDueError):
        write_account(reveal_id=reveal.pk, text=text, by=hugo, at=noon + DAY)


def test_two_people_who_confirm_bring_it_down_to_a_quarter_of_an_hour(
    item: Item, hugo: Person, karim: Person, claire: Person, yann: Person, noon: datetime
) -> None:
    reveal = make_reveal(item=item, by=hugo, at=noon, emergency=True)
    with pytest.raises(OwnRequestError):
        back_reveal(reveal_id=reveal.pk, by=hugo, at=noon)

    back_reveal(reveal_id=reveal.pk, by=claire, at=noon)
    with pytest.raises(AlreadyBackedError):
        back_reveal(reveal_id=reveal.pk, by=claire, at=noon)
    back_reveal(reveal_id=reveal.pk, by=karim, at=noon + MINUTE)
    with pytest.raises(AlreadyBackedError):
        back_reveal(reveal_id=reveal.pk, by=yann, at=noon + MINUTE)

    with pytest.raises(RevealNotOpenError):
        open_reveal(reveal_id=reveal.pk, by=hugo, at=noon + 15 * MINUTE)
    assert open_reveal(reveal_id=reveal.pk, by=hugo, at=noon + 16 * MINUTE).status == "open"


def test_one_refusal_ends_it_even_once_it_is_open(
    item: Item, hugo: Person, karim: Person, claire: Person, noon: datetime
) -> None:
    refused = make_reveal(item=item, by=hugo, at=noon, emergency=True)
    refuse_reveal(reveal_id=refused.pk, by=claire, at=noon + HOUR)
    assert follow_time(at=noon + 5 * HOUR) == 0
    with pytest.raises(RevealOverError):
        open_reveal(reveal_id=refused.pk, by=hugo, at=noon + 5 * HOUR)

    reveal = make_reveal(item=item, by=hugo, at=noon + DAY, emergency=True)
    approve_reveal(reveal_id=reveal.pk, by=karim, at=noon + DAY)
    open_reveal(reveal_id=reveal.pk, by=hugo, at=noon + DAY)
    make_showing(reveal=reveal, tab=Tab(), at=noon + DAY)
    answer_waiting(at=noon + DAY)
    refuse_reveal(reveal_id=reveal.pk, by=claire, at=noon + DAY)

    reveal.refresh_from_db()
    item.refresh_from_db()
    assert (reveal.status, reveal.owes_account) == (Reveal.Status.REFUSED, True)
    assert item.due_why == "emergency"


def test_an_emergency_takes_the_place_of_a_request_that_nobody_answered(
    item: Item, hugo: Person, karim: Person, noon: datetime
) -> None:
    ordinary = make_reveal(item=item, by=hugo, at=noon)

    emergency = make_reveal(item=item, by=hugo, at=noon + HOUR, emergency=True)

    ordinary.refresh_from_db()
    assert (ordinary.status, emergency.status) == ("withdrawn", "asked")
    with pytest.raises(AlreadyAskedError):
        make_reveal(item=item, by=hugo, at=noon + HOUR, emergency=True)
    approve_reveal(reveal_id=emergency.pk, by=karim, at=noon + HOUR)
    with pytest.raises(AlreadyAskedError):
        make_reveal(item=item, by=hugo, at=noon + HOUR, emergency=True)
