"""Who sees a request for a new account, and who does what with it."""

from uuid import UUID

from django.db.models import Q, QuerySet

from gouvernail.approvals.permissions import replaced_by
from gouvernail.foundation.clock import now
from gouvernail.foundation.sorting import Plain
from gouvernail.openings.errors import OpeningNotFoundError, OpeningNotYoursError
from gouvernail.openings.models import Check, Opening, Rework
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import Right, active_grants, holders_of_right, may, scope

SEEING = (Right.EDIT_ACCOUNTS, Right.DECIDE, Right.EXPORT_LEDGER)
RELATED = (
    *("unit", "requested_by", "owner", "backup", "merged_into", "avatar"),
    *("account", "account__owner", "account__backup"),
)


def visible_openings(viewer: Person) -> QuerySet[Opening]:
    """Return the requests `viewer` may know about. Two queries for the grants and absences.

    One's own and those one is named in; and, once submitted, those of the units where one keeps
    the accounts, decides (or stands in for who decides) or audits. Whoever answers for an account
    sees the request that was merged into it.
    """
    own = Q(requested_by=viewer) | Q(owner=viewer) | Q(backup=viewer)
    own |= Q(rework__assigned_to=viewer)
    there = Q(pk__in=[])
    for right in SEEING:
        there |= scope(viewer, right, "unit__path")
    for absent in replaced_by(viewer, at=now()):
        there |= scope(absent, Right.DECIDE, "unit__path")
    return Opening.objects.filter(own | (there & ~Q(submitted_at=None)))


def visible_opening(opening_id: UUID | str, *, viewer: Person, lock: bool = False) -> Opening:
    """Return one request that `viewer` may know about, with what it names.

    Raises:
        OpeningNotFoundError: missing or hidden; the caller cannot tell which.
    """
    if lock:
        Opening.objects.select_for_update().filter(pk=opening_id).first()
    rows = visible_openings(viewer).select_related(*RELATED).filter(pk=opening_id)
    return _found(rows)


def opening_of_request(request_id: UUID | str, *, viewer: Person, lock: bool = False) -> Opening:
    """Return the request for an account that a request for approval is about.

    Raises:
        OpeningNotFoundError: missing or hidden, or submitted again since.
    """
    if lock:
        Opening.objects.select_for_update().filter(approval_id=request_id).first()
    rows = visible_openings(viewer).select_related(*RELATED).filter(approval_id=request_id)
    return _found(rows)


def _found(rows: QuerySet[Opening]) -> Opening:
    opening = rows.first()
    if opening is None:
        raise OpeningNotFoundError
    return opening


def askable_units(person: Person) -> QuerySet[Unit]:
    """Return the open units `person` belongs to, by a role or by their place; and those below."""
    condition = Q(pk__in=[])
    paths = {grant.unit.path for grant in active_grants(person)}
    if person.home_unit is not None and paths:
        paths.add(person.home_unit.path)
    for path in paths:
        condition |= Q(path__startswith=path)
    return Unit.objects.filter(condition, status=Unit.Status.OPEN).order_by("path")


def nameable_for(unit: Unit, *, viewer: Person) -> QuerySet[Person]:
    """Return the active people `viewer` may name: those they see, and those around `unit`.

    Around: at home in the unit, below it or above it. Somebody who sees no list of people can
    thus still name their colleagues.
    """
    above = [unit.path[: index + 1] for index, mark in enumerate(unit.path) if mark == "/"]
    near = Q(home_unit__path__startswith=unit.path) | Q(home_unit__path__in=above)
    seen = scope(viewer, Right.SEE_PEOPLE, "home_unit__path")
    return Person.objects.filter(near | seen, is_active=True).order_by(Plain("name"))


def require_requester(person: Person, opening: Opening) -> None:
    """Refuse whoever did not ask for this account.

    Whoever keeps the accounts of the unit goes on with what somebody who left had asked for.

    Raises:
        OpeningNotYoursError: somebody else asked for it.
    """
    if not answers_for(person, opening):
        raise OpeningNotYoursError


def answers_for(person: Person, opening: Opening) -> bool:
    """Return whether `person` writes, submits and gives up this request."""
    if opening.requested_by.is_active:
        return person.pk == opening.requested_by_id
    return may(person, Right.EDIT_ACCOUNTS, unit=opening.unit)


def may_merge(person: Person, opening: Opening) -> bool:
    """Return whether `person` may turn a request into work on an account that exists."""
    keeps = may(person, Right.EDIT_ACCOUNTS, unit=opening.unit)
    return keeps or person.pk == opening.requested_by_id


def may_tick(person: Person, opening: Opening) -> bool:
    """Return whether `person` works on the opening: named in it, its requester, or the unit's."""
    named = {opening.owner_id, opening.backup_id, opening.requested_by_id}
    if opening.account is not None:
        named |= {opening.account.owner_id, opening.account.backup_id}
    return person.pk in named or may(person, Right.EDIT_ACCOUNTS, unit=opening.unit)


def judges_of(opening: Opening, *, refused_by: set[UUID]) -> QuerySet[Person]:
    """Return the leads who may answer an appeal: neither who asked, nor named, nor who refused."""
    named = (opening.requested_by_id, opening.owner_id, opening.backup_id)
    concerned = {person_id for person_id in (*named, *refused_by) if person_id}
    leads = holders_of_right(Right.EDIT_CHARTER, unit=opening.unit)
    return leads.exclude(pk__in=concerned)


def visible_rework(opening: Opening) -> Rework | None:
    """Return what an opening already found visible became as work on another account."""
    rows = Rework.objects.filter(opening=opening).select_related(
        "account__unit", "assigned_to", "done_by"
    )
    return rows.first()


def visible_check(check_id: UUID, *, viewer: Person) -> Check:
    """Return one step of an opening that `viewer` may know about, its proof loaded.

    Raises:
        OpeningNotFoundError: missing or hidden.
    """
    rows = Check.objects.filter(pk=check_id, opening__in=visible_openings(viewer))
    check = rows.select_related("proof").first()
    if check is None:
        raise OpeningNotFoundError
    return check
