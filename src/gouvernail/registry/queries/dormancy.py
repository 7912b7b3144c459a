"""Which accounts sleep, by the dates that exist: pure rules, then the register put to them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from gouvernail.people.models import Person
from gouvernail.registry.models import Account, DormancyRule
from gouvernail.registry.permissions import visible_accounts
from gouvernail.registry.queries.listing import LastPublication, lasts_of, with_last

SLOW: Final = frozenset(("youtube", "vimeo", "pinterest", "website", "rss", "podcast"))
QUICK_DAYS: Final = 90  # the shorter of the two usual periods; a quarter, so nobody has to count
SLOW_DAYS: Final = 180  # the longer one, where a page a season is a normal rhythm
WATCHED: Final = (Account.Status.OFFICIAL, Account.Status.UNDER_REVIEW)


@dataclass(frozen=True, slots=True, kw_only=True)
class LastSeen:
    """The last publication known: its day, and the day somebody read it, if that is how."""

    on: date
    read_on: date | None = None
    read_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sleep:
    """Why an account is taken for dormant: `silent` days, more than `allowed`.

    `looked` is false when nobody has looked since: the silence is then only presumed.
    """

    account_id: UUID
    last: LastSeen
    silent: int
    allowed: int
    looked: bool


def sleep_of(account_id: UUID, last: LastSeen | None, *, allowed: int, today: date) -> Sleep | None:
    """Return why an account sleeps, or nothing when it does not or no date is known. No query.

    A publication of our own records is known to this day. One that somebody read is known to the
    day of the reading: if that is longer ago than `allowed`, the silence since is presumed.
    """
    if last is None or (silent := (today - last.on).days) <= allowed:
        return None
    looked = last.read_on is None or (last.read_on - last.on).days > allowed
    return Sleep(account_id=account_id, last=last, silent=silent, allowed=allowed, looked=looked)


def days_allowed(rules: Mapping[str, int], network: str) -> int:
    """Return after how many silent days an account of a network sleeps. No query."""
    return rules.get(network, SLOW_DAYS if network in SLOW else QUICK_DAYS)


def dormancy_rules() -> dict[str, int]:
    """Return the days that somebody set, by network. One query."""
    return dict(DormancyRule.objects.values_list("network", "days"))


def sleepers(accounts: QuerySet[Account], *, today: date) -> list[Sleep]:
    """Return the accounts that sleep, the longest first. Three queries.

    Only those that are official or under review and not personal, with a date to go by.
    """
    rules = dormancy_rules()
    found = [
        sleep
        for account, last in _watched(accounts)
        if (
            sleep := sleep_of(
                account.pk,
                _last_seen(last),
                allowed=days_allowed(rules, account.network),
                today=today,
            )
        )
    ]
    return sorted(found, key=lambda sleep: (-sleep.silent, str(sleep.account_id)))


def _watched(accounts: QuerySet[Account]) -> Iterable[tuple[Account, LastPublication | None]]:
    watched = with_last(accounts.filter(status__in=WATCHED).exclude(kind=Account.Kind.PERSONAL))
    return lasts_of(watched.only("id", "network", "status"))


def undated(viewer: Person) -> tuple[int, int]:
    """Return how many accounts have no day to go by, and how many are watched. Two queries."""
    lasts = [_last_seen(last) for _account, last in _watched(visible_accounts(viewer))]
    return lasts.count(None), len(lasts)


def _last_seen(last: LastPublication | None) -> LastSeen | None:
    if last is None:
        return None
    if last.at is not None:
        return LastSeen(on=last.at.astimezone(UTC).date())
    reading = last.reading
    if reading is None or last.on is None:
        return None
    return LastSeen(on=last.on, read_on=reading.read_on, read_by=reading.read_by.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleLine:
    """One network in use, with the days that hold for it and where they come from."""

    network: str
    accounts: int
    days: int
    usual: int
    rule: DormancyRule | None


def rule_lines(networks: Iterable[tuple[str, int]]) -> list[RuleLine]:
    """Return the networks in use with their rule. One query."""
    kept = {rule.network: rule for rule in DormancyRule.objects.select_related("set_by")}
    return [
        RuleLine(
            network=network,
            accounts=number,
            days=kept[network].days if network in kept else days_allowed({}, network),
            usual=days_allowed({}, network),
            rule=kept.get(network),
        )
        for network, number in networks
    ]


def sleepers_seen(viewer: Person, *, today: date) -> list[Sleep]:
    """Return the sleepers among the accounts that `viewer` sees. Four queries."""
    return sleepers(visible_accounts(viewer), today=today)
