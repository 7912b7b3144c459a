"""Everything the room shows at once, in few queries: it must open while the house is flooded."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeVar

from django.db.models import Model, QuerySet
from django.urls import NoReverseMatch, reverse

from gouvernail.crisis.models import (
    Call,
    Evidence,
    Incident,
    Message,
    Seat,
    Statement,
    Task,
)
from gouvernail.crisis.permissions import may_run
from gouvernail.crisis.queries.freezing import frozen_from
from gouvernail.crisis.queries.taken import Takings, takings_of
from gouvernail.crisis.queries.timeline import Lines, timeline_of
from gouvernail.foundation.paging import Page, page_of
from gouvernail.kernel.bilingual import VARIABLE
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, may
from gouvernail.publishing.models import Freeze
from gouvernail.publishing.queries import FrozenScope, freezes_in_force, held_and_beyond

M = TypeVar("M", bound=Model)
SHOWN: Final = 12
SOON: Final = 8  # tasks of a room shown at once
PAGE: Final = 25
# Pages of areas above that show themselves in the room: the name of the route that gives a part.
PANELS: Final = ("watch:room-panel", "drills:room-panel", "listening:room-panel")
ORIGINS: Final[Mapping[str, str]] = {
    "spike": "listening:spike-detail",
    "conversation": "inbox:conversation-detail",
    "report": "conduct:report-detail",
    "case": "verification:report-detail",
    "mention": "listening:mention-detail",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """A statement, and the variables to fill in before it is used."""

    statement: Statement
    variables: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """The room of one incident as `viewer` sees it.

    `doing` are tasks to do, late first; `lead` and `watch` the shifts of these two seats now.
    """

    incident: Incident
    may_run: bool
    may_freeze: bool
    seats: list[Seat]
    past_seats: list[Seat]
    lead: Seat | None
    watch: Seat | None
    doing: list[Task]
    late: int
    done: int
    dropped: int
    timeline: Lines
    takings: Takings
    frozen: list[FrozenScope]
    lifted: list[Freeze]
    ready: list[Ready]
    waiting: int
    messages: list[Message]
    message_count: int
    evidence: list[Evidence]
    evidence_count: int
    calls: list[Call]
    reached: int
    panels: list[str]
    origin_url: str

    @property
    def is_open(self) -> bool:
        """Return whether something may still be done in it."""
        return self.incident.status == Incident.Status.OPEN

    @property
    def soon(self) -> list[Task]:
        """Return what is to do first."""
        return self.doing[:SOON]

    @property
    def later(self) -> list[Task]:
        """Return what is to do after it."""
        return self.doing[SOON:]

    @property
    def task_count(self) -> int:
        """Return how many tasks there are, those not needed left out."""
        return len(self.doing) + self.done

    @property
    def done_percent(self) -> int:
        """Return the share of them that is done."""
        return 100 * self.done // self.task_count if self.task_count else 0


def room_of(
    incident: Incident, *, viewer: Person, at: datetime, cursor: str = "", kind: str = ""
) -> Room:
    """Return the room. Twenty-eight queries at most, whatever happened in it."""
    shifts = list(Seat.objects.filter(incident=incident).select_related("person", "deputy"))
    seats = [seat for seat in shifts if seat.until is None]
    past = [seat for seat in shifts if seat.until is not None and seat.person_id]
    shown = seats if incident.status == Incident.Status.OPEN else []
    tasks = list(Task.objects.filter(incident=incident).select_related("owner", "account"))
    doing = [task for task in tasks if task.status == Task.Status.OPEN]
    doing.sort(key=lambda task: (task.due_at or at, task.position, task.pk))
    for task in doing:
        task.is_late = bool(task.due_at and task.due_at <= at)  # type: ignore[attr-defined]
    keys = frozen_from(incident)
    standing = list(freezes_in_force().filter(pk__in=keys)) if keys else []
    lifted = list(Freeze.objects.filter(pk__in=keys, status="lifted")) if keys else []
    statements = list(incident.plan.statements.exclude(status="removed")) if incident.plan else []
    calls = list(
        Call.objects.filter(incident=incident).select_related(
            "contact__person", "contact__backup", "settled_by"
        )
    )
    messages, message_count = _latest(messages_of(incident))
    evidence, evidence_count = _latest(evidence_of(incident))
    return Room(
        incident=incident,
        may_run=may_run(viewer, incident) and incident.status == Incident.Status.OPEN,
        may_freeze=may(viewer, Right.FREEZE),
        seats=shown,
        past_seats=sorted(past, key=lambda seat: seat.since),
        lead=next((seat for seat in shown if seat.role == "lead"), None),
        watch=next((seat for seat in shown if seat.role == "watch"), None),
        doing=doing,
        late=sum(1 for task in doing if task.due_at and task.due_at <= at),
        done=sum(1 for task in tasks if task.status == Task.Status.DONE),
        dropped=sum(1 for task in tasks if task.status == Task.Status.DROPPED),
        timeline=timeline_of(incident, cursor=cursor, kind=kind),
        takings=takings_of(incident, viewer=viewer),
        frozen=held_and_beyond(standing, viewer=viewer),
        lifted=lifted,
        ready=[
            Ready(statement=one, variables=variables_of(one))
            for one in statements
            if one.status == Statement.Status.APPROVED
        ],
        waiting=sum(1 for one in statements if one.status != Statement.Status.APPROVED),
        messages=messages,
        message_count=message_count,
        evidence=evidence,
        evidence_count=evidence_count,
        calls=calls,
        reached=sum(1 for call in calls if call.status == Call.Status.ANSWERED),
        panels=panels_of(incident),
        origin_url=origin_url(incident),
    )


def _latest(rows: QuerySet[M]) -> tuple[list[M], int]:
    """Return the latest rows and how many there are. Two queries at most."""
    found = list(rows[: SHOWN + 1])
    return found[:SHOWN], rows.count() if len(found) > SHOWN else len(found)


def messages_of(incident: Incident) -> QuerySet[Message]:
    """Return the messages prepared in an incident, latest first. One query when iterated."""
    return Message.objects.filter(incident=incident).select_related("statement", "sent_by")


def evidence_of(incident: Incident) -> QuerySet[Evidence]:
    """Return what was captured in an incident, latest first. One query when iterated."""
    return Evidence.objects.filter(incident=incident).select_related("captured_by")


def message_page(incident: Incident, *, cursor: str = "") -> Page[Message]:
    """Return one page of the messages of an incident. One query."""
    order = ("-prepared_at", "-id")
    return page_of(messages_of(incident), order=order, cursor=cursor, size=PAGE)


def evidence_page(incident: Incident, *, cursor: str = "") -> Page[Evidence]:
    """Return one page of what was captured in an incident. One query."""
    order = ("-captured_at", "-id")
    return page_of(evidence_of(incident), order=order, cursor=cursor, size=PAGE)


def variables_of(statement: Statement) -> tuple[str, ...]:
    """Return the variables of a statement, in the order they are read, each once. Pure."""
    found = [*VARIABLE.findall(statement.text), *VARIABLE.findall(statement.text_en)]
    return tuple(dict.fromkeys(found))


def panels_of(incident: Incident) -> list[str]:
    """Return the addresses of the parts that other areas give to the room; those that exist."""
    found = []
    for name in PANELS:
        try:
            found.append(reverse(name, args=[incident.pk]))
        except NoReverseMatch:
            continue
    return found


def origin_url(incident: Incident) -> str:
    """Return the page of what the incident was declared from; empty where there is none."""
    name = ORIGINS.get(incident.origin_kind, "")
    try:
        return reverse(name, args=[incident.origin_id]) if name and incident.origin_id else ""
    except NoReverseMatch:
        return ""
