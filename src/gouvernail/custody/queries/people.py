"""What one person can get into, and what is to be taken away from whom."""

from datetime import date, datetime, timedelta
from statistics import median
from typing import Final

from django.db.models import Count, Q, QuerySet

from gouvernail.custody.models import Access
from gouvernail.custody.permissions import guarded_accounts, visible_accesses
from gouvernail.custody.queries.ways import in_custody, ways
from gouvernail.foundation.sorting import Plain, plainly
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, scope

YEAR: Final = timedelta(days=365)


def accesses_of(person: Person, *, viewer: Person) -> QuerySet[Access]:
    """Return what `person` can get into or recover and `viewer` may know, accounts loaded."""
    rows = visible_accesses(viewer).filter(person=person).exclude(state=Access.State.CLOSED)
    return rows.select_related("account__unit").order_by(Plain("account__name"), "means", "pk")


def revocations_of(viewer: Person) -> QuerySet[Access]:
    """Return what `viewer` is to see revoked, the most urgent first: by right, or as a holder."""
    held = Q(account__owner=viewer) | Q(account__custodian=viewer)
    managed = scope(viewer, Right.MANAGE_ACCESS, "account__unit__path")
    rows = Access.objects.filter(managed | held, state__in=Access.DUE)
    return rows.select_related("person", "account__unit").order_by("due_on", "pk")


def alone(viewer: Person, *, limit: int, today: date) -> list[tuple[Person, int]]:
    """Return who is the only way into the most accounts, and into how many. Two queries."""
    single = guarded_accounts(viewer).filter(in_custody(), ways_in=1)
    rows = (
        ways(today)
        .filter(account__in=single)
        .order_by()
        .values("person")
        .annotate(number=Count("account", distinct=True))
        .order_by("-number", "person")[:limit]
    )
    found = {row["person"]: row["number"] for row in rows}
    people = Person.objects.filter(pk__in=found)
    pairs = [(one, found[one.pk]) for one in people]
    return sorted(pairs, key=lambda pair: (-pair[1], plainly(pair[0].name)))


def revocation_time(viewer: Person, *, at: datetime) -> tuple[timedelta | None, int]:
    """Return the median time from departure to the end of the last access, and of how many people.

    Over one year; people of whom something is still to be revoked are not counted. Two queries.
    """
    rows = visible_accesses(viewer).filter(why=Access.Why.LEFT, person__isnull=False)
    waiting = set(rows.filter(state__in=Access.DUE).values_list("person_id", flat=True))
    closed = rows.filter(state=Access.State.CLOSED, closed_at__gte=at - YEAR)
    took: dict[object, timedelta] = {}
    for person_id, since, until in closed.values_list("person_id", "due_since", "closed_at"):
        if person_id not in waiting and since is not None and until is not None:
            took[person_id] = max(took.get(person_id, timedelta()), until - since)
    seconds = [each.total_seconds() for each in took.values()]
    return (timedelta(seconds=median(seconds)) if seconds else None), len(seconds)
