"""Telling people: once, in their language, by the way they chose."""

import itertools
from collections.abc import Sequence
from datetime import datetime, timedelta
from smtplib import (
    SMTPAuthenticationError,
    SMTPConnectError,
    SMTPRecipientsRefused,
    SMTPResponseException,
)

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.urls import reverse
from django.utils import translation

from gouvernail.approvals.actions import decide, request_approval
from gouvernail.approvals.actions.decisions import Choice
from gouvernail.approvals.models import Request
from gouvernail.foundation.outbox import deliver
from gouvernail.ledger.queries import declared_verbs
from gouvernail.notifications.actions import Message, prefer, tell, titles_of
from gouvernail.notifications.models import Notification
from gouvernail.notifications.queries import SENTENCES, sentence, unread_count
from gouvernail.notifications.tasks import send_letters
from gouvernail.people.models import Person, Unit
from gouvernail.policies.models import Policy
from gouvernail.project.schedule import periodic, readers
from tests.make.approvals import make_subject

HELLO = Message(
    kind="approval.to_decide", once="x:1", path="/reviews/1/", facts={"title": "Éoliennes"}
)


def test_nobody_is_told_the_same_fact_twice(hugo: Person, noon: datetime) -> None:
    for _turn in range(2):
        tell(people=[hugo.pk], message=HELLO, at=noon)

    assert unread_count(hugo) == 1


def test_a_request_tells_who_can_decide_and_its_end_tells_who_wrote(
    hugo: Person, camille: Person, energy: Unit, noon: datetime
) -> None:
    request = request_approval(subject=make_subject(unit=energy, author=hugo), by=hugo, at=noon)
    deliver(readers(), at=noon)
    assert (unread_count(camille), unread_count(hugo)) == (1, 0)

    choice = Choice(verdict="changes", digest="d" * 64, comment="Add the dates.")
    decide(request_id=request.pk, choice=choice, by=camille, at=noon)
    deliver(readers(), at=noon)

    told = Notification.objects.get(person=hugo)
    with translation.override("en"):
        assert sentence(told.kind, told.facts) == "Camille Roux asks for changes to “A thing”."


def test_every_end_of_a_request_has_words() -> None:
    ends = {"approved", "changes", "refused", "expired"}

    assert {f"approval.{end}" for end in ends} <= set(SENTENCES)
    assert ends <= set(Request.Status.values)
    assert declared_verbs()


def test_a_letter_leaves_once_in_the_language_of_its_reader(hugo: Person, noon: datetime) -> None:
    hugo.language = "en"
    hugo.save()
    tell(people=[hugo.pk], message=HELLO, at=noon)

    send_letters(noon)
    send_letters(noon)

    (letter,) = mail.outbox
    assert letter.subject == "“Éoliennes” waits for your decision."
    assert "/reviews/1/" in letter.body
    assert letter.to == [hugo.email]


def test_a_line_break_in_a_title_adds_no_header(hugo: Person, noon: datetime) -> None:
    facts = {"title": "Hello\r\nBcc: everyone@example.test"}
    message = Message(kind="approval.to_decide", once="x:2", facts=facts)
    tell(people=[hugo.pk], message=message, at=noon)

    send_letters(noon)

    (letter,) = mail.outbox
    assert "Bcc" not in dict(letter.message().items())


@pytest.mark.parametrize(("choice", "expected"), [("never", 0), ("daily", 1)])
def test_people_choose_how_they_are_told(
    hugo: Person, noon: datetime, choice: str, expected: int
) -> None:
    prefer(email=choice, digest_hour=13, by=hugo)
    tell(people=[hugo.pk], message=HELLO, at=noon)

    send_letters(noon - timedelta(hours=3))
    assert len(mail.outbox) == 0
    send_letters(noon)

    assert len(mail.outbox) == expected


def test_the_page_opens_a_notification_and_marks_it_read(
    hugo: Person, client: Client, noon: datetime
) -> None:
    tell(people=[hugo.pk], message=HELLO, at=noon)
    client.force_login(hugo)
    told = Notification.objects.get()

    page = client.get(reverse("notifications:notification-list"))
    response = client.post(reverse("notifications:notification-open", args=[told.pk]))

    assert "Éoliennes" in page.text
    assert response["Location"] == "/reviews/1/"
    assert unread_count(hugo) == 0


def test_nobody_opens_the_notification_of_somebody_else(
    hugo: Person, ines: Person, client: Client, noon: datetime
) -> None:
    tell(people=[hugo.pk], message=HELLO, at=noon)
    client.force_login(ines)

    client.post(reverse("notifications:notification-open", args=[Notification.objects.get().pk]))

    assert unread_count(hugo) == 1


def test_every_periodic_task_has_its_own_name() -> None:
    names = [task.name for task in periodic()]

    assert len(names) == len(set(names))


