"""The plugin of planted secrets would notice one that got out, wherever it went."""

from datetime import UTC, datetime

import pytest
from django.contrib.sessions.models import Session

from gouvernail.networks.contract import Secret
from tests import canaries

LATER = datetime(2099, 1, 1, tzinfo=UTC)
VALUE = "canary-4f1c-9d2e-77b0"


def test_a_planted_secret_would_be_found(db: None) -> None:
    secret = Secret(VALUE)
    assert canaries.leaks(f"sent with {secret.reveal()} to a log")
    assert not canaries.leaks(f"sent with {secret} to a log")

    Session.objects.create(session_key="k", session_data=VALUE, expire_date=LATER)
    assert canaries.in_database() == ["the table django_session"]

    Session.objects.all().delete()
    assert canaries.in_database() == []


def test_what_is_too_short_to_be_told_apart_is_not_looked_for() -> None:
    Secret("short")

    assert not canaries.leaks("short")


@pytest.mark.parametrize("shown", ["%s", "%r"])
def test_a_secret_prints_as_stars(shown: str) -> None:
    assert VALUE not in shown % Secret(VALUE)
