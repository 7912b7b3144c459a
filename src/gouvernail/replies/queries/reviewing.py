"""What is to be looked at again, and what ends."""

from datetime import date, timedelta
from typing import Final

from django.db.models import Q, QuerySet

from gouvernail.foundation.paging import Page, page_of
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, scope
from gouvernail.replies.models import ReplyVersion

SOON: Final = timedelta(days=30)
LATELY: Final = timedelta(days=14)
"""A worker that was away longer than this reminds nobody of days long past: Today still does."""
PAGE_SIZE: Final = 50


def in_use() -> QuerySet[ReplyVersion]:
    """Return the versions in use, their reply and its unit loaded."""
    rows = ReplyVersion.objects.filter(status=ReplyVersion.Status.APPROVED)
    return rows.select_related("reply__unit")


def ending_within(today: date, span: timedelta) -> QuerySet[ReplyVersion]:
    """Return the versions in use whose last day comes within `span`. One query."""
    return in_use().filter(expires_on__gt=today, expires_on__lte=today + span)


def come_to_review(today: date) -> QuerySet[ReplyVersion]:
    """Return the versions in use whose day of review came in the last two weeks. One query."""
    return in_use().filter(review_on__lte=today, review_on__gt=today - LATELY)


def due_page(person: Person, *, today: date, cursor: str) -> Page[ReplyVersion]:
    """Return one page of what `due` finds, the oldest day first. One query."""
    page: Page[ReplyVersion] = page_of(
        due(person, today=today), order=("review_on", "pk"), cursor=cursor, size=PAGE_SIZE
    )
    return page


def due(person: Person, *, today: date) -> QuerySet[ReplyVersion]:
    """Return the versions in use that `person` keeps and that are to review, or end within 30 days.

    What has ended counts until it is retired or written anew. One query.
    """
    late = Q(review_on__lte=today) | Q(expires_on__lte=today + SOON)
    mine = scope(person, Right.WRITE_CONTENT, "reply__unit__path")
    return in_use().filter(mine, late).order_by("review_on", "pk")
