"""What the accesses of accounts add up to, read in bulk."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from gouvernail.custody.models import Access, Rotation, Standing
from gouvernail.custody.queries.criteria import Known, Verdict, level_of, verdicts_of
from gouvernail.registry.models import Account


@dataclass(frozen=True, slots=True, kw_only=True)
class Custody:
    """One account: all its accesses, the five criteria, the level and the ways in."""

    known: Known
    verdicts: list[Verdict]
    level: int | None

    @property
    def ways_in(self) -> int | None:
        """Return how many named people could get in today; None when nothing was declared."""
        return self.known.ways_in if self.known.accesses else None


def custody_of(account: Account, *, today: date) -> Custody:
    """Return the custody of one account. Two queries."""
    return _custody(
        account.network,
        list(_accesses([account.pk])),
        _rotations([account.pk]).get(account.pk),
        today,
    )


def standings_of(account_ids: Iterable[UUID], *, today: date, at: datetime) -> list[Standing]:
    """Return unsaved standings of those accounts, worked out anew. Three queries."""
    ids = list(account_ids)
    rows: dict[UUID, list[Access]] = defaultdict(list)
    for access in _accesses(ids):
        rows[access.account_id].append(access)
    rotated = _rotations(ids)
    networks = Account.objects.filter(pk__in=ids).values_list("pk", "network")
    return [
        _standing(key, _custody(network, rows[key], rotated.get(key), today), at=at)
        for key, network in networks
    ]


def _accesses(ids: list[UUID]) -> Iterable[Access]:
    rows = Access.objects.filter(account__in=ids).select_related("person")
    return rows.order_by("-declared_at", "-pk")


Renewal = tuple[date, datetime]  # the day it is said of, the instant it was said


def _rotations(ids: list[UUID]) -> dict[UUID, Renewal]:
    """Return when each account was last renewed."""
    rows = Rotation.objects.filter(account__in=ids).order_by("rotated_on", "noted_at", "pk")
    told = rows.values_list("account_id", "rotated_on", "noted_at")
    return {account: (rotated_on, noted_at) for account, rotated_on, noted_at in told}


def _custody(network: str, accesses: list[Access], renewal: Renewal | None, today: date) -> Custody:
    rotated_on, noted_at = renewal or (None, None)
    known = Known(
        network=network, accesses=accesses, rotated_on=rotated_on, noted_at=noted_at, today=today
    )
    verdicts = verdicts_of(known)
    return Custody(known=known, verdicts=verdicts, level=level_of(known, verdicts))


def _standing(account_id: UUID, custody: Custody, *, at: datetime) -> Standing:
    known = custody.known
    return Standing(
        account_id=account_id,
        level=custody.level,
        ways_in=custody.ways_in,
        admins=known.admins,
        to_revoke=sum(one.is_due for one in known.standing),
        worked_out_at=at,
        **{verdict.criterion.value: verdict.result for verdict in custody.verdicts},
    )
