"""Whether a licence holds: a pure decision over facts already read. No query, no clock."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID


class Code(StrEnum):
    """Why a licence does not hold."""

    CERTIFICATE = "certificate"
    SIGNATURE = "signature"
    FACTOR = "factor"
    RESTRICTED = "restricted"
    SUSPENDED = "suspended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What one requirement asks for one act; an empty `network` is every one of them."""

    act: str
    network: str = ""
    courses: frozenset[str] = frozenset()
    policies: frozenset[UUID] = frozenset()
    second_factor: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """A waiver or a restriction of one person, from `starts_at` until `until` (None: no end)."""

    id: UUID
    kind: str
    acts: frozenset[str] = frozenset()
    networks: frozenset[str] = frozenset()
    starts_at: datetime
    until: datetime | None = None

    def concerns(self, act: str, network: str, *, at: datetime) -> bool:
        """Return whether it says something of an act on a network at that instant."""
        return (
            (not self.acts or act in self.acts)
            and (not self.networks or network in self.networks)
            and self.starts_at <= at
            and (self.until is None or at < self.until)
        )


WAIVER = "waiver"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What one person holds. `courses`: until when each certificate holds (None: for good)."""

    courses: Mapping[str, datetime | None] = field(default_factory=dict)
    signed: frozenset[UUID] = frozenset()
    second_factor: bool = False
    rulings: tuple[Ruling, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One thing a licence lacks: what it is, which (a course, a policy, a ruling), until when."""

    code: Code
    key: str = ""
    until: datetime | None = None

    @property
    def word(self) -> str:
        """Return it as one stable word: `certificate:security`."""
        return f"{self.code}:{self.key}" if self.key else str(self.code)


@dataclass(frozen=True, slots=True, kw_only=True)
class Licence:
    """Whether somebody may do an act on a network, and why not.

    `reasons` is what is missing or holds back, what a waiver lets off included; `until` is the
    first instant at which what holds now ends by itself: None when nothing does. `waiver` names
    what lets off. `asked`: whether anything is asked at all.
    """

    ok: bool
    act: str
    network: str = ""
    reasons: tuple[Reason, ...] = ()
    until: datetime | None = None
    waiver: UUID | None = None
    asked: bool = False

    @property
    def through(self) -> datetime | None:
        """Return the last second it holds, for a page that names the day: `until` is past it."""
        return None if self.until is None else self.until - timedelta(seconds=1)

    @property
    def suspended(self) -> bool:
        """Return whether the person may submit nothing and agree to nothing."""
        return any(one.code == Code.SUSPENDED for one in self.reasons)

    @property
    def words(self) -> frozenset[str]:
        """Return what it lacks, as stable words; nothing when it holds."""
        return frozenset() if self.ok else frozenset(one.word for one in self.reasons)


def decide(
    requirements: Iterable[Asked], facts: Facts, *, act: str, network: str, at: datetime
) -> Licence:
    """Return whether the licence holds at that instant.

    What is asked on every network and on this one add up; nothing asked and nothing ruled is a
    licence that holds. A restriction counts whatever is asked, and no waiver lifts it.
    """
    wanted = _joined(requirements, act=act, network=network)
    state = _at(wanted, facts, at=at)
    return Licence(
        ok=state.ok,
        act=act,
        network=network,
        reasons=(*state.held, *state.lacks),
        until=_end(wanted, facts, at=at) if state.ok else None,
        waiver=state.waiver.id if state.waiver is not None and state.ok else None,
        asked=bool(wanted.courses or wanted.policies or wanted.second_factor),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _State:
    """What holds back, what is missing, and what lets that off, at one instant."""

    held: tuple[Reason, ...]
    lacks: tuple[Reason, ...]
    waiver: Ruling | None

    @property
    def ok(self) -> bool:
        return not self.held and (not self.lacks or self.waiver is not None)


def _joined(requirements: Iterable[Asked], *, act: str, network: str) -> Asked:
    """Return all that is asked for an act on a network, as one."""
    asked = [one for one in requirements if one.act == act and one.network in {"", network}]
    return Asked(
        act=act,
        network=network,
        courses=frozenset(slug for one in asked for slug in one.courses),
        policies=frozenset(key for one in asked for key in one.policies),
        second_factor=any(one.second_factor for one in asked),
    )


def _at(wanted: Asked, facts: Facts, *, at: datetime) -> _State:
    here = [one for one in facts.rulings if one.concerns(wanted.act, wanted.network, at=at)]
    held = [
        Reason(code=Code(one.kind), key=str(one.id), until=one.until)
        for one in here
        if one.kind != WAIVER
    ]
    lacks = [
        Reason(code=Code.CERTIFICATE, key=slug, until=facts.courses.get(slug))
        for slug in wanted.courses
        if not _holds(slug, facts, at=at)
    ]
    missing = wanted.policies - facts.signed
    lacks += [Reason(code=Code.SIGNATURE, key=str(key)) for key in missing]
    if wanted.second_factor and not facts.second_factor:
        lacks.append(Reason(code=Code.FACTOR))
    waiver = _longest(one for one in here if one.kind == WAIVER) if lacks else None
    return _State(
        held=tuple(sorted(held, key=lambda one: one.word)),
        lacks=tuple(sorted(lacks, key=lambda one: one.word)),
        waiver=waiver,
    )


def _holds(slug: str, facts: Facts, *, at: datetime) -> bool:
    until = facts.courses.get(slug)
    return slug in facts.courses and (until is None or at < until)


def _longest(waivers: Iterable[Ruling]) -> Ruling | None:
    """Return the waiver that lasts longest: all have an end."""
    return max(waivers, key=lambda one: (one.until or one.starts_at, one.id), default=None)


def _end(wanted: Asked, facts: Facts, *, at: datetime) -> datetime | None:
    """Return the first instant at which it no longer holds, as the facts stand; None: never."""
    changes = {until for until in facts.courses.values() if until is not None}
    for one in facts.rulings:
        changes |= {one.starts_at} if one.until is None else {one.starts_at, one.until}
    return next(
        (one for one in sorted(changes) if one > at and not _at(wanted, facts, at=one).ok), None
    )
