"""Topics and mentions, for the matrix: one in each unit, and what their forms send."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from gouvernail.listening.models import Tag, Tagging
from tests.make.listening import NOON, make_mention, make_source, make_spike, make_topic
from tests.make.people import make_person

if TYPE_CHECKING:
    from tests.authorisation.world import World

INSTEAD = {"listening:mention-untag": {"tag_id": "mention_tag_id"}}


def _topic(things: dict[str, Any]) -> dict[str, Any]:
    return {
        "name_fr": "Notre nom",
        "kind": "brand",
        "unit": things["unit_id"],
        "way": "query",
        "query": "nordet",
        "sensitivity": "medium",
        "retention": "year",
    }


BODIES: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "listening:topic-create": _topic,
    "listening:topic-edit": _topic,
    "listening:topic-preview": _topic,
    "listening:topic-tune": lambda _: {"sensitivity": "low"},
    "listening:spike-acknowledge": lambda _: {"verdict": "real"},
    "listening:source-create": lambda t: {
        "kind": "feed",
        "name": "Presse",
        "unit": t["unit_id"],
        "address": "https://press.example/feed",
    },
    "listening:mention-tag": lambda _: {"name": "prix"},
    "listening:mention-note": lambda _: {"text": "Rappeler demain."},
    "listening:mention-assign": lambda t: {"person": t["listener_name"]},
    "listening:mention-hide": lambda _: {"reason": "hors sujet"},
}


def put_listening(world: "World") -> None:
    """Have each unit listen for a topic that something was said of."""
    tag = Tag.objects.create(name="usage", name_key="usage")
    for place, unit in world.units.items():
        owner = make_person(name=f"Listener {place}", home_unit=unit)
        topic = make_topic(unit=unit, owner=owner)
        source = make_source(unit=unit, by=owner)
        mention = make_mention(source=source, topic=topic)
        Tagging.objects.create(mention=mention, tag=tag, by=owner, at=NOON)
        world.things[place] |= {
            "topic_id": topic.pk,
            "source_id": source.pk,
            "spike_id": make_spike(topic=topic).pk,
            "mention_id": mention.pk,
            "mention_tag_id": tag.pk,
            "listener_name": owner.name,
        }
