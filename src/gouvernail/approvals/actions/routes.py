"""Writing the routes."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.approvals.errors import RouteInvalidError, RouteNotFoundError
from gouvernail.approvals.models import Mode, Route, RouteStep
from gouvernail.foundation.actions import action
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person, Seat, Unit
from gouvernail.people.permissions import Right, require, require_overall, visible_unit


@dataclass(frozen=True, slots=True, kw_only=True)
class StepChoice:
    """One step: at least one seat, `any` or `all` of them, `hours` to decide.

    `guests`: somebody from outside may be invited to a seat of it.
    """

    seats: tuple[str, ...]
    mode: str = Mode.ANY
    hours: int = 24
    guests: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteChoices:
    """What a route says; empty conditions always hold."""

    name: str
    steps: tuple[StepChoice, ...]
    name_en: str = ""
    subject_kind: str = "draft"
    unit_id: UUID | None = None
    networks: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    seats_asked: tuple[str, ...] = ()
    priority: int = 0
    is_default: bool = False


@action("approvals.write_route")
def write_route(
    *, choices: RouteChoices, by: Person, at: datetime, route_id: UUID | None = None
) -> Route:
    """Create a route, or write it anew; requests under way keep the steps they started with.

    Raises:
        RouteInvalidError: it would lead nowhere.
        RouteNotFoundError: there is no such route in use.
        RightMissingError: `by` may not write routes there; a route without a unit, and the usual
            one, bind everyone.
    """
    unit = visible_unit(choices.unit_id, viewer=by) if choices.unit_id else None
    _authorise(by, None if choices.is_default else unit)
    _check(choices)
    route = _locked(route_id) if route_id else Route()
    if route_id:
        _authorise(by, None if route.is_default else route.unit)
    created = route_id is None
    if choices.is_default:
        _retire_other_defaults(choices.subject_kind, keep=route, by=by, at=at)
    for name in ("subject_kind", "name", "name_en", "priority", "is_default"):
        setattr(route, name, getattr(choices, name))
    route.unit = unit
    route.networks, route.tags = list(choices.networks), list(choices.tags)
    route.origins = list(choices.origins)
    route.seats_asked = list(choices.seats_asked)
    route.save()
    verb = "route.created" if created else "route.updated"
    record(actor=by, verb=verb, subject=route, at=at)
    _write_steps(route, choices, by=by, at=at)
    return route


def _authorise(by: Person, unit: Unit | None) -> None:
    """Hold a route to the right in its unit; one that binds every unit, to the right over all."""
    if unit is None:
        require_overall(by, Right.EDIT_ROUTES)
    else:
        require(by, Right.EDIT_ROUTES, unit=unit)


def _write_steps(route: Route, choices: RouteChoices, *, by: Person, at: datetime) -> None:
    for old in route.steps.all():
        record(actor=by, verb="route_step.removed", subject=old, at=at)
        old.delete()
    for position, chosen in enumerate(choices.steps, start=1):
        step = RouteStep.objects.create(
            route=route,
            position=position,
            seats=list(chosen.seats),
            mode=chosen.mode,
            hours=chosen.hours,
            guests=chosen.guests,
        )
        record(actor=by, verb="route_step.written", subject=step, at=at)


@action("approvals.retire_route")
def retire_route(*, route_id: UUID, by: Person, at: datetime) -> Route:
    """Take a route out of use.

    Raises:
        RouteNotFoundError: there is no such route in use.
    """
    route = _locked(route_id)
    _authorise(by, None if route.is_default else route.unit)
    _retire(route, by=by, at=at)
    return route


def _retire(route: Route, *, by: Person, at: datetime) -> None:
    route.retired_at = at
    route.save(update_fields=("retired_at",))
    record(actor=by, verb="route.retired", subject=route, at=at)


def _retire_other_defaults(kind: str, *, keep: Route, by: Person, at: datetime) -> None:
    others = Route.objects.filter(subject_kind=kind, is_default=True, retired_at__isnull=True)
    for other in others.exclude(pk=keep.pk):
        _retire(other, by=by, at=at)


def _locked(route_id: UUID) -> Route:
    rows = Route.objects.select_for_update().filter(pk=route_id, retired_at__isnull=True)
    route = rows.first()
    if route is None:
        raise RouteNotFoundError
    return route


def _check(choices: RouteChoices) -> None:
    wrong = {}
    if not choices.name.strip():
        wrong["name"] = _("Give the route a name.")
    if not choices.steps or any(not step.seats for step in choices.steps):
        wrong["steps"] = _("Each step needs at least one seat.")
    if any(seat not in Seat.values for step in choices.steps for seat in step.seats):
        wrong["steps"] = _("One of these seats does not exist.")
    if any(not 1 <= step.hours <= 24 * 60 for step in choices.steps):
        wrong["hours"] = _("Give each step between 1 hour and 60 days.")
    if wrong:
        raise RouteInvalidError(wrong)
