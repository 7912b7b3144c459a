"""Stopping everything, and starting again."""

import hashlib
from datetime import datetime
from typing import TypedDict, Unpack
from uuid import UUID

from django.db import IntegrityError, OperationalError, transaction
from django.db.models import Max

from gouvernail.charter.models import Charter
from gouvernail.charter.queries import separation
from gouvernail.foundation.actions import action, in_action
from gouvernail.foundation.actors import machine
from gouvernail.foundation.ids import is_uuid
from gouvernail.foundation.outbox import announce
from gouvernail.kernel.text.addresses import NETWORKS
from gouvernail.ledger.actions import record
from gouvernail.people.errors import RightMissingError
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import Act, Right, may, require, require_step_up
from gouvernail.publishing.actions.sending import miss_delivery
from gouvernail.publishing.errors import (
    AlreadyFrozenError,
    FreezeLiftedError,
    FreezeNotFoundError,
    LiftNotAskedError,
    LiftOfAnotherError,
    LiftReasonMissingError,
    ScopeUnknownError,
    SecondPersonNeededError,
)
from gouvernail.publishing.models import Delivery, Freeze
from gouvernail.publishing.queries.freezes import covers, freezes_in_force, is_frozen
from gouvernail.publishing.sender import locks
from gouvernail.publishing.sender.crash import crashpoint
from gouvernail.registry.models import Account

Status = Delivery.Status
UNDER_WAY = (Status.CLAIMED, Status.SENDING)
TAG = Freeze.Scope.TAG
LONGEST_TAG = 40  # characters: no content has a longer one
NAMED_IN_A_LEAF = 100


class Wanted(TypedDict, total=False):
    """What may be said of a new freeze."""

    reason: str
    scope_kind: str
    scope_value: str
    cause: str


def engage_freeze(*, by: Person, at: datetime, **wanted: Unpack[Wanted]) -> Freeze:
    """Stop publishing, now, alone: no new permit is given from the moment this commits.

    A process that was stopped in the middle of a transaction keeps everybody from writing; on
    SQLite it is killed, so that a freeze never waits for it.

    Without a scope the whole organisation is frozen. Scoped freezes need the right in that scope;
    `scope_value` is a unit's id or path, a network, an account id or a tag. A unit is kept by its
    id, with the accounts it had: neither a unit nor an account that moves afterwards gets free.
    A restore freezes beside whatever stands: each is lifted on its own.

    Raises:
        AlreadyFrozenError: a freeze over the same scope stands, and no restore asks.
        ScopeUnknownError: the scope names nothing.
        RightMissingError: `by` may not freeze this.
    """
    try:
        return _engage(by=by, at=at, **wanted)
    except OperationalError:
        if in_action() or not locks.end_stopped_writer():
            raise
    return _engage(by=by, at=at, **wanted)


@action("publishing.engage_freeze")
def _engage(
    *,
    by: Person,
    at: datetime,
    reason: str = "",
    scope_kind: str = "",
    scope_value: str = "",
    cause: str = Freeze.Cause.PEOPLE,
) -> Freeze:
    kind = scope_kind or Freeze.Scope.ORGANISATION
    scope_value = _as_kept(kind, scope_value)
    require(by, Right.FREEZE, unit=_unit_of(kind, scope_value))
    same = freezes_in_force().filter(scope_kind=kind, scope_value=scope_value)
    if cause != Freeze.Cause.RESTORE and same.exists():
        raise AlreadyFrozenError
    epoch = (Freeze.objects.aggregate(last=Max("epoch"))["last"] or 0) + 1
    freeze = Freeze(
        cause=cause,
        scope_kind=kind,
        scope_value=scope_value,
        reason=reason.strip(),
        epoch=epoch,
        engaged_by=by,
        engaged_at=at,
    )
    freeze.accounts = _accounts_of(kind, scope_value)
    freeze.in_flight = [str(delivery.pk) for delivery in _under_way(freeze)]
    _save_alone(freeze)
    data = _listed("in_flight", freeze.in_flight)
    record(actor=by, verb="freeze.engaged", subject=freeze, at=at, data=data)
    announce("publishing.frozen", {"freeze_id": freeze.pk, "by": by.pk}, at=at)
    return freeze


def _save_alone(freeze: Freeze) -> None:
    """Write a new freeze; of two people who freeze the same at the same moment, one is told.

    Raises:
        AlreadyFrozenError: the other was first.
    """
    try:
        with transaction.atomic():
            freeze.save()
    except IntegrityError:
        raise AlreadyFrozenError from None


def _accounts_of(kind: str, value: str) -> list[str]:
    """Return the accounts a unit has now, itself and all below; none for another scope."""
    if kind != Freeze.Scope.UNIT:
        return []
    path = Unit.objects.values_list("path", flat=True).get(pk=value)
    rows = Account.objects.filter(unit__path__startswith=path).order_by("pk")
    return [str(key) for key in rows.values_list("pk", flat=True)]


