"""A second factor that the charter wants: nothing but setting one up, signing out and freezing."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from gouvernail.charter.actions import CharterChoices, write_charter
from gouvernail.charter.models import Charter
from gouvernail.charter.queries import factor_is_missing
from gouvernail.foundation.clock import now
from gouvernail.people.actions import create_key, reset_factors
from gouvernail.people.models import Person, Role, Unit
from gouvernail.publishing.models import Freeze
from gouvernail.web.proof import PROVED_AT
from gouvernail.web.required import BY_PROVIDER, CHECKED_AT, says_strong
from tests.make.ledger import leaves
from tests.make.people import make_grant, make_person
from tests.web.test_sign_in import PASSWORD, code_of

LED = "/_/second-factor"
PLACES = ("/", "/team/", "/profile/", "/settings/", "/accounts/", "/account/2fa/", "/reviews/")


@pytest.fixture(autouse=True)
def counters() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def for_powers(charter: Charter) -> Charter:
    charter.second_factor = Charter.SecondFactor.POWERS
    charter.save()
    return charter


@pytest.fixture
def for_everyone(charter: Charter) -> Charter:
    charter.second_factor = Charter.SecondFactor.EVERYONE
    charter.save()
    return charter


def signed_in(person: Person) -> Client:
    person.set_password(PASSWORD)
    person.save()
    client = Client()
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    return client


def is_led(client: Client, place: str = "/profile/") -> bool:
    answer = client.get(place)
    return answer.status_code == HTTPStatus.FOUND and answer["Location"] == LED


def test_whoever_has_powers_and_no_factor_is_led_and_does_nothing_else(
    for_powers: Charter, claire: Person
) -> None:
    client = signed_in(claire)

    assert all(is_led(client, place) for place in PLACES)
    posted = client.post(reverse("people:key-create"), {"name": "x", "scopes": ["content:read"]})
    assert posted["Location"] == LED
    assert not claire.api_keys.exists()
    fragment = client.get("/search/", headers={"hx-request": "true"})
    assert fragment["HX-Redirect"] == LED
    page = client.get(LED)
    assert "those who approve, publish, manage or lift a freeze" in page.text
    assert reverse("mfa_add_webauthn") in page.text
    assert reverse("mfa_activate_totp") in page.text


@pytest.mark.parametrize("place", ["publishing:freeze", "mfa_activate_totp", "mfa_add_webauthn"])
def test_the_bell_of_a_page_that_stays_open_does_not_lead_away_from_it(
    for_powers: Charter, claire: Person, place: str
) -> None:
    client = signed_in(claire)
    asking = {"hx-request": "true", "hx-current-url": f"https://site.example{reverse(place)}?x=1"}

    assert 'hx-trigger="load' in client.get(reverse(place)).text
    bell = client.get(reverse("notifications:bell"), headers=asking)

    assert bell.status_code == HTTPStatus.NO_CONTENT
    assert "HX-Redirect" not in bell
    for elsewhere in ("https://site.example/team/", "https://[", ""):
        there = client.get(
            reverse("notifications:bell"), headers=asking | {"hx-current-url": elsewhere}
        )
        assert there["HX-Redirect"] == LED


def test_an_app_set_up_opens_the_site(for_powers: Charter, claire: Person) -> None:
    client = signed_in(claire)
    page = client.get(reverse("mfa_activate_totp"))
    assert client.get(reverse("mfa_add_webauthn")).status_code == HTTPStatus.OK

    client.post(reverse("mfa_activate_totp"), {"code": code_of(page.context["form"].secret)})

    assert client.get("/profile/").status_code == HTTPStatus.OK
    assert client.get(reverse("mfa_view_recovery_codes")).status_code == HTTPStatus.OK
    assert client.get(LED)["Location"] == "/"


def test_freezing_and_signing_out_wait_for_nothing(for_everyone: Charter, claire: Person) -> None:
    client = signed_in(claire)
    session = client.session
    session.pop(PROVED_AT)
    session.save()

    assert client.get(reverse("publishing:freeze")).status_code == HTTPStatus.OK
    client.post(reverse("publishing:freeze-engage"), {"scope": "organisation|", "reason": "A leak"})
    freeze = Freeze.objects.get()
    lift = client.post(reverse("publishing:freeze-lift", args=[freeze.pk]), {"reason": "over"})
    assert lift["Location"] == LED
    client.post(reverse("account_logout"))
    assert "_auth_user_id" not in client.session


def test_whoever_only_reads_or_learns_is_left_alone(
    for_powers: Charter, nordet: Unit, hugo: Person
) -> None:
    reader = make_person(name="Reader", home_unit=nordet)
    make_grant(person=reader, unit=nordet, role=Role.EMPLOYEE)
    auditor = make_person(name="Auditor", home_unit=nordet)
    make_grant(person=auditor, unit=nordet, role=Role.AUDITOR)

    assert not is_led(signed_in(reader))
    assert not is_led(signed_in(auditor))
    assert is_led(signed_in(hugo))


def test_where_everybody_must_readers_are_led_too_and_an_optional_one_leads_nobody(
    for_everyone: Charter, nordet: Unit, claire: Person
) -> None:
    reader = make_person(name="Reader", home_unit=nordet)
    make_grant(person=reader, unit=nordet, role=Role.EMPLOYEE)
    client = signed_in(reader)
    assert is_led(client)
    assert "asks everybody" in client.get(LED).text

    Charter.objects.update(second_factor="optional")

    assert not is_led(client)
    assert not is_led(signed_in(claire))


def test_a_factor_removed_or_reset_closes_the_site_again(
    for_powers: Charter, claire: Person, nordet: Unit
) -> None:
    TOTP.activate(claire, generate_totp_secret())
    client = Client()
    client.force_login(claire)
    assert not is_led(client)

    client.post(reverse("mfa_deactivate_totp"))

    assert not Authenticator.objects.exists()
    assert is_led(client)
    guard = make_person(name="Guard", home_unit=nordet)
    make_grant(person=guard, unit=nordet, role=Role.LEAD)
    TOTP.activate(claire, generate_totp_secret())
    assert not is_led(client)
    reset_factors(person_id=claire.pk, by=guard, at=now())
    assert client.get("/profile/")["Location"].startswith("/account/login/")


def test_a_setting_that_changed_is_felt_within_a_minute_and_costs_no_query_meanwhile(
    charter: Charter, claire: Person, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(claire)
    client.get("/profile/")
    Charter.objects.update(second_factor="everyone")
    assert not is_led(client)

    session = client.session
    session[CHECKED_AT] = (now() - timedelta(minutes=1, seconds=1)).timestamp()
    session.save()

    assert is_led(client)


def test_a_key_of_somebody_who_lacks_one_freezes_and_opens_nothing_else_until_they_set_one_up(
    for_powers: Charter, claire: Person
) -> None:
    scopes = ["accounts:read", "content:write"]
    _key, secret = create_key(name="Old", scopes=scopes, by=claire, at=now())
    bearer = {"authorization": f"Bearer {secret}"}

    def call() -> Any:
        return Client().get("/api/v1/accounts", headers=bearer)

    refused = call()
    assert (refused.status_code, refused.json()["code"]) == (403, "factor_needed")
    leak = {"reason": "A leak"}
    stopped = Client(headers=bearer).post("/api/v1/freezes", leak, "application/json")
    assert stopped.status_code == HTTPStatus.CREATED
    TOTP.activate(claire, generate_totp_secret())
    assert call().status_code == HTTPStatus.OK


def test_in_the_demo_one_click_leads_where_the_charter_says(
    for_everyone: Charter, claire: Person
) -> None:
    client = Client()
    client.post(reverse("web:demo-sign-in", args=[claire.pk]))

    assert is_led(client)


@pytest.mark.parametrize(
    ("said", "strong"),
    [
        ({"id_token": {"amr": ["pwd", "mfa"]}}, True),
        ({"id_token": {"amr": ["hwk"]}}, True),
        ({"id_token": {"acr": "urn:nordet:gold"}}, True),
        ({"id_token": {"amr": ["pwd"], "acr": "1"}}, False),
        ({"id_token": {"amr": "mfa"}}, False),
        ({"id_token": "mfa"}, False),
        ({"userinfo": {"amr": ["mfa"]}}, False),
        ({}, False),
    ],
)
def test_what_a_provider_says_counts_when_it_is_signed_and_strong(
    settings: Settings, said: dict[str, Any], *, strong: bool
) -> None:
    settings.OIDC_FACTOR_ACR = ["urn:nordet:gold"]

    assert says_strong(said) is strong


def test_a_session_that_the_provider_vouches_for_passes(
    for_everyone: Charter, claire: Person
) -> None:
    client = signed_in(claire)
    assert is_led(client)
    session = client.session
    session[BY_PROVIDER] = True
    session.save()

    assert not is_led(client)


@pytest.mark.parametrize(
    ("language", "on_page", "in_refusal"),
    [
        ("en", "what Entra asks for opens pages, not keys", "identity provider asks for does not"),
        ("fr", "ce que demande Entra ouvre les pages, pas les clés", "ce que demande son fourn"),
    ],
)
def test_keys_of_whom_the_provider_vouches_for_are_refused_and_pages_say_so(
    for_everyone: Charter,
    claire: Person,
    settings: Settings,
    language: str,
    on_page: str,
    in_refusal: str,
) -> None:
    settings.OIDC_URL, settings.OIDC_NAME = "https://id.example.org", "Entra"
    claire.language = language
    client = signed_in(claire)
    session = client.session
    session[BY_PROVIDER] = True
    session.save()
    _key, secret = create_key(name="Old", scopes=["accounts:read"], by=claire, at=now())
    said = {"accept-language": language}

    assert on_page in client.get("/profile/", headers=said).text
    call = Client().get("/api/v1/accounts", headers=said | {"authorization": f"Bearer {secret}"})

    assert (call.status_code, call.json()["code"]) == (403, "factor_needed")
    assert in_refusal in call.json()["message"]
    settings.OIDC_URL = ""
    assert "Entra" not in client.get("/profile/", headers=said).text


@pytest.mark.parametrize(
    ("separation", "usual"),
    [("small", "optional"), ("standard", "powers"), ("regulated", "everyone")],
)
def test_a_new_charter_follows_its_separation_and_one_that_is_there_keeps_its_own(
    db: None, noon: datetime, separation: str, usual: str
) -> None:
    written = write_charter(
        choices=CharterChoices(name="New", separation=separation), by=None, at=noon
    )

    assert written.second_factor == usual


def test_changing_it_is_an_entry_and_asks_for_a_known_word(
    charter: Charter, claire: Person
) -> None:
    choices = CharterChoices(name=charter.name, separation="regulated")
    assert write_charter(choices=choices, by=claire, at=now()).second_factor == "optional"

    client = signed_in(claire)
    fields = {"name": "Nordet", "country": "FR", "time_zone": "Europe/Paris"}
    fields |= {"separation": "regulated", "second_factor": "powers"}
    client.post(reverse("charter:edit"), fields)
    wrong = client.post(reverse("charter:edit"), fields | {"second_factor": "maybe"})

    assert Charter.objects.get().second_factor == "powers"
    assert "charter.second_factor_changed" in [leaf["type"] for leaf in leaves()]
    assert wrong.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert factor_is_missing(claire)
