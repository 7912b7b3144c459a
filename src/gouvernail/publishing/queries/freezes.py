"""What is frozen, since when, by whom."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from gouvernail.foundation.ids import is_uuid
from gouvernail.people.models import Person, Unit, unit_token
from gouvernail.people.permissions import (
    Right,
    holders_of_right,
    may,
    scope,
    visible_people,
)
from gouvernail.publishing.models import Delivery, Freeze
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


def freeze_state(freezes: Sequence[Freeze] | None = None) -> FreezeView:
    """Return what the top bar shows. One query, or none when the freezes in force are given."""
    freezes = list(freezes_in_force()) if freezes is None else freezes
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
    unknown: the freeze cannot call it back. What stands where the reader may freeze and not read
    is only counted. `lifters` are named to whoever has no button.
    """

    freeze: Freeze
    held: list[Delivery]
    beyond: list[Delivery]
    hidden_held: int
    hidden_beyond: int
    covered: str
    may_lift: bool
    may_confirm: bool
    may_act: bool
    lifters: list[str]


def held_and_beyond(freezes: list[Freeze], *, viewer: Person) -> list[FrozenScope]:
    """Return each freeze with what it holds and cannot stop, as far as `viewer` sees content.

    Five queries at most, and one for each unit whose freeze `viewer` may not lift.
    """
    if not freezes:
        return []
    path = "account__unit__path"
    known = scope(viewer, Right.SEE_CONTENT, path) | scope(viewer, Right.FREEZE, path)
    waiting = Delivery.objects.filter(known, status__in=(*_HELD, *_BEYOND))
    rows = list(waiting.select_related("account__unit").order_by("publish_at", "pk"))
    covered, places = what_is_covered(freezes), _places_of(freezes)
    root = Unit.objects.filter(parent__isnull=True).first()
    return [_scope_of(freeze, rows, covered, places[freeze.pk], root, viewer) for freeze in freezes]


def _scope_of(
    freeze: Freeze,
    rows: list[Delivery],
    covered: dict[UUID, str],
    place: Unit | None,
    root: Unit | None,
    viewer: Person,
) -> FrozenScope:
    held = [row for row in rows if row.status in _HELD and covers(freeze, row)]
    beyond = [row for row in rows if row.status in _BEYOND and covers(freeze, row)]
    asked_by, everywhere = freeze.lift_asked_by, place or root
    may_lift = may(viewer, Right.LIFT_FREEZE, unit=place)
    may_confirm = may_lift and any(
        may(person, Right.LIFT_FREEZE, unit=everywhere) for person in (viewer, asked_by) if person
    )
    may_act = may_confirm if asked_by else may_lift
    return FrozenScope(
        freeze=freeze,
        held=_read_by(viewer, held),
        beyond=_read_by(viewer, beyond),
        hidden_held=len(held) - len(_read_by(viewer, held)),
        hidden_beyond=len(beyond) - len(_read_by(viewer, beyond)),
        covered=covered[freeze.pk],
        may_lift=may_lift,
        may_confirm=may_confirm,
        may_act=may_act,
        lifters=[] if may_act or everywhere is None else _lifters(everywhere, viewer=viewer),
    )


def _read_by(viewer: Person, rows: list[Delivery]) -> list[Delivery]:
    return [row for row in rows if may(viewer, Right.SEE_CONTENT, unit=row.account.unit)]


def _lifters(unit: Unit, *, viewer: Person) -> list[str]:
    """Return whom to call: people `viewer` may know of who may lift in `unit`. One query."""
    holders = holders_of_right(Right.LIFT_FREEZE, unit=unit).exclude(pk=viewer.pk)
    known = holders.filter(pk__in=visible_people(viewer).values("pk"))
    return list(known.values_list("name", flat=True)[:_CALLED])


def _places_of(freezes: list[Freeze]) -> dict[UUID, Unit | None]:
    """Return the unit that each freeze stands in; None for the organisation. Two queries."""
    found = dict[str, Unit]()
    if units := _named(freezes, Freeze.Scope.UNIT):
        found |= {str(unit.pk): unit for unit in Unit.objects.filter(pk__in=units)}
    if accounts := _named(freezes, Freeze.Scope.ACCOUNT):
        rows = Account.objects.filter(pk__in=accounts).select_related("unit")
        found |= {str(one.pk): one.unit for one in rows}
    return {row.pk: found.get(row.scope_value) for row in freezes}


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
_CALLED = 5
