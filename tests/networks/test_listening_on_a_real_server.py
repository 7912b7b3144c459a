"""The event stream of a real personal data server: what happens on it is heard, and again."""

import json
import secrets
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from gouvernail.egress import Sockets
from gouvernail.networks.bluesky.connector import BlueskyConnector
from gouvernail.networks.bluesky.repos import Decoder, address
from gouvernail.networks.contract import Fields, Intent, Resolved, Sent, Session
from gouvernail.networks.contract.heard import Heard, What
from gouvernail.networks.hearing import gather
from tests.networks.conftest import LOOPBACK, make_intent, sign_in
from tests.servers.pds.server import Pds

pytestmark = pytest.mark.servers


def publish(bluesky: BlueskyConnector, session: Session, text: str, answers: str = "") -> Sent:
    fields = Fields(text=text, lang="fr")
    resolved = bluesky.resolve(session, fields)
    assert isinstance(resolved, Resolved)
    intent = make_intent(bluesky, resolved)
    if answers:
        at = datetime(2026, 11, 17, 13, 0, tzinfo=UTC)
        key = bluesky.new_key(created_at=at, delivery_id="d", entropy=secrets.token_bytes(2))
        intent = Intent(
            key=key,
            created_at=at,
            delivery_id="d",
            author=resolved.author,
            mentions=resolved.mentions,
            root=answers,
            parent=answers,
        )
    sent = bluesky.send(session, bluesky.build(fields, intent))
    assert isinstance(sent, Sent), sent
    return sent


def listen(pds: Pds, cursor: str, enough: Callable[[list[Heard]], bool]) -> tuple[list[Heard], str]:
    heard: list[Heard] = []
    with Sockets(LOOPBACK).open(address(pds.url, cursor=cursor)) as socket:
        for _ in range(100):
            batch = gather(socket, Decoder().take, cursor=cursor, wait_seconds=0.2)
            assert not batch.odd, batch.odd
            heard, cursor = [*heard, *batch.heard], batch.cursor
            if enough(heard):
                return heard, cursor
    raise AssertionError(json.dumps([one.text for one in heard]))


def test_posts_answers_and_deletions_are_heard_from_the_beginning_and_from_the_cursor_on(
    bluesky: BlueskyConnector, pds: Pds
) -> None:
    session, friend = sign_in(bluesky, pds), sign_in(bluesky, pds)
    first = publish(bluesky, session, f"Été à Brest @{friend.handle} https://exemple.org/fêtes")
    answer = publish(bluesky, friend, "Merci !", answers=first.reference)

    heard, cursor = listen(pds, "0", lambda all_: any(one.uri == answer.remote_id for one in all_))
    bluesky.delete(session, first.remote_id)
    later, _cursor = listen(pds, cursor, bool)

    post, reply = (
        next(one for one in heard if one.uri == uri) for uri in (first.remote_id, answer.remote_id)
    )
    assert (post.what, post.author_id, post.lang) == (What.POST, session.account_id, "fr")
    assert post.text == f"Été à Brest @{friend.handle} https://exemple.org/fêtes"
    assert post.mentions == (friend.account_id,)
    assert post.urls == ("https://exemple.org/fêtes",)
    assert (reply.what, reply.parent_id, reply.root_id) == (
        *(What.REPLY, first.remote_id, first.remote_id),
    )
    assert [(one.what, one.uri) for one in later] == [(What.DELETE, first.remote_id)]


def test_a_cursor_of_another_server_ends_the_stream_and_is_dropped(pds: Pds) -> None:
    with Sockets(LOOPBACK).open(address(pds.url, cursor="900000000")) as socket:
        batch = gather(socket, Decoder().take, cursor="900000000", wait_seconds=5)

    assert (batch.ended, batch.cursor, batch.gap) == ("future_cursor", "", True)
