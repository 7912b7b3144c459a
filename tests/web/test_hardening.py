"""What every answer says to browsers and caches, and what is simply not there."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client

from gouvernail.people.models import Person
from tests.authorisation.routes import routes

PASSWORD = "correct horse battery"
ROOT = Path(__file__).resolve().parents[2]
SHOWN = """
import django, json
django.setup()
from django.conf import settings
names = \"\"\"DEBUG SESSION_COOKIE_NAME SESSION_COOKIE_SECURE SESSION_COOKIE_HTTPONLY
CSRF_COOKIE_SECURE CSRF_COOKIE_NAME SECURE_HSTS_SECONDS PASSWORD_HASHERS CSRF_COOKIE_HTTPONLY
SESSION_COOKIE_SAMESITE CSRF_COOKIE_SAMESITE SESSION_SERIALIZER\"\"\"
from allauth.account import app_settings
shown = {name: getattr(settings, name) for name in names.split()}
print(json.dumps(shown | {"RATES": app_settings.RATE_LIMITS}))
"""


@pytest.fixture(scope="module")
def in_use(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """Give the settings of a site in use behind TLS, read in a process of their own."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "gouvernail.project.settings.production",
        "GOUVERNAIL_URL": "https://gouvernail.nordet.example",
        "GOUVERNAIL_HOME": str(tmp_path_factory.mktemp("home")),
        "PYTHONPATH": str(ROOT / "src"),
    }
    done = subprocess.run(
        [sys.executable, "-c", SHOWN], env=environment, capture_output=True, check=True, text=True
    )
    shown: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return shown


def test_behind_tls_cookies_belong_to_the_host_alone(in_use: dict[str, object]) -> None:
    assert str(in_use["SESSION_COOKIE_NAME"]).startswith("__Host-")
    assert str(in_use["CSRF_COOKIE_NAME"]).startswith("__Host-")
    for name in ("SESSION_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY", "CSRF_COOKIE_SECURE"):
        assert in_use[name] is True
    assert in_use["SESSION_COOKIE_SAMESITE"] == in_use["CSRF_COOKIE_SAMESITE"] == "Lax"


def test_behind_tls_browsers_are_told_to_keep_to_it_for_a_year(in_use: dict[str, object]) -> None:
    assert in_use["SECURE_HSTS_SECONDS"] == 31_536_000


def test_a_site_in_use_shows_no_traceback_and_reads_no_pickle(in_use: dict[str, object]) -> None:
    assert in_use["DEBUG"] is False
    assert str(in_use["SESSION_SERIALIZER"]).endswith("JSONSerializer")


def test_passwords_are_kept_by_a_slow_function(in_use: dict[str, object]) -> None:
    hashers = in_use["PASSWORD_HASHERS"]
    assert isinstance(hashers, list)
    assert "PBKDF2" in hashers[0] or "Argon2" in hashers[0] or "Scrypt" in hashers[0]


def test_the_rates_of_signing_in_are_those_of_a_site_in_use(in_use: dict[str, object]) -> None:
    rates = in_use["RATES"]

    assert isinstance(rates, dict)
    assert rates["login_failed"] == "10/m/ip,5/300s/key"
    assert {"login", "reset_password", "reset_password_from_key", "reauthenticate"} <= rates.keys()


def test_every_page_says_what_may_run_and_who_may_frame_it(client: Client, claire: Person) -> None:
    client.force_login(claire)

    headers = client.get("/").headers

    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "object-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy.replace("upgrade-insecure-requests", "")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"
    assert "Access-Control-Allow-Origin" not in headers


def test_what_a_reader_was_shown_is_kept_by_no_shared_cache(client: Client, claire: Person) -> None:
    client.force_login(claire)

    for path in ("/", "/accounts/", "/profile/", "/nowhere"):
        assert client.get(path).headers["Cache-Control"].split(",")[0] in {"private", "max-age=0"}


def test_signing_out_empties_what_the_browser_kept(client: Client, claire: Person) -> None:
    client.force_login(claire)

    answer = client.post("/account/logout/")

    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert client.get("/").status_code == 302


def test_after_signing_in_one_lands_on_this_site_only(client: Client, claire: Person) -> None:
    for place in (
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
    ):
        client.logout()
        answer = client.post(
            f"/account/login/?next={place}",
            {"login": claire.email, "password": PASSWORD, "next": place},
        )
        assert answer.status_code in {200, 302}
        assert "evil.example" not in answer.headers.get("Location", "")
        assert not answer.headers.get("Location", "").startswith("javascript")


def test_the_link_of_a_forgotten_password_names_this_site_whatever_host_was_asked(
    client: Client, claire: Person
) -> None:
    client.post(
        "/account/password/reset/", {"email": claire.email}, headers={"host": "evil.example"}
    )

    assert len(mail.outbox) <= 1
    assert all("evil.example" not in message.body for message in mail.outbox)


@pytest.mark.parametrize(
    "path", ["/admin/", "/static/", "/media/", "/.git/config", "/server-status"]
)
def test_there_is_no_such_door(client: Client, claire: Person, path: str) -> None:
    client.force_login(claire)

    assert client.get(path).status_code == 404


def test_no_administration_site_is_installed() -> None:
    assert "django.contrib.admin" not in settings.INSTALLED_APPS
    assert not [route for route in routes() if "admin" in route.pattern]


def test_trace_and_unknown_methods_do_nothing(client: Client, claire: Person) -> None:
    client.force_login(claire)

    answer = client.generic("TRACE", "/", headers={"X-Canary": "echo"})

    assert answer.status_code == 405
    assert b"X-Canary" not in answer.content


@pytest.mark.parametrize("password", ["short1!", "password1234", "claire.morvan@nordet"])
def test_a_guessable_password_is_refused(claire: Person, password: str) -> None:
    claire.email = "claire.morvan@nordet.example"
    with pytest.raises(ValidationError):
        validate_password(password, claire)


@pytest.mark.parametrize(
    "password", ["é" * 64, "correct horse battery staple", "x7" * 60, "    a    b    c"]
)
def test_a_long_password_of_any_signs_is_taken_as_typed(claire: Person, password: str) -> None:
    validate_password(password, claire)
    claire.set_password(password)

    assert claire.check_password(password)
    assert not claire.check_password(password[:-1])


@pytest.mark.parametrize("size", [0, -1, 10**6, 10**12])
def test_no_list_of_the_api_grows_as_one_asks(client: Client, claire: Person, size: int) -> None:
    from gouvernail.foundation.clock import now  # noqa: PLC0415
    from gouvernail.people.actions import create_key  # noqa: PLC0415
    from gouvernail.people.permissions import API_SCOPES  # noqa: PLC0415

    key = create_key(name="Script", scopes=API_SCOPES, by=claire, at=now())[1]

    answer = client.get(f"/api/v1/accounts?size={size}", headers={"Authorization": f"Bearer {key}"})

    assert answer.status_code in {200, 422}
    assert len(answer.json().get("items", [])) <= 200


@pytest.mark.parametrize("words", ["%" * 2_000, "a " * 2_500, "_" * 5_000, "é" * 5_000])
def test_a_long_search_is_cut_and_costs_no_more(client: Client, claire: Person, words: str) -> None:
    client.force_login(claire)

    assert client.get("/search/", {"q": words}).status_code == 200
    assert client.get("/accounts/", {"q": words}).status_code == 200
