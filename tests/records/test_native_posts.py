"""What accounts post by themselves is read on real servers and archived, once."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from gouvernail.egress import Egress
from gouvernail.networks.bluesky.connector import BlueskyConnector
from gouvernail.networks.bluesky.names import POSTS
from gouvernail.networks.contract import Secret, Session
from gouvernail.networks.contract.posted import Posted
from gouvernail.networks.mastodon.connector import MastodonConnector
from gouvernail.people.models import Person, Unit
from gouvernail.records.actions.native import capture_posted
from gouvernail.records.models import Capture, Record
from gouvernail.records.queries.native import connections_to_look_at
from gouvernail.records.tasks import look_at_networks
from gouvernail.registry.models import Account, Connection
from tests.make.records import NOON, make_record
from tests.make.registry import make_account
from tests.networks.conftest import LOOPBACK, allow, sign_in
from tests.servers.asking import ask_json
from tests.servers.pds.server import Pds
from tests.servers.snac2 import Snac2


def posted(number: int, text: str = "Bonjour.", **fields: object) -> Posted:
    told: dict[str, object] = {
        "remote_id": f"at://did:plc:a/app.bsky.feed.post/{number}",
        "url": f"https://bsky.app/profile/did:plc:a/post/{number}",
        "text": text,
        "published_at": NOON - timedelta(minutes=60 - number),
        "language": "fr",
    }
    return Posted(**(told | fields))  # type: ignore[arg-type]  # checked by use


@pytest.mark.django_db
def test_what_is_read_again_is_one_record_and_what_was_changed_is_another(energy: Unit) -> None:
    account = make_account(unit=energy, network="bluesky")
    capture_posted(account=account, posted=[posted(2), posted(1)], at=NOON)
    capture_posted(account=account, posted=[posted(2, "Bonsoir."), posted(1)], at=NOON)

    rows = Record.objects.filter(account=account).order_by("pk")
    assert [(one.source, one.text) for one in rows] == [
        ("captured", "Bonjour."),
        ("captured", "Bonjour."),
        ("captured", "Bonsoir."),
    ]
    assert Capture.objects.get().seen_until == posted(2).published_at


@pytest.mark.django_db
def test_what_was_sent_from_here_is_left_to_its_reading_back(energy: Unit) -> None:
    account = make_account(unit=energy, network="bluesky")
    sent = make_record(
        account, delivery_id=account.pk, remote_id=posted(1).remote_id, text="@a@b.c"
    )

    [kept] = capture_posted(account=account, posted=[posted(1, "@a")], at=NOON)

    assert kept == sent


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["", "\ud800", "x\x00y", "x" * 70_000])
def test_what_no_network_should_say_is_left_out(energy: Unit, text: str) -> None:
    account = make_account(unit=energy, network="bluesky")

    assert capture_posted(account=account, posted=[posted(1, text)], at=NOON) == []


def connected(network: str, session: Session, *, unit: Unit, by: Person) -> Account:
    account = make_account(unit=unit, network=network, handle=session.handle)
    Connection.objects.create(
        account=account,
        service_url=session.base_url,
        remote_id=session.account_id,
        remote_handle=session.handle,
        connected_by=by,
        connected_at=datetime.now(tz=UTC) - timedelta(hours=1),
    )
    return account


@pytest.fixture
def way_out(settings: Any) -> Egress:
    settings.EGRESS_PRIVATE_HOSTS = ["127.0.0.1", "localhost"]
    return Egress(LOOPBACK)


@pytest.mark.servers
@pytest.mark.django_db
def test_posts_made_elsewhere_are_read_on_a_real_pds(
    pds: Pds, way_out: Egress, energy: Unit, claire: Person
) -> None:
    session = sign_in(BlueskyConnector(way_out), pds)
    texts = [f"Écrit ailleurs {number}" for number in range(55)]
    for text in texts:
        at = datetime.now(tz=UTC).isoformat()
        record = {"$type": POSTS, "text": text, "createdAt": at, "langs": ["fr"]}
        ask_json(
            "POST",
            f"{session.base_url}/xrpc/com.atproto.repo.createRecord",
            {"repo": session.account_id, "collection": POSTS, "record": record},
            token=session.access.reveal(),
        )
    account = connected("bluesky", session, unit=energy, by=claire)

    look_at_networks(datetime.now(tz=UTC))
    look_at_networks(datetime.now(tz=UTC) + timedelta(hours=2))

    kept = Record.objects.filter(account=account)
    assert sorted(one.text for one in kept) == sorted(texts)
    assert {one.language for one in kept} == {"fr"}
    assert Capture.objects.get().explanation == ""


@pytest.mark.servers
@pytest.mark.django_db
def test_posts_made_elsewhere_are_read_on_a_real_snac2(
    snac2: Snac2, way_out: Egress, energy: Unit, claire: Person
) -> None:
    mastodon = MastodonConnector(way_out)
    session = allow(mastodon, snac2.url, lambda url: snac2.sign_in(url, snac2.account))
    body = {"status": "Écrit ailleurs, sur snac", "visibility": "public"}
    ask_json("POST", f"{session.base_url}/api/v1/statuses", body, token=session.access.reveal())
    account = connected("mastodon", session, unit=energy, by=claire)

    look_at_networks(datetime.now(tz=UTC))

    texts = list(Record.objects.filter(account=account).values_list("text", flat=True))
    assert "Écrit ailleurs, sur snac" in texts, Capture.objects.get().explanation


@pytest.mark.django_db
def test_a_server_that_does_not_answer_is_noted_and_asked_later(
    way_out: Egress, energy: Unit, claire: Person
) -> None:
    nowhere = Session(
        network="bluesky",
        base_url="http://127.0.0.1:1",
        account_id="did:plc:a",
        handle="a.test",
        access=Secret(""),
    )
    connected("bluesky", nowhere, unit=energy, by=claire)
    at = datetime.now(tz=UTC)

    look_at_networks(at)

    assert Capture.objects.get().explanation
    assert not connections_to_look_at(before=at - timedelta(minutes=1)).exists()
    assert connections_to_look_at(before=at + timedelta(minutes=1)).exists()
