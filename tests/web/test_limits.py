"""Whoever asks too often is told when to come back, in their language."""

from collections.abc import Iterator
from http import HTTPStatus

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from gouvernail.foundation.clock import now
from gouvernail.people.actions import create_key
from gouvernail.people.models import Person
from gouvernail.web import limits
from gouvernail.web.limits import Limit, wait_for

TOO_MANY = HTTPStatus.TOO_MANY_REQUESTS
PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def limited(settings: Settings, db: None) -> Iterator[None]:
    """Count, from nothing."""
    settings.LIMITS, settings.ACCOUNT_RATE_LIMITS, settings.MFA_RATE_LIMITS = True, {}, {}
    cache.clear()
    yield
    cache.clear()


def test_a_window_allows_so_many_and_says_when_it_ends() -> None:
    limit = Limit(2, 60)

    assert [wait_for("test", "a", limit) for _each in range(2)] == [0, 0]
    assert 0 < wait_for("test", "a", limit) <= 60
    assert wait_for("test", "b", limit) == 0


def test_a_counter_is_not_forgotten_because_others_fill_the_cache() -> None:
    limit = Limit(1, 60)
    wait_for("test", "a", limit)

    for number in range(500):
        wait_for("test", f"other {number}", limit)

    assert wait_for("test", "a", limit) > 0


def test_links_are_not_tried_at_random(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(limits.LIMITS, "people:join", Limit(3, 60))

    found = [client.get(f"/join/{number}").status_code for number in range(4)]

    assert found == [HTTPStatus.NOT_FOUND] * 3 + [TOO_MANY]


def test_the_refusal_says_when_in_the_readers_language(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(limits.LIMITS, "people:join", Limit(0, 60))

    english = client.get("/join/x", headers={"accept-language": "en"})
    french = client.get("/join/x", headers={"accept-language": "fr"})

    assert 0 < int(english.headers["Retry-After"]) <= 60
    assert "Too many requests" in english.text
    assert "Trop de demandes" in french.text


def test_one_address_does_not_stop_another(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(limits.LIMITS, "people:join", Limit(1, 60))
    client.get("/join/x")
    assert client.get("/join/x").status_code == TOO_MANY

    assert client.get("/join/x", REMOTE_ADDR="192.0.2.7").status_code == HTTPStatus.NOT_FOUND


def test_behind_a_proxy_the_address_is_the_one_it_says(
    client: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    monkeypatch.setitem(limits.LIMITS, "people:join", Limit(1, 60))
    first = {"x-forwarded-for": "203.0.113.9, 192.0.2.1"}

    client.get("/join/x", headers=first)

    forged = {"x-forwarded-for": "203.0.113.77, 192.0.2.1"}  # the first part is the client's own
    assert client.get("/join/x", headers=forged).status_code == TOO_MANY


def test_invitations_leave_so_many_an_hour(
    client: Client, claire: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(limits.LIMITS, "people:invite", Limit(2, 3600, by_person=True))
    client.force_login(claire)
    unit = str(claire.home_unit_id)
    found = [
        client.post(
            reverse("people:invite"),
            {
                "name": f"Ana {number}",
                "email": f"ana{number}@nordet.example",
                "unit_id": unit,
                "role": "employee",
                "language": "fr",
            },
        ).status_code
        for number in range(3)
    ]

    assert found[-1] == TOO_MANY
    assert len(mail.outbox) == 2


def test_a_key_calls_so_often_and_another_still_may(
    client: Client, claire: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "API", Limit(2, 60))
    keys = [
        create_key(name=name, scopes=["accounts:read"], by=claire, at=now())[1] for name in "ab"
    ]

    def call(key: str) -> int:
        headers = {"authorization": f"Bearer {key}", "accept": "application/json"}
        answer = client.get("/api/v1/accounts", headers=headers)
        assert answer.status_code != TOO_MANY or "Retry-After" in answer.headers
        return answer.status_code

    assert [call(keys[0]) for _each in range(3)] == [200, 200, TOO_MANY]
    assert call(keys[1]) == HTTPStatus.OK


def test_an_address_that_guesses_keys_is_stopped(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "API_ADDRESS", Limit(3, 60))

    found = [
        client.get("/api/v1/accounts", headers={"authorization": f"Bearer gv_{each}"}).status_code
        for each in range(4)
    ]

    assert found == [HTTPStatus.UNAUTHORIZED] * 3 + [TOO_MANY]


def test_passwords_are_not_tried_one_after_another(client: Client, claire: Person) -> None:
    claire.set_password(PASSWORD)
    claire.save()
    for _each in range(5):
        client.post(reverse("account_login"), {"login": claire.email, "password": "no"})

    client.post(reverse("account_login"), {"login": claire.email, "password": PASSWORD})

    assert "_auth_user_id" not in client.session


def test_an_unknown_address_is_limited_and_answered_as_a_known_one(
    client: Client, claire: Person
) -> None:
    claire.set_password(PASSWORD)
    claire.save()

    def refused(address: str) -> list[str]:
        given = {"login": address, "password": "not this one"}
        page = client.post(reverse("account_login"), given)
        return list(page.context["form"].non_field_errors())

    assert refused("nobody@nordet.example") == refused(str(claire.email))


def test_mails_of_forgotten_passwords_are_limited_by_address(
    client: Client, claire: Person
) -> None:
    claire.set_password(PASSWORD)
    claire.save()
    answers = [
        client.post(reverse("account_reset_password"), {"email": claire.email})
        for _each in range(6)
    ]

    assert answers[-1].status_code == TOO_MANY
    assert "Retry-After" in answers[-1].headers
    assert len(mail.outbox) == 5
