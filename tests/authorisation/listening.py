"""Topics and mentions, for the matrix: one in each unit, and what their forms send."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import SimpleUploadedFile

from gouvernail.listening.models import Tag, Tagging, Unheard
from gouvernail.people.models import Role
from tests.make.listening import (
    NOON,
    make_channel,
    make_mention,
    make_on_call,
    make_source,
    make_spike,
    make_topic,
)
from tests.make.people import make_grant, make_person
from tests.make.teams import make_team

if TYPE_CHECKING:
    from tests.authorisation.world import World

INSTEAD = {
    "listening:mention-untag": {"tag_id": "mention_tag_id"},
    "listening:source-import": {"source_id": "file_source_id"},
}


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


def _channel(things: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": "#crise",
        "kind": "slack",
        "unit": things["unit_id"],
        "address": "https://hooks.example/services/1",
        "severity": "3",
        "language": "fr",
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
    "listening:source-edit": lambda t: {
        "name": "Presse",
        "unit": t["unit_id"],
        "address": "https://press.example/feed",
    },
    "listening:source-import": lambda _: {
        "file": SimpleUploadedFile("m.csv", b"date,text\n2026-11-16,Le Nordet\n")
    },
    "listening:topic-owner": lambda t: {"person": t["listener_name"]},
    "listening:telling": lambda _: {"starts": "22:00", "ends": "07:00", "severity": "8"},
    "listening:telling-team": lambda _: {
        "what": "quiet",
        "starts": "22:00",
        "ends": "07:00",
        "severity": "8",
    },
    "listening:channel-create": _channel,
    "listening:channel-edit": _channel,
    "listening:mention-tag": lambda _: {"name": "prix"},
    "listening:mention-note": lambda _: {"text": "Rappeler demain."},
    "listening:mention-assign": lambda t: {"person": t["listener_name"]},
    "listening:mention-forget": lambda _: {"reason": "par lettre", "sure": "1"},
    "listening:mention-hide": lambda _: {"reason": "hors sujet"},
}


def put_listening(world: "World") -> None:
    """Have each unit listen for a topic that something was said of."""
    tag = Tag.objects.create(name="usage", name_key="usage")
    for place, unit in world.units.items():
        owner = make_person(name=f"Listener {place}", home_unit=unit)
        make_grant(person=owner, unit=unit, role=Role.CONTRIBUTOR)
        topic = make_topic(unit=unit, owner=owner)
        source = make_source(unit=unit, by=owner)
        mention = make_mention(source=source, topic=topic)
        team = make_team(owner, unit=unit, duty="crisis", name=f"Crise {place}")
        Tagging.objects.create(mention=mention, tag=tag, by=owner, at=NOON)
        world.things[place] |= {
            "topic_id": topic.pk,
            "source_id": source.pk,
            "file_source_id": make_source(unit=unit, by=owner, kind="file").pk,
            "spike_id": make_spike(topic=topic).pk,
            "mention_id": mention.pk,
            "unheard_id": Unheard.objects.create(
                network="bluesky", author_sha256=f"{place}", by=owner, at=NOON
            ).pk,
            "channel_id": make_channel(unit=unit, by=owner).pk,
            "on_call_id": make_on_call(team=team, person=owner).pk,
            "mention_tag_id": tag.pk,
            "listener_name": owner.name,
        }
