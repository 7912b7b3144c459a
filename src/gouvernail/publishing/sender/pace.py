"""How fast we speak: a bucket for each account, one over all, and a breaker for each account.

A bucket of `acts` that refills in `seconds` lets at most twice `acts` leave in any `seconds`, so
each figure is half, or less, of what the network publishes. An act is one post with what
belongs to it: its reading back counts on networks that count every call.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final
from uuid import UUID

from gouvernail.networks.contract import Refused
from gouvernail.publishing.models import Pace
from gouvernail.registry.models import Account

EVERYTHING: Final = "everything"
ACT: Final = 1000  # a token, in thousandths
FAILURES_TO_OPEN: Final = 5
FIRST_OPENING: Final = timedelta(minutes=1)
LONGEST_OPENING: Final = timedelta(minutes=30)
PROBE_LASTS: Final = timedelta(minutes=3)
SECOND: Final = timedelta(seconds=1)
LONGEST_ASKED: Final = timedelta(hours=6)
UNREACHED: Final = frozenset(
    {"name_not_found", "connection_refused", "connection_timeout", "tls_failed", "unavailable"}
)
# What a server says itself, and not we of a post that never left: it is there.
ANSWERED: Final = frozenset(
    {
        "account_blocked",
        "conflict",
        "expired_token",
        "invalid",
        "not_allowed",
        "not_found",
        "not_supported",
        "rate_limited",
        "signed_out",
        "too_large",
        "upload_lost",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """A bucket: it holds `acts` and refills whole in `seconds`."""

    acts: int
    seconds: int
    source: str


RATES: Final[Mapping[str, Rate]] = MappingProxyType(
    {
        "mastodon": Rate(
            acts=50,
            seconds=300,
            source="https://docs.joinmastodon.org/api/rate-limits/ : 300 calls in 5 minutes for an "
            "account; a post takes us three (publish, read, its source)",
        ),
        "bluesky": Rate(
            acts=240,
            seconds=3600,
            source="https://docs.bsky.app/docs/advanced-guides/rate-limits : 5,000 points an hour "
            "and 35,000 a day, 3 for each record: 1,666 an hour, 11,666 a day",
        ),
    }
)
CAP: Final = Rate(acts=600, seconds=60, source="ours: ten posts a second from the whole site")
USUAL: Final = Rate(acts=120, seconds=60, source="ours, for networks that publish no figure")


def rate_of(network: str) -> Rate:
    """Return the bucket of an account of a network."""
    return RATES.get(network, USUAL)


def name_of(account_id: UUID) -> str:
    """Return what an account's bucket is called."""
    return f"account:{account_id}"


def take(account: Account, *, at: datetime) -> bool:
    """Take one token of the account and one of the whole; return whether both were there.

    Called inside the transaction that claims: a claim undone gives the tokens back. Every caller
    takes the rows in this order.
    """
    own_rate = rate_of(account.network)
    own = _locked(name_of(account.pk), own_rate, at)
    if waits_until(own, at=at) is not None or tokens(own, own_rate, at) < ACT:
        return False
    whole = _locked(EVERYTHING, CAP, at)
    if tokens(whole, CAP, at) < ACT:
        return False
    if own.opened_at is not None:  # half-open: this one act tries, and only this one
        own.probe_at = at + PROBE_LASTS
    for row, rate in ((own, own_rate), (whole, CAP)):
        row.tokens, row.filled_at = tokens(row, rate, at) - ACT, at
        row.save(update_fields=("tokens", "filled_at", "probe_at"))
    return True


def held_back(*, at: datetime) -> set[UUID] | None:
    """Return the accounts that may not speak now; None when nobody may. Two queries."""
    rows = {row.name: row for row in Pace.objects.all()}
    whole = rows.pop(EVERYTHING, None)
    if whole is not None and tokens(whole, CAP, at) < ACT:
        return None
    owned = {UUID(name.partition(":")[2]): row for name, row in rows.items()}
    networks = dict(Account.objects.filter(pk__in=owned).values_list("pk", "network"))
    return {
        key
        for key, row in owned.items()
        if waits_until(row, at=at) is not None
        or tokens(row, rate_of(networks.get(key, "")), at) < ACT
    }


def note_answer(account_id: UUID) -> None:
    """The network answered: the breaker closes."""
    Pace.objects.filter(name=name_of(account_id)).exclude(failures=0, opened_at=None).update(
        failures=0, opened_at=None, probe_at=None, openings=0
    )


def note_refusal(account_id: UUID, refused: Refused, *, wait: timedelta, at: datetime) -> None:
    """Heed what the network said: wait as it asks, and count it when it was not reached."""
    if refused.code in UNREACHED:
        note_silence(account_id, at=at)
    elif refused.code in ANSWERED:
        note_answer(account_id)
    if refused.code == "rate_limited" or refused.retry_after_seconds is not None:
        until = at + min(wait, LONGEST_ASKED)
        Pace.objects.filter(name=name_of(account_id)).update(held_until=until)


def note_silence(account_id: UUID, *, at: datetime) -> None:
    """The network did not answer; after several times in a row nobody asks it for a while."""
    row = Pace.objects.select_for_update().filter(name=name_of(account_id)).first()
    if row is None:
        return
    row.failures += 1
    if row.failures >= FAILURES_TO_OPEN:
        row.openings += 1
        row.opened_at = row.opened_at or at
        pause = min(LONGEST_OPENING, FIRST_OPENING * 2 ** min(row.openings - 1, 10))
        row.probe_at = at + pause / 2 + jitter(pause / 2)
    row.save(update_fields=("failures", "openings", "opened_at", "probe_at"))


def jitter(longest: timedelta) -> timedelta:
    """Return a random time up to `longest`: those who failed together must not return together."""
    return timedelta(milliseconds=secrets.randbelow(int(longest.total_seconds() * 1000) + 1))


def backoff(attempt: int) -> timedelta:
    """Return how long to wait before another attempt: full jitter under a doubling ceiling."""
    return timedelta(seconds=1) + jitter(timedelta(seconds=min(1800, 5 * 2**attempt)))


def _locked(name: str, rate: Rate, at: datetime) -> Pace:
    Pace.objects.get_or_create(name=name, defaults={"tokens": rate.acts * ACT, "filled_at": at})
    return Pace.objects.select_for_update().get(name=name)


def tokens(row: Pace, rate: Rate, at: datetime) -> int:
    """Return what the bucket holds now; a clock that went back adds nothing."""
    elapsed = max(timedelta(), at - row.filled_at)
    return min(rate.acts * ACT, row.tokens + rate.acts * ACT * elapsed // (SECOND * rate.seconds))


def waits_until(row: Pace, *, at: datetime) -> datetime | None:
    """Return until when nobody may speak for this row; None when now is as good."""
    ends = [end for end in (row.held_until, row.probe_at if row.opened_at else None) if end]
    last = max(ends, default=None)
    return last if last is not None and last > at else None
