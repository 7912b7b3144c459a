"""Reading the drills to start from: one file each, in both languages. Pure.

Times are minutes after the start at normal speed; whoever plays faster divides them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from gouvernail.crisis.starters import KINDS, starter_commons
from gouvernail.kernel.bilingual import (
    Both,
    both,
    differ,
    items,
    minutes,
    own_words,
    read_file,
    sayings,
    slug,
    word,
)
from gouvernail.kernel.rules.fields import Fields

DRILLS: Final = ("product-rumour", "hijacked-account", "data-leak", "storm-outage")
ACTS: Final = (
    *("detect", "assess", "freeze", "first_report", "first_word", "correct", "all_clear"),
)
"""What is expected and timed, in the order in which it is done."""
_EVENTS: Final = ("post", "comment", "inject")
_CASTS: Final = ("public", "press", "official", "ours", "colleague", "impostor")
_LONGEST: Final = 60
_NOBODY: Final = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrillCast:
    """Who writes in a drill; invented. `kind` is one of public, press, official, ours..."""

    slug: str
    kind: str
    handle: str
    name: Both


@dataclass(frozen=True, slots=True, kw_only=True)
class DrillEvent:
    """What happens at `minute`.

    A `post`, a `comment` `under` an earlier post, or an `inject`: what the trainer says, hands
    over or plays on the phone; `to` is then the role it is for, empty for everyone. `picture` says
    in words what a picture shows.
    """

    slug: str
    minute: int
    kind: str
    by: str
    under: str
    to: str
    words: Both
    picture: Both | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DrillExpectation:
    """An act, by when it is well done, and what counts as done."""

    act: str
    minute: int
    words: Both


@dataclass(frozen=True, slots=True, kw_only=True)
class StarterDrill:
    """A rehearsal. `plan` is the kind of crisis plan it tries; `roles` say what each one does.

    `story` is read to everyone at the start, `trainer` to the trainer alone. `sign` is the event
    that a watchful team sees first: times count from it.
    """

    slug: str
    plan: str
    minutes: int
    title: Both
    story: Both
    trainer: Both
    roles: Mapping[str, Both]
    cast: tuple[DrillCast, ...]
    events: tuple[DrillEvent, ...]
    expected: tuple[DrillExpectation, ...]
    debrief: tuple[Both, ...]
    sign: str


@cache
def starter_drills() -> tuple[StarterDrill, ...]:
    """Return the drills to start from, the easiest first."""
    folder = files(__package__)
    return tuple(
        read_drill(folder.joinpath(f"{name}.yaml").read_text("utf-8"), f"{name}.yaml")
        for name in DRILLS
    )


def starter_drill(name: str) -> StarterDrill:
    """Return one of `starter_drills()`.

    Raises:
        KeyError: no drill bears this name.
    """
    return {drill.slug: drill for drill in starter_drills()}[name]


def read_drill(source: str, name: str) -> StarterDrill:
    """Return the drill of a file.

    Raises:
        DataFileError: every fault, at its place.
    """
    return read_file(source, name, _drill)


def _drill(fields: Fields) -> StarterDrill:
    length = minutes(fields, "minutes", most=_LONGEST)
    cast = items(fields, "cast", _cast, least=2)
    differ(fields, "cast", [each.slug for each in cast])
    roles = items(fields, "roles", _role, least=3)
    differ(fields, "roles", [role for role, _words in roles])
    events = _events(fields, length, {each.slug for each in cast})
    return StarterDrill(
        slug=slug(fields, "drill"),
        plan=word(fields, "plan", KINDS),
        minutes=length,
        title=both(fields, "title"),
        story=both(fields, "story"),
        trainer=both(fields, "trainer"),
        roles=dict(roles),
        cast=cast,
        events=events,
        expected=_expected(fields, length),
        debrief=sayings(fields, "debrief", least=4),
        sign=word(fields, "sign", [each.slug for each in events]),
    )


def _cast(fields: Fields) -> DrillCast:
    return DrillCast(
        slug=slug(fields, "who"),
        kind=word(fields, "kind", _CASTS),
        handle=slug(fields, "handle"),
        name=both(fields, "name"),
    )


def _role(fields: Fields) -> tuple[str, Both]:
    return word(fields, "role", starter_commons().roles), own_words(fields)


def _events(fields: Fields, length: int, cast: set[str]) -> tuple[DrillEvent, ...]:
    posts: list[str] = []

    def read(inner: Fields) -> DrillEvent:
        event = _event(inner, length, cast, posts)
        if event.kind == "post":
            posts.append(event.slug)
        return event

    events = items(fields, "events", read, least=8)
    differ(fields, "events", [event.slug for event in events])
    _in_order(fields, "events", [event.minute for event in events])
    return events


def _event(fields: Fields, length: int, cast: set[str], posts: list[str]) -> DrillEvent:
    kind = word(fields, "kind", _EVENTS)
    inject = kind == "inject"
    return DrillEvent(
        slug=slug(fields, "event"),
        minute=minutes(fields, "minute", most=length),
        kind=kind,
        by=_NOBODY if inject else word(fields, "by", sorted(cast)),
        under=word(fields, "under", posts) if kind == "comment" else _NOBODY,
        to=fields.choice("to", tuple(starter_commons().roles), _NOBODY) if inject else _NOBODY,
        words=own_words(fields),
        picture=both(fields, "picture") if fields.has("picture") else None,
    )


def _in_order(fields: Fields, key: str, times: list[int]) -> None:
    last = 0
    for time, node in zip(times, fields.nodes(key), strict=True):
        if time < last:
            fields.fault(node, "out_of_order", key=key, value=time, limit=last)
        last = max(last, time)


def _expected(fields: Fields, length: int) -> tuple[DrillExpectation, ...]:
    def read(inner: Fields) -> DrillExpectation:
        return DrillExpectation(
            act=word(inner, "act", ACTS),
            minute=minutes(inner, "minute", most=length),
            words=own_words(inner),
        )

    expected = items(fields, "expected", read, least=len(ACTS), most=len(ACTS))
    differ(fields, "expected", [each.act for each in expected])
    _in_order(fields, "expected", [each.minute for each in expected])
    return expected
