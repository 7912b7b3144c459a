"""Makers of orders and deliveries on the practice network."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from gouvernail.foundation.actors import machine
from gouvernail.foundation.ids import uuid7
from gouvernail.people.models import Person, Unit
from gouvernail.practice.actions import open_profile
from gouvernail.publishing.actions import Order, queue_delivery
from gouvernail.publishing.models import Delivery
from gouvernail.publishing.queries import order_digest
from gouvernail.registry.models import Account, Connection
from gouvernail.vault.actions import store_secret

NOON = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)


def make_practice_account(
    *, unit: Unit, by: Person, handle: str = "energie", network: str = "practice"
) -> Account:
    """Return an account connected to the practice network (or not connected, on another one)."""
    account = Account.objects.create(
        network=network,
        handle=handle,
        handle_key=handle,
        name=handle.title(),
        unit=unit,
        registered_at=NOON,
        updated_at=NOON,
    )
    if network != "practice":
        return account
    session = open_profile(handle=handle, name=account.name)
    Connection.objects.create(
        account=account,
        service_url=session.base_url,
        remote_id=handle,
        connected_by=by,
        connected_at=NOON,
    )
    store_secret(
        owner_kind="account",
        owner_id=account.pk,
        field="session",
        value=session.dump(),
        by=machine("maker"),
        at=NOON,
    )
    return account


def make_order(account: Account, *, text: str = "Bonjour à tous.", **fields: Any) -> Order:
    """Return an approved order of one text, due at noon."""
    approved = {
        "v": 1,
        "text": text,
        "lang": "fr",
        "links": [],
        "media": [],
        "options": {},
        "account_id": str(account.pk),
        "network": account.network,
        "publish_at_utc": "2026-11-17T12:00:00.000000Z",
    }
    given: dict[str, Any] = {
        "subject_id": uuid7(),
        "revision": 1,
        "title": "Bonjour",
        "approval_id": None,
        "publish_at": NOON,
        "time_zone": "Europe/Paris",
        "wall_time": "2026-11-17T13:00",
    }
    return Order(
        account_id=account.pk,
        fields=approved,
        digest=order_digest(approved),
        **{**given, **fields},
    )


def make_thread(account: Account, *, by: Person, parts: tuple[str, ...]) -> Delivery:
    """Return a queued thread, cut as its author cut it."""
    order = make_order(account, text="\n---\n".join(parts))
    fields = {**order.fields, "parts": list(parts)}
    order = replace(order, fields=fields, digest=order_digest(fields))
    return queue_delivery(order=order, by=by, at=NOON)


def make_delivery(account: Account, *, by: Person, **fields: Any) -> Delivery:
    """Return a queued delivery."""
    return queue_delivery(order=make_order(account, **fields), by=by, at=NOON)


def status_of(delivery_id: UUID) -> str:
    """Return where a delivery stands in the database now."""
    return Delivery.objects.get(pk=delivery_id).status
