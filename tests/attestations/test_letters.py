"""Letters with a link: a mail server that fails is tried again; old and forwarded links end."""

from datetime import UTC, datetime, timedelta
from smtplib import SMTPRecipientsRefused
from typing import Final

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from gouvernail.attestations.actions.campaigns import (
    CampaignFacts,
    ask_new_delegates,
    cancel_campaign,
    name_declarer,
    open_campaign,
    open_due_campaigns,
    prepare_campaign,
    remove_declarer,
)
from gouvernail.attestations.actions.declaring import appeal_line, sign_declaration
from gouvernail.attestations.actions.letters import TOLD_AFTER, send_letters
from gouvernail.attestations.actions.links import (
    end_links,
    hand_over_link,
    renew_link,
    resend_link,
)
from gouvernail.attestations.actions.settling import answer_appeal, refuse_line
from gouvernail.attestations.errors import (
    CampaignMovedOnError,
    DeclarationNotFoundError,
    DeclarationOverError,
    NotTheSignerError,
)
from gouvernail.attestations.models import (
    Campaign,
    Declaration,
    DeclaredLine,
    Declarer,
    DeclarerLink,
)
from gouvernail.attestations.permissions import link_of_key
from gouvernail.attestations.queries.campaigns import declarations_for_list, progress_of
from gouvernail.ledger.models import Leaf
from gouvernail.notifications.models import Notification
from gouvernail.people.actions.persons import mark_left
from gouvernail.people.models import Person, Unit
from tests.make.people import make_grant, make_person
from tests.make.registry import make_account

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)
TODAY = AT.date()
MINUTE = timedelta(minutes=1)
FAULTS: Final[list[OSError]] = []
TALKS: Final[list[str]] = []


class Mailman(EmailBackend):
    """Raises the faults it was given, one each time it is asked for something."""

    def open(self) -> bool:
        TALKS.append("open")
        if FAULTS and not isinstance(FAULTS[0], SMTPRecipientsRefused):
            raise FAULTS.pop(0)
        return True

    def send_messages(self, messages: list[EmailMessage]) -> int:  # type: ignore[override]
        TALKS.append("send")
        if FAULTS:
            raise FAULTS.pop(0)
        return int(super().send_messages(messages))


@pytest.fixture(autouse=True)
def _mailman(settings: Settings) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Mailman"
    FAULTS.clear()
    TALKS.clear()


def told(person: Person) -> list[str]:
    rows = Notification.objects.filter(person=person, kind__startswith="declaration")
    return list(rows.order_by("at", "pk").values_list("kind", flat=True))


def test_a_mail_server_that_is_down_for_two_minutes_loses_nobody(
    declarer: Declarer, campaign: Campaign, claire: Person, ines: Person
) -> None:
    of_care = campaign.declarations.exclude(pk=declarer.declaration_id).get()
    name_declarer(declaration_id=of_care.pk, person_id=ines.pk, by=claire, at=AT)
    FAULTS.extend([ConnectionRefusedError(), TimeoutError()])
    assert send_letters(at=AT) == 0
    assert send_letters(at=AT + MINUTE) == 0
    assert TALKS == ["open", "open"]  # the other letters of the turn are left alone
    assert not DeclarerLink.objects.exists()

    assert send_letters(at=AT + 2 * MINUTE) == 2
    assert len(mail.outbox) == 2
    assert not Declarer.objects.filter(failed=True).exists()
    assert told(claire) == []


