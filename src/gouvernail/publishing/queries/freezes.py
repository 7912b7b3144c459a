"""What is frozen, since when, by whom."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from gouvernail.people.models import Person, Unit
from gouvernail.publishing.models import Delivery, Freeze
from gouvernail.publishing.permissions import visible_deliveries


@dataclass(frozen=True, slots=True, kw_only=True)
class FreezeView:
    """What the top bar shows: `calm`, `engaged` or `sealed`, and the freeze that says so."""

    state: str
    freeze: Freeze | None
    count: int


def freezes_in_force() -> QuerySet[Freeze]:
    """Return the freezes not lifted, the widest first. One query when iterated."""
    return (
        Freeze.objects.exclude(status=Freeze.Status.LIFTED)
        .select_related("engaged_by", "lift_asked_by")
        .order_by("engaged_at")
    )


def past_freezes() -> QuerySet[Freeze]:
    """Return the freezes lifted, latest first. One query when iterated."""
    return (
        Freeze.objects.filter(status=Freeze.Status.LIFTED)
        .select_related("engaged_by", "lifted_by")
        .order_by("-lifted_at")
    )


def freeze_state() -> FreezeView:
    """Return what the top bar shows. One query."""
    freezes = list(freezes_in_force())
    if not freezes:
        return FreezeView(state="calm", freeze=None, count=0)
    widest = min(freezes, key=lambda freeze: freeze.scope_kind != Freeze.Scope.ORGANISATION)
    under_way = any(freeze.status == Freeze.Status.ENGAGED for freeze in freezes)
    state = "engaged" if under_way else "sealed"
    return FreezeView(state=state, freeze=widest, count=len(freezes))


def is_frozen(delivery: Delivery, freezes: Iterable[Freeze] | None = None) -> bool:
    """Return whether any freeze covers `delivery` (its account and unit loaded). One query."""
    standing = freezes_in_force() if freezes is None else freezes
    return any(covers(freeze, delivery) for freeze in standing)


def covers(freeze: Freeze, delivery: Delivery) -> bool:
    """Return whether one freeze covers one delivery. No query when account and unit are loaded."""
    scope, value = freeze.scope_kind, freeze.scope_value
    if scope == Freeze.Scope.UNIT:
        return token_of(value) in delivery.account.unit.path.split("/")
    if scope == Freeze.Scope.NETWORK:
        return delivery.account.network == value
    if scope == Freeze.Scope.ACCOUNT:
        return str(delivery.account_id) == value
    if scope == Freeze.Scope.TAG:
        return value in delivery.tags
    return True


def token_of(path: str) -> str:
    """Return the token of the unit at the end of a path; it stays when the unit moves."""
    return path.rstrip("/").rpartition("/")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenScope:
    """One freeze, what waits behind it, and what may already be in somebody's hands.

    `held` would have left or would leave; `beyond` was handed to a person, or its outcome is
    unknown: the freeze cannot call it back.
    """

    freeze: Freeze
    held: list[Delivery]
    beyond: list[Delivery]
    covered: str


def held_and_beyond(freezes: list[Freeze], *, viewer: Person) -> list[FrozenScope]:
    """Return each freeze with what it holds and cannot stop, as far as `viewer` sees content.

    Two queries at most.
    """
    if not freezes:
        return []
    waiting = visible_deliveries(viewer).filter(status__in=(*_HELD, *_BEYOND))
    rows = list(waiting.select_related("account__unit").order_by("publish_at", "pk"))
    units = {unit.path: unit.label for unit in Unit.objects.filter(path__in=_paths(freezes))}
    return [
        FrozenScope(
            freeze=freeze,
            held=[row for row in rows if row.status in _HELD and covers(freeze, row)],
            beyond=[row for row in rows if row.status in _BEYOND and covers(freeze, row)],
            covered=units.get(freeze.scope_value, freeze.scope_value),
        )
        for freeze in freezes
    ]


def _paths(freezes: list[Freeze]) -> list[str]:
    return [freeze.scope_value for freeze in freezes if freeze.scope_kind == Freeze.Scope.UNIT]


_HELD = (Delivery.Status.QUEUED, Delivery.Status.CLAIMED, Delivery.Status.TO_HAND_OFF)
_BEYOND = (Delivery.Status.TO_CONFIRM, Delivery.Status.UNKNOWN, Delivery.Status.NEEDS_HUMAN)
