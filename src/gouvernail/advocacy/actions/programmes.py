"""Programmes: written, opened, closed."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from gouvernail.advocacy.actions.kits import void_approval
from gouvernail.advocacy.actions.members import end_members
from gouvernail.advocacy.actions.telling import needed, sound
from gouvernail.advocacy.errors import AdvocacyInvalidError, AdvocacyStateError
from gouvernail.advocacy.models import Kit, Programme, Reach
from gouvernail.advocacy.permissions import require_runner, run_unit, visible_programme
from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import Actor
from gouvernail.foundation.clock import site_day
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person, Role, Unit
from gouvernail.people.permissions import visible_person, visible_units
from gouvernail.policies.permissions import visible_policy


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeFacts:
    """What the page of a programme says. `units` and `roles` narrow or widen whom it is open to."""

    title: str
    aim: str
    disclosure: str
    title_en: str = ""
    aim_en: str = ""
    asked: str = ""
    asked_en: str = ""
    not_asked: str = ""
    not_asked_en: str = ""
    disclosure_en: str = ""
    disclaimer: str = ""
    disclaimer_en: str = ""
    closes_on: date | None = None
    policy_id: UUID | None = None
    owner_id: UUID | None = None
    units: Sequence[UUID] = ()
    roles: Sequence[str] = ()


PLAIN = (
    *("title", "title_en", "aim", "aim_en", "asked", "asked_en", "not_asked", "not_asked_en"),
    *("disclosure", "disclosure_en", "disclaimer", "disclaimer_en"),
)


@action("advocacy.write_programme")
def write_programme(*, unit_id: UUID, facts: ProgrammeFacts, by: Person, at: datetime) -> Programme:
    """Write a programme for a unit; nobody sees it but its desk until it opens.

    Raises:
        UnitNotFoundError, NotForYouError: `by` does not run programmes there.
        AdvocacyInvalidError: something is missing or cannot be taken.
        PersonNotFoundError, PolicyNotFoundError: hidden from `by`.
    """
    programme = Programme(unit=run_unit(unit_id, viewer=by), owner=by, made_at=at)
    _fill(programme, facts, by=by, at=at)
    programme.save(force_insert=True)
    record(actor=by, verb="ambassador_programme.written", subject=programme, at=at)
    _reach(programme, facts, by=by, at=at)
    return programme


@action("advocacy.edit_programme")
def edit_programme(
    programme_id: UUID, *, facts: ProgrammeFacts, by: Person, at: datetime
) -> Programme:
    """Change what a programme says and whom it is open to. Who takes part stays in it.

    Raises:
        AdvocacyNotFoundError, NotForYouError: hidden from `by`, or run by others.
        AdvocacyStateError: it is closed.
        AdvocacyInvalidError: something is missing or cannot be taken.
    """
    programme = visible_programme(programme_id, viewer=by, lock=True)
    require_runner(by, programme)
    if programme.status == Programme.Status.CLOSED:
        raise AdvocacyStateError(programme.get_status_display())
    before = (programme.disclosure, programme.disclosure_en)
    _fill(programme, facts, by=by, at=at)
    programme.save()
    record(actor=by, verb="ambassador_programme.edited", subject=programme, at=at)
    _reach(programme, facts, by=by, at=at)
    if before != (programme.disclosure, programme.disclosure_en):  # it is part of what is posted
        for kit in programme.kits.filter(status__in=(*Kit.AGREED, Kit.Status.WAITING)):
            void_approval(kit, by=by, at=at)
    return programme


def _fill(programme: Programme, facts: ProgrammeFacts, *, by: Person, at: datetime) -> None:
    said = asdict(facts)
    needed(title=facts.title, aim=facts.aim, disclosure=facts.disclosure)
    for name in PLAIN:
        setattr(programme, name, said[name].strip())
    if facts.closes_on is not None and facts.closes_on < site_day(at):
        raise AdvocacyInvalidError({"closes_on": _("This day is past.")})
    programme.closes_on = facts.closes_on
    if facts.owner_id is not None and facts.owner_id != programme.owner_id:
        programme.owner = visible_person(facts.owner_id, viewer=by)
    if facts.policy_id is None:
        programme.policy = None
    elif facts.policy_id != programme.policy_id:
        programme.policy = visible_policy(viewer=by, policy_id=facts.policy_id)
    sound(programme)


def _reach(programme: Programme, facts: ProgrammeFacts, *, by: Person, at: datetime) -> None:
    """Make the lines of whom it is open to what `facts` say."""
    unknown = set(facts.roles) - set(Role.values)
    if unknown:
        raise AdvocacyInvalidError({"roles": _("Choose roles of the list.")})
    units = {one.pk: one for one in visible_units(by).filter(pk__in=list(facts.units))}
    if set(units) != set(facts.units):
        raise AdvocacyInvalidError({"units": _("Choose units of the list.")})
    there = {(line.unit_id, line.role): line for line in programme.reach.all()}
    wanted: set[tuple[UUID | None, str]] = {(key, "") for key in units}
    wanted |= {(None, role) for role in facts.roles}
    for key, line in there.items():
        if key not in wanted:
            record(actor=by, verb="ambassador_reach.removed", subject=line, at=at)
            line.delete()
    for unit_id, role in sorted(wanted - set(there), key=str):
        line = Reach.objects.create(programme=programme, unit=_unit(units, unit_id), role=role)
        record(actor=by, verb="ambassador_reach.added", subject=line, at=at)


def _unit(units: dict[UUID, Unit], key: UUID | None) -> Unit | None:
    return units[key] if key is not None else None


@action("advocacy.open_programme")
def open_programme(programme_id: UUID, *, by: Person, at: datetime) -> Programme:
    """Let those it is for see it and join.

    Raises:
        AdvocacyNotFoundError, NotForYouError: hidden from `by`, or run by others.
        AdvocacyStateError: it is open, or closed for good.
        AdvocacyInvalidError: its last day is past.
    """
    programme = visible_programme(programme_id, viewer=by, lock=True)
    require_runner(by, programme)
    if programme.status != Programme.Status.DRAFT:
        raise AdvocacyStateError(programme.get_status_display())
    if programme.closes_on is not None and programme.closes_on < site_day(at):
        raise AdvocacyInvalidError({"closes_on": _("This day is past.")})
    programme.status, programme.opened_at = Programme.Status.OPEN, at
    programme.save()
    record(actor=by, verb="ambassador_programme.opened", subject=programme, at=at)
    return programme


@action("advocacy.close_programme")
def close_programme(programme_id: UUID, *, by: Person, at: datetime) -> Programme:
    """End a programme for good: its stories close, consents end, what members declared is emptied.

    Raises:
        AdvocacyNotFoundError, NotForYouError: hidden from `by`, or run by others.
        AdvocacyStateError: it is closed already.
    """
    programme = visible_programme(programme_id, viewer=by, lock=True)
    require_runner(by, programme)
    return end_programme(programme, by=by, at=at)


def end_programme(programme: Programme, *, by: Person | Actor, at: datetime) -> Programme:
    """Close a programme that is not, on behalf of `by`. Called inside an action.

    Raises:
        AdvocacyStateError: it is closed already.
    """
    if programme.status == Programme.Status.CLOSED:
        raise AdvocacyStateError(programme.get_status_display())
    programme.status, programme.closed_at = Programme.Status.CLOSED, at
    programme.save()
    record(actor=by, verb="ambassador_programme.closed", subject=programme, at=at)
    for kit in Kit.objects.filter(programme=programme).exclude(status__in=Kit.OVER).order_by("pk"):
        kit.status, kit.closed_at = Kit.Status.CLOSED, at
        kit.save()
        record(actor=by, verb="ambassador_kit.closed", subject=kit, at=at)
    end_members(programme, by=by, at=at)
    return programme


def address_of(programme: Programme) -> str:
    """Return where the page of a programme stands."""
    return reverse("advocacy:programme-detail", args=[programme.pk])
