"""What happens to requests by itself, and who is told."""

from datetime import datetime, timedelta

from django.urls import NoReverseMatch, reverse

from gouvernail.approvals.actions import expire_requests
from gouvernail.approvals.models import Request, RequestStep
from gouvernail.approvals.permissions import deciders
from gouvernail.foundation.models import OutboxEvent
from gouvernail.foundation.outbox import Reader
from gouvernail.foundation.schedule import Periodic
from gouvernail.notifications.actions import Message, tell

PAGES = {
    "draft": "content:review",
    "opening": "openings:opening-review",
    "reply": "inbox:reply-review",
    "reply_version": "replies:reply-review",
}


def expire(at: datetime) -> None:
    """End the requests whose moment has passed."""
    expire_requests(at=at)


def tell_people(event: OutboxEvent, at: datetime) -> None:
    """Tell those who can decide, or those who wrote, what is new."""
    rows = Request.objects.select_related("unit").filter(pk=event.payload["request_id"])
    request = rows.first()
    if request is None:
        return
    if event.topic == "approvals.step_opened":
        step = RequestStep.objects.filter(pk=event.payload["step_id"]).first()
        if step is not None and step.status == RequestStep.Status.OPEN:
            _tell_deciders(request, step, at=at)
        return
    _tell_authors(request, at=at)


def _tell_deciders(request: Request, step: RequestStep, *, at: datetime) -> None:
    message = Message(
        kind="approval.to_decide",
        once=f"step:{step.pk}",
        path=_page(request),
        facts={"title": request.title},
        subject_kind=request.subject_kind,
        subject_id=str(request.subject_id),
    )
    tell(people=deciders(request, step, at=at), message=message, at=at)


def _tell_authors(request: Request, *, at: datetime) -> None:
    kind = f"approval.{request.status}"
    if request.status in {Request.Status.VOID, Request.Status.WITHDRAWN}:
        return
    last = request.decisions.select_related("person").last()
    message = Message(
        kind=kind,
        once=f"request:{request.pk}:{request.status}",
        path=_page(request),
        facts={"title": request.title, "by": last.person.name if last else ""},
        subject_kind=request.subject_kind,
        subject_id=str(request.subject_id),
    )
    people = set(request.editor_rows.values_list("person_id", flat=True))
    tell(people={*people, request.submitted_by_id}, message=message, at=at)


def _page(request: Request) -> str:
    """Return where the subject is reviewed, if its kind has such a page."""
    name = PAGES.get(request.subject_kind, "")
    try:
        return reverse(name, args=[request.pk]) if name else ""
    except NoReverseMatch:
        return ""


PERIODIC = [Periodic(name="approvals.expire", every=timedelta(minutes=1), run=expire)]
READERS = [
    Reader(
        name="approvals.tell",
        topics=frozenset({"approvals.step_opened", "approvals.closed"}),
        handle=tell_people,
    )
]
