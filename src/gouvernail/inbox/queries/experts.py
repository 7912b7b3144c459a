"""What experts are asked."""

from django.db.models import QuerySet

from gouvernail.foundation.paging import Page, page_of
from gouvernail.inbox.models import Question
from gouvernail.people.models import Person


def questions_page(viewer: Person, *, cursor: str = "") -> Page[Question]:
    """Return a page of what `viewer` was asked, the latest first. One query."""
    rows = Question.objects.filter(expert=viewer, withdrawn_at__isnull=True)
    rows = rows.select_related("asked_by", "conversation")
    return page_of(rows, order=("-asked_at", "pk"), cursor=cursor)


def waiting_for(person: Person) -> QuerySet[Question]:
    """Return what somebody was asked and has not answered yet, the most pressing first."""
    rows = Question.objects.filter(
        expert=person, answered_at__isnull=True, withdrawn_at__isnull=True
    )
    return rows.select_related("asked_by", "conversation").order_by("due_at", "pk")
