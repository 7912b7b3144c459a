"""The way of a version: tried, submitted, agreed to by a second person, in force from a date."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from gouvernail.charter.queries import separation
from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import Actor, machine
from gouvernail.kernel.rules import run_examples
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person
from gouvernail.people.permissions import Act, Right, require, require_step_up
from gouvernail.rulebooks.actions.telling import tell_of_version
from gouvernail.rulebooks.errors import (
    ExamplesFailError,
    PackRetiredError,
    ReasonMissingError,
    VersionAlreadyComingError,
    VersionNotDraftError,
    VersionNotInReviewError,
    VersionNotWaitingError,
    VersionUntriedError,
    WhenOutOfReachError,
)
from gouvernail.rulebooks.models import Pack, PackVersion
from gouvernail.rulebooks.permissions import (
    refuse_own,
    require_agree,
    those_who_agree,
    visible_version,
)
from gouvernail.rulebooks.queries import kernel_pack

A_YEAR: Final = timedelta(days=366)
COMING: Final = (PackVersion.Status.IN_REVIEW, PackVersion.Status.SCHEDULED)
Status = PackVersion.Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """Why a version changes the rules, and from when; None: as soon as it is agreed to.

    `untried_reason` says why nobody saw what it would have done to past posts.
    """

    purpose: str
    wanted_at: datetime | None = None
    untried_reason: str = ""


@action("rulebooks.note_tried")
def note_tried(*, version_id: UUID, by: Person, at: datetime) -> PackVersion:
    """Keep that somebody saw what a draft would have done to past posts.

    Raises:
        VersionNotDraftError: it was submitted.
        PackNotFoundError, RightMissingError: not here, or not by `by`.
    """
    version = _draft(version_id, by=by)
    version.tried_at, version.tried_by = at, by
    version.save(update_fields=("tried_at", "tried_by"))
    record(actor=by, verb="pack_version.tried", subject=version, at=at, digest=version.digest)
    return version


@action("rulebooks.submit_version")
def submit_version(
    *, version_id: UUID, submission: Submission, by: Person, at: datetime
) -> PackVersion:
    """Submit a draft to a second person; it is not changed any more.

    Raises:
        VersionNotDraftError: it was submitted before.
        ReasonMissingError, VersionUntriedError, WhenOutOfReachError: an answer is missing.
        ExamplesFailError: a rule fails its own examples.
        VersionAlreadyComingError: another version waits for an answer or for its date.
        PackNotFoundError, RightMissingError, PackRetiredError: not here, or not by `by`.
    """
    version = _draft(version_id, by=by)
    if not submission.purpose.strip():
        raise ReasonMissingError("purpose")
    if version.tried_at is None and not submission.untried_reason.strip():
        raise VersionUntriedError
    wanted_at = submission.wanted_at
    if wanted_at is not None and not at < wanted_at <= at + A_YEAR:
        raise WhenOutOfReachError("wanted_at")
    _refuse_failing(version)
    Pack.objects.select_for_update().get(pk=version.pack_id)  # two submissions at once
    coming = version.pack.versions.filter(status__in=COMING).first()
    if coming is not None:
        raise VersionAlreadyComingError(coming.number)
    version.status, version.purpose = Status.IN_REVIEW, submission.purpose.strip()
    version.untried_reason = "" if version.tried_at else submission.untried_reason.strip()
    version.wanted_at, version.submitted_by, version.submitted_at = wanted_at, by, at
    version.save()
    record(actor=by, verb="pack_version.submitted", subject=version, at=at, digest=version.digest)
    people = those_who_agree(version.pack.unit) - version.hands
    tell_of_version(version, "to_review", people=people, by=by, at=at)
    return version


def _refuse_failing(version: PackVersion) -> None:
    results = run_examples(kernel_pack(version))
    failing = [one.rule for one in results if not one.ok]
    if failing:
        raise ExamplesFailError(sorted(set(failing)))


@action("rulebooks.agree_version")
def agree_version(*, version_id: UUID, comment: str = "", by: Person, at: datetime) -> PackVersion:
    """Agree to a version as a second person: it binds at once, or from the date it asks for.

    In a small team one of its own hands may, and says why in `comment`.

    Raises:
        VersionNotInReviewError: it waits for nobody.
        SecondPersonNeededError: `by` wrote, edited or submitted it, and the team is not small.
        ReasonMissingError: alone, and no word about it.
        ProofNeededError, MachineMayNotError: who decides proves who they are.
        PackNotFoundError, RightMissingError, PackRetiredError: not here, or not by `by`.
    """
    version = _in_review(version_id, by=by)
    alone = refuse_own(by, hands=version.hands, separation=separation())
    if alone and not comment.strip():
        raise ReasonMissingError("comment")
    require_step_up(Act.DECIDE, at=at)
    version.reviewed_by, version.reviewed_at = by, at
    version.review_comment, version.alone = comment.strip(), alone
    version.status = Status.SCHEDULED
    version.in_force_at = max(version.wanted_at or at, at)
    version.save()
    data = {"alone": "yes"} if alone else None
    record(
        actor=by,
        verb="pack_version.agreed",
        subject=version,
        at=at,
        digest=version.digest,
        data=data,
    )
    tell_of_version(version, "agreed", people=_authors(version) - {by.pk}, by=by, at=at)
    if version.in_force_at <= at:
        _put_in_force(version, actor=by, at=at)
    return version


@action("rulebooks.reject_version")
def reject_version(*, version_id: UUID, comment: str, by: Person, at: datetime) -> PackVersion:
    """Reject a version under review, and say why; its text stays readable.

    Raises:
        VersionNotInReviewError: it waits for nobody.
        ReasonMissingError: it does not say why.
        PackNotFoundError, RightMissingError: not here, or not by `by`.
    """
    version = _in_review(version_id, by=by)
    if not comment.strip():
        raise ReasonMissingError("comment")
    version.status, version.review_comment = Status.REJECTED, comment.strip()
    version.reviewed_by, version.reviewed_at = by, at
    version.save()
    data = {"private": {"why": comment.strip()}}
    record(actor=by, verb="pack_version.rejected", subject=version, at=at, data=data)
    tell_of_version(version, "rejected", people=_authors(version) - {by.pk}, by=by, at=at)
    return version


@action("rulebooks.withdraw_version")
def withdraw_version(*, version_id: UUID, by: Person, at: datetime) -> PackVersion:
    """Take back a version that does not bind yet; its text stays readable.

    Raises:
        VersionNotWaitingError: it binds, did, or never will.
        PackNotFoundError, RightMissingError: not here, or not by `by`.
    """
    version = visible_version(version_id, viewer=by, lock=True)
    require(by, Right.EDIT_RULES, unit=version.pack.unit)
    binds = version.in_force_at is not None and version.in_force_at <= at
    if version.status not in {Status.DRAFT, *COMING} or binds:  # whenever the task runs
        raise VersionNotWaitingError
    version.status, version.in_force_at = Status.WITHDRAWN, None
    version.save(update_fields=("status", "in_force_at"))
    record(actor=by, verb="pack_version.withdrawn", subject=version, at=at)
    return version


@action("rulebooks.put_version_in_force")
def put_version_in_force(*, version_id: UUID, at: datetime) -> bool:
    """Put in force a version whose date has come; return whether it still waited for it.

    The instant of `in_force_at` counts, not that of the task: a post between the two is judged by
    this version already.
    """
    rows = PackVersion.objects.select_for_update().filter(
        pk=version_id, status=Status.SCHEDULED, in_force_at__lte=at, pack__retired_at__isnull=True
    )
    version = rows.first()
    if version is None:
        return False
    _put_in_force(version, actor=machine("worker"), at=at)
    return True


def _put_in_force(version: PackVersion, *, actor: Person | Actor, at: datetime) -> None:
    for former in version.pack.versions.filter(status=Status.IN_FORCE):
        former.status = Status.SUPERSEDED
        former.save(update_fields=("status",))
        record(actor=actor, verb="pack_version.superseded", subject=former, at=at)
    version.status = Status.IN_FORCE
    version.save(update_fields=("status",))
    record(actor=actor, verb="pack_version.adopted", subject=version, at=at, digest=version.digest)
    tell_of_version(version, "in_force", people=_authors(version), by=None, at=at)


def _authors(version: PackVersion) -> set[UUID]:
    return set(version.hands)


def _draft(version_id: UUID, *, by: Person) -> PackVersion:
    version = visible_version(version_id, viewer=by, lock=True)
    require(by, Right.EDIT_RULES, unit=version.pack.unit)
    if version.pack.retired_at is not None:
        raise PackRetiredError
    if not version.is_draft:
        raise VersionNotDraftError
    return version


def _in_review(version_id: UUID, *, by: Person) -> PackVersion:
    version = visible_version(version_id, viewer=by, lock=True)
    require_agree(by, unit=version.pack.unit)
    if version.pack.retired_at is not None:
        raise PackRetiredError
    if version.status != Status.IN_REVIEW:
        raise VersionNotInReviewError
    return version
