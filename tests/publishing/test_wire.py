"""What becomes of approved fields on their way to a connector: pure, and nothing is lost."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from gouvernail.networks.contract import Fields, Intent, Media
from gouvernail.publishing.models import Delivery
from gouvernail.publishing.sender.wire import fields_of, intent_of, is_in, name_of_part, parts_of

NOON = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)
APPROVED: dict[str, Any] = {
    "text": "One exemple.org/a\n\nTwo https://exemple.org/b",
    "lang": "fr",
    "links": ["https://exemple.org/a", "https://exemple.org/b"],
    "media": [
        {
            "sha256": "a" * 64,
            "mime": "image/png",
            "alt": "La mer",
            "width": 640,
            "height": 480,
            "order": 3,
            "title": "not the network's business",
        }
    ],
    "options": {"card_url": "https://exemple.org/a", "visibility": "public", "level": 3},
}
PARTS = {"parts": ["One exemple.org/a", "Two https://exemple.org/b"]}
SEA = Media(sha256="a" * 64, mime="image/png", alt="La mer", width=640, height=480, order=3)
DELIVERY = UUID(int=7)


def test_a_single_post_carries_all_that_was_approved() -> None:
    assert parts_of(APPROVED) == [APPROVED["text"]]
    assert fields_of(APPROVED) == Fields(
        text=APPROVED["text"],
        lang="fr",
        links=("https://exemple.org/a", "https://exemple.org/b"),
        media=(SEA,),
        options={"card_url": "https://exemple.org/a", "visibility": "public", "level": "3"},
    )


def test_the_first_post_of_a_thread_has_the_pictures_and_the_card() -> None:
    first, second = (fields_of({**APPROVED, **PARTS}, part) for part in (0, 1))

    assert (first.media, second.media) == ((SEA,), ())
    assert (first.text, second.text) == tuple(PARTS["parts"])
    assert (first.lang, second.lang) == ("fr", "fr")
    assert (first.links, second.links) == (("https://exemple.org/a",), ("https://exemple.org/b",))
    assert set(first.options) == {"card_url", "visibility", "level"}
    assert set(second.options) == {"visibility", "level"}


def test_links_of_a_single_post_are_those_approved_whatever_the_text_shows() -> None:
    hidden = {**APPROVED, "text": "No address"}

    assert fields_of(hidden).links == ("https://exemple.org/a", "https://exemple.org/b")
    assert not is_in("https://exemple.org/a", "No address")


@pytest.mark.parametrize(("part", "name"), [(0, str(DELIVERY)), (2, f"{DELIVERY}-2")])
def test_each_post_of_a_thread_has_a_name_of_its_own(part: int, name: str) -> None:
    assert name_of_part(Delivery(pk=DELIVERY, parts_out=part)) == name


def test_an_intent_comes_back_as_it_was_fixed() -> None:
    place = {"root": "r", "parent": "p", "parent_id": "41"}
    facts = {"author": "did:plc:abc", "mentions": {"ana": "did:plc:ana"}, **place}
    delivery = Delivery(pk=DELIVERY, intent_key="k", intent_created_at=NOON, intent_facts=facts)

    assert intent_of(delivery) == Intent(
        key="k",
        created_at=NOON,
        delivery_id=str(DELIVERY),
        author="did:plc:abc",
        mentions={"ana": "did:plc:ana"},
        **place,
    )
    delivery.intent_facts = {}
    assert intent_of(delivery) == Intent(key="k", created_at=NOON, delivery_id=str(DELIVERY))
    delivery.intent_created_at = None
    with pytest.raises(ValueError, match="no intent"):
        intent_of(delivery)
