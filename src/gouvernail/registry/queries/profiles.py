"""Profiles held against the standard: pure rules first, then what pages ask."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Q, QuerySet

from gouvernail.foundation.sorting import Plain
from gouvernail.kernel.text import fold
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import Right, scope, visible_units
from gouvernail.registry.models import (
    Account,
    Connection,
    ProfileChange,
    ProfileReading,
    ProfileStandard,
)
from gouvernail.registry.permissions import visible_accounts

TEXTS: Final = ("name", "bio", "link", "notice")
READ: Final = ("name", "bio", "links", "avatar")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a profile shows; `avatar` is None where nobody can tell."""

    name: str = ""
    bio: str = ""
    links: str = ""
    avatar: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One thing the standard asks of an account, and which unit asks it."""

    code: str
    words: str
    unit: Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileCheck:
    """One thing wanted, and whether it is shown; None where nobody can tell."""

    wanted: Wanted
    holds: bool | None


def wanted_of(standards: Sequence[ProfileStandard], *, path: str, network: str) -> list[Wanted]:
    """Return what is asked of an account: field by field, the nearest unit that says it.

    In one unit, what is said of the network goes before what is said of all. No query when the
    units are loaded.
    """
    near = [
        each
        for each in standards
        if path.startswith(each.unit.path) and each.network in {"", network}
    ]
    near.sort(key=lambda each: (-len(each.unit.path), each.network == ""))
    wanted = []
    for code in TEXTS:
        said = next((each for each in near if getattr(each, code).strip()), None)
        if said is not None:
            lines = getattr(said, code).strip().splitlines()
            wanted += [Wanted(code=code, words=line.strip(), unit=said.unit) for line in lines]
    pictured = next((each for each in near if each.avatar), None)
    if pictured is not None:
        wanted.append(Wanted(code="avatar", words="", unit=pictured.unit))
    return wanted


def checks_of(wanted: Iterable[Wanted], shown: Shown) -> list[ProfileCheck]:
    """Return each thing wanted with whether a profile shows it. No query.

    Case, accents and spaces do not count; of a link, neither do scheme, `www.` and a last slash.
    """
    return [ProfileCheck(wanted=each, holds=_holds(each, shown)) for each in wanted]


def _holds(wanted: Wanted, shown: Shown) -> bool | None:
    if wanted.code == "avatar":
        return shown.avatar
    if wanted.code == "link":
        return any(_leads(one, wanted.words) for one in f"{shown.links} {shown.bio}".split())
    where = shown.name if wanted.code == "name" else shown.bio
    return _plain(wanted.words) in _plain(where)


def _plain(text: str) -> str:
    return " ".join(fold(text).text.split())


def _leads(link: str, wanted: str) -> bool:
    """Return whether a link is the one wanted, or a page below it: never another host."""
    shown, asked = _bare(link), _bare(wanted)
    return shown == asked or shown.startswith((f"{asked}/", f"{asked}?", f"{asked}#"))


def _bare(link: str) -> str:
    text = _plain(link).strip("()[]<>«»“”\"',.;:!")
    for part in ("https://", "http://", "www."):
        text = text.removeprefix(part)
    return text.rstrip("/")


def differences(before: Shown, after: Shown) -> list[tuple[str, str, str]]:
    """Return the lines that changed, each with what it said and says. No query.

    What one of the two readings could not tell is no change.
    """
    changed = []
    for name in READ:
        was, is_now = getattr(before, name), getattr(after, name)
        if None in {was, is_now} or was == is_now:
            continue
        changed.append((name, _said(was), _said(is_now)))
    return changed


def _said(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def shown_of(reading: ProfileReading | None) -> Shown:
    """Return what a reading says; nothing for none. No query."""
    return Shown(**{name: getattr(reading, name) for name in READ}) if reading else Shown()


def standards() -> list[ProfileStandard]:
    """Return every standard with its unit. One query."""
    return list(ProfileStandard.objects.select_related("unit"))


def standards_seen(viewer: Person) -> list[ProfileStandard]:
    """Return the standards that hold in a unit `viewer` sees, or below it. Three queries."""
    seen = [unit.path for unit in visible_units(viewer)]
    return [
        each
        for each in standards()
        if any(path.startswith(each.unit.path) or each.unit.path.startswith(path) for path in seen)
    ]


def editable_standards(viewer: Person) -> QuerySet[ProfileStandard]:
    """Return the standards of the units where `viewer` edits accounts. One query for the grants."""
    return ProfileStandard.objects.filter(scope(viewer, Right.EDIT_ACCOUNTS, "unit__path"))


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileState:
    """One account's profile: last reading, its checks, what changed, whether the site reads it."""

    reading: ProfileReading | None
    checks: list[ProfileCheck]
    changes: list[ProfileChange]
    readable: bool

    @property
    def unexplained(self) -> int:
        """Return how many changes wait for a word."""
        return sum(change.explained_at is None for change in self.changes)


def profile_of(account: Account) -> ProfileState:
    """Return what is known of a profile. Four queries."""
    reading = (
        ProfileReading.objects.filter(account=account, is_current=True)
        .select_related("read_by")
        .first()
    )
    wanted = wanted_of(standards(), path=account.unit.path, network=account.network)
    changes = ProfileChange.objects.filter(account=account).select_related("explained_by")
    connection = Connection.objects.filter(account=account)
    return ProfileState(
        reading=reading,
        checks=checks_of(wanted, shown_of(reading)) if reading else [],
        changes=list(changes[:20]),
        readable=connection.exclude(status=Connection.Status.CLOSED).exists(),
    )


def unexplained_changes(viewer: Person) -> QuerySet[ProfileChange]:
    """Return the changes that wait for a word, the newest first. Two queries."""
    accounts = visible_accounts(viewer).exclude(kind=Account.Kind.PERSONAL)
    changes = ProfileChange.objects.filter(explained_at__isnull=True, account__in=accounts)
    return changes.select_related("account__unit")


def profiles_off(viewer: Person) -> QuerySet[ProfileReading]:
    """Return the readings that do not show what the standard asks, by name. Two queries."""
    ours = Q(account__status__in=Account.OURS, account__in=visible_accounts(viewer))
    readings = ProfileReading.objects.filter(ours, is_current=True).exclude(failing=[])
    return readings.select_related("account__unit").order_by(Plain("account__name"), "pk")


def readable_connections(*, before: datetime) -> QuerySet[Connection]:
    """Return the connections whose profile was not confirmed since `before`. One query."""
    fresh = ProfileReading.objects.filter(is_current=True, confirmed_at__gte=before)
    return (
        Connection.objects.filter(
            status=Connection.Status.CONNECTED, account__status__in=Account.OURS
        )
        .exclude(account__kind=Account.Kind.PERSONAL)
        .exclude(account__in=fresh.values("account"))
        .select_related("account__unit")
        .order_by("checked_at", "pk")
    )
