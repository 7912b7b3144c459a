"""One's own page."""

from hashlib import sha256

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from gouvernail.people.models import ApiKey, Person


@pytest.fixture
def proven(client: Client, hugo: Person, settings: Settings) -> Client:
    """Return a client signed in with a fresh proof of identity."""
    settings.DEMO = True
    client.post(reverse("web:demo-sign-in", args=[hugo.pk]))
    return client


def test_preferences_are_kept_and_hold_at_once(client: Client, hugo: Person) -> None:
    client.force_login(hugo)

    response = client.post(
        "/profile/", {"language": "fr", "time_zone": "America/Toronto", "theme": "dark"}
    )

    assert response.cookies["gouvernail_theme"].value == "dark"
    hugo.refresh_from_db()
    assert (hugo.language, hugo.time_zone, hugo.theme) == ("fr", "America/Toronto", "dark")
    page = client.get("/profile/").text
    assert 'lang="fr"' in page
    assert 'data-bs-theme="dark"' in page


def test_an_unknown_zone_is_refused_at_its_place(client: Client, hugo: Person) -> None:
    client.force_login(hugo)

    response = client.post("/profile/", {"language": "en", "time_zone": "Mars/Olympus"})

    assert response.status_code == 422
    assert response.context["form"].errors["time_zone"]


def test_a_key_is_shown_once_and_ended(proven: Client, hugo: Person) -> None:
    response = proven.post(
        reverse("people:key-create"), {"name": "Script", "scopes": ["rules:check"]}
    )
    key, secret = ApiKey.objects.get(), response.context["secret"]

    assert secret in response.text
    assert key.digest == sha256(secret.encode()).hexdigest()
    assert secret not in proven.get("/profile/").text
    proven.post(reverse("people:key-revoke", args=[key.pk]))
    key.refresh_from_db()
    assert key.revoked_at is not None


def test_a_key_without_a_purpose_or_a_scope_is_refused_at_its_place(proven: Client) -> None:
    response = proven.post(reverse("people:key-create"), {"name": "", "expires_on": "2020-01-01"})

    assert response.status_code == 422
    assert {"name", "scopes"} <= set(response.context["key_form"].errors)
    assert not ApiKey.objects.exists()


def test_nobody_ends_the_key_of_another(proven: Client, karim: Person) -> None:
    proven.post(reverse("people:key-create"), {"name": "Script", "scopes": ["rules:check"]})
    other = Client()
    other.force_login(karim)

    response = other.post(reverse("people:key-revoke", args=[ApiKey.objects.get().pk]))

    assert response.status_code == 404
    assert ApiKey.objects.get().revoked_at is None
