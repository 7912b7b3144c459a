"""Signing in to Bluesky on a real server, staying signed in, and being refused."""

import base64
import json
import secrets
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from gouvernail.networks.bluesky.connector import BlueskyConnector
from gouvernail.networks.contract import (
    Fields,
    Refused,
    Resolved,
    Secret,
    Session,
    Unreadable,
)
from tests.networks.conftest import NOON, make_intent, sign_in
from tests.servers.pds.server import Pds

pytestmark = pytest.mark.servers


def test_a_wrong_password_is_refused_for_good(bluesky: BlueskyConnector, pds: Pds) -> None:
    account = pds.create_account(f"u{secrets.token_hex(6)}.test")

    outcome = bluesky.connect(
        handle=account.handle, app_password=Secret("no-no-no-no"), service_url=pds.url
    )

    assert isinstance(outcome, Refused)
    assert (outcome.code, outcome.permanent) == ("wrong_credentials", True)
    assert "no-no-no-no" not in repr(outcome)


def test_the_password_of_the_account_itself_is_refused(bluesky: BlueskyConnector, pds: Pds) -> None:
    account = pds.create_account(f"u{secrets.token_hex(6)}.test")

    outcome = bluesky.connect(
        handle=f"@{account.handle.upper()}",
        app_password=Secret(account.password),
        service_url=pds.url,
    )

    assert isinstance(outcome, Refused)
    assert outcome.code == "not_an_app_password"


def _expiring(token: Secret, at: datetime) -> Secret:
    """Return a token that says of itself that it ends then; no server would take it."""
    head, claims, signature = token.reveal().split(".")
    read = json.loads(base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))
    written = json.dumps({**read, "exp": int(at.timestamp())}).encode()
    return Secret(f"{head}.{base64.urlsafe_b64encode(written).decode().rstrip('=')}.{signature}")


def test_a_session_is_rotated_before_it_ends_and_kept_until_then(
    bluesky: BlueskyConnector, bluesky_session: Session
) -> None:
    now = datetime.now(tz=UTC)

    kept = bluesky.renew(bluesky_session, at=now)
    rotated = bluesky.renew(bluesky_session, at=now + timedelta(hours=2))

    assert kept is bluesky_session
    assert isinstance(rotated, Session)
    assert rotated.refresh != bluesky_session.refresh
    assert rotated.account_id == bluesky_session.account_id
    assert rotated.password == bluesky_session.password


def test_a_lost_rotation_does_not_lose_the_account(
    bluesky: BlueskyConnector, bluesky_session: Session
) -> None:
    now = datetime.now(tz=UTC)
    lost = replace(
        bluesky_session,
        access=_expiring(bluesky_session.access, now),
        refresh=Secret("used.up.already"),
    )

    renewed = bluesky.renew(lost, at=now)
    stranded = bluesky.renew(replace(lost, password=None), at=now)

    assert isinstance(renewed, Session)
    assert renewed.account_id == bluesky_session.account_id
    assert isinstance(stranded, Refused)


def test_a_token_the_server_does_not_know_is_a_refusal_that_asks_to_sign_in_again(
    bluesky: BlueskyConnector, bluesky_session: Session
) -> None:
    intent = make_intent(bluesky, Resolved(author=bluesky_session.account_id))
    session = replace(bluesky_session, access=Secret("not.a.token"))

    outcome = bluesky.send(session, bluesky.build(Fields(text="x"), intent))

    assert isinstance(outcome, Refused)
    assert (outcome.code, outcome.permanent) == ("signed_out", True)


def test_nobody_can_post_in_the_name_of_another(bluesky: BlueskyConnector, pds: Pds) -> None:
    mine, other = sign_in(bluesky, pds), sign_in(bluesky, pds)
    intent = make_intent(bluesky, Resolved(author=other.account_id))

    outcome = bluesky.send(mine, bluesky.build(Fields(text="x"), intent))

    assert isinstance(outcome, Refused)
    assert outcome.permanent
    assert pds.posts(other.account_id) == []


def test_a_server_that_is_down_is_not_sent_to_and_cannot_be_read(
    bluesky: BlueskyConnector, bluesky_session: Session
) -> None:
    intent = make_intent(bluesky, Resolved(author=bluesky_session.account_id))
    down = replace(bluesky_session, base_url="http://127.0.0.1:1")

    outcome = bluesky.send(down, bluesky.build(Fields(text="x"), intent))

    assert isinstance(outcome, Refused)
    assert (outcome.code, outcome.permanent) == ("connection_refused", False)
    assert isinstance(bluesky.find(down, intent, Fields(text="x"), at=NOON), Unreadable)
    assert isinstance(bluesky.profile(down), Unreadable)
