"""Signing in, in the look and words of the product."""

from http import HTTPStatus

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from gouvernail.people.models import Person, Role, Unit
from gouvernail.web.cast import cast
from tests.make.people import make_grant, make_person

PASSWORD = "correct horse battery"


@pytest.fixture
def keyholder(claire: Person, settings: Settings) -> Person:
    """Return somebody with a password, who lands on a page that is not under test here."""
    settings.LOGIN_REDIRECT_URL = "/_/styleguide"
    claire.set_password(PASSWORD)
    claire.save()
    return claire


def test_one_signs_in_with_e_mail_and_password(client: Client, keyholder: Person) -> None:
    response = client.post(
        reverse("account_login"), {"login": keyholder.email, "password": PASSWORD}
    )

    assert response.status_code == HTTPStatus.FOUND
    assert client.session["_auth_user_id"] == str(keyholder.pk)


def test_a_wrong_password_is_said_beside_the_form(client: Client, keyholder: Person) -> None:
    response = client.post(reverse("account_login"), {"login": keyholder.email, "password": "no"})

    assert response.status_code == HTTPStatus.OK
    assert 'role="alert"' in response.text


def test_somebody_who_left_does_not_come_in(
    client: Client, keyholder: Person, noon: object
) -> None:
    Person.objects.filter(pk=keyholder.pk).update(status="left", left_at=noon, is_active=False)

    client.post(reverse("account_login"), {"login": keyholder.email, "password": PASSWORD})

    assert "_auth_user_id" not in client.session


def test_nobody_signs_up_alone(client: Client, db: None) -> None:
    response = client.get(reverse("account_signup"))

    assert "Nobody signs up here alone" in response.text
    client.post(
        reverse("account_signup"),
        {"email": "new@nordet.example", "password1": PASSWORD, "password2": PASSWORD},
    )
    assert not Person.objects.filter(email="new@nordet.example").exists()


def test_a_forgotten_password_is_chosen_again_by_mail(client: Client, keyholder: Person) -> None:
    response = client.post(
        reverse("account_reset_password"), {"email": keyholder.email}, follow=True
    )
    assert "Look at your mail" in response.text
    link = next(word for word in mail.outbox[0].body.split() if word.startswith("http"))

    page = client.get(link, follow=True)
    assert "Choose a new password" in page.text
    done = client.post(
        page.request["PATH_INFO"],
        {"password1": "another good one", "password2": "another good one"},
        follow=True,
    )

    assert "Your password is changed" in done.text
    assert Person.objects.get(pk=keyholder.pk).check_password("another good one")


def test_a_used_link_offers_another(client: Client, db: None) -> None:
    response = client.get("/account/password/reset/key/0-x/", follow=True)

    assert "This link no longer works" in response.text


@pytest.mark.parametrize(
    "name",
    [
        *("mfa_index", "mfa_activate_totp", "account_change_password", "usersessions_list"),
        *("account_logout", "mfa_generate_recovery_codes", "account_reauthenticate"),
    ],
)
def test_pages_about_ones_account_have_the_look(
    client: Client, keyholder: Person, name: str
) -> None:
    client.post(reverse("account_login"), {"login": keyholder.email, "password": PASSWORD})

    response = client.get(reverse(name), follow=True)

    assert response.status_code == HTTPStatus.OK
    assert "web/css/tokens.css" in response.text
    assert "g-manage" in response.text or "g-sign" in response.text


@pytest.mark.urls("tests.web.refusing_urls")
def test_a_second_factor_is_set_up_and_asked_for(
    client: Client, keyholder: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    half_minute = [next(iter(totp.yield_hotp_counters_from_time()))]
    monkeypatch.setattr(totp, "yield_hotp_counters_from_time", lambda: half_minute)
    client.post(reverse("account_login"), {"login": keyholder.email, "password": PASSWORD})
    page = client.post(
        reverse("account_reauthenticate"),
        {"password": PASSWORD, "next": reverse("mfa_activate_totp")},
        follow=True,
    )
    assert client.get("/acting").text == "False"
    secret = page.context["form"].secret

    client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert "Asked for each time you sign in." in client.get(reverse("mfa_index")).text
    client.logout()
    response = client.post(
        reverse("account_login"), {"login": keyholder.email, "password": PASSWORD}, follow=True
    )
    assert "Second factor" in response.text
    assert "_auth_user_id" not in client.session

    cache.clear()  # forget that the code of this half minute has served
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert client.session["_auth_user_id"] == str(keyholder.pk)
    assert client.get("/acting").text == "True"


def code_of(secret: str) -> str:
    """Return what an authenticator app shows now."""
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    return str(totp.format_hotp_value(totp.hotp_value(secret, counter)))


def test_in_the_demo_one_click_is_enough(client: Client, keyholder: Person) -> None:
    page = client.get(reverse("account_login"))
    assert "Claire Morvan" in page.text

    client.post(reverse("web:demo-sign-in", args=[keyholder.pk]))

    assert client.session["_auth_user_id"] == str(keyholder.pk)


def test_elsewhere_one_click_does_nothing(
    client: Client, keyholder: Person, settings: Settings
) -> None:
    settings.DEMO = False

    response = client.post(reverse("web:demo-sign-in", args=[keyholder.pk]))

    assert response.status_code == HTTPStatus.NOT_FOUND
    assert "_auth_user_id" not in client.session
    assert "Claire Morvan" not in client.get(reverse("account_login")).text


def test_the_demo_offers_at_most_two_people_of_a_role(nordet: Unit, claire: Person) -> None:
    for name in ("Ana Roy", "Bruno Le Gall", "Chloé Vidal"):
        make_grant(person=make_person(name=name), unit=nordet, role=Role.LEAD)

    assert [character.part for character in cast()] == ["lead · Nordet Group"] * 2


def test_a_mail_for_an_address_nobody_has_is_not_sent(client: Client, db: None) -> None:
    response = client.post(
        reverse("account_reset_password"), {"email": "nobody@nordet.example"}, follow=True
    )

    assert "Look at your mail" in response.text
    assert mail.outbox == []
