"""One request as its page shows it to one reader: what stands, what they may do."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from gouvernail.approvals.models import Decision, Request, RequestStep
from gouvernail.approvals.permissions import deciders, has_a_hand_in, standings
from gouvernail.approvals.queries import Plan, decisions_of, steps_of
from gouvernail.foundation.sorting import Plain
from gouvernail.openings.models import Appeal, Opening, Rework
from gouvernail.openings.permissions import answers_for, judges_of, may_merge, visible_rework
from gouvernail.openings.queries.evidence import Advice
from gouvernail.openings.queries.requests import (
    KIND,
    SECTION_NAMES,
    SECTIONS,
    Gap,
    Stage,
    gaps_of,
    line_of,
    route_of,
    unaccepted,
)
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, may
from gouvernail.registry.permissions import visible_accounts

STATUS = Opening.Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Awaited:
    """A step still to be decided, and who may decide it today."""

    step: RequestStep
    people: list[Person]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningPage:
    """What a page of a request shows; `may_…` is about its reader.

    `plan` is the way it would take, while it is being written; `request` the way it took, and
    `awaited` what is left of it. `named` is `owner` or `backup` when the reader has to accept.
    """

    line: list[Stage]
    gaps: list[Gap]
    waiting: list[Person]
    plan: Plan | None
    request: Request | None
    awaited: list[Awaited]
    decisions: list[Decision]
    appeals: list[Appeal]
    rework: Rework | None
    named: str
    mine: bool
    own_work: bool
    may_write: bool
    may_submit: bool
    may_decide: bool
    may_begin: bool
    may_merge: bool
    may_appeal: bool
    may_answer: bool
    may_rework: bool
    may_decline: bool

    @property
    def sections(self) -> list[tuple[str, str]]:
        """Return the sections of the form, by code and name."""
        return [(code, str(SECTION_NAMES[code])) for code in SECTIONS]

    @property
    def last(self) -> Decision | None:
        """Return the decision that sent the request back or refused it, if the last one did."""
        last = self.decisions[-1] if self.decisions else None
        return last if last is not None and last.verdict != Decision.Verdict.APPROVE else None

    @property
    def other_subjects(self) -> list[tuple[str, UUID]]:
        """Return what else the history of the request is about."""
        found: list[tuple[str, UUID]] = [("opening_appeal", one.pk) for one in self.appeals]
        if self.rework is not None:
            found.append(("opening_rework", self.rework.pk))
        return found


def page_of(opening: Opening, *, viewer: Person, at: datetime) -> OpeningPage:
    """Return one visible request as `viewer` sees it. Some ten queries."""
    mine = answers_for(viewer, opening)
    request = _request(opening)
    decisions = list(decisions_of(KIND, opening.pk))
    appeals = list(opening.appeals.select_related("by", "answered_by"))
    rework = visible_rework(opening)
    open_rework = rework if rework is not None and rework.done_at is None else None
    gaps, waiting = gaps_of(opening), unaccepted(opening)
    being_written = opening.status in {STATUS.DRAFT, STATUS.CHANGES}
    pending = request is not None and request.status == Request.Status.PENDING
    own_work = request is not None and has_a_hand_in(viewer, request)
    return OpeningPage(
        line=line_of(opening),
        gaps=gaps if being_written else [],
        waiting=waiting if being_written else [],
        plan=route_of(opening) if being_written and mine else None,
        request=request,
        awaited=_awaited(request, at=at) if pending else [],
        decisions=decisions,
        appeals=appeals,
        rework=rework,
        named=_named(opening, viewer) if opening.status in Opening.WRITABLE else "",
        mine=mine,
        own_work=own_work,
        may_write=mine and opening.status in Opening.WRITABLE,
        may_submit=mine and being_written and not gaps and not waiting,
        may_decide=pending and not own_work and _holds_seat(viewer, request, at=at),
        may_begin=opening.status == STATUS.APPROVED
        and may(viewer, Right.EDIT_ACCOUNTS, unit=opening.unit),
        may_merge=opening.status in Opening.WRITABLE and may_merge(viewer, opening),
        may_appeal=mine and opening.status == STATUS.REFUSED and not _asked(opening, appeals),
        may_answer=_may_answer(opening, appeals, decisions, viewer),
        may_rework=open_rework is not None and _reworks(open_rework, viewer),
        may_decline=open_rework is not None and open_rework.assigned_to_id == viewer.pk,
    )


def _request(opening: Opening) -> Request | None:
    if opening.approval_id is None:
        return None
    rows = Request.objects.filter(pk=opening.approval_id, subject_id=opening.pk)
    return rows.select_related("unit", "route", "submitted_by").first()


def _awaited(request: Request | None, *, at: datetime) -> list[Awaited]:
    """Return the steps that are not decided, with names. Some four queries a step."""
    if request is None:
        return []
    found = []
    for step in steps_of(request):
        if step.status in {RequestStep.Status.OPEN, RequestStep.Status.WAITING}:
            people = Person.objects.filter(pk__in=deciders(request, step, at=at))
            found.append(Awaited(step=step, people=list(people.order_by(Plain("name")))))
    return found


def _named(opening: Opening, viewer: Person) -> str:
    for place in ("owner", "backup"):
        waits = getattr(opening, f"{place}_accepted_at") is None
        if getattr(opening, f"{place}_id") == viewer.pk and waits:
            return place
    return ""


def _holds_seat(viewer: Person, request: Request | None, *, at: datetime) -> bool:
    if request is None:
        return False
    asked = {
        seat for step in request.steps.filter(status=RequestStep.Status.OPEN) for seat in step.seats
    }
    return any(one.seat in asked for one in standings(viewer, request, at=at))


def _asked(opening: Opening, appeals: list[Appeal]) -> bool:
    return any(one.approval_id == opening.approval_id for one in appeals)


def _may_answer(
    opening: Opening, appeals: list[Appeal], decisions: list[Decision], viewer: Person
) -> bool:
    if opening.status != STATUS.REFUSED or not any(not one.outcome for one in appeals):
        return False
    refused_by = {
        one.person_id
        for one in decisions
        if one.request_id == opening.approval_id and one.verdict == Decision.Verdict.REFUSE
    }
    return judges_of(opening, refused_by=refused_by).filter(pk=viewer.pk).exists()


def _reworks(rework: Rework, viewer: Person) -> bool:
    return viewer.pk == rework.assigned_to_id or may(
        viewer, Right.EDIT_ACCOUNTS, unit=rework.account.unit
    )


def linked_accounts(viewer: Person, advice: Advice) -> set[UUID]:
    """Return the accounts with the same aim whose record `viewer` may open. One query."""
    found = [match.account.id for match in advice.matches]
    return set(visible_accounts(viewer).filter(pk__in=found).values_list("pk", flat=True))
