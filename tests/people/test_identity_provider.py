"""Signing in through an OpenID Connect provider: a real one, on this machine."""

import re
from http import HTTPStatus
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.conf import settings as live
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from gouvernail.charter.models import Charter
from gouvernail.ledger.models import Leaf
from gouvernail.people.models import ApiKey, Person, Role, SignIn, Unit
from gouvernail.web.proof import PROVED_AT
from tests.servers.asking import ask
from tests.servers.oidc import app_of, known

LOGIN = "/account/oidc/sso/login/"


@pytest.fixture
def provider(oidc_server: str, settings: Settings, db: None) -> str:
    """Return a provider that the site is set to use."""
    settings.OIDC_URL, settings.OIDC_NAME = oidc_server, "Nordet ID"
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app_of(oidc_server)]}}
    return oidc_server


def asked(client: Client, **fields: str) -> str:
    """Return where the button of the sign-in page leads."""
    where = client.post(LOGIN, fields)["Location"]
    assert isinstance(where, str)
    return where


def answered(where: str, sub: str) -> str:
    """Sign in at the provider; return where it leads back to."""
    form = {"content-type": "application/x-www-form-urlencoded"}
    answer = ask("POST", where, headers=form, body=urlencode({"sub": sub}).encode())
    assert answer.status == HTTPStatus.FOUND, answer.body
    return re.sub(r"^https?://[^/]+", "", answer.headers["location"])


def signed_in(client: Client, sub: str, **fields: str) -> HttpResponse:
    """Go there and back."""
    back = client.get(answered(asked(client, **fields), sub))
    assert isinstance(back, HttpResponse)
    return back


def who(client: Client) -> str:
    return str(client.session.get("_auth_user_id", ""))


def test_a_person_is_recognised_by_a_verified_address(
    client: Client, provider: str, claire: Person
) -> None:
    known(provider, "claire", email=str(claire.email).upper(), email_verified=True)

    response = signed_in(client, "claire", next="/profile/")

    assert response["Location"] == "/profile/"
    assert who(client) == str(claire.pk)
    assert SocialAccount.objects.get().uid == "claire"
    assert Leaf.objects.filter(verb="person.identity_linked").count() == 1


def test_then_by_what_the_provider_calls_them(
    client: Client, provider: str, claire: Person
) -> None:
    known(provider, "claire", email=claire.email, email_verified=True)
    signed_in(client, "claire")
    known(provider, "claire", email="married@nordet.example", email_verified=True)

    signed_in(other := Client(), "claire")

    assert who(other) == str(claire.pk)


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "claire.morvan@nordet.example", "email_verified": False},
        {"email": "claire.morvan@nordet.example"},
        {},
    ],
)
def test_an_address_that_is_not_verified_opens_nothing(
    client: Client, provider: str, claire: Person, claims: dict[str, object]
) -> None:
    known(provider, "mallory", **claims)

    response = signed_in(client, "mallory")

    assert response.status_code == HTTPStatus.FORBIDDEN
    assert who(client) == ""
    assert not SocialAccount.objects.exists()


def test_an_address_given_to_somebody_else_opens_nothing(
    client: Client, provider: str, claire: Person
) -> None:
    known(provider, "claire", email=claire.email, email_verified=True)
    signed_in(client, "claire")
    known(provider, "newcomer", email=claire.email, email_verified=True)

    response = signed_in(other := Client(), "newcomer")

    assert response.status_code == HTTPStatus.FORBIDDEN
    assert who(other) == ""


def test_nobody_is_created(client: Client, provider: str, nordet: Unit) -> None:
    known(provider, "lea", email="lea@nordet.example", email_verified=True, name="Léa Martin")

    response = signed_in(client, "lea")

    assert "you are not in the team here" in response.text
    assert not Person.objects.filter(email="lea@nordet.example").exists()


def test_unless_the_settings_say_so_and_then_as_an_employee(
    client: Client, provider: str, nordet: Unit, settings: Settings
) -> None:
    settings.OIDC_CREATES_PEOPLE = True
    known(provider, "lea", email="Lea@nordet.example", email_verified=True, name="Léa Martin")

    signed_in(client, "lea")

    lea = Person.objects.get(email="lea@nordet.example")
    assert who(client) == str(lea.pk)
    assert [grant.role for grant in lea.grants.all()] == [Role.EMPLOYEE]
    assert Leaf.objects.filter(verb="person.created", actor_ref="identity-provider").exists()


def test_somebody_who_left_does_not_come_in(
    client: Client, provider: str, claire: Person, noon: object
) -> None:
    known(provider, "claire", email=claire.email, email_verified=True)
    signed_in(client, "claire")
    Person.objects.filter(pk=claire.pk).update(status="left", left_at=noon, is_active=False)

    signed_in(other := Client(), "claire")

    assert who(other) == ""
    assert client.get("/profile/").status_code == HTTPStatus.FOUND


def test_the_request_carries_state_pkce_and_the_exact_address(
    client: Client, provider: str
) -> None:
    sent = parse_qs(urlsplit(asked(client)).query)

    assert sent["code_challenge_method"] == ["S256"]
    assert len(sent["code_challenge"][0]) > 40
    assert len(sent["state"][0]) >= 16
    assert sent["redirect_uri"] == ["http://testserver/account/oidc/sso/login/callback/"]


