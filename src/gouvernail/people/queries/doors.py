"""What happened at the door, as security and those who audit may read it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from gouvernail.people.models import Person, SignIn
from gouvernail.people.permissions import Right, may_overall, scope

HEADER = ("at", "person", "email", "what", "means", "address", "device")
OWN = 8
REFUSALS = (SignIn.What.REFUSED, SignIn.What.LOCKED, SignIn.What.FACTOR_REFUSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorsAsked:
    """How the list is narrowed; empty fields narrow nothing.

    `what` is one of `SignIn.What`, or `refusals` for all that was refused.
    """

    search: str = ""
    what: str = ""
    means: str = ""
    since: datetime | None = None


def visible_doors(viewer: Person) -> QuerySet[SignIn]:
    """Return what happened to the people of the units whose door `viewer` may watch.

    What names nobody is seen by those who may over the whole organisation.
    """
    seen = scope(viewer, Right.SEE_SIGN_INS, "person__home_unit__path")
    if may_overall(viewer, Right.SEE_SIGN_INS):
        seen |= Q(person__isnull=True) | Q(person__home_unit__isnull=True)
    return SignIn.objects.filter(seen)


def doors_asked(asked: DoorsAsked, *, viewer: Person) -> QuerySet[SignIn]:
    """Return what `viewer` may read, narrowed, people loaded. One query when iterated."""
    rows = visible_doors(viewer).select_related("person__home_unit")
    for word in asked.search.split()[:6]:
        rows = rows.filter(Q(person__name__icontains=word) | Q(person__email__icontains=word))
    if asked.what:
        rows = rows.filter(what__in=REFUSALS if asked.what == "refusals" else [asked.what])
    if asked.means:
        rows = rows.filter(means=asked.means)
    if asked.since is not None:
        rows = rows.filter(at__gte=asked.since)
    return rows


def door_rows(asked: DoorsAsked, *, viewer: Person) -> Iterator[tuple[object, ...]]:
    """Yield the list under `HEADER`, newest first."""
    for row in doors_asked(asked, viewer=viewer).order_by("-at", "-pk").iterator():
        person = row.person
        who = (person.name, person.email or "") if person else ("", "")
        yield (row.at, *who, row.what, row.means, row.address, row.device)


def own_doors(person: Person) -> list[SignIn]:
    """Return the last things that happened at one's own door, newest first. One query."""
    return list(SignIn.objects.filter(person=person).order_by("-at", "-pk")[:OWN])
