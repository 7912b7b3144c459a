"""The shapes of a crisis plan to start from, and of what all plans share."""

from collections.abc import Mapping
from dataclasses import dataclass

from gouvernail.kernel.bilingual import Both, Variable


@dataclass(frozen=True, slots=True, kw_only=True)
class StarterLevel:
    """How grave it is, 1 to 4. `report_hours` between situation reports; 0: one at the end."""

    level: int
    name: Both
    meaning: Both
    rhythm: Both
    report_hours: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StarterRole:
    """A role, which function usually `holds` it, and which one is its `deputy`."""

    slug: str
    name: Both
    holder: Both
    deputy: Both


@dataclass(frozen=True, slots=True, kw_only=True)
class StarterChannel:
    """Where a message goes, in at most `characters`, and the networks whose counts it must fit."""

    slug: str
    name: Both
    networks: tuple[str, ...]
    characters: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StarterCommons:
    """What the plans share, each by its slug, levels by number."""

    levels: Mapping[int, StarterLevel]
    roles: Mapping[str, StarterRole]
    channels: Mapping[str, StarterChannel]
    variables: Mapping[str, Variable]


@dataclass(frozen=True, slots=True, kw_only=True)
class StarterStep:
    """One act, by a role, `minute`s after the incident is declared at the latest."""

    minute: int
    role: str
    words: Both


@dataclass(frozen=True, slots=True, kw_only=True)
class StarterContact:
    """Whom to tell, in the order of the list. `by`: through which channel; `minute` as above."""

    who: Both
    by: Both
    minute: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StarterStatement:
    """A message approved in advance, with variables; `moment` is `first`, `update` or `end`."""

    slug: str
    channel: str
    moment: str
    words: Both


@dataclass(frozen=True, slots=True, kw_only=True)
class StarterTakeover:
    """What to do on one network whose account was taken, and the page of the network if any."""

    network: str
    page: str
    steps: Mapping[str, Both]


@dataclass(frozen=True, slots=True, kw_only=True)
class StarterPlan:
    """A plan for one kind of crisis.

    `queries` are crisis words alone, by language: narrow them with `narrowed`. `examples` are by
    level, `duties` by role, `checklists` by role. `never` pairs what is never said with what is
    said instead. `sources` say where figures and duties come from.
    """

    slug: str
    risk: str
    title: Both
    summary: Both
    signs: tuple[Both, ...]
    queries: Both
    examples: Mapping[int, Both]
    duties: Mapping[str, Both]
    card: tuple[StarterStep, ...]
    checklists: Mapping[str, tuple[StarterStep, ...]]
    inside: tuple[StarterContact, ...]
    outside: tuple[StarterContact, ...]
    statements: tuple[StarterStatement, ...]
    never: tuple[tuple[Both, Both], ...]
    end: tuple[Both, ...]
    after: tuple[Both, ...]
    takeovers: tuple[StarterTakeover, ...]
    sources: tuple[Both, ...]
