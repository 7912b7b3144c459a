"""An answer hangs where it must: under the post it answers, in the words of each network."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from gouvernail.egress import Egress, Policy, Request, Response
from gouvernail.networks.bluesky.connector import BlueskyConnector
from gouvernail.networks.contract import Connector, Intent, Refused, Secret, Session
from gouvernail.networks.mastodon.connector import MastodonConnector
from gouvernail.people.models import Person, Unit
from gouvernail.practice.actions import comment
from gouvernail.practice.models import Post
from gouvernail.publishing.actions import queue_delivery
from gouvernail.publishing.models import Delivery
from gouvernail.publishing.queries import order_digest
from gouvernail.publishing.sender.threads import Place, place_of
from gouvernail.publishing.sender.wire import fields_of
from gouvernail.publishing.tasks import turn
from gouvernail.registry.models import Account
from tests.make.publishing import make_delivery, make_order, make_practice_account

ROOT, ASKED = (
    "at://did:plc:us/app.bsky.feed.post/3lroot",
    "at://did:plc:bruno/app.bsky.feed.post/3l",
)
NOBODY = Secret("token")


class Held(Egress):
    """A way out that leads nowhere: `records` answers, else it is not found (`missing`)."""

    def __init__(
        self, records: Callable[[str], dict[str, Any] | None], *, missing: int = 400
    ) -> None:
        super().__init__(Policy())
        self.records, self.missing = records, missing

    def send(self, request: Request) -> Response:
        found = self.records(request.url)
        said = found or {"error": "RecordNotFound", "message": "gone"}
        headers = {"content-type": "application/json"}
        status = 200 if found else self.missing
        return Response(status=status, headers=headers, body=json.dumps(said).encode())


def bluesky_records(url: str) -> dict[str, Any] | None:
    author, key = ASKED.split("/")[2], ASKED.rpartition("/")[2]
    if author.replace(":", "%3A") not in url or not url.endswith(f"rkey={key}"):
        return None  # the first post of the thread is gone
    reply = {"root": {"uri": ROOT, "cid": "bafyroot"}, "parent": {"uri": ROOT, "cid": "bafyroot"}}
    return {"uri": ASKED, "cid": "bafyasked", "value": {"text": "Et alors ?", "reply": reply}}


def mastodon_records(url: str) -> dict[str, Any] | None:
    key = url.rpartition("/")[2]
    if key != "42":
        return None
    return {"id": key, "url": f"https://m.example/@b/{key}", "content": "<p>Et alors ?</p>"}


def make_answer(account: Account, *, by: Person, remote_id: str) -> Delivery:
    """Return a queued answer to somebody's post."""
    order = make_order(account, text="Nous regardons.")
    fields = {**order.fields, "answers": {"remote_id": remote_id}}
    return queue_delivery(
        order=replace(order, fields=fields, digest=order_digest(fields)), by=by, at=order.publish_at
    )


def session(network: str) -> Session:
    return Session(
        network=network,
        base_url="https://server.example",
        account_id="did:plc:us",
        handle="us.example",
        access=NOBODY,
    )


def built(adapter: Connector, delivery: Delivery, place: Place, noon: datetime) -> dict[str, Any]:
    intent = Intent(
        key="3lbaaaaaaaa2a",
        created_at=noon,
        delivery_id="d",
        author="did:plc:us",
        root=place.root,
        parent=place.parent,
        parent_id=place.parent_id,
    )
    return dict(json.loads(adapter.build(fields_of(delivery.fields), intent).body))


def test_on_bluesky_it_names_the_root_that_the_post_names_even_where_that_is_gone(
    energy: Unit, hugo: Person, noon: datetime
) -> None:
    account = make_practice_account(unit=energy, by=hugo, network="bluesky")
    delivery = make_answer(account, by=hugo, remote_id=ASKED)
    adapter = BlueskyConnector(Held(bluesky_records))

    place = place_of(delivery, adapter, session("bluesky"))

    assert isinstance(place, Place)
    assert built(adapter, delivery, place, noon)["record"]["reply"] == {
        "root": {"uri": ROOT, "cid": "bafyroot"},
        "parent": {"uri": ASKED, "cid": "bafyasked"},
    }


def test_on_mastodon_it_names_the_post_it_answers(
    energy: Unit, hugo: Person, noon: datetime
) -> None:
    account = make_practice_account(unit=energy, by=hugo, network="mastodon")
    delivery = make_answer(account, by=hugo, remote_id="42")
    adapter = MastodonConnector(Held(mastodon_records))

    place = place_of(delivery, adapter, session("mastodon"))

    assert isinstance(place, Place)
    assert built(adapter, delivery, place, noon)["in_reply_to_id"] == "42"


@pytest.mark.parametrize("network", ["bluesky", "mastodon"])
def test_what_it_answers_is_gone_and_it_is_not_said_to_nobody(
    energy: Unit, hugo: Person, network: str
) -> None:
    account = make_practice_account(unit=energy, by=hugo, network=network)
    names = {"bluesky": f"{ASKED}x", "mastodon": "43"}
    delivery = make_answer(account, by=hugo, remote_id=names[network])
    adapters: dict[str, Connector] = {
        "bluesky": BlueskyConnector(Held(bluesky_records)),
        "mastodon": MastodonConnector(Held(mastodon_records, missing=404)),
    }

    refused = place_of(delivery, adapters[network], session(network))

    assert isinstance(refused, Refused)
    assert (refused.code, refused.permanent) == ("thread_broken", True)


def test_on_the_practice_network_it_stands_under_the_comment_of_somebody_else(
    energy: Unit, hugo: Person, noon: datetime
) -> None:
    account = make_practice_account(unit=energy, by=hugo)
    make_delivery(account, by=hugo)
    turn(clock=lambda: noon)
    said = comment(post=Post.objects.get(), author="Bruno", text="Et alors ?", at=noon)
    delivery = make_answer(account, by=hugo, remote_id=str(said.pk))

    for seconds in (1, 2, 40):
        turn(clock=lambda late=seconds: noon + timedelta(seconds=late))  # type: ignore[misc]  # bound now

    delivery.refresh_from_db()
    assert Post.objects.get(text="Nous regardons.").reply_to == said
    assert delivery.status == "verified"
