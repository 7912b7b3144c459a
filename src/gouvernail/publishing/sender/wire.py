"""From approved fields to what a connector takes, and the way out."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django.conf import settings

from gouvernail.foundation.outbound import way_out
from gouvernail.networks.contract import Connector, Fields, Intent, Media
from gouvernail.networks.registry import connector
from gouvernail.publishing.models import Delivery


def parts_of(approved: Mapping[str, Any]) -> list[str]:
    """Return the texts of the posts that were approved: one, or those of a thread. Pure."""
    return list(approved.get("parts") or [approved["text"]])


def fields_of(approved: Mapping[str, Any], part: int = 0) -> Fields:
    """Return the approved fields of one post as the contract names them; pure.

    The first post of a thread carries the pictures and the link card.
    """
    text = parts_of(approved)[part]
    alone = "parts" not in approved
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
        if part == 0
    )
    options = {str(k): str(v) for k, v in approved["options"].items()}
    return Fields(
        text=text,
        lang=approved["lang"],
        links=tuple(link for link in approved["links"] if alone or is_in(link, text)),
        media=media,
        options=MappingProxyType(
            {k: v for k, v in options.items() if part == 0 or not k.startswith("card_")}
        ),
    )


def is_in(link: str, text: str) -> bool:
    """Return whether a final address stands in a text, with or without its scheme. Pure."""
    return link in text or link.removeprefix("https://") in text


def name_of_part(delivery: Delivery) -> str:
    """Return what the post under way is called: the delivery, and its place in a thread. Pure."""
    place = f"-{delivery.parts_out}" if delivery.parts_out else ""
    return f"{delivery.pk}{place}"


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
        delivery_id=name_of_part(delivery),
        author=delivery.intent_facts.get("author", ""),
        mentions=MappingProxyType(dict(delivery.intent_facts.get("mentions", {}))),
        root=delivery.intent_facts.get("root", ""),
        parent=delivery.intent_facts.get("parent", ""),
        parent_id=delivery.intent_facts.get("parent_id", ""),
    )


def connector_of(network: str) -> Connector:
    """Return the connector of a network, bound to this site's way out."""
    return connector(network, egress=way_out(timeout_seconds=float(settings.SEND_TIMEOUT_SECONDS)))
