"""Agreeing to the words of a reply, or sending them back."""

from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from gouvernail.approvals import actions as approvals
from gouvernail.approvals.actions.decisions import Choice
from gouvernail.approvals.models import Request
from gouvernail.foundation.actions import action
from gouvernail.foundation.clock import site_day
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person
from gouvernail.replies.actions.submitting import allowed, keep_verdicts
from gouvernail.replies.errors import ReplyStaleError, ReplyStateError
from gouvernail.replies.models import Reply, ReplyVersion
from gouvernail.replies.permissions import version_of_request
from gouvernail.replies.queries.versions import digest_of

STATUS: Final = ReplyVersion.Status
REVIEW_AFTER: Final = timedelta(days=365)
VERDICTS: Final = frozenset({"approve", "changes", "refuse"})


@action("replies.decide_reply")
def decide_reply(*, request_id: UUID, choice: Choice, by: Person, at: datetime) -> Reply:
    """Decide on words in one's seat; the last agreement puts them in use at once.

    The rules of that day are asked again. Words sent back are a draft, with the comment beside.

    Raises:
        ReplyStateError: it is none of the three verdicts.
        ReplyStaleError: what is stored is not what was submitted.
        ReplyBlockedError: the rules have come to forbid a text since.
        ReplyNotFoundError, RequestNotFoundError, RequestClosedError, DigestChangedError,
        OwnWorkError, SeatMissingError, AlreadyDecidedError, CommentMissingError: not decided.
    """
    version = version_of_request(request_id, viewer=by, lock=True)
    if choice.verdict not in VERDICTS:
        raise ReplyStateError(version.get_status_display())
    request = approvals.decide(request_id=request_id, choice=choice, by=by, at=at)
    if digest_of(version) != request.digest:
        raise ReplyStaleError
    if request.status == Request.Status.APPROVED:
        keep_verdicts(version, allowed(version, at=at), at=at)
        put_in_use(version, by=by, at=at)
    elif request.status in {Request.Status.CHANGES, Request.Status.REFUSED}:
        version.status, version.approval_id = STATUS.DRAFT, None
        version.save()
        record(actor=by, verb="reply_version.returned", subject=version, at=at)
    return version.reply


def put_in_use(version: ReplyVersion, *, by: Person, at: datetime) -> None:
    """Make a version the one that may be used; the one before is retired. In an action."""
    reply = Reply.objects.select_for_update(of=("self",)).get(pk=version.reply_id)
    former = reply.versions.filter(status=STATUS.APPROVED).first()
    if former is not None:
        former.status, former.retired_at = STATUS.RETIRED, at
        former.save(update_fields=("status", "retired_at"))
        record(actor=by, verb="reply_version.replaced", subject=former, at=at)
    version.status, version.approved_at = STATUS.APPROVED, at
    version.review_on = version.review_on or first_review(version, site_day(at))
    version.save(update_fields=("status", "approved_at", "review_on"))
    record(actor=by, verb="reply_version.approved", subject=version, at=at)
    reply.current, reply.updated_at, version.reply = version, at, reply
    reply.edition += 1
    reply.save(update_fields=("current", "updated_at", "edition"))
    record(actor=by, verb="reply.put_in_use", subject=reply, at=at)


def first_review(version: ReplyVersion, today: date) -> date:
    """Return when words are looked at again: in a year, or on their last day if that is sooner."""
    year = today + REVIEW_AFTER
    return min(year, version.expires_on) if version.expires_on is not None else year