def test_an_answer_to_another_browser_opens_nothing(
    client: Client, provider: str, claire: Person
) -> None:
    known(provider, "claire", email=claire.email, email_verified=True)
    back = answered(asked(client), "claire")

    victim = Client()
    response = victim.get(back)

    assert who(victim) == ""
    assert "You are not let in" in response.text


@pytest.mark.parametrize("change", ["state", "code"])
def test_an_answer_that_was_changed_opens_nothing(
    client: Client, provider: str, claire: Person, change: str
) -> None:
    known(provider, "claire", email=claire.email, email_verified=True)
    back = answered(asked(client), "claire")

    client.get(re.sub(rf"{change}=[^&]+", f"{change}=forged", back))

    assert who(client) == ""


def test_an_answer_serves_once(client: Client, provider: str, claire: Person) -> None:
    known(provider, "claire", email=claire.email, email_verified=True)
    back = answered(asked(client), "claire")
    client.get(back)
    client.post(reverse("account_logout"))

    client.get(back)

    assert who(client) == ""


def test_signing_in_begins_with_a_post(client: Client, provider: str) -> None:
    response = client.get(LOGIN)

    assert "oauth2/authorize" not in response.headers.get("Location", "")


def test_a_provider_that_is_down_is_said(client: Client, provider: str, settings: Settings) -> None:
    apps = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    apps[0]["settings"]["server_url"] = "http://localhost:9"

    response = client.post(LOGIN)

    assert "You are not let in" in response.text


def test_discovery_goes_out_under_the_policy_of_the_site(
    client: Client, provider: str, settings: Settings
) -> None:
    settings.EGRESS_PRIVATE_HOSTS = []

    response = client.post(LOGIN)

    assert "You are not let in" in response.text


def test_nobody_links_an_identity_from_a_page(
    client: Client, provider: str, claire: Person
) -> None:
    known(provider, "mallory", email="mallory@evil.example", email_verified=True)
    client.force_login(claire)

    response = signed_in(client, "mallory", process="connect")

    assert response.status_code == HTTPStatus.FORBIDDEN
    assert not SocialAccount.objects.exists()


def test_where_only_the_provider_opens_a_password_does_not(
    client: Client, provider: str, claire: Person, settings: Settings
) -> None:
    settings.OIDC_ONLY = True
    claire.set_password("correct horse battery")
    claire.save()

    client.post(
        reverse("account_login"), {"login": claire.email, "password": "correct horse battery"}
    )
    assert who(client) == ""

    known(provider, "claire", email=claire.email, email_verified=True)
    signed_in(client, "claire")
    assert who(client) == str(claire.pk)


KEY = {"name": "Tableau", "scopes": ["accounts:read"], "expires_at": ""}


def old_session(client: Client, provider: str, claire: Person) -> str:
    """Sign Claire in, make her proof old, ask for a key; return the page she is led to."""
    known(provider, "claire", email=claire.email, email_verified=True)
    signed_in(client, "claire")
    session = client.session
    session[PROVED_AT] -= live.STEP_UP_MINUTES["fresh"] * 60 + 60
    session.save()
    where = client.post(reverse("people:key-create"), KEY)["Location"]
    assert where.startswith(reverse("web:prove"))
    assert "Continue with Nordet ID" in client.get(where).text
    return str(where)


def test_the_provider_confirms_an_act_and_what_was_typed_comes_back(
    client: Client, provider: str, claire: Person
) -> None:
    old_session(client, provider, claire)
    fields = {"process": "redirect", "next": "/profile/"}
    where = client.post(LOGIN + "?auth_params=prompt%3Dlogin%26max_age%3D0", fields)["Location"]
    assert "prompt=login" in where

    page = client.get(answered(where, "claire"))

    assert "Send it now" in page.text
    assert 'value="Tableau"' in page.text
    assert not ApiKey.objects.exists()
    assert "gv_" in client.post(reverse("people:key-create"), KEY).text
    assert ApiKey.objects.get().name == "Tableau"


def test_somebody_else_at_the_provider_confirms_nothing(
    client: Client, provider: str, claire: Person, karim: Person
) -> None:
    known(provider, "karim", email=karim.email, email_verified=True)
    signed_in(Client(), "karim")
    old_session(client, provider, claire)

    response = signed_in(client, "karim", process="redirect", next="/profile/")

    assert response.status_code == HTTPStatus.FORBIDDEN
    assert not ApiKey.objects.exists()
    assert who(client) == str(claire.pk)


def test_without_a_provider_there_is_no_button(client: Client, db: None) -> None:
    assert "oidc" not in client.get(reverse("account_login")).text
    assert client.post(LOGIN).status_code == HTTPStatus.NOT_FOUND


def test_a_provider_that_asked_for_a_second_factor_is_believed_and_one_that_did_not_is_not(
    client: Client, provider: str, claire: Person, charter: Charter
) -> None:
    Charter.objects.update(second_factor="everyone")
    known(provider, "claire", email=claire.email, email_verified=True, amr=["pwd"])
    signed_in(client, "claire")
    assert client.get("/profile/")["Location"] == reverse("web:factor")

    known(provider, "claire", email=claire.email, email_verified=True, amr=["pwd", "mfa"])
    signed_in(other := Client(), "claire")

    assert other.get("/profile/").status_code == HTTPStatus.OK
    assert set(SignIn.objects.values_list("what", "means")) == {("in", "provider")}
