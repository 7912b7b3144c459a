"""The adviser: pure functions from rows to findings, each with its reasons. No query here.

Nothing is invented: where the register or the readings say nothing, the finding says so.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gouvernail.foundation.sorting import plainly
from gouvernail.openings.queries.rhythm import Figure, minutes_a_week
from gouvernail.openings.queries.similarity import Asked, Known, keywords, words_of

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
    same = [one for one in read if aimed & words_of(one.audiences)]
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
    held.sort(key=lambda one: (-one.minutes, plainly(one.account.name)))
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
    aim = words_of((*asked.texts, asked.audience))
    near = [
        one
        for one in there
        if one.unit_path == asked.unit_path or aim & words_of((*one.texts, *one.audiences))
    ]
    wide = len(near) < least
    chosen = there if wide else near
    fates = [_fate(one, days=days, today=today) for one in chosen]
    fates.sort(key=lambda one: (not one.asleep, plainly(one.account.name)))
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
