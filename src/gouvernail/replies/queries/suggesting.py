"""The approved replies most likely to answer a message, and why each is proposed."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import Final
from uuid import UUID

import numpy as np
from django.db.models import Sum

from gouvernail.foundation.clock import today as site_today
from gouvernail.kernel.ranking import Answer, Index
from gouvernail.kernel.text import fold
from gouvernail.people.models import Unit, unit_token
from gouvernail.registry.models import Account
from gouvernail.replies.models import LANGUAGES, Reply, ReplyVersion
from gouvernail.replies.queries.reviewing import in_use
from gouvernail.replies.queries.weights import ELSEWHERE, HERE, TOPIC, WEIGHTS

FAR: Final = 10
"""Answers looked at for each that is wanted: one may have been replaced since it was indexed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggested:
    """A reply proposed for a message; `why` are the words of the message that brought it.

    `score` orders what is proposed for one message; it compares nothing else.
    """

    reply: Reply
    version: ReplyVersion
    score: float
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where one indexed version is offered."""

    version_id: UUID
    unit: str  # its token in the paths of units: where it stands in the tree is asked each time
    networks: frozenset[str]
    topics: frozenset[str]
    duties: frozenset[str]
    expires_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shelf:
    """What is in use in one language, indexed as it stood at `stamp`."""

    stamp: tuple[object, ...]
    index: Index
    places: tuple[_Place, ...]


class _Memory:
    """The shelf of each language, kept by the process until what is offered changes."""

    def __init__(self) -> None:
        self._shelves: dict[str, _Shelf] = {}
        self._lock = Lock()

    def shelf(self, lang: str) -> _Shelf:
        """Return the replies in use in a language. Two queries; one more after a change."""
        stamp = _stamp()
        kept = self._shelves.get(lang)
        if kept is None or kept.stamp != stamp:
            with self._lock:
                kept = self._shelves.get(lang)
                if kept is None or kept.stamp != stamp:
                    kept = self._shelves[lang] = _read(lang, stamp)
        return kept


_memory = _Memory()


def _stamp() -> tuple[object, ...]:
    """Return what changes with every change of what is offered, whatever the clock said.

    Editions only grow; the latest reply tells one library from another (one that was restored).
    """
    latest = Reply.objects.order_by("-updated_at", "-id").values_list("pk", "updated_at").first()
    return (Reply.objects.aggregate(editions=Sum("edition"))["editions"], latest)


def _read(lang: str, stamp: tuple[object, ...]) -> _Shelf:
    rows = [one for one in in_use().order_by("pk") if one.text(lang)]
    return _Shelf(
        stamp=stamp,
        index=Index([_answer(one, lang) for one in rows], WEIGHTS),
        places=tuple(_place(one) for one in rows),
    )


def _answer(version: ReplyVersion, lang: str) -> Answer:
    reply = version.reply
    asked: str = getattr(reply, f"asked_{lang}")
    return Answer(
        fields={
            "title": getattr(reply, f"title_{lang}"),
            "when": getattr(reply, f"when_{lang}"),
            "asked": asked,
            "short": getattr(version, f"short_{lang}"),
            "long": getattr(version, f"long_{lang}"),
        },
        examples=tuple(asked.splitlines()),
        uses=reply.uses,
    )


def _place(version: ReplyVersion) -> _Place:
    reply = version.reply
    return _Place(
        version_id=version.pk,
        unit=unit_token(reply.unit_id),
        networks=frozenset(version.networks),
        topics=frozenset(map(folded, reply.topics)),
        duties=frozenset(reply.duties),
        expires_on=version.expires_on,
    )


def folded(name: str) -> str:
    """Return a name as topics are compared: without case, accents and outer blanks."""
    return fold(name).text.strip()


def suggestions(  # noqa: PLR0913 -- the circumstances of a message; every caller names them
    message: str,
    *,
    lang: str,
    account: Account | None = None,
    unit: Unit | None = None,
    topic: str | Collection[str] = (),
    network: str = "",
    duty: str = "",
    limit: int = 5,
    today: date | None = None,
) -> list[Suggested]:
    """Return the replies in use most likely to answer `message`, the best first.

    Those written in `lang` (`fr`, `en`), of the account's unit (`unit` without an account) or of a
    unit above it, for its network (`network` without an account), and, when `duty` is said, for
    that team. `topic` is a name, or several (of a topic of listening, in each language): replies
    about it come sooner, those about others later. A message like no reply has no suggestion.

    Queries: three, one more after what is offered changed, one more without a unit, and none for an
    empty message.
    """
    if not message.strip():
        return []
    shelf = _memory.shelf("en" if lang.startswith("en") else LANGUAGES[0])
    if not shelf.places:
        return []
    place = account.unit if account is not None else unit
    offered = _offered(
        units=_tokens_of(place),
        network=account.network if account is not None else network,
        duty=duty,
        today=today or site_today(),
    )
    names = {folded(name) for name in ([topic] if isinstance(topic, str) else topic)} - {""}
    here = unit_token(place.pk) if place is not None else ""
    ranked = shelf.index.best(
        message,
        most=limit + FAR,
        among=np.fromiter(map(offered, shelf.places), dtype=bool, count=len(shelf.places)),
        lift=np.fromiter(
            (_lift(one, names, here) for one in shelf.places),
            dtype=float,
            count=len(shelf.places),
        ),
    )
    found = {
        one.pk: one
        for one in in_use().filter(pk__in=[shelf.places[row.index].version_id for row in ranked])
    }
    kept = [
        Suggested(reply=version.reply, version=version, score=row.score, why=row.words)
        for row in ranked
        if (version := found.get(shelf.places[row.index].version_id)) is not None
    ]
    return kept[:limit]


def _tokens_of(place: Unit | None) -> frozenset[str]:
    """Return the units whose replies are offered there. One query without a place."""
    if place is not None:
        return frozenset(place.path.split("/"))
    return frozenset(map(unit_token, Unit.objects.filter(parent=None).values_list("pk", flat=True)))


def _offered(
    *, units: Collection[str], network: str, duty: str, today: date
) -> Callable[[_Place], bool]:
    def is_offered(one: _Place) -> bool:
        return (
            one.unit in units
            and (not network or not one.networks or network in one.networks)
            and (not duty or not one.duties or duty in one.duties)
            and (one.expires_on is None or one.expires_on > today)
        )

    return is_offered


def _lift(one: _Place, names: Collection[str], here: str) -> float:
    lift = HERE if one.unit == here else 1.0
    if names and one.topics:
        lift *= TOPIC if one.topics.intersection(names) else ELSEWHERE
    return lift
