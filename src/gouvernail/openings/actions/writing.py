"""Writing a request: begun with three answers, kept section by section, submitted when whole."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from gouvernail.approvals import actions as approvals
from gouvernail.foundation.actions import action
from gouvernail.foundation.columns import faults_of
from gouvernail.kernel.text import NETWORKS
from gouvernail.ledger.actions import record
from gouvernail.media.permissions import visible_assets
from gouvernail.notifications.actions import Message, tell
from gouvernail.openings.errors import (
    NamingMissingError,
    OpeningInvalidError,
    OpeningNotYoursError,
    OpeningStateError,
)
from gouvernail.openings.models import Opening
from gouvernail.openings.permissions import (
    askable_units,
    nameable_for,
    require_requester,
    visible_opening,
)
from gouvernail.openings.queries.requests import AGREED, KIND, gaps_of, subject_of, unaccepted
from gouvernail.openings.queries.rhythm import KINDS
from gouvernail.people.models import Person, Unit

STATUS: Final = Opening.Status
PLACES: Final = ("owner", "backup")
PRACTICE: Final = "practice"
MAX_TIMES: Final = 200
MAX_LINES: Final = 12
WEEK: Final = 7 * 24 * 60  # minutes
# What the people named accept to run: once it changes they are asked again.
ACCEPTED: Final = frozenset({"unit_id", "network", "purpose", "plan"})


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOpening:
    """What is enough to begin: the name of the account, whose it is, and where it would be."""

    title: str
    unit_id: UUID
    network: str


@action("openings.draft_opening")
def draft_opening(*, new: NewOpening, by: Person, at: datetime) -> Opening:
    """Begin a request; only its writer sees it until it names somebody or is submitted.

    Raises:
        OpeningInvalidError: no name, no such network, or a unit `by` does not belong to.
    """
    opening = Opening(
        title=new.title.strip(),
        unit=_unit(new.unit_id, by=by),
        network=new.network,
        requested_by=by,
        created_at=at,
        updated_at=at,
    )
    _check(opening, {"title", "network"}, by=by)
    opening.save()
    record(actor=by, verb="opening.drafted", subject=opening, at=at)
    return opening


@action("openings.write_opening")
def write_opening(
    opening_id: UUID, *, changes: Mapping[str, Any], by: Person, at: datetime
) -> Opening:
    """Keep part of a request, complete or not; what is not named stays.

    What was agreed to or waits for agreement is no more once it changes: the request is a draft
    again. Somebody newly named, or asked for other hours, has to accept (again).

    Args:
        opening_id: of a request that `by` made and whose opening has not begun.
        changes: names of `queries.requests.AGREED` with their new values.
        by: who asked for the account.
        at: aware, UTC.

    Raises:
        OpeningNotFoundError, OpeningNotYoursError, OpeningStateError: not writable by `by` now.
        OpeningInvalidError: a value cannot be taken; nothing was kept.
    """
    opening = visible_opening(opening_id, viewer=by, lock=True)
    require_requester(by, opening)
    if opening.status not in Opening.WRITABLE:
        raise OpeningStateError(opening.get_status_display())
    had_accepted = {place for place in PLACES if getattr(opening, f"{place}_accepted_at")}
    changed = _apply(opening, changes)
    if not changed:
        return opening
    opening.requested_by = by
    if "unit_id" in changed:
        opening.unit = _unit(opening.unit_id, by=by)
    _check(opening, changed, by=by)
    _ask_again(opening, _asked_again(changed, had_accepted), by=by, at=at)
    if opening.status in {STATUS.REQUESTED, STATUS.APPROVED}:
        approvals.void_requests(kind=KIND, id=opening.pk, by=by, at=at, why="edited")
        opening.status, opening.approval_id = STATUS.DRAFT, None
    opening.updated_at = at
    opening.save()
    record(
        actor=by,
        verb="opening.written",
        subject=opening,
        at=at,
        data={"changed": sorted(changed)},
    )
    _tell_named(opening, _asked_again(changed, had_accepted), by=by, at=at)
    return opening


def _apply(opening: Opening, changes: Mapping[str, Any]) -> set[str]:
    unknown = changes.keys() - set(AGREED)
    if unknown:
        raise OpeningInvalidError(dict.fromkeys(unknown, _("This cannot be changed.")))
    changed = {name for name, value in changes.items() if getattr(opening, name) != value}
    for name in changed:
        setattr(opening, name, changes[name])
    return changed


def _unit(unit_id: UUID, *, by: Person) -> Unit:
    unit = askable_units(by).filter(pk=unit_id).first()
    if unit is None:
        raise OpeningInvalidError({"unit": _("Choose a unit you belong to.")})
    return unit


def _check(opening: Opening, changed: set[str], *, by: Person) -> None:
    wrong: dict[str, str] = {}
    if "title" in changed and not opening.title.strip():
        wrong["title"] = _("Give the account a name.")
    if "network" in changed and opening.network not in {*NETWORKS, PRACTICE}:
        wrong["network"] = _("Choose a network.")
    if "plan" in changed and not _is_plan(opening.plan):
        wrong["plan"] = _("Give each line a kind and how often, from 1 to 200.")
    avatar_id = opening.avatar_id if "avatar_id" in changed else None
    if avatar_id and not visible_assets(by).filter(pk=avatar_id).exists():
        wrong["avatar"] = _("This picture cannot be found.")
    if "handle" in changed and len(opening.handle.split()) > 1:
        wrong["handle"] = _("A handle has no space in it.")
    wrong |= _unfit(opening, changed) | _wrong_people(opening, changed, by=by)
    if wrong:
        raise OpeningInvalidError(wrong)


def _unfit(opening: Opening, changed: set[str]) -> dict[str, str]:
    """Return what the columns cannot hold, and weeks too long, by field."""
    fields = {field.name: field for field in opening._meta.concrete_fields}
    asked = {name for name in changed & fields.keys() if not fields[name].is_relation}
    if wrong := faults_of(opening, leave=fields.keys() - asked):
        return wrong
    hours = {"owner_minutes", "backup_minutes"} & changed
    too_many = {name for name in hours if not 0 <= (getattr(opening, name) or 0) <= WEEK}
    return dict.fromkeys(too_many, _("A week has 168 hours."))


def _is_plan(plan: object) -> bool:
    return (
        isinstance(plan, list)
        and len(plan) <= MAX_LINES
        and all(
            line.get("kind") in KINDS
            and line.get("per") in {"week", "month"}
            and isinstance(line.get("times"), int)
            and 1 <= line["times"] <= MAX_TIMES
            for line in plan
        )
    )


def _wrong_people(opening: Opening, changed: set[str], *, by: Person) -> dict[str, str]:
    wrong = {}
    named = {place for place in PLACES if getattr(opening, f"{place}_id")}
    if len(named) == len(PLACES) and opening.owner_id == opening.backup_id:
        wrong["backup"] = _("The backup must be someone other than the owner.")
    moved = {place for place in named if f"{place}_id" in changed}
    known = nameable_for(opening.unit, viewer=by) if moved else Person.objects.none()
    for place in sorted(moved):
        if not known.filter(pk=getattr(opening, f"{place}_id")).exists():
            wrong[place] = _("This person has left, or cannot be found.")
    return wrong


def _asked_again(changed: set[str], had_accepted: set[str]) -> set[str]:
    """Return the places asked (again): newly named, other hours, or not what was accepted."""
    moved = {place for place in PLACES if {f"{place}_id", f"{place}_minutes"} & changed}
    return moved | (had_accepted if changed & ACCEPTED else set())


def _ask_again(opening: Opening, places: set[str], *, by: Person, at: datetime) -> None:
    for place in places:
        own = getattr(opening, f"{place}_id") == by.pk
        setattr(opening, f"{place}_accepted_at", at if own else None)


def _tell_named(opening: Opening, places: set[str], *, by: Person, at: datetime) -> None:
    for place in sorted(places):
        person_id = getattr(opening, f"{place}_id")
        if person_id and getattr(opening, f"{place}_accepted_at") is None:
            message = Message(
                kind="opening.named",
                once=f"opening:{opening.pk}:{place}:{at:%y%m%d%H%M%S}",
                path=page_of(opening),
                facts={"title": opening.title, "by": by.name},
                subject_kind=KIND,
                subject_id=str(opening.pk),
            )
            tell(people=[person_id], message=message, at=at)


def page_of(opening: Opening) -> str:
    """Return the address of a request."""
    return reverse("openings:opening-detail", args=[opening.pk])


@action("openings.answer_naming")
def answer_naming(opening_id: UUID, *, accepts: bool, by: Person, at: datetime) -> Opening:
    """Accept being named, for the hours asked; or decline, which takes one's name off.

    Declining after the request was submitted makes it a draft again: it names two people no more.

    Raises:
        OpeningNotFoundError: missing or hidden.
        OpeningNotYoursError: `by` is not named there.
        OpeningStateError: its opening has begun, or it is over.
    """
    opening = visible_opening(opening_id, viewer=by, lock=True)
    place = next((one for one in PLACES if getattr(opening, f"{one}_id") == by.pk), "")
    if not place:
        raise OpeningNotYoursError
    if opening.status not in Opening.WRITABLE:
        raise OpeningStateError(opening.get_status_display())
    if accepts:
        setattr(opening, f"{place}_accepted_at", at)
    else:
        setattr(opening, place, None)
        setattr(opening, f"{place}_accepted_at", None)
        if opening.status in {STATUS.REQUESTED, STATUS.APPROVED}:
            approvals.void_requests(kind=KIND, id=opening.pk, by=by, at=at, why="edited")
            opening.status, opening.approval_id = STATUS.DRAFT, None
    opening.updated_at = at
    opening.save()
    verb = "opening.accepted" if accepts else "opening.declined"
    record(actor=by, verb=verb, subject=opening, at=at, data={"place": place})
    _tell_requester(opening, accepts=accepts, by=by, at=at)
    return opening


def _tell_requester(opening: Opening, *, accepts: bool, by: Person, at: datetime) -> None:
    if opening.requested_by_id == by.pk:
        return
    message = Message(
        kind="opening.accepted" if accepts else "opening.declined",
        once=f"opening:{opening.pk}:{by.pk.hex[-12:]}:{accepts:d}:{at:%y%m%d%H%M}",
        path=page_of(opening),
        facts={"title": opening.title, "by": by.name},
        subject_kind=KIND,
        subject_id=str(opening.pk),
    )
    tell(people=[opening.requested_by_id], message=message, at=at)


@action("openings.submit_opening")
def submit_opening(
    opening_id: UUID, *, found: Mapping[str, object] | None = None, by: Person, at: datetime
) -> Opening:
    """Ask for agreement on the request as it stands.

    Args:
        opening_id: of a request that `by` made.
        found: what the adviser finds, in figures (`queries.evidence.summary_for`), to go along:
            it reads the whole register, which is not done while others wait to write.
        by: who asked for the account.
        at: aware, UTC.

    Raises:
        OpeningNotFoundError, OpeningNotYoursError, OpeningStateError: not to submit by `by` now.
        OpeningInvalidError: something is missing.
        NamingMissingError: somebody named has not accepted.
    """
    opening = visible_opening(opening_id, viewer=by, lock=True)
    require_requester(by, opening)
    if opening.status not in {STATUS.DRAFT, STATUS.CHANGES}:
        raise OpeningStateError(opening.get_status_display())
    gaps = gaps_of(opening)
    if gaps:
        raise OpeningInvalidError({gap.field: gap.words for gap in gaps})
    waiting = unaccepted(opening)
    if waiting:
        raise NamingMissingError(", ".join(person.name for person in waiting))
    opening.revision += 1
    opening.requested_by = by
    subject = subject_of(opening, context=found or {})
    request = approvals.request_approval(subject=subject, by=by, at=at)
    opening.status, opening.approval_id = STATUS.REQUESTED, request.pk
    opening.submitted_at = opening.updated_at = at
    opening.save()
    record(actor=by, verb="opening.submitted", subject=opening, at=at, digest=request.digest)
    return opening


@action("openings.take_back_opening")
def take_back_opening(opening_id: UUID, *, by: Person, at: datetime) -> Opening:
    """Take a request back before it is decided; it is a draft again.

    Raises:
        OpeningNotFoundError, OpeningNotYoursError: not one's own.
        OpeningStateError: it does not wait for a decision.
    """
    opening = visible_opening(opening_id, viewer=by, lock=True)
    require_requester(by, opening)
    if opening.status != STATUS.REQUESTED or opening.approval_id is None:
        raise OpeningStateError(opening.get_status_display())
    approvals.withdraw(request_id=opening.approval_id, by=by, at=at)
    opening.status, opening.approval_id, opening.updated_at = STATUS.DRAFT, None, at
    opening.save(update_fields=("status", "approval_id", "updated_at"))
    record(actor=by, verb="opening.taken_back", subject=opening, at=at)
    return opening


@action("openings.give_up_opening")
def give_up_opening(opening_id: UUID, *, by: Person, at: datetime) -> Opening:
    """Give a request up for good, before its opening has begun.

    Raises:
        OpeningNotFoundError, OpeningNotYoursError: not one's own.
        OpeningStateError: it waits for a decision (take it back first), has begun or is over.
    """
    opening = visible_opening(opening_id, viewer=by, lock=True)
    require_requester(by, opening)
    if opening.status not in {STATUS.DRAFT, STATUS.CHANGES, STATUS.APPROVED}:
        raise OpeningStateError(opening.get_status_display())
    approvals.void_requests(kind=KIND, id=opening.pk, by=by, at=at, why="cancelled")
    opening.status, opening.approval_id = STATUS.GIVEN_UP, None
    opening.ended_at = opening.updated_at = at
    opening.save(update_fields=("status", "approval_id", "ended_at", "updated_at"))
    record(actor=by, verb="opening.given_up", subject=opening, at=at)
    return opening
