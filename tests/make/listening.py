"""Topics, sources and what they hear."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from gouvernail.listening.models import (
    ChatChannel,
    Mention,
    OnCall,
    Position,
    Source,
    Spike,
    Topic,
    TopicMention,
)
from gouvernail.networks.contract import Secret
from gouvernail.networks.contract.heard import Batch, Heard, What
from gouvernail.people.models import Person, Unit
from gouvernail.teams.models import Team
from gouvernail.vault.actions import store_secret

NOON = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)
LOOKED_THROUGH = datetime(1990, 1, 1, tzinfo=UTC)
_numbers = count(1)


def make_topic(*, unit: Unit, owner: Person, query: str = "nordet", **fields: Any) -> Topic:
    """A topic listened for, looked for in the past already."""
    told = {"name_fr": "Notre nom", "name_en": "Our name", "created_at": NOON, "changed_at": NOON}
    told["backfilled_to"] = LOOKED_THROUGH
    return Topic.objects.create(unit=unit, owner=owner, query=query, **{**told, **fields})


def make_source(*, unit: Unit, by: Person, kind: str = "jetstream", **fields: Any) -> Source:
    """A source, heard of nothing yet."""
    told = {"name": "Réseau", "address": "wss://stream.example", "added_at": NOON}
    told |= {"keeps_all": kind not in Source.KEEPING_MATCHES}
    source = Source.objects.create(unit=unit, added_by=by, kind=kind, **{**told, **fields})
    Position.objects.create(source=source)
    return source


def heard(number: int = 1, text: str = "Le Nordet est en panne", **fields: Any) -> Heard:
    """One post of somebody."""
    told = {
        "network": "bluesky",
        "what": What.POST,
        "remote_id": f"at://did:plc:someone{number}/app.bsky.feed.post/{number}",
        "posted_at": NOON - timedelta(minutes=5),
        "author_id": f"did:plc:someone{number}",
    }
    return Heard(text=text, **{**told, **fields})


def batch(*posts: Heard, cursor: str = "1", **fields: Any) -> Batch:
    """What a source gave."""
    return Batch(heard=posts, cursor=cursor, **fields)


def make_mention(*, source: Source, topic: Topic | None = None, **fields: Any) -> Mention:
    """A mention kept, about a topic when one is given; counted nowhere."""
    number = next(_numbers)
    told = {
        "network": "bluesky",
        "key": f"at://did:plc:made{number}/app.bsky.feed.post/{number}",
        "what": "post",
        "author_key": "did:plc:made",
        "author_handle": "lea.example",
        "author_name": "Léa",
        "posted_at": NOON - timedelta(minutes=number % 50),
        "received_at": NOON,
        "text": "Le Nordet est en panne",
        "lang": "fr",
        "sentiment": "negative",
    }
    mention = Mention.objects.create(source=source, **{**told, **fields})
    if topic is not None:
        TopicMention.objects.create(topic=topic, mention=mention, posted_at=mention.posted_at)
    return mention


def make_spike(*, topic: Topic, examples: Sequence[str] = (), **fields: Any) -> Spike:
    """A rise under way, its card filled."""
    card = {
        "at": NOON.isoformat(),
        "count": 42,
        "is_cut": False,
        "reach": 900,
        "networks": [["bluesky", 42]],
        "authors": [],
        "terms": [["compteur", 9]],
        "sentiment": {"negative": 30, "neutral": 12, "positive": 0, "unknown": 0},
        "examples": list(examples),
        "expected": 120,
        "negative_percent": 71,
    }
    told = {"since": NOON, "told_at": NOON, "kind": "volume", "severity": 6, "ratio": 35}
    return Spike.objects.create(topic=topic, card=card, **{**told, **fields})


def make_channel(*, unit: Unit, by: Person, **fields: Any) -> ChatChannel:
    """A channel of chat, its address sealed, told nothing yet."""
    told: dict[str, Any] = {"name": "#crise", "kind": "slack", "host": "hooks.example"}
    told |= {"language": "fr", "unit": unit, "added_by": by, "added_at": NOON, **fields}
    channel = ChatChannel.objects.create(**told)
    store_secret(
        owner_kind=ChatChannel.OWNER_KIND,
        owner_id=channel.pk,
        field=ChatChannel.FIELD,
        value=Secret("https://hooks.example/services/1"),
        by=by.as_actor(),
        at=NOON,
    )
    return channel


def make_on_call(*, team: Team, person: Person, **fields: Any) -> OnCall:
    """A long time on call."""
    told = {"since": NOON, "until": NOON + timedelta(days=3650), "set_at": NOON}
    return OnCall.objects.create(team=team, person=person, set_by=person, **{**told, **fields})
