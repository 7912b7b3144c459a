"""The sender before real servers: a thread with a picture, its reading back, its withdrawal."""

import secrets
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from gouvernail.egress import Egress
from gouvernail.foundation.actors import machine
from gouvernail.media.models import Asset
from gouvernail.networks.bluesky.connector import BlueskyConnector
from gouvernail.networks.contract import Session
from gouvernail.networks.mastodon.connector import MastodonConnector
from gouvernail.people.models import Person, Unit
from gouvernail.publishing.actions import ask_withdrawal, queue_delivery
from gouvernail.publishing.models import Delivery, RemoteStep, Rotation, Withdrawal
from gouvernail.publishing.queries import order_digest
from gouvernail.publishing.sender.sessions import session_of
from gouvernail.publishing.tasks import sending as steps
from gouvernail.publishing.tasks import sessions as writing
from gouvernail.publishing.tasks import turn
from gouvernail.records.models import Ending, Record
from gouvernail.registry.models import Account, Connection
from gouvernail.vault.actions import store_secret
from tests.make.media import make_asset
from tests.make.publishing import make_order
from tests.networks.conftest import LOOPBACK, allow, sign_in
from tests.servers.asking import ask_json
from tests.servers.pds.server import Pds
from tests.servers.snac2 import Snac2

pytestmark = pytest.mark.servers


def connected(network: str, session: Session, *, unit: Unit, by: Person) -> Account:
    """Return an account of ours on a server, its session sealed."""
    at = datetime.now(tz=UTC)
    account = Account.objects.create(
        network=network,
        handle=session.handle,
        handle_key=session.handle,
        name="Énergie",
        unit=unit,
        registered_at=at,
        updated_at=at,
    )
    Connection.objects.create(
        account=account,
        service_url=session.base_url,
        remote_id=session.account_id,
        connected_by=by,
        connected_at=at,
    )
    store_secret(
        owner_kind="account",
        owner_id=account.pk,
        field="session",
        value=session.dump(),
        by=machine("test"),
        at=at,
    )
    return account


def make_illustrated_thread(account: Account, asset: Asset, *, by: Person) -> Delivery:
    """Return a thread of three, due now, with a picture on its first post."""
    mark, at = secrets.token_hex(4), datetime.now(tz=UTC)
    parts = [f"Été à Brest {mark} 1/3", "Le programme : https://exemple.org/fete", f"Merci {mark}."]
    order = make_order(account, text="\n---\n".join(parts), publish_at=at)
    picture = {
        "sha256": asset.sha256,
        "mime": asset.mime,
        "alt": "Un voilier à l’aube",
        "width": asset.width,
        "height": asset.height,
        "order": 0,
    }
    links = ["https://exemple.org/fete"]
    fields = {**order.fields, "parts": parts, "media": [picture], "links": links}
    order = replace(order, fields=fields, digest=order_digest(fields))
    return queue_delivery(order=order, by=by, at=at)


def turns(*seconds: float) -> None:
    start = datetime.now(tz=UTC)
    for one in seconds:
        turn(clock=lambda one=one: start + timedelta(seconds=one))  # type: ignore[misc]  # bound now


def ids_of(thread: Delivery) -> list[str]:
    rows = RemoteStep.objects.filter(delivery=thread, kind="post").order_by("position")
    return list(rows.values_list("remote_id", flat=True))


def record_of(pds: Pds, author: str, uri: str) -> dict[str, Any]:
    (found,) = [one for one in pds.posts(author) if one["uri"] == uri]
    return dict(found["value"])


def test_a_thread_lives_and_ends_on_a_real_bluesky_server(
    pds: Pds, energy: Unit, hugo: Person, karim: Person
) -> None:
    session = sign_in(BlueskyConnector(Egress(LOOPBACK)), pds)
    account = connected("bluesky", session, unit=energy, by=karim)
    thread = make_illustrated_thread(account, make_asset(unit=energy, by=hugo), by=hugo)

    turns(0, 1, 2, 30)

    thread.refresh_from_db()
    assert thread.status == "verified", thread.explanation_facts
    first, second, third = (record_of(pds, session.account_id, uri) for uri in ids_of(thread))
    assert "reply" not in first
    assert first["embed"]["images"][0]["alt"] == "Un voilier à l’aube"
    assert second["reply"]["parent"]["uri"] == second["reply"]["root"]["uri"] == ids_of(thread)[0]
    assert third["reply"]["parent"]["uri"] == ids_of(thread)[1]
    assert third["reply"]["root"]["uri"] == ids_of(thread)[0]
    assert second["facets"][0]["features"][0]["uri"] == "https://exemple.org/fete"

    ask_withdrawal(delivery_id=thread.pk, reason="Wrong date.", by=karim, at=datetime.now(tz=UTC))
    turns(60, 61)

    assert pds.posts(session.account_id) == []
    assert Withdrawal.objects.get().status == "done"
    assert Ending.objects.count() == Record.objects.count() == 3


def test_a_renewal_that_is_cut_short_does_not_lose_a_real_bluesky_account(
    pds: Pds, energy: Unit, hugo: Person, karim: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = sign_in(BlueskyConnector(Egress(LOOPBACK)), pds)
    account = connected("bluesky", session, unit=energy, by=karim)
    at = datetime.now(tz=UTC)
    delivery = queue_delivery(order=make_order(account, publish_at=at), by=hugo, at=at)
    late = 3600 * 1.97  # the access token of this server lasts two hours

    def die(*_given: object) -> None:
        raise SystemExit

    with monkeypatch.context() as killed:
        killed.setattr(steps, "KEEPER", replace(writing.KEEPER, keep=die))
        with pytest.raises(SystemExit):
            turns(late)
    assert Rotation.objects.get().kept_at is None

    turns(late + 1)

    delivery.refresh_from_db()
    assert delivery.status == "sent", delivery.explanation_facts
    assert len(pds.posts(session.account_id)) == 1
    assert not Rotation.objects.exists()
    assert session_of(account.pk).account_id == session.account_id


def test_a_thread_lives_on_a_real_server_of_the_mastodon_api_and_a_hand_ends_it(
    snac2: Snac2, energy: Unit, hugo: Person, karim: Person
) -> None:
    connector = MastodonConnector(Egress(LOOPBACK))
    session = allow(connector, snac2.url, lambda url: snac2.sign_in(url, snac2.account))
    account = connected("mastodon", session, unit=energy, by=karim)
    thread = make_illustrated_thread(account, make_asset(unit=energy, by=hugo), by=hugo)

    turns(0, 1, 2, 30)

    thread.refresh_from_db()
    assert thread.status == "verified", thread.explanation_facts
    token = session.access.reveal()
    shown = [
        ask_json("GET", f"{snac2.url}/api/v1/statuses/{one}", token=token) for one in ids_of(thread)
    ]
    assert [one["in_reply_to_id"] for one in shown[1:]] == ids_of(thread)[:2]
    assert shown[0]["media_attachments"][0]["description"] == "Un voilier à l’aube"

    ask_withdrawal(delivery_id=thread.pk, reason="Wrong date.", by=karim, at=datetime.now(tz=UTC))
    turns(60)

    withdrawal = Withdrawal.objects.get()  # this server has no such call, and says so
    assert (withdrawal.status, withdrawal.explanation) == ("by_hand", "not_supported")