def test_a_letter_put_off_is_tried_again_after_longer_and_longer_then_somebody_is_told(
    declarer: Declarer, claire: Person
) -> None:
    later = SMTPRecipientsRefused({"karim.benali@nordet.example": (450, b"greylisted")})
    FAULTS.extend([later] * 9)
    at, pauses = AT, []
    for _ in range(9):
        assert send_letters(at=at) == 0
        declarer.refresh_from_db()
        assert declarer.next_try_at is not None
        pauses.append((declarer.next_try_at - at) // MINUTE)
        at = declarer.next_try_at
        send_letters(at=at - MINUTE)

    assert pauses == [2, 4, 8, 16, 32, 64, 128, 256, 360]
    assert (TALKS.count("send"), told(claire)) == (9, ["declaration.unsent"])
    assert send_letters(at=at) == 1
    declarer.refresh_from_db()
    assert (declarer.failed, declarer.tries, declarer.next_try_at) == (False, 0, None)


def test_an_address_refused_for_good_is_told_once_and_not_tried_again(
    client: Client, declarer: Declarer, claire: Person
) -> None:
    no = SMTPRecipientsRefused({"karim.benali@nordet.example": (550, b"no such user")})
    FAULTS.extend([no, no])
    for minute in range(5):
        send_letters(at=AT + minute * MINUTE)
    assert TALKS.count("send") == 1
    assert told(claire) == ["declaration.unsent"]
    rows = declarations_for_list(declarer.declaration.campaign, state="failed")
    assert [one.pk for one in rows] == [declarer.declaration_id]
    client.force_login(claire)
    assert "unsent" not in client.get(reverse("notifications:notification-list")).text

    resend_link(declarer_id=declarer.pk, by=claire)
    FAULTS.clear()
    assert send_letters(at=AT + 6 * MINUTE) == 1


def test_links_end_when_a_lead_says_so_even_once_it_is_signed(
    client: Client, declarer: Declarer, energy: Unit, claire: Person, karim: Person, nina: Person
) -> None:
    second = name_declarer(
        declaration_id=declarer.declaration_id, person_id=nina.pk, by=claire, at=AT
    )
    make_account(unit=energy, name="C foreign")
    _asked, key = hand_over_link(declarer_id=declarer.pk, by=claire, at=AT)
    account = energy.accounts.get()
    answers = {"accounts": {str(account.pk): {"say": "not_ours"}}}
    sign_declaration(declarer=declarer, answers=answers, name=karim.name, by_link=True, at=AT)
    line = DeclaredLine.objects.get()
    refuse_line(line_id=line.pk, answer="It is.", by=claire, at=AT)
    mail.outbox.clear()
    assert (send_letters(at=AT), send_letters(at=AT + MINUTE)) == (1, 0)  # signed by link: a link
    assert mail.outbox[0].to == [karim.email]
    answered = str(mail.outbox[0].body).partition("/declare/")[2].split("/")[0]
    assert "It is." in client.get(reverse("attestations:declare", args=[answered])).text
    assert "declaration.refused" not in told(karim)
    second.refresh_from_db()
    with pytest.raises(NotTheSignerError):
        appeal_line(declarer=second, line_id=line.pk, text="No.", by_link=True, at=AT)
    with pytest.raises(DeclarationOverError):
        remove_declarer(declarer_id=declarer.pk, by=claire, at=AT)
    with pytest.raises(DeclarationNotFoundError):
        remove_declarer(declarer_id=declarer.declaration_id, by=claire, at=AT)

    page = reverse("attestations:declaration-detail", args=[declarer.declaration_id])
    end = reverse("attestations:declarer-link", args=[declarer.pk])
    client.force_login(claire)
    assert end in client.get(page).text
    assert client.post(end, {"do": "end"}).status_code == 302
    assert link_of_key(key).is_over(datetime.now(UTC))
    assert end not in client.get(page).text
    assert link_of_key(answered).is_over(datetime.now(UTC))
    assert Leaf.objects.filter(verb="declaration_link.ended").count() == 2


@pytest.fixture
def refused(declarer: Declarer, energy: Unit, claire: Person, karim: Person) -> DeclaredLine:
    """A difference that Karim signed by a link, refused: the letter that says so is to leave."""
    account = make_account(unit=energy, name="C foreign")
    answers = {"accounts": {str(account.pk): {"say": "not_ours"}}}
    sign_declaration(declarer=declarer, answers=answers, name=karim.name, by_link=True, at=AT)
    line = DeclaredLine.objects.get()
    refuse_line(line_id=line.pk, answer="It is.", by=claire, at=AT)
    return line


def test_once_links_are_ended_no_letter_brings_another(
    refused: DeclaredLine, declarer: Declarer, claire: Person, karim: Person, hugo: Person
) -> None:
    with pytest.raises(DeclarationOverError):  # signed: no link is made, but by the letter
        hand_over_link(declarer_id=declarer.pk, by=claire, at=AT)
    end_links(declarer_id=declarer.pk, by=claire, at=AT)
    assert (send_letters(at=AT), mail.outbox) == (0, [])
    assert told(karim) == ["declaration.refused"]
    with pytest.raises(DeclarationOverError):
        renew_link(declarer_id=declarer.pk, at=AT)
    appeal_line(declarer=declarer, line_id=refused.pk, text="No.", by_link=False, at=AT)
    make_grant(person=hugo, unit=declarer.declaration.unit, role="lead")
    answer_appeal(line_id=refused.pk, answer="Yes.", accepted=False, by=hugo, at=AT + MINUTE)
    assert (send_letters(at=AT + MINUTE), mail.outbox) == (0, [])
    assert told(karim) == ["declaration.refused", "declaration.answered"]


def test_who_was_asked_gets_letters_again_after_their_links_were_ended_when_one_is_resent(
    declarer: Declarer, claire: Person
) -> None:
    assert send_letters(at=AT) == 1
    end_links(declarer_id=declarer.pk, by=claire, at=AT)
    last = datetime.combine(declarer.declaration.campaign.closes_on, AT.time(), tzinfo=UTC)
    assert send_letters(at=last) == 0
    resend_link(declarer_id=declarer.pk, by=claire)
    assert send_letters(at=last) == 1
    assert send_letters(at=last + timedelta(days=7)) == 1


def test_an_answer_whose_letter_is_refused_for_good_is_told_otherwise(
    refused: DeclaredLine, declarer: Declarer, claire: Person, karim: Person
) -> None:
    FAULTS.extend([SMTPRecipientsRefused({str(karim.email): (450, b"greylisted")})] * TOLD_AFTER)
    resent, at = Declarer.objects.filter(pk=declarer.pk), AT
    for _ in range(TOLD_AFTER):
        send_letters(at=at)
        at = resent.get().next_try_at or at
    assert told(claire)[-1] == "declaration.answer_unsent"
    FAULTS.append(SMTPRecipientsRefused({str(karim.email): (550, b"no such user")}))
    assert told(karim) == []
    assert send_letters(at=at) == 0
    assert told(karim) == ["declaration.refused"]
    assert resent.get().answered_at is None
    assert told(claire).count("declaration.answer_unsent") == 1
    assert (send_letters(at=at + timedelta(days=1)), mail.outbox) == (0, [])


def test_who_leaves_is_no_longer_counted_as_asked_and_the_next_delegate_is(
    campaign: Campaign, declarer: Declarer, energy: Unit, claire: Person, karim: Person
) -> None:
    assert progress_of(campaign).nobody == 1
    mark_left(person_id=karim.pk, by=claire, at=AT)
    assert progress_of(campaign).nobody == 2
    assert ask_new_delegates(at=AT) == 0
    lea = make_person(name="Léa Roy", home_unit=energy)
    make_grant(person=lea, unit=energy, role="delegate")

    assert ask_new_delegates(at=AT) == 1
    assert ask_new_delegates(at=AT) == 0
    assert progress_of(campaign).nobody == 1
    row = declarations_for_list(campaign).get(unit=energy)
    assert [one.person for one in row.asked_people] == [lea]  # type: ignore[attr-defined]
    remove_declarer(declarer_id=Declarer.objects.get(person=lea).pk, by=claire, at=AT)
    assert ask_new_delegates(at=AT) == 0  # somebody chose not to ask her


def test_a_campaign_prepared_for_the_same_day_waits_and_one_prepared_by_mistake_is_cancelled(
    client: Client, nordet: Unit, energy: Unit, claire: Person, karim: Person
) -> None:
    def prepared(opens_on: int) -> Campaign:
        facts = CampaignFacts(
            unit_id=nordet.pk,
            title="Automne",
            opens_on=TODAY + timedelta(days=opens_on),
            closes_on=TODAY + timedelta(days=21),
            unit_ids=(energy.pk,),
        )
        return prepare_campaign(facts=facts, by=claire, at=AT)

    mistake, today, later = prepared(0), prepared(0), prepared(2)
    lea = make_person(name="Léa Roy", home_unit=energy)
    make_grant(person=lea, unit=energy, role="delegate")
    assert open_due_campaigns(at=AT + timedelta(hours=1)) == 0
    client.force_login(claire)
    cancel = reverse("attestations:campaign-cancel", args=[mistake.pk])
    page = reverse("attestations:campaign-detail", args=[mistake.pk])
    assert cancel in client.get(page).text
    assert client.post(cancel).status_code == 302
    shown = client.get(page)
    assert (shown.status_code, cancel in shown.text) == (200, False)
    with pytest.raises(CampaignMovedOnError):
        cancel_campaign(campaign_id=mistake.pk, by=claire, at=AT)
    with pytest.raises(CampaignMovedOnError):
        open_campaign(campaign_id=mistake.pk, by=claire, at=AT)

    open_campaign(campaign_id=today.pk, by=claire, at=AT)
    asked = Declarer.objects.filter(declaration__campaign=today)
    assert {one.person for one in asked} == {karim, lea}
    assert open_due_campaigns(at=AT + timedelta(days=2)) == 1
    assert Campaign.objects.get(pk=later.pk).status == "open"
    of_mistake = Declaration.objects.get(campaign=mistake)
    with pytest.raises(DeclarationOverError):
        name_declarer(declaration_id=of_mistake.pk, person_id=claire.pk, by=claire, at=AT)
    with pytest.raises(CampaignMovedOnError):
        cancel_campaign(campaign_id=today.pk, by=claire, at=AT)
