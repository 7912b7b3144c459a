"""The adviser: pure functions from rows to findings, each with its reasons. No query here.

Nothing is invented: where the register or the readings say nothing, the finding says so.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gouvernail.kernel.text import fold, words
from gouvernail.openings.queries.rhythm import Figure, minutes_a_week

_SMALL_WORDS: Final = """
le la les un une des du de et en au aux pour par sur avec dans que qui nos notre votre vos leur
leurs ce ces cette son sa ses est sont etre plus tout tous toute toutes ou ne pas se compte page
the a an of and in on for to with by our your their this that these is are be from at as it we
all who what account official officiel officielle groupe group
"""
STOP_WORDS: Final = frozenset(_SMALL_WORDS.split())
SHORTEST: Final = 3
ENDINGS: Final = ("ements", "ement", "ations", "ation", "ings", "ing", "es", "s", "e")
STEM: Final = 4
# What makes two accounts alike, and how many points each is worth at most, out of 100.
PURPOSE: Final = 45
AUDIENCE: Final = 20
NAME: Final = 10
TAGS: Final = 5
NETWORK: Final = 10
UNIT: Final = 10
SHOWN: Final = 5
FEW: Final = 5  # a name that fewer accounts bear is not the organisation's


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the register says of one account, as far as the adviser looks at it."""

    id: UUID
    name: str
    handle: str
    network: str
    status: str
    status_words: str
    unit: str
    unit_path: str
    owner_id: UUID | None
    owner: str
    backup_id: UUID | None
    texts: tuple[str, ...]
    audiences: tuple[str, ...]
    tags: tuple[str, ...]
    last_post_on: date | None = None
    followers: int | None = None
    read_on: date | None = None
    planned_minutes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the request says, as far as the adviser looks at it."""

    title: str
    network: str
    network_name: str
    unit_path: str
    texts: tuple[str, ...]
    audience: str
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One thing two accounts have in common, and the points it brings."""

    words: str
    points: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """An account with the same aim: points out of 100, and where they come from."""

    account: Known
    points: int
    reasons: tuple[Reason, ...]


@lru_cache(maxsize=40_000)
def keywords(text: str) -> frozenset[str]:
    """Return the words of a text that carry meaning: folded, without small words and endings."""
    found = {word for word in words(fold(text)) if len(word) >= SHORTEST}
    return frozenset(_stem(word) for word in found - STOP_WORDS)


def _stem(word: str) -> str:
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= STEM:
            return word[: -len(ending)]
    return word


def _of(texts: Iterable[str]) -> frozenset[str]:
    return frozenset().union(*(keywords(text) for text in texts if text))


def _overlap(ours: frozenset[str], theirs: frozenset[str]) -> tuple[float, list[str]]:
    """Return how much of the shorter text is in the other, 0 to 1, and the words in common."""
    common = sorted(ours & theirs)
    size = min(len(ours), len(theirs))
    return (len(common) / max(size, 3) if size else 0.0), common


def same_aim(asked: Asked, accounts: Sequence[Known], *, least: int) -> list[Match]:
    """Return the accounts that have the same aim, from `least` points on, best first.

    Without a word of purpose, audience or tags in common nothing counts: two accounts of one unit,
    on one network or with the organisation's name need not have the same aim.
    """
    everywhere = _everywhere(accounts)
    found = []
    for account in accounts:
        reasons = _reasons(asked, account, everywhere)
        points = sum(reason.points for reason in reasons)
        if points >= least:
            found.append(Match(account=account, points=points, reasons=tuple(reasons)))
    return sorted(found, key=lambda one: (-one.points, one.account.name))


