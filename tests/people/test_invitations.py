"""Inviting: one link, in a mail, that opens one account once."""

import re
from datetime import timedelta
from http import HTTPStatus

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from gouvernail.foundation.clock import now
from gouvernail.ledger.models import Leaf
from gouvernail.ledger.queries.replay import replay_differences
from gouvernail.people.models import Invitation, Person, Role, Unit

PASSWORD = "a sentence easy to keep"
BOTH = {"password": PASSWORD, "again": PASSWORD}


@pytest.fixture
def lead(client: Client, claire: Person) -> Client:
    """Return a browser of the lead of the whole."""
    client.force_login(claire)
    return client


def answers(unit: Unit, **fields: str) -> dict[str, str]:
    given = {"name": "Léa Martin", "email": "Lea@nordet.example", "role": "contributor"}
    return given | {"unit_id": str(unit.pk), "language": "fr"} | fields


def invited(lead: Client, unit: Unit, **fields: str) -> str:
    """Invite somebody; return the path of the link in the mail."""
    mail.outbox.clear()
    lead.post(reverse("people:invite"), answers(unit, **fields))
    return link_of_mail()


def link_of_mail() -> str:
    found = re.search(r"https?://[^/\s]+(/join/\S+)", str(mail.outbox[-1].body))
    assert found
    return found[1]


def test_one_form_adds_gives_the_role_and_sends_the_link(
    lead: Client, energy: Unit, claire: Person
) -> None:
    invited(lead, energy)

    lea = Person.objects.get(email="lea@nordet.example")
    assert [(one.role, one.unit) for one in lea.grants.all()] == [(Role.CONTRIBUTOR, energy)]
    [letter] = mail.outbox
    assert letter.to == ["lea@nordet.example"]
    assert letter.subject == "Vous êtes invité à utiliser Gouvernail"
    assert "Claire Morvan vous invite" in letter.body
    verbs = set(Leaf.objects.values_list("verb", flat=True))
    assert {"person.created", "role.granted", "invitation.sent"} <= verbs
    found = [one for one in replay_differences() if one.subject_kind == "invitation"]
    assert found == []


def test_the_mail_is_in_the_language_of_the_invited(lead: Client, energy: Unit) -> None:
    invited(lead, energy, language="en")

    assert mail.outbox[0].subject == "You are invited to Gouvernail"


def test_the_link_shows_and_the_form_opens_once(lead: Client, energy: Unit) -> None:
    path = invited(lead, energy)
    lea = Client()

    for _scan in range(3):  # mail scanners open links
        assert "Léa Martin" in lea.get(path).text
    done = lea.post(path, BOTH)

    assert done.status_code == HTTPStatus.FOUND
    person = Person.objects.get(email="lea@nordet.example")
    assert lea.session["_auth_user_id"] == str(person.pk)
    assert person.check_password(PASSWORD)
    assert Client().get(path).status_code == HTTPStatus.NOT_FOUND
    assert Client().post(path, BOTH).status_code == HTTPStatus.NOT_FOUND
    assert Leaf.objects.filter(verb="invitation.used").count() == 1


def test_a_passkey_may_stand_for_the_password(lead: Client, energy: Unit) -> None:
    path = invited(lead, energy)
    lea = Client()

    done = lea.post(path, {"passkey": "on"})

    assert done.status_code == HTTPStatus.FOUND
    assert done.headers["Location"] == reverse("mfa_add_webauthn")
    assert lea.get(done.headers["Location"]).status_code == HTTPStatus.OK
    assert not Person.objects.get(email="lea@nordet.example").has_usable_password()


@pytest.mark.parametrize(
    ("password", "again"),
    [
        ("short", "short"),
        ("password1234", "password1234"),
        (PASSWORD, "another sentence"),
        ("", ""),
    ],
)
def test_an_easy_password_or_two_that_differ_use_nothing(
    lead: Client, energy: Unit, password: str, again: str
) -> None:
    path = invited(lead, energy)

    refused = Client().post(path, {"password": password, "again": again})

    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert Invitation.objects.get().used_at is None


def test_sending_again_ends_the_earlier_link(lead: Client, energy: Unit) -> None:
    first = invited(lead, energy)
    lea = Person.objects.get(email="lea@nordet.example")

    lead.post(reverse("people:person-invite", args=[lea.pk]))

    assert link_of_mail() != first
    assert Client().get(first).status_code == HTTPStatus.NOT_FOUND
    assert Client().get(link_of_mail()).status_code == HTTPStatus.OK


def test_an_invitation_is_ended_and_listed(lead: Client, energy: Unit) -> None:
    path = invited(lead, energy)

    lead.post(reverse("people:invitation-revoke", args=[Invitation.objects.get().pk]))

    assert Client().get(path).status_code == HTTPStatus.NOT_FOUND
    page = lead.get(reverse("people:invitation-list")).text
    assert "Léa Martin" in page
    assert "ended" in page


