"""What is frozen, since when, by whom."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from gouvernail.foundation.ids import is_uuid
from gouvernail.people.models import Person, Unit, unit_token
from gouvernail.publishing.models import Delivery, Freeze
from gouvernail.publishing.permissions import visible_deliveries
from gouvernail.registry.models import Account
from gouvernail.registry.queries import network_label


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
        .select_related("engaged_by", "lift_asked_by", "lifted_by")
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


def is_readable(freeze: Freeze) -> bool:
    """Return whether a freeze says what it covers; what does not covers everything."""
    scope, value = freeze.scope_kind, freeze.scope_value
    if scope in {Freeze.Scope.UNIT, Freeze.Scope.ACCOUNT}:
        return is_uuid(value) and isinstance(freeze.accounts, list)
    if scope in {Freeze.Scope.NETWORK, Freeze.Scope.TAG}:
        return bool(value)
    return scope == Freeze.Scope.ORGANISATION


def covers(freeze: Freeze, delivery: Delivery) -> bool:
    """Return whether one freeze covers one delivery. No query when account and unit are loaded."""
    if not is_readable(freeze):
        return True
    value, account = freeze.scope_value, delivery.account
    held = {
        Freeze.Scope.UNIT: lambda: (
            str(account.pk) in freeze.accounts or covers_unit(freeze, account.unit)
        ),
        Freeze.Scope.NETWORK: lambda: account.network == value,
        Freeze.Scope.ACCOUNT: lambda: str(account.pk) == value,
        Freeze.Scope.TAG: lambda: value in delivery.tags,
    }.get(Freeze.Scope(freeze.scope_kind))
    return held is None or held()


def covers_unit(freeze: Freeze, unit: Unit) -> bool:
    """Return whether a freeze of a unit stands over `unit`, wherever either has moved. Pure."""
    if freeze.scope_kind != Freeze.Scope.UNIT or not is_uuid(freeze.scope_value):
        return False
    return unit_token(UUID(freeze.scope_value)) in unit.path.split("/")


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

    Three queries at most.
    """
    if not freezes:
        return []
    waiting = visible_deliveries(viewer).filter(status__in=(*_HELD, *_BEYOND))
    rows = list(waiting.select_related("account__unit").order_by("publish_at", "pk"))
    covered = what_is_covered(freezes)
    return [
        FrozenScope(
            freeze=freeze,
            held=[row for row in rows if row.status in _HELD and covers(freeze, row)],
            beyond=[row for row in rows if row.status in _BEYOND and covers(freeze, row)],
            covered=covered[freeze.pk],
        )
        for freeze in freezes
    ]


def what_is_covered(freezes: Iterable[Freeze]) -> dict[UUID, str]:
    """Return the name of what each freeze covers; empty for the whole organisation.

    At most one query for units and one for accounts.
    """
    rows, names = list(freezes), dict[str, str]()
    if units := _named(rows, Freeze.Scope.UNIT):
        names |= {str(unit.pk): unit.label for unit in Unit.objects.filter(pk__in=units)}
    if accounts := _named(rows, Freeze.Scope.ACCOUNT):
        rows_of = Account.objects.filter(pk__in=accounts)
        names |= {str(one.pk): f"{one.name}, {network_label(one.network)}" for one in rows_of}
    return {
        row.pk: network_label(row.scope_value)
        if row.scope_kind == Freeze.Scope.NETWORK
        else names.get(row.scope_value, row.scope_value)
        for row in rows
    }


def _named(freezes: list[Freeze], kind: str) -> list[str]:
    named = (freeze.scope_value for freeze in freezes if freeze.scope_kind == kind)
    return [value for value in named if is_uuid(value)]


_HELD = (Delivery.Status.QUEUED, Delivery.Status.CLAIMED, Delivery.Status.TO_HAND_OFF)
_BEYOND = (Delivery.Status.TO_CONFIRM, Delivery.Status.UNKNOWN, Delivery.Status.NEEDS_HUMAN)
