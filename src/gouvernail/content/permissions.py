"""The only door to a draft."""

from uuid import UUID

from django.db.models import Q, QuerySet

from gouvernail.approvals.models import Request
from gouvernail.content.errors import DraftNotFoundError
from gouvernail.content.models import Draft
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import (
    Right,
    holders_of_right,
    may,
    scope,
    visible_people,
)

KIND = "draft"


def visible_drafts(viewer: Person) -> QuerySet[Draft]:
    """Return the drafts of the units whose content `viewer` sees, and their own."""
    mine = Q(author=viewer) | Q(assignee=viewer)
    return Draft.objects.filter(scope(viewer, Right.SEE_CONTENT, "unit__path") | mine)


def visible_draft(draft_id: UUID | str, *, viewer: Person, lock: bool = False) -> Draft:
    """Return one draft that `viewer` may know about, unit and author loaded.

    One query; with `lock`, the row is locked first until the transaction ends.

    Raises:
        DraftNotFoundError: missing or hidden; the caller cannot tell which.
    """
    if lock:
        Draft.objects.select_for_update().filter(pk=draft_id).first()
    related = ("unit", "author", "edited_by", "assignee")
    draft = visible_drafts(viewer).select_related(*related).filter(pk=draft_id).first()
    if draft is None:
        raise DraftNotFoundError
    return draft


def draft_of_request(request: Request, *, lock: bool = False) -> Draft:
    """Return the draft that a request is about, unit and author loaded. One query.

    Whoever may see the request may see its draft: stand-ins are reviewers of units they do not
    otherwise see. Obtain the request through `approvals` with the same viewer.

    Raises:
        DraftNotFoundError: the request is about something else.
    """
    rows = Draft.objects.select_for_update(of=("self",)) if lock else Draft.objects.all()
    found = rows.select_related("unit", "author", "edited_by").filter(pk=request.subject_id)
    draft = found.first() if request.subject_kind == KIND else None
    if draft is None:
        raise DraftNotFoundError
    return draft


def may_write(person: Person, unit: Unit) -> bool:
    """Return whether `person` may write for `unit`. No query once grants are read."""
    return may(person, Right.WRITE_CONTENT, unit=unit)


def writable_units(person: Person) -> QuerySet[Unit]:
    """Return the open units `person` may write for, in tree order. One query when iterated."""
    return Unit.objects.filter(
        scope(person, Right.WRITE_CONTENT), status=Unit.Status.OPEN
    ).order_by("path")


def writers_of(unit: Unit, *, viewer: Person) -> QuerySet[Person]:
    """Return who could work on a draft of `unit`, as far as `viewer` knows them. One query."""
    known = visible_people(viewer).values("pk")
    return holders_of_right(Right.WRITE_CONTENT, unit=unit).filter(pk__in=known)
