"""Who may know about models that wait, and who answers."""

from uuid import UUID

from django.db.models import QuerySet

from gouvernail.blueprint.errors import (
    ApplicationNotFoundError,
    OwnApplicationError,
)
from gouvernail.blueprint.models import Application
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, may_overall, require_overall


def may_answer(person: Person, application: Application) -> bool:
    """Return whether `person` answers: who writes the charter of the whole, but not who asked."""
    return may_overall(person, Right.EDIT_CHARTER) and person.pk != application.asked_by_id


def require_answer(person: Person, application: Application) -> None:
    """Refuse unless `may_answer`.

    Raises:
        RightMissingError: they do not write the charter of the whole.
        OwnApplicationError: they asked for it, whatever they are otherwise.
    """
    require_overall(person, Right.EDIT_CHARTER)
    if not may_answer(person, application):
        raise OwnApplicationError


def visible_applications(viewer: Person) -> QuerySet[Application]:
    """Return the applications of whoever may answer: all of them; of others, their own."""
    rows = Application.objects.all()
    return rows if may_overall(viewer, Right.EDIT_CHARTER) else rows.filter(asked_by=viewer)


def visible_application(application_id: UUID, *, viewer: Person, lock: bool = False) -> Application:
    """Return one application, with who asked and who answered.

    Raises:
        ApplicationNotFoundError: missing or hidden.
    """
    if lock:
        Application.objects.select_for_update().filter(pk=application_id).first()
    rows = visible_applications(viewer).select_related("asked_by", "answered_by")
    found = rows.filter(pk=application_id).first()
    if found is None:
        raise ApplicationNotFoundError
    return found
