"""What each of many people has signed, has still to sign, and is late with."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from gouvernail.foundation.counting import CountOf
from gouvernail.people.models import Person
from gouvernail.policies.models import PolicyVersion
from gouvernail.policies.queries import counting_signatures, unsigned_of_each
from gouvernail.signing.models import Campaign, Line, Objection


@dataclass(slots=True)
class Tally:
    """How many policies one person signed, has to sign, is late with; when last reminded."""

    signed: int = 0
    open: int = 0
    late: int = 0
    reminded_on: date | None = None


def tallies(people: Collection[UUID], *, today: date) -> dict[UUID, Tally]:
    """Return what each of these people has signed and has to sign. Three queries.

    `signed` counts policies in force to be signed, what was carried over included. `open` also
    counts what a person has to sign though no campaign asks: it has no day to be late for. Whoever
    said that they cannot sign, and waits for an answer, is not late.
    """
    found: defaultdict[UUID, Tally] = defaultdict(Tally)
    waiting = waiting_lines().filter(person__in=people).annotate(late=late(today))
    for person, is_late in waiting.values_list("person_id", "late"):
        if is_late:
            found[person].late += 1
        else:
            found[person].open += 1
    signed = counting_signatures().filter(
        person__in=people, version__policy__must_sign=True, version__policy__archived_at=None
    )
    for person, _policy in signed.values_list("person_id", "version__policy_id").distinct():
        found[person].signed += 1
    others = Person.objects.filter(pk__in=people).annotate(
        more=CountOf(without_campaign(today)), told=Subquery(_last_told())
    )
    for key, more, told in others.values_list("pk", "more", "told"):
        found[key].open += more
        found[key].reminded_on = told
    return found


def waiting_lines() -> QuerySet[Line]:
    """Return what people are asked to sign and have not, in campaigns that go on. No query."""
    return Line.objects.filter(state=Line.State.WAITING, campaign__status=Campaign.Status.OPEN)


def late(today: date) -> Q:
    """Return the condition of a waiting line that is late. No query."""
    objected = Objection.objects.filter(
        campaign=OuterRef("campaign"), person=OuterRef("person"), outcome=""
    )
    return Q(due_on__lt=today) & ~Q(Exists(objected))


def without_campaign(today: date) -> QuerySet[Any]:
    """Return, inside a query of people, what each has to sign that no campaign asked of them."""
    asked = Line.objects.filter(
        person=OuterRef(OuterRef("pk")),
        campaign__version__policy=OuterRef("pk"),
        campaign__version__status=PolicyVersion.Status.IN_FORCE,
    )
    return unsigned_of_each(today).filter(~Exists(asked))


def _last_told() -> QuerySet[Line, Any]:
    rows = Line.objects.filter(person=OuterRef("pk"), reminded_on__isnull=False)
    return rows.order_by("-reminded_on").values("reminded_on")[:1]