def test_letters_kept_for_an_hour_do_not_hold_back_the_others(
    hugo: Person, karim: Person, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gouvernail.notifications.tasks.BATCH", 3)
    first, second = sorted((hugo, karim), key=lambda person: person.pk)
    prefer(email="daily", digest_hour=3, by=first)
    for number in range(5):
        message = Message(kind="approval.to_decide", once=f"x:{number}", facts={"title": "A"})
        tell(people=[first.pk], message=message, at=noon)
    tell(people=[second.pk], message=HELLO, at=noon)

    send_letters(noon)

    assert [letter.to for letter in mail.outbox] == [[second.email]]


class _Refusing(EmailBackend):
    """Refuses one address, as a server that answers 550; what it took is in `mail.outbox`."""

    refused = ""

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        if messages[0].to == [self.refused]:
            raise SMTPRecipientsRefused({self.refused: (550, b"No such user")})
        return super().send_messages(messages)


def test_one_turn_sends_all_that_the_server_takes_and_a_refused_address_holds_nobody_back(
    hugo: Person, karim: Person, ines: Person, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = sorted((hugo, karim, ines), key=lambda person: person.pk)
    connection = _Refusing()
    connection.refused = str(people[0].email)
    monkeypatch.setattr("gouvernail.notifications.tasks.get_connection", lambda: connection)
    monkeypatch.setattr("gouvernail.notifications.tasks.BATCH", 1)
    tell(people=[one.pk for one in people], message=HELLO, at=noon)

    send_letters(noon)

    assert [letter.to for letter in mail.outbox] == [[one.email] for one in people[1:]]
    assert "SMTPRecipientsRefused" in Notification.objects.get(person=people[0]).email_error


class _Hanging(EmailBackend):
    """A server that does not answer in time about some addresses."""

    hangs: frozenset[str] = frozenset()

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        if messages[0].to[0] in self.hangs:
            raise TimeoutError
        return super().send_messages(messages)


def test_what_failed_before_goes_last_and_holds_nobody_back(
    hugo: Person, karim: Person, ines: Person, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = sorted((hugo, karim, ines), key=lambda person: person.pk)
    connection = _Hanging()
    connection.hangs = frozenset(str(one.email) for one in people[:2])
    monkeypatch.setattr("gouvernail.notifications.tasks.get_connection", lambda: connection)
    monkeypatch.setattr("gouvernail.notifications.tasks.BREAKS", 1)
    tell(people=[one.pk for one in people], message=HELLO, at=noon)

    for _turn in range(3):
        send_letters(noon)

    assert [letter.to for letter in mail.outbox] == [[people[2].email]]


@pytest.mark.parametrize("refusal", [SMTPAuthenticationError, SMTPConnectError])
def test_a_server_that_does_not_open_is_not_asked_for_each_letter(
    hugo: Person,
    karim: Person,
    ines: Person,
    noon: datetime,
    monkeypatch: pytest.MonkeyPatch,
    refusal: type[SMTPResponseException],
) -> None:
    tries: list[None] = []

    def closed(_self: EmailBackend) -> None:
        tries.append(None)
        raise refusal(535, "no")

    monkeypatch.setattr(EmailBackend, "open", closed)
    monkeypatch.setattr("gouvernail.notifications.tasks.BREAKS", 1)
    tell(people=[hugo.pk, karim.pk, ines.pk], message=HELLO, at=noon)

    send_letters(noon)

    assert len(tries) == 1


def test_an_address_that_cannot_be_a_header_holds_nobody_back(
    hugo: Person, karim: Person, noon: datetime
) -> None:
    first, second = sorted((hugo, karim), key=lambda person: person.pk)
    Person.objects.filter(pk=first.pk).update(email="a\nBcc: b@example.test")
    tell(people=[first.pk, second.pk], message=HELLO, at=noon)

    send_letters(noon)

    assert [letter.to for letter in mail.outbox] == [[second.email]]
    assert "BadHeaderError" in Notification.objects.get(person=first).email_error


def test_two_processes_do_not_send_the_same_letter(
    hugo: Person, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Slow(EmailBackend):
        def send_messages(self, messages: Sequence[EmailMessage]) -> int:
            monkeypatch.setattr("gouvernail.notifications.tasks.get_connection", EmailBackend)
            send_letters(noon + timedelta(seconds=20))  # another process, at the next turn
            return super().send_messages(messages)

    monkeypatch.setattr("gouvernail.notifications.tasks.get_connection", Slow)
    tell(people=[hugo.pk], message=HELLO, at=noon)

    send_letters(noon)

    assert len(mail.outbox) == 1


def test_a_letter_that_failed_is_tried_again_some_minutes_later(
    hugo: Person, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    connection = _Hanging()
    connection.hangs = frozenset({str(hugo.email)})
    monkeypatch.setattr("gouvernail.notifications.tasks.get_connection", lambda: connection)
    tell(people=[hugo.pk], message=HELLO, at=noon)
    send_letters(noon)
    connection.hangs = frozenset()

    send_letters(noon + timedelta(seconds=20))
    assert mail.outbox == []
    send_letters(noon + timedelta(minutes=5))

    assert len(mail.outbox) == 1


def test_a_turn_ends_in_time_and_the_next_one_goes_on(
    hugo: Person, karim: Person, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticks = itertools.count(step=6)  # the second letter would begin after the ten seconds
    monkeypatch.setattr("gouvernail.notifications.tasks.monotonic", lambda: next(ticks))
    tell(people=[hugo.pk, karim.pk], message=HELLO, at=noon)

    send_letters(noon)
    assert len(mail.outbox) == 1
    send_letters(noon)

    assert len(mail.outbox) == 2


def test_a_title_is_read_in_the_language_of_who_reads_it_not_of_who_told() -> None:
    facts = titles_of(Policy(title="Charte des réseaux sociaux", title_en="Social media charter"))

    with translation.override("en"):
        assert "Social media charter" in sentence("policy.in_force", facts)
        assert "Une charte" in sentence("policy.in_force", {"title": "Une charte"})
    with translation.override("fr"):
        assert "Charte des réseaux sociaux" in sentence("policy.in_force", facts)
