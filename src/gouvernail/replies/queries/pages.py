"""One reply as a page shows it: its words, its versions, who is awaited, what was said."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from gouvernail.approvals.models import Decision, Request, RequestStep
from gouvernail.approvals.permissions import deciders, has_a_hand_in, standings
from gouvernail.approvals.queries import decisions_of, request_for, steps_of
from gouvernail.foundation.clock import site_day
from gouvernail.kernel.rules import Finding
from gouvernail.kernel.text.differences import Piece, word_diff
from gouvernail.people.models import Person
from gouvernail.replies.errors import ReplyNotFoundError
from gouvernail.replies.models import Reply, ReplyPicture, ReplyVersion
from gouvernail.replies.queries.judging import FIELDS, examined, pictures_of, words_of
from gouvernail.replies.queries.previewing import Preview, previews_of
from gouvernail.replies.queries.versions import KIND, OPEN, digest_of, version_numbered

STATUS = ReplyVersion.Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One version as it is read."""

    version: ReplyVersion
    previews: list[Preview]
    pictures: list[ReplyPicture]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyPage:
    """What the page of a reply shows. `current` may be used; `at_work` is not agreed to yet.

    `returned` is the decision that sent the draft back; `awaited` are those who may decide.
    """

    current: Shown | None
    at_work: Shown | None
    seen: str
    versions: list[ReplyVersion]
    returned: Decision | None
    awaited: list[Person]
    is_over: bool

    @property
    def at_work_status(self) -> str:
        """Return where the words not agreed to yet stand; empty when there are none."""
        return str(self.at_work.version.status) if self.at_work is not None else ""


def sheet_of(reply: Reply, *, works: bool, at: datetime) -> ReplyPage:
    """Return one visible reply; whoever does not work there sees what is in use only.

    Some ten queries.
    """
    versions = list(reply.versions.select_related("written_by")) if works else []
    for one in versions:
        one.reply = reply
    draft = next((one for one in versions if one.status in OPEN), None)
    current = reply.current
    if current is not None:
        current.reply = reply
    return ReplyPage(
        current=_shown(current) if current is not None else None,
        at_work=_shown(draft) if draft is not None else None,
        seen=digest_of(draft) if draft is not None else "",
        versions=versions,
        returned=_returned(draft),
        awaited=_awaited(draft, at=at),
        is_over=current is not None and current.is_over(site_day(at)),
    )


def _shown(version: ReplyVersion) -> Shown:
    said = {field: getattr(version, field) for field in FIELDS}
    return Shown(
        version=version,
        previews=previews_of(said, version.networks),
        pictures=pictures_of(version),
    )


def _returned(draft: ReplyVersion | None) -> Decision | None:
    """Return why the draft came back, if its last decision sent it back. One query."""
    if draft is None or draft.status != STATUS.DRAFT:
        return None
    last = decisions_of(KIND, draft.pk).last()
    return last if last is not None and last.verdict != Decision.Verdict.APPROVE else None


def _awaited(draft: ReplyVersion | None, *, at: datetime) -> list[Person]:
    """Return who may decide now, by name. Some four queries, or none."""
    if draft is None or draft.approval_id is None:
        return []
    request = Request.objects.select_related("unit").filter(pk=draft.approval_id).first()
    step = request and request.steps.filter(status=RequestStep.Status.OPEN).first()
    if not request or not step:
        return []
    keys = deciders(request, step, at=at)
    return list(Person.objects.filter(pk__in=keys).order_by("name"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One text of a version beside the one before it."""

    field: str
    pieces: list[Piece]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A version and what it changed; `before` is None for the first one."""

    version: ReplyVersion
    before: ReplyVersion | None
    changes: list[Change]


def comparison(reply: Reply, number: int, *, works: bool) -> Comparison:
    """Return a version beside the one before it. Two queries.

    Raises:
        ReplyNotFoundError: there is no such version, or the reader sees only what is in use.
    """
    version = version_numbered(reply, number)
    if version is None or not (works or version.pk == reply.current_id):
        raise ReplyNotFoundError
    before = version_numbered(reply, number - 1) if works else None
    changes = [
        Change(field=field, pieces=word_diff(former, text))
        for field in FIELDS
        for former, text in [(getattr(before, field) if before else "", getattr(version, field))]
        if former or text
    ]
    return Comparison(version=version, before=before, changes=changes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What whoever decides reads: the words, what they change, what the rules say of them.

    `moves`: they are for other networks than those in use.
    """

    request: Request
    shown: Shown
    changes: list[Change]
    moves: bool
    findings: list[tuple[str, Finding, str]]
    may_decide: bool


def judged_for(request_id: UUID, version: ReplyVersion, *, viewer: Person, at: datetime) -> Asked:
    """Return words under approval as `viewer` reads them. Some fifteen queries."""
    request = request_for(request_id, viewer=viewer)
    waits = request.status == Request.Status.PENDING and version.status == STATUS.APPROVAL
    open_seats = {
        seat for step in steps_of(request) if step.status == "open" for seat in step.seats
    }
    holds = any(one.seat in open_seats for one in standings(viewer, request, at=at))
    reply = version.reply
    current = reply.current
    return Asked(
        request=request,
        shown=_shown(version),
        changes=[
            Change(field=field, pieces=word_diff(getattr(current, field), getattr(version, field)))
            for field in FIELDS
            if current is not None and getattr(current, field) != getattr(version, field)
        ],
        moves=current is not None and set(current.networks) != set(version.networks),
        findings=[(field, one, words_of(one)) for field, one in examined(version, at=at).findings],
        may_decide=waits and holds and not has_a_hand_in(viewer, request),
    )
