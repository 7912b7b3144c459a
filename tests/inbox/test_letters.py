"""Notifications of networks without access become conversations that a person answers there."""

from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from gouvernail.inbox.actions import take_letter
from gouvernail.inbox.errors import ConversationInvalidError
from gouvernail.inbox.models import Conversation, Message
from gouvernail.listening.models import Mention, Source
from gouvernail.people.errors import RightMissingError
from gouvernail.people.models import Person, Unit
from gouvernail.registry.models import Account
from tests.make.registry import make_account
from tests.networks.test_letters import FACEBOOK, LINKEDIN, mail

COMMENT = mail(FACEBOOK, "Ana Bo a commenté votre publication.", "Le vent est trop fort !")
MESSAGE = mail(FACEBOOK, "Nouveau message de Ana Bo", "Mon numéro de client ?").replace(
    b"<m1@x>", b"<m2@x>"
)


@pytest.fixture
def page_of_ours(energy: Unit) -> Account:
    """Return our page on a network that gives no access."""
    return make_account(unit=energy, network="facebook", handle="energie")


def test_a_notification_is_brought_by_hand_once(
    client: Client, page_of_ours: Account, hugo: Person
) -> None:
    client.force_login(hugo)
    address = reverse("inbox:letter-take")

    def bring() -> object:
        file = SimpleUploadedFile("notification.eml", COMMENT)
        return client.post(address, {"account": page_of_ours.pk, "file": file}, follow=True)

    first = bring()
    second = bring()

    conversation = Conversation.objects.get()
    message = conversation.messages.get()
    assert (conversation.account, conversation.by_hand) == (page_of_ours, True)
    assert (message.author_name, message.text) == ("Ana Bo", "Le vent est trop fort !")
    assert "Le vent est trop fort" in first.text  # type: ignore[attr-defined]  # a response
    assert "We had it already" in second.text  # type: ignore[attr-defined]  # likewise
    assert Source.objects.get().kind == "mail"


def test_a_private_message_is_answered_and_is_in_no_list_of_mentions(
    client: Client, page_of_ours: Account, hugo: Person, claire: Person, noon: datetime
) -> None:
    taken = take_letter(MESSAGE, account_id=page_of_ours.pk, by=hugo, at=noon)

    again = mail(FACEBOOK, "Nouveau message de Ana Bo", "Alors ?").replace(b"<m1@x>", b"<m3@x>")
    second = take_letter(again, account_id=page_of_ours.pk, by=hugo, at=noon)
    client.force_login(claire)

    assert Message.objects.filter(private=True).count() == 2
    assert second.conversation == taken.conversation
    assert Mention.objects.filter(is_private=True).count() == 2
    assert "numéro de client" not in client.get(reverse("listening:mention-list")).text


@pytest.mark.parametrize(
    ("data", "field"),
    [
        (b"not a mail", "file"),
        (mail("Ana <ana@bo.example>", "Bonjour", "Bonjour"), "file"),
        (mail(FACEBOOK, "Votre facture", "Bonjour"), "file"),
        (mail(LINKEDIN, "Ana Bo commented on your post", "Bravo"), "account"),
    ],
)
def test_what_is_no_notification_of_that_network_is_told_at_its_field(
    data: bytes, field: str, page_of_ours: Account, hugo: Person, noon: datetime
) -> None:
    with pytest.raises(ConversationInvalidError) as refused:
        take_letter(data, account_id=page_of_ours.pk, by=hugo, at=noon)

    assert set(refused.value.fields) == {field}
    assert not Mention.objects.exists()


def test_who_does_not_moderate_there_brings_nothing(
    client: Client, page_of_ours: Account, odile: Person, noon: datetime
) -> None:
    client.force_login(odile)

    assert client.get(reverse("inbox:letter-take")).status_code == 403
    with pytest.raises(RightMissingError):
        take_letter(COMMENT, account_id=page_of_ours.pk, by=odile, at=noon)