def _as_kept(kind: str, value: str) -> str:
    """Return what a freeze names as deliveries have it, or what names nothing as it is."""
    if kind == Freeze.Scope.ORGANISATION:
        return ""
    if kind in {Freeze.Scope.UNIT, Freeze.Scope.ACCOUNT} and is_uuid(value):
        return str(UUID(value))
    if kind == Freeze.Scope.UNIT and "\x00" not in value:
        unit = Unit.objects.filter(path=value).first()
        return str(unit.pk) if unit else value
    return value.strip().lstrip("#").lower() if kind == Freeze.Scope.TAG else value


def _unit_of(kind: str, value: str) -> Unit | None:
    """Return the unit that a new freeze stands in; None when it concerns every unit.

    Raises:
        ScopeUnknownError: the scope names nothing.
    """
    if kind not in Freeze.Scope.values:
        raise ScopeUnknownError
    if kind == Freeze.Scope.ORGANISATION:
        return None
    unit = _unit_named(kind, value)
    of_a_unit = kind in {Freeze.Scope.UNIT, Freeze.Scope.ACCOUNT}
    if (of_a_unit and unit is None) or not _is_known(kind, value):
        raise ScopeUnknownError
    return unit


def _is_known(kind: str, value: str) -> bool:
    if kind == Freeze.Scope.NETWORK:
        return value in NETWORKS
    return bool(value) and "\x00" not in value and (kind != TAG or len(value) <= LONGEST_TAG)


def _unit_named(kind: str, value: str) -> Unit | None:
    if kind == Freeze.Scope.UNIT and is_uuid(value):
        return Unit.objects.filter(pk=value).first()
    if kind == Freeze.Scope.ACCOUNT and is_uuid(value):
        return Unit.objects.filter(accounts__pk=value).first()
    return None


def _under_way(freeze: Freeze) -> list[Delivery]:
    rows = Delivery.objects.filter(status__in=UNDER_WAY).select_related("account__unit")
    return [delivery for delivery in rows if covers(freeze, delivery)]


@action("publishing.seal_freeze")
def seal_freeze(*, freeze_id: UUID, at: datetime) -> Freeze:
    """Note that everything under way has ended; the caller holds the freeze lock exclusively.

    The leaf lists every delivery that was in flight when the freeze was engaged, and what became
    of it.
    """
    freeze = Freeze.objects.select_for_update(of=("self",)).get(pk=freeze_id)
    if freeze.status != Freeze.Status.ENGAGED:
        return freeze
    outcomes = {
        str(row.pk): str(row.status)
        for row in Delivery.objects.filter(pk__in=freeze.in_flight).only("pk", "status")
    }
    freeze.status, freeze.sealed_at = Freeze.Status.SEALED, at
    freeze.save(update_fields=("status", "sealed_at"))
    record(
        actor=machine("sender"),
        verb="freeze.sealed",
        subject=freeze,
        at=at,
        data=_listed("in_flight", outcomes),
    )
    crashpoint("in-seal")
    return freeze


@action("publishing.ask_lift")
def ask_lift(*, freeze_id: UUID, reason: str, by: Person, at: datetime) -> Freeze:
    """Ask to start again; in a small team this lifts at once, elsewhere a second person confirms.

    Raises:
        LiftReasonMissingError: no reason was given.
        FreezeLiftedError: it is lifted already.
        RightMissingError: `by` may not lift a freeze.
    """
    freeze = _liftable(freeze_id, by=by)
    require_step_up(Act.LIFT_FREEZE, at=at)
    if not reason.strip():
        raise LiftReasonMissingError
    freeze.lift_asked_by, freeze.lift_asked_at = by, at
    freeze.lift_reason = reason.strip()
    freeze.save(update_fields=("lift_asked_by", "lift_asked_at", "lift_reason"))
    record(actor=by, verb="freeze.lift_asked", subject=freeze, at=at)
    announce("publishing.lift_asked", {"freeze_id": freeze.pk, "by": by.pk}, at=at)
    if separation() == Charter.Separation.SMALL and _covers_all_of(freeze, by):
        _lift(freeze, by=by, at=at)
    return freeze


@action("publishing.confirm_lift")
def confirm_lift(*, freeze_id: UUID, by: Person, at: datetime) -> Freeze:
    """Agree, as a second person, to start again.

    What should have left meanwhile does not leave in a burst: each is marked as missed, and people
    say one by one what becomes of it.

    Raises:
        LiftNotAskedError: nobody asks for it, or somebody declined meanwhile.
        SecondPersonNeededError: `by` asked for the lift.
        FreezeLiftedError: it is lifted already.
        RightMissingError: `by` may not lift a freeze.
    """
    freeze = _liftable(freeze_id, by=by)
    require_step_up(Act.LIFT_FREEZE, at=at)
    if freeze.lift_asked_by_id is None:
        raise LiftNotAskedError
    if freeze.lift_asked_by_id == by.pk:
        raise SecondPersonNeededError
    if not (_covers_all_of(freeze, by) or _covers_all_of(freeze, freeze.lift_asked_by)):
        raise RightMissingError(str(Right.LIFT_FREEZE))
    _lift(freeze, by=by, at=at)
    return freeze


