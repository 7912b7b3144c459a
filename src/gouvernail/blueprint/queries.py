"""Models that wait for a second person, and plans as they are shown."""

from typing import Final

from django.db.models import QuerySet

from gouvernail.blueprint.models import Application
from gouvernail.blueprint.permissions import visible_applications
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, may_overall

ORDER: Final = ("-asked_at", "id")


def applications_to_answer(person: Person) -> QuerySet[Application]:
    """Return what waits for this person's answer, the oldest first. One query, or none."""
    if not may_overall(person, Right.EDIT_CHARTER):
        return Application.objects.none()
    rows = Application.objects.filter(status=Application.Status.WAITING).exclude(asked_by=person)
    return rows.defer("files", "changes").select_related("asked_by").order_by("asked_at", "pk")


def applications_for_list(viewer: Person, *, state: str = "") -> QuerySet[Application]:
    """Return applications, the last first, with who asked and who answered; one query.

    Only those that wait without a `state`. Their files stay in the database.
    """
    status = state if state in Application.Status.values else Application.Status.WAITING
    rows = visible_applications(viewer).filter(status=status).defer("files", "changes")
    return rows.select_related("asked_by", "answered_by")
