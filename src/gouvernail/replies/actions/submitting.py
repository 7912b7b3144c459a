"""Asking that the words of a reply be agreed to."""

from datetime import datetime
from uuid import UUID

from gouvernail.approvals import actions as approvals
from gouvernail.foundation.actions import action
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person
from gouvernail.replies.actions.writing import opened_reply
from gouvernail.replies.errors import (
    ReplyBlockedError,
    ReplyInvalidError,
    ReplyStaleError,
    ReplyStateError,
)
from gouvernail.replies.models import Reply, ReplyVersion
from gouvernail.replies.queries.judging import Examination, examined, faults_of_words
from gouvernail.replies.queries.versions import KIND, digest_of, subject_of, version_at_work
from gouvernail.rulebooks.actions import Judged, store_verdict
from gouvernail.rulebooks.models import StoredVerdict

STATUS = ReplyVersion.Status


@action("replies.submit_version")
def submit_version(
    reply_id: UUID | str, *, seen: str = "", by: Person, at: datetime
) -> ReplyVersion:
    """Submit the draft of a reply: the rules are asked about each text, then people.

    Raises:
        ReplyBlockedError: a rule forbids a text, or it is too long for one of its networks.
        ReplyStateError: there is no draft.
        ReplyStaleError: it was changed since `seen`, its digest, was read.
        ReplyRetiredError, ReplyNotFoundError, RightMissingError: not now, or not by them.
    """
    reply = opened_reply(reply_id, by=by)
    version = _draft_of(reply)
    if seen and seen != digest_of(version):
        raise ReplyStaleError
    if wrong := faults_of_words(version):
        raise ReplyInvalidError(wrong)
    examination = allowed(version, at=at)
    keep_verdicts(version, examination, at=at)
    subject = subject_of(version, seats=examination.seats, context={"reply_id": str(reply.pk)})
    request = approvals.request_approval(subject=subject, by=by, at=at)
    version.status, version.approval_id, version.submitted_at = STATUS.APPROVAL, request.pk, at
    version.save()
    record(actor=by, verb="reply_version.submitted", subject=version, at=at, digest=request.digest)
    return version


def _draft_of(reply: Reply) -> ReplyVersion:
    version = version_at_work(reply)
    if version is None or version.status != STATUS.DRAFT:
        shown = version or reply.current
        raise ReplyStateError(shown.get_status_display() if shown is not None else "-")
    return version


def allowed(version: ReplyVersion, *, at: datetime) -> Examination:
    """Return what the rules say of a version.

    Raises:
        ReplyBlockedError: they forbid a text, or it does not fit.
    """
    examination = examined(version, at=at)
    if faults := examination.faults:
        raise ReplyBlockedError(faults)
    return examination


def keep_verdicts(version: ReplyVersion, examination: Examination, *, at: datetime) -> None:
    """Keep what the rules said: for each text, where they say most."""
    for one in examination.strictest:
        judged = Judged(
            kind=KIND,
            id=version.pk,
            revision=version.number,
            account_id=None,
            post=one.post,
            context=one.context,
            pack_digests=examination.rulebook.digests,
            unit_id=version.reply.unit_id,
        )
        store_verdict(
            verdict=one.verdict, judged=judged, moment=StoredVerdict.Moment.SUBMISSION, at=at
        )


@action("replies.take_back_version")
def take_back_version(reply_id: UUID | str, *, by: Person, at: datetime) -> ReplyVersion:
    """Take words back before they are decided: they are a draft again.

    Raises:
        ReplyStateError: nothing waits.
        ReplyRetiredError, ReplyNotFoundError, RightMissingError: not now, or not by them.
    """
    reply = opened_reply(reply_id, by=by)
    version = version_at_work(reply)
    if version is None or version.status != STATUS.APPROVAL or version.approval_id is None:
        shown = version or reply.current
        raise ReplyStateError(shown.get_status_display() if shown is not None else "-")
    approvals.withdraw(request_id=version.approval_id, by=by, at=at)
    version.status, version.approval_id = STATUS.DRAFT, None
    version.save()
    record(actor=by, verb="reply_version.taken_back", subject=version, at=at)
    return version