def test_a_link_grows_too_old(lead: Client, energy: Unit) -> None:
    path = invited(lead, energy)
    Invitation.objects.update(expires_at=now() - timedelta(seconds=1))

    assert Client().get(path).status_code == HTTPStatus.NOT_FOUND
    assert "expired" in lead.get(reverse("people:invitation-list")).text


def test_an_address_that_was_changed_ends_the_link(lead: Client, energy: Unit) -> None:
    path = invited(lead, energy)
    Person.objects.filter(email="lea@nordet.example").update(email="other@nordet.example")

    assert Client().post(path, BOTH).status_code == HTTPStatus.NOT_FOUND


def test_somebody_who_left_meanwhile_opens_nothing(lead: Client, energy: Unit) -> None:
    path = invited(lead, energy)
    lea = Person.objects.get(email="lea@nordet.example")

    lead.post(reverse("people:person-leave", args=[lea.pk]))

    assert Client().get(path).status_code == HTTPStatus.NOT_FOUND


def test_the_link_is_kept_as_a_digest(lead: Client, energy: Unit) -> None:
    secret = invited(lead, energy).rsplit("/", 1)[1]

    assert secret not in str(list(Invitation.objects.values()))
    assert not any(secret.encode() in bytes(leaf.leaf) for leaf in Leaf.objects.all())


def test_nobody_invites_to_more_than_they_hold(client: Client, karim: Person, energy: Unit) -> None:
    client.force_login(karim)

    refused = client.post(reverse("people:invite"), answers(energy, role="lead"))

    assert refused.status_code == HTTPStatus.FORBIDDEN
    assert not Person.objects.filter(email="lea@nordet.example").exists()
    assert mail.outbox == []


def test_nobody_invites_into_another_unit(
    client: Client, karim: Person, energy: Unit, care: Unit
) -> None:
    client.force_login(karim)

    client.post(reverse("people:invite"), answers(care))

    assert not Invitation.objects.exists()


def test_an_account_in_use_is_not_handed_over(lead: Client, karim: Person) -> None:
    karim.set_password(PASSWORD)
    karim.save()

    lead.post(reverse("people:person-invite", args=[karim.pk]))

    assert not Invitation.objects.exists()


@pytest.mark.parametrize("bad", ["lea@nordet.example\nBcc: x@evil.example", "x\r\n@y.example"])
def test_no_header_is_added_through_an_address(lead: Client, energy: Unit, bad: str) -> None:
    refused = lead.post(reverse("people:invite"), answers(energy, email=bad))

    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert mail.outbox == []


def test_a_name_with_line_breaks_stays_out_of_the_headers(lead: Client, energy: Unit) -> None:
    invited(lead, energy, name="Léa\r\nBcc: x@evil.example")

    assert "evil" not in str(dict(mail.outbox[0].message().items()))


def test_the_link_names_this_site_whatever_host_was_asked(
    lead: Client, energy: Unit, settings: Settings
) -> None:
    lead.post(reverse("people:invite"), answers(energy), headers={"host": "evil.example"})

    assert settings.SITE_URL + "/join/" in mail.outbox[0].body
    assert "evil.example" not in mail.outbox[0].body


def test_where_no_mail_leaves_the_link_is_shown_once(
    lead: Client, energy: Unit, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

    page = lead.post(reverse("people:invite"), answers(energy))

    assert "/join/" in page.text
    assert mail.outbox == []


def test_an_invitation_page_is_kept_by_no_cache(lead: Client, energy: Unit) -> None:
    assert "no-store" in Client().get(invited(lead, energy)).headers["Cache-Control"]


def test_the_page_speaks_the_language_of_the_invited_unless_they_choose(
    lead: Client, energy: Unit
) -> None:
    path = invited(lead, energy, language="fr")
    browser = Client(headers={"accept-language": "en"})

    assert '<html lang="fr"' in browser.get(path).text
    wrong = browser.post(path, {"password": "short", "again": "short"})
    assert '<html lang="fr"' in wrong.text
    browser.cookies["django_language"] = "en"
    assert '<html lang="en"' in browser.get(path).text


def test_an_expired_invitation_is_sent_again_unless_a_newer_one_stands(
    lead: Client, energy: Unit
) -> None:
    invited(lead, energy)
    Invitation.objects.update(expires_at=now() - timedelta(seconds=1))
    lea = Person.objects.get(email="lea@nordet.example")
    again = reverse("people:person-invite", args=[lea.pk])
    assert lead.get(reverse("people:invitation-list")).text.count(again) == 1

    lead.post(again)

    page = lead.get(reverse("people:invitation-list")).text
    assert page.count(again) == 1  # beside the new one alone
    assert page.index("waits") < page.index(again) < page.index("expired")