def _everywhere(accounts: Sequence[Known]) -> frozenset[str]:
    """Return the words of so many names that they tell nothing: the organisation's own."""
    counted = Counter(word for one in accounts for word in _of((one.name, one.handle)))
    least = max(len(accounts) // 3, FEW)
    return frozenset(word for word, times in counted.items() if times > least)


def _reasons(asked: Asked, account: Known, everywhere: frozenset[str]) -> list[Reason]:
    about = _in_common(
        (_("Purpose: “%(words)s” in both"), PURPOSE, _of(asked.texts), _of(account.texts)),
        (
            _("Audience: “%(words)s” in both"),
            AUDIENCE,
            keywords(asked.audience),
            _of(account.audiences),
        ),
        (_("Tags: “%(words)s” in both"), TAGS, _of(asked.tags), _of(account.tags)),
        without=everywhere,
    )
    names = (
        _("Name: “%(words)s” in both"),
        NAME,
        keywords(asked.title),
        _of((account.name, account.handle)),
    )
    if not about:
        return []
    return [*about, *_in_common(names, without=everywhere), *_places_in_common(asked, account)]


def _in_common(
    *pairs: tuple[str, int, frozenset[str], frozenset[str]], without: frozenset[str]
) -> list[Reason]:
    found = []
    for sentence, most, ours, theirs in pairs:
        share, common = _overlap(ours - without, theirs - without)
        points = round(share * most)
        if points:
            shown = ", ".join(common[:SHOWN])
            found.append(Reason(words=sentence % {"words": shown}, points=points))
    return found


def _places_in_common(asked: Asked, account: Known) -> list[Reason]:
    found = []
    if account.network == asked.network:
        words_ = _("Both on %(network)s") % {"network": asked.network_name}
        found.append(Reason(words=words_, points=NETWORK))
    if account.unit_path == asked.unit_path:
        found.append(Reason(words=_("Same unit"), points=UNIT))
    elif asked.unit_path.startswith(account.unit_path) or account.unit_path.startswith(
        asked.unit_path
    ):
        found.append(Reason(words=_("One unit contains the other"), points=UNIT // 2))
    return found


# Is the audience there?


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """What the organisation's own readings say of a network; `read` of `accounts` were read."""

    network_name: str
    accounts: int
    read: tuple[Known, ...]
    same_audience: tuple[Known, ...]

    @property
    def followers(self) -> int:
        """Return how many followers the accounts that were read have, together."""
        return sum(one.followers or 0 for one in self.read)

    @property
    def middle(self) -> int:
        """Return the median of what was read; 0 for nothing."""
        counts = sorted(one.followers or 0 for one in self.read)
        size = len(counts)
        if not size:
            return 0
        half = size // 2
        return counts[half] if size % 2 else (counts[half - 1] + counts[half]) // 2

    @property
    def is_known(self) -> bool:
        """Return whether anything was ever read there."""
        return bool(self.read)


def presence_on(asked: Asked, accounts: Iterable[Known]) -> Presence:
    """Return what is known of the network asked for, and of accounts there with that audience."""
    there = [one for one in accounts if one.network == asked.network]
    read = sorted(
        (one for one in there if one.followers is not None),
        key=lambda one: (-(one.followers or 0), one.name),
    )
    aimed = keywords(asked.audience)
    same = [one for one in read if aimed & _of(one.audiences)]
    return Presence(
        network_name=asked.network_name,
        accounts=len(there),
        read=tuple(read),
        same_audience=tuple(same),
    )


# Hours needed, against the hours people have.


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """One line of the plan: so many a week or month, so long each."""

    figure: Figure
    times: int
    per: str
    minutes: int

    @property
    def rhythm(self) -> str:
        """Return how often, in words."""
        if self.per == "month":
            return ngettext("%(n)s a month", "%(n)s a month", self.times) % {"n": self.times}
        return ngettext("%(n)s a week", "%(n)s a week", self.times) % {"n": self.times}


def loads_of(plan: Sequence[Mapping[str, object]], figures: Mapping[str, Figure]) -> list[Load]:
    """Return the plan line by line, in minutes a week."""
    lines = []
    for line in plan:
        figure = figures.get(str(line.get("kind")))
        times = line.get("times")
        if figure is None or not isinstance(times, int):
            continue
        per = str(line.get("per"))
        total = minutes_a_week(times, per, figure.value)
        lines.append(Load(figure=figure, times=times, per=per, minutes=total))
    return lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One account a person holds already: `supposed` when its own plan is not known."""

    account: Known
    place: str
    minutes: int
    supposed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """The minutes a week one person gives, those already taken, and what is left.

    `given` is None when nobody said.
    """

    person_id: UUID
    name: str
    given: int | None
    held: tuple[Held, ...]

    @property
    def taken(self) -> int:
        """Return the minutes a week of what they hold already."""
        return sum(one.minutes for one in self.held)

    @property
    def left(self) -> int:
        """Return the minutes left, never below zero; zero when nobody said what they give."""
        return max((self.given or 0) - self.taken, 0)


def room_of(
    person_id: UUID,
    name: str,
    given: int | None,
    accounts: Iterable[Known],
    figures: Mapping[str, Figure],
) -> Room:
    """Return what is left to somebody after the accounts they own or back up."""
    held = []
    for account in accounts:
        if account.owner_id == person_id:
            own = account.planned_minutes
            minutes = own if own is not None else figures["held_owner"].value
            held.append(Held(account=account, place="owner", minutes=minutes, supposed=own is None))
        elif account.backup_id == person_id:
            minutes = figures["held_backup"].value
            held.append(Held(account=account, place="backup", minutes=minutes, supposed=True))
    held.sort(key=lambda one: (-one.minutes, one.account.name))
    return Room(person_id=person_id, name=name, given=given, held=tuple(held))


# What became of comparable accounts.


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """What became of one comparable account, and why it counts as it does."""

    account: Known
    asleep: bool
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """How many comparable accounts are dormant or closed; `wide` when the whole network was taken.

    `small` says that there are too few to prove anything; `unknown` counts those awake for want of
    any date.
    """

    fates: tuple[Fate, ...]
    wide: bool
    small: bool

    @property
    def asleep(self) -> int:
        """Return how many are dormant or closed."""
        return sum(one.asleep for one in self.fates)

    @property
    def percent(self) -> int:
        """Return the share of them, out of 100; 0 without any comparable account."""
        return round(100 * self.asleep / len(self.fates)) if self.fates else 0

    @property
    def unknown(self) -> int:
        """Return how many have no date of a last publication and count as awake."""
        return sum(not one.asleep and one.account.last_post_on is None for one in self.fates)


ASLEEP: Final = frozenset({"dormant", "closing", "closed"})


def forecast(
    asked: Asked, accounts: Iterable[Known], *, days: int, least: int, today: date
) -> Forecast:
    """Return what became of comparable accounts of the register.

    Comparable: on the same network, in the same unit or with a word of purpose or audience in
    common. When they are fewer than `least`, every account of that network.
    """
    there = [one for one in accounts if one.network == asked.network and one.status != "opening"]
    aim = _of((*asked.texts, asked.audience))
    near = [
        one
        for one in there
        if one.unit_path == asked.unit_path or aim & _of((*one.texts, *one.audiences))
    ]
    wide = len(near) < least
    chosen = there if wide else near
    fates = [_fate(one, days=days, today=today) for one in chosen]
    fates.sort(key=lambda one: (not one.asleep, one.account.name))
    return Forecast(fates=tuple(fates), wide=wide, small=len(fates) < least)


def _fate(account: Known, *, days: int, today: date) -> Fate:
    if account.status in ASLEEP:
        return Fate(account=account, asleep=True, why=account.status_words)
    if account.last_post_on is None:
        return Fate(account=account, asleep=False, why=_("no date of a last publication"))
    silent = (today - account.last_post_on).days
    why = ngettext("silent for %(n)s day", "silent for %(n)s days", silent) % {"n": silent}
    return Fate(account=account, asleep=silent > days, why=why)


# Does the unit speak in more places than it has people?


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """The accounts a unit runs, with the units below it, and the people named on them."""

    accounts: int
    people: int
    unowned: int
    limit: int

    @property
    def is_over(self) -> bool:
        """Return whether one more account is one too many: none named, one alone, or too many."""
        if not self.accounts:
            return False
        return not self.people or (self.accounts + 1) / self.people > self.limit


def extension_of(unit_path: str, accounts: Iterable[Known], *, limit: int) -> Extension:
    """Return how many accounts the unit runs for how many people named."""
    ours = [
        one for one in accounts if one.unit_path.startswith(unit_path) and one.status not in ASLEEP
    ]
    people = {key for one in ours for key in (one.owner_id, one.backup_id) if key}
    return Extension(
        accounts=len(ours),
        people=len(people),
        unowned=sum(one.owner_id is None for one in ours),
        limit=limit,
    )
