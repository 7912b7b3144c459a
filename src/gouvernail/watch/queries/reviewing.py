"""What the page of a review shows."""

from collections.abc import Sequence

from django.db.models import QuerySet

from gouvernail.crisis.models import Incident
from gouvernail.people.models import Person
from gouvernail.watch.models import Improvement, Review
from gouvernail.watch.queries.times import Times, kept_times, times_of


def times_for(incident: Incident, review: Review | None) -> Times:
    """Return the times of an incident: as kept once its review is finished. Nine queries."""
    return kept_times(review.times) if review and review.times else times_of(incident)


def improvements_of(review: Review | None) -> Sequence[Improvement]:
    """Return the actions of a review by their date, their owners loaded. One query."""
    if review is None:
        return []
    rows = Improvement.objects.filter(review=review).select_related("owner", "settled_by")
    return list(rows.order_by("due_on", "pk"))


def improvements_due(viewer: Person) -> QuerySet[Improvement]:
    """Return what `viewer` has to change after incidents. One query when iterated."""
    rows = Improvement.objects.filter(owner=viewer, status=Improvement.Status.OPEN)
    return rows.select_related("review__incident").order_by("due_on", "pk")
