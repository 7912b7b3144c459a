"""The queues: what waits, for whom, in which order."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from gouvernail.foundation.ids import is_uuid
from gouvernail.foundation.paging import Page, page_of
from gouvernail.inbox.models import Conversation
from gouvernail.inbox.permissions import visible_conversations
from gouvernail.inbox.queries.words import holding
from gouvernail.people.models import Person
from gouvernail.teams.models import Seat

Status = Conversation.Status
BOXES = ("team", "mine", "all")
WAITING = (Status.OPEN, Status.EXPERT)
ORDER = ("-priority", "turn_at", "pk")
PAGE = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What narrows a queue; empty asks nothing. `box` is one of `BOXES`."""

    box: str = "all"
    status: str = ""
    network: str = ""
    account: str = ""
    team: str = ""
    unit: str = ""
    priority: str = ""
    sentiment: str = ""
    complaint: bool = False
    search: str = ""


def queue(viewer: Person, filters: Filters) -> QuerySet[Conversation]:
    """Return the conversations of a queue that `viewer` may see; without a status, what waits."""
    rows = visible_conversations(viewer).filter(merged_into__isnull=True)
    rows = rows.filter(status=filters.status) if filters.status else rows.filter(status__in=WAITING)
    rows = rows.filter(_in_box(viewer, filters.box))
    for name in ("account", "team"):
        value = getattr(filters, name)
        if is_uuid(value):
            rows = rows.filter(**{f"{name}_id": UUID(value)})
    if is_uuid(filters.unit):
        nobodys = Q(account__isnull=True, unit=UUID(filters.unit))
        rows = rows.filter(Q(account__unit=UUID(filters.unit)) | nobodys)
    for name in ("network", "sentiment", "priority"):
        value = getattr(filters, name)
        if value:
            rows = rows.filter(**{name: value})
    if filters.complaint:
        rows = rows.filter(complaint_at__isnull=False)
    return holding(rows, filters.search)


def _in_box(viewer: Person, box: str) -> Q:
    if box == "mine":
        return Q(claimed_by=viewer)
    mine = Seat.objects.filter(person=viewer, ended_at__isnull=True)
    return Q(team__in=mine.values("team_id")) if box == "team" else Q()


def queue_page(viewer: Person, filters: Filters, *, cursor: str = "") -> Page[Conversation]:
    """Return a page of a queue, the most urgent first, then by turn. One query."""
    rows = queue(viewer, filters).select_related("account", "team", "claimed_by")
    return page_of(rows, order=ORDER, cursor=cursor, size=PAGE)


def held_by(person: Person) -> QuerySet[Conversation]:
    """Return what somebody has taken up, or was given, and has still to answer, by turn."""
    rows = Conversation.objects.filter(claimed_by=person, status=Status.OPEN)
    return rows.order_by("turn_at", "pk")


def late_for_teams_of(person: Person) -> QuerySet[Conversation]:
    """Return what is late in the teams of somebody, told so, and nobody has taken up, by turn."""
    mine = Seat.objects.filter(person=person, ended_at__isnull=True, team__closed_at=None)
    rows = Conversation.objects.filter(
        team__in=mine.values("team_id"),
        claimed_by__isnull=True,
        status=Status.OPEN,
        due_at__isnull=False,
        alarm_at__isnull=True,
    )
    return rows.order_by("turn_at", "pk")
