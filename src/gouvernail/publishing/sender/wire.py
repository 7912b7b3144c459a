"""From approved fields to what a connector takes, and the way out."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django.conf import settings

from gouvernail.foundation.outbound import way_out
from gouvernail.networks.contract import Connector, Fields, Intent, Media
from gouvernail.networks.registry import connector
from gouvernail.publishing.models import Delivery


def fields_of(approved: Mapping[str, Any]) -> Fields:
    """Return the approved fields as the contract names them; pure."""
    media = tuple(
        Media(
            sha256=item["sha256"],
            mime=item["mime"],
            alt=item["alt"],
            width=item["width"],
            height=item["height"],
            order=item["order"],
        )
        for item in approved["media"]
    )
    return Fields(
        text=approved["text"],
        lang=approved["lang"],
        links=tuple(approved["links"]),
        media=media,
        options=MappingProxyType({str(k): str(v) for k, v in approved["options"].items()}),
    )


def intent_of(delivery: Delivery) -> Intent:
    """Return the intent fixed at the first attempt.

    Raises:
        ValueError: no intent was fixed yet.
    """
    if delivery.intent_created_at is None:
        raise ValueError("This delivery has no intent yet.")
    return Intent(
        key=delivery.intent_key,
        created_at=delivery.intent_created_at,
        delivery_id=str(delivery.pk),
        author=delivery.intent_facts.get("author", ""),
        mentions=MappingProxyType(dict(delivery.intent_facts.get("mentions", {}))),
    )


def connector_of(network: str) -> Connector:
    """Return the connector of a network, bound to this site's way out."""
    return connector(network, egress=way_out(timeout_seconds=float(settings.SEND_TIMEOUT_SECONDS)))
