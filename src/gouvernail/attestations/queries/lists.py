"""Reviews as a list, and those of one account."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from gouvernail.attestations.models import FollowUp, Review
from gouvernail.attestations.permissions import stood_in_for, visible_reviews
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import Right, scope
from gouvernail.registry.models import Account

Status = Review.Status
HISTORY: Final = 20
ORDER: Final = ("due_on", "id")
BACKWARDS: Final = ("-due_on", "-id")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How the list is narrowed; `view` is a key of `VIEWS`, empty for all that wait."""

    view: str = ""
    unit: Unit | None = None
    network: str = ""
    search: str = ""


def reviews_for_list(
    viewer: Person, asked: Asked, *, at: datetime, today: date
) -> QuerySet[Review]:
    """Return the reviews `viewer` may see, narrowed. One query when iterated, two for `mine`."""
    rows = visible_reviews(viewer).filter(_view(viewer, asked.view, at=at, today=today))
    if asked.unit is not None:
        rows = rows.filter(account__unit__path__startswith=asked.unit.path)
    if asked.network:
        rows = rows.filter(account__network=asked.network)
    for word in asked.search.split()[:6]:
        rows = rows.filter(
            Q(account__name__icontains=word)
            | Q(account__handle__icontains=word.lstrip("@"))
            | Q(assignee__name__icontains=word)
        )
    return rows


def _view(viewer: Person, view: str, *, at: datetime, today: date) -> Q:
    live = Q(status__in=Review.LIVE)
    if view == "mine":
        return Q(status=Status.OPEN, assignee__in=[viewer.pk, *stood_in_for(viewer, at=at)])
    return {
        "to_attest": Q(status=Status.OPEN),
        "to_assign": Q(status=Status.TO_ASSIGN),
        "to_confirm": Q(status=Status.TO_CONFIRM),
        "late": live & Q(due_on__lt=today),
        "to_follow": Q(task__done_at__isnull=True, task__isnull=False),
        "decided": Q(status=Status.DECIDED),
    }.get(view, live)


def review_counts(viewer: Person, *, at: datetime, today: date) -> dict[str, int]:
    """Return how many reviews each view holds. Two queries."""
    names = ("mine", "to_attest", "to_assign", "to_confirm", "late", "to_follow", "decided", "all")
    counted = {name: Count("pk", filter=_view(viewer, name, at=at, today=today)) for name in names}
    found: dict[str, int] = visible_reviews(viewer).aggregate(**counted)
    return found


def reviews_of(account: Account) -> list[Review]:
    """Return the reviews of an account, the newest first, with their tasks. One query."""
    rows = Review.objects.filter(account=account).select_related(
        "assignee", "attested_by", "confirmed_by", "heir", "task__assignee"
    )
    return list(rows[:HISTORY])


def task_of(review: Review) -> FollowUp | None:
    """Return what a decision asked for. One query."""
    return FollowUp.objects.filter(review=review).select_related("assignee", "done_by").first()


def unfollowed_words(code: str) -> str:
    """Return why the register kept a status, in the reader's language. No query."""
    known = {
        "no_way_there": _("It cannot go there in one step from the status it had."),
        "conditions_unmet": _("An owner, a backup or an agreement must be there first."),
    }
    return known.get(code, _("It refused the change.")) if code else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What waits for one person in Today: reviews by what is to be done, tasks."""

    reviews: QuerySet[Review]
    tasks: QuerySet[FollowUp]


def waiting_for(person: Person, *, at: datetime) -> Waiting:
    """Return what reviews ask of `person` today. One query for each when iterated."""
    mine = Q(assignee=person) | Q(assignee__in=stood_in_for(person, at=at))
    lead = scope(person, Right.EDIT_ACCOUNTS, "account__unit__path")
    to_lead = Q(status__in=(Status.TO_ASSIGN, Status.TO_CONFIRM)) & lead
    rows = Review.objects.filter((Q(status=Status.OPEN) & mine) | to_lead)
    rows = rows.exclude(status=Status.TO_CONFIRM, attested_by=person)
    tasks = FollowUp.objects.filter(assignee=person, done_at__isnull=True)
    return Waiting(
        reviews=rows.select_related("account__unit", "assignee").order_by(*ORDER)[:HISTORY],
        tasks=tasks.select_related("review__account").order_by("due_on", "pk")[:HISTORY],
    )