@action("publishing.decline_lift")
def decline_lift(*, freeze_id: UUID, by: Person, at: datetime) -> Freeze:
    """Say no to a lift; the freeze stands as before.

    Raises:
        FreezeLiftedError: it is lifted already.
        RightMissingError: `by` may not lift a freeze.
    """
    freeze = _liftable(freeze_id, by=by)
    freeze.lift_asked_by, freeze.lift_asked_at, freeze.lift_reason = None, None, ""
    freeze.save(update_fields=("lift_asked_by", "lift_asked_at", "lift_reason"))
    record(actor=by, verb="freeze.lift_declined", subject=freeze, at=at)
    return freeze


@action("publishing.withdraw_lift")
def withdraw_lift(*, freeze_id: UUID, by: Person, at: datetime) -> Freeze:
    """Take back one's own request for a lift; the freeze stands as before. No proof is asked.

    Raises:
        LiftNotAskedError: nobody asks for it, or somebody declined or confirmed meanwhile.
        LiftOfAnotherError: somebody else asked.
        FreezeLiftedError: it is lifted already.
        RightMissingError: `by` may not lift a freeze.
    """
    freeze = _liftable(freeze_id, by=by)
    if freeze.lift_asked_by_id is None:
        raise LiftNotAskedError
    if freeze.lift_asked_by_id != by.pk:
        raise LiftOfAnotherError
    freeze.lift_asked_by, freeze.lift_asked_at, freeze.lift_reason = None, None, ""
    freeze.save(update_fields=("lift_asked_by", "lift_asked_at", "lift_reason"))
    record(actor=by, verb="freeze.lift_taken_back", subject=freeze, at=at)
    return freeze


def _lift(freeze: Freeze, *, by: Person, at: datetime) -> None:
    held = _held_by(freeze, at=at)
    freeze.status, freeze.lifted_by, freeze.lifted_at = Freeze.Status.LIFTED, by, at
    freeze.save(update_fields=("status", "lifted_by", "lifted_at"))
    data = _listed("missed", [str(delivery.pk) for delivery in held])
    record(actor=by, verb="freeze.lifted", subject=freeze, at=at, data=data)
    for delivery in held:
        miss_delivery(delivery_id=delivery.pk, why="held_by_freeze", at=at)
    announce("publishing.lifted", {"freeze_id": freeze.pk, "by": by.pk}, at=at)


def _listed(name: str, found: list[str] | dict[str, str]) -> dict[str, object]:
    """Return deliveries, or what became of each of them, as the data of a leaf of bounded size.

    A leaf holds 16 KiB and a freeze must never fail for the number of posts it meets: of more than
    a hundred the first are named; the number and a SHA-256 over lines of `id` or `id outcome` bind
    them all. Each also has leaves of its own.
    """
    keys = sorted(found)
    lines, named = keys, keys[:NAMED_IN_A_LEAF]
    shown: object = named
    if isinstance(found, dict):
        lines = [f"{key} {found[key]}" for key in keys]
        shown = {key: found[key] for key in named}
    return {
        name: shown,
        f"{name}_count": str(len(keys)),
        f"{name}_sha256": hashlib.sha256("\n".join(lines).encode()).hexdigest(),
    }


def _held_by(freeze: Freeze, *, at: datetime) -> list[Delivery]:
    """Return what should have left while the freeze stood and no other freeze still holds."""
    others = [other for other in freezes_in_force() if other.pk != freeze.pk]
    rows = Delivery.objects.filter(status=Status.QUEUED, publish_at__lte=at).select_related(
        "account__unit"
    )
    return [
        delivery
        for delivery in rows
        if covers(freeze, delivery) and not (others and is_frozen(delivery, others))
    ]


def _liftable(freeze_id: UUID, *, by: Person) -> Freeze:
    """Return a freeze, locked, that `by` may help to lift: where it stands, as for engaging it."""
    require(by, Right.LIFT_FREEZE)
    freeze = _locked(freeze_id)
    require(by, Right.LIFT_FREEZE, unit=_unit_named(freeze.scope_kind, freeze.scope_value))
    return freeze


def _covers_all_of(freeze: Freeze, person: Person | None) -> bool:
    """Return whether `person` may lift everywhere the freeze stands: one of the two must."""
    unit = _unit_named(freeze.scope_kind, freeze.scope_value)
    unit = unit or Unit.objects.filter(parent__isnull=True).first()
    return person is not None and may(person, Right.LIFT_FREEZE, unit=unit)


def _locked(freeze_id: UUID) -> Freeze:
    freeze = Freeze.objects.select_for_update(of=("self",)).filter(pk=freeze_id).first()
    if freeze is None:
        raise FreezeNotFoundError
    if freeze.status == Freeze.Status.LIFTED:
        raise FreezeLiftedError
    return freeze
