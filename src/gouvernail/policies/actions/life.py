"""The way of a version: submitted, approved by a second person, in force from a day."""

from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.charter.queries import separation
from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import Actor, machine
from gouvernail.foundation.clock import site_day
from gouvernail.foundation.outbox import announce
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person
from gouvernail.people.permissions import Act, Right, require, require_step_up
from gouvernail.policies.actions.telling import hands_of, tell_of_version
from gouvernail.policies.actions.writing import draft_to_write
from gouvernail.policies.errors import (
    NobodyElseError,
    PolicyInvalidError,
    ReadAgainError,
    VersionHeldError,
    VersionNotWaitingError,
    WordsMissingError,
)
from gouvernail.policies.models import Policy, PolicyVersion
from gouvernail.policies.permissions import (
    may_approve,
    refuse_own,
    require_approver,
    those_who_approve,
    visible_policy,
)
from gouvernail.policies.queries.clauses import version_digest
from gouvernail.policies.queries.holds import holds_of

FURTHEST_YEARS: Final = 2
SMALL: Final = "small"
Status = PolicyVersion.Status


@action("policies.submit_version")
def submit_version(
    *,
    version_id: UUID,
    in_force_on: date,
    changes: str,
    by: Person,
    at: datetime,
    changes_en: str = "",
) -> PolicyVersion:
    """Submit a draft to those who approve it; its text stays as it is until they answer.

    Raises:
        PolicyInvalidError: the version is empty, says not what changes, or its day is out of reach.
        NobodyElseError: nobody but its own hands may approve it, and the team is not small.
        VersionPublishedError: the version is no longer a draft.
        VersionHeldError: an area above asks for something to be done first (`queries.holds`).
    """
    version = draft_to_write(version_id, by)
    today = site_day(at)
    wrong = {}
    if version.file is None and not version.clauses.exists():
        wrong["changes"] = _("Write at least one clause, or add a PDF.")
    elif not changes.strip():
        wrong["changes"] = _("Say what changes, and why: people read it before the text.")
    if in_force_on < today:
        wrong["in_force_on"] = _("It cannot bind people before today.")
    elif in_force_on.year > today.year + FURTHEST_YEARS:
        wrong["in_force_on"] = _("This day is too far away.")
    if wrong:
        raise PolicyInvalidError(wrong)
    if reasons := holds_of(version):
        raise VersionHeldError(reasons)
    version.hands = sorted({*version.hands, str(by.pk)})
    people = those_who_approve(version.policy) - {UUID(one) for one in version.hands}
    if not people and not (separation() == SMALL and may_approve(by, version.policy)):
        raise NobodyElseError
    version.status, version.in_force_on = Status.APPROVAL, in_force_on
    version.changes, version.changes_en = changes.strip(), changes_en.strip()
    version.submitted_by, version.submitted_at = by, at
    version.digest = version_digest(version)
    version.save()
    record(actor=by, verb="policy_version.submitted", subject=version, at=at, digest=version.digest)
    tell_of_version(version, "to_approve", people=people, by=by, at=at)
    return version


@action("policies.withdraw_version")
def withdraw_version(*, version_id: UUID, by: Person, at: datetime) -> PolicyVersion:
    """Take back a version that does not bind yet, to write in it again.

    Raises:
        VersionNotWaitingError: it is a draft, or its day has come.
        PolicyNotFoundError, RightMissingError: nothing was changed.
    """
    version = _locked(version_id, by)
    require(by, Right.EDIT_POLICIES, unit=version.policy.unit)
    waits = version.status == Status.APPROVAL
    comes = version.status == Status.AGREED and not _day_has_come(version, at)
    if not (waits or comes):
        raise VersionNotWaitingError
    _back_to_draft(version)
    record(actor=by, verb="policy_version.withdrawn", subject=version, at=at)
    if comes:
        told = those_who_approve(version.policy) | hands_of(version)
        tell_of_version(version, "withdrawn", people=told - {by.pk}, by=by, at=at)
    return version


@action("policies.return_version")
def return_version(*, version_id: UUID, reason: str, by: Person, at: datetime) -> PolicyVersion:
    """Send a version back to those who wrote it, and say why: it is a draft again.

    Raises:
        VersionNotWaitingError: it waits for nobody.
        WordsMissingError: it does not say why.
        NotAnApproverError, PolicyNotFoundError: nothing was changed.
    """
    version = _waiting(version_id, by)
    if not reason.strip():
        raise WordsMissingError("comment")
    _back_to_draft(version)
    version.returned_by, version.returned_at = by, at
    version.returned_reason = reason.strip()
    version.save(update_fields=("returned_by", "returned_at", "returned_reason"))
    data = {"private": {"why": reason.strip()}}
    record(actor=by, verb="policy_version.returned", subject=version, at=at, data=data)
    tell_of_version(version, "returned", people=hands_of(version) - {by.pk}, by=by, at=at)
    return version


def _back_to_draft(version: PolicyVersion) -> None:
    version.status = Status.DRAFT
    version.agreed_by, version.agreed_at = None, None
    version.agreed_comment, version.alone = "", False
    version.save()


@action("policies.agree_version")
def agree_version(
    *, version_id: UUID, digest: str, comment: str = "", by: Person, at: datetime
) -> PolicyVersion:
    """Approve exactly the text that was read; it binds from its day, or today when that is past.

    In a small team one of its own hands may, and says why in `comment`.

    Raises:
        VersionNotWaitingError: it waits for nobody.
        ReadAgainError: its text is not the one read.
        SecondPersonNeededError: `by` wrote or submitted it, and the team is not small.
        WordsMissingError: alone, and no word about it.
        ProofNeededError, MachineMayNotError: who decides proves who they are.
        NotAnApproverError, PolicyNotFoundError: nothing was changed.
    """
    version = _waiting(version_id, by)
    if version.digest != digest or version.digest != version_digest(version):
        raise ReadAgainError
    alone = refuse_own(own=version.is_work_of(by.pk), separation=separation())
    if alone and not comment.strip():
        raise WordsMissingError("comment")
    require_step_up(Act.DECIDE, at=at)
    version.agreed_by, version.agreed_at = by, at
    version.agreed_comment, version.alone = comment.strip(), alone
    version.status = Status.AGREED
    version.in_force_on = max(version.in_force_on or site_day(at), site_day(at))
    version.save()
    data = {"alone": "yes"} if alone else None
    record(
        actor=by,
        verb="policy_version.agreed",
        subject=version,
        at=at,
        digest=version.digest,
        data=data,
    )
    tell_of_version(version, "agreed", people=hands_of(version) - {by.pk}, by=by, at=at)
    if _day_has_come(version, at):
        _put_in_force(version, actor=by, at=at)
    return version


@action("policies.put_version_in_force")
def put_version_in_force(*, version_id: UUID, at: datetime) -> bool:
    """Put in force an agreed version whose day has come; return whether it still waited for it."""
    rows = PolicyVersion.objects.select_for_update(of=("self",)).select_related("policy", "file")
    version = rows.filter(
        pk=version_id,
        status=Status.AGREED,
        in_force_on__lte=site_day(at),
        policy__archived_at__isnull=True,
    ).first()
    if version is None:
        return False
    _put_in_force(version, actor=machine("worker"), at=at)
    return True


@action("policies.take_over_version")
def take_over_version(*, version_id: UUID, in_force_on: date, by: Person, at: datetime) -> Policy:
    """Take over a dated file adopted before this site, as it stands: nobody adopts it here.

    Only the first version of a policy, only a file, only a day that is past or today: whatever is
    written here goes to a second person.

    Raises:
        PolicyInvalidError: it is not such a file, or its day is to come.
        VersionPublishedError: the version is no longer a draft.
    """
    version = draft_to_write(version_id, by)
    if version.file is None or version.number > 1 or version.clauses.exists():
        raise PolicyInvalidError(
            {"file": _("Only a file adopted before this site is taken over as it stands.")}
        )
    if in_force_on > site_day(at):
        raise PolicyInvalidError({"in_force_on": _("Its day is to come: submit it for approval.")})
    version.in_force_on, version.hands = in_force_on, sorted({*version.hands, str(by.pk)})
    version.digest = version_digest(version)
    _put_in_force(version, actor=by, at=at)
    return version.policy


def _put_in_force(version: PolicyVersion, *, actor: Person | Actor, at: datetime) -> None:
    policy = version.policy
    for former in policy.versions.filter(status=Status.IN_FORCE):
        former.status = Status.SUPERSEDED
        former.save(update_fields=("status",))
        record(actor=actor, verb="policy_version.superseded", subject=former, at=at)
    by = actor if isinstance(actor, Person) else version.agreed_by
    version.status, version.published_by, version.published_at = Status.IN_FORCE, by, at
    version.save()
    policy.review_on = months_after(version.in_force_on or site_day(at), policy.review_months)
    policy.save(update_fields=("review_on",))
    record(
        actor=actor, verb="policy_version.published", subject=version, at=at, digest=version.digest
    )
    record(actor=actor, verb="policy.updated", subject=policy, at=at)
    announce("policies.published", {"version_id": version.pk, "policy_id": policy.pk}, at=at)
    told = hands_of(version) - ({actor.pk} if isinstance(actor, Person) else set())
    tell_of_version(version, "in_force", people=told, by=None, at=at)


def months_after(day: date, months: int) -> date:
    """Return the same day `months` later, or the last day of a shorter month."""
    year, month = divmod(day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(day.year + year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError(day)


def _day_has_come(version: PolicyVersion, at: datetime) -> bool:
    return version.in_force_on is not None and version.in_force_on <= site_day(at)


def _waiting(version_id: UUID, by: Person) -> PolicyVersion:
    version = _locked(version_id, by)
    require_approver(by, version.policy)
    if version.status != Status.APPROVAL:
        raise VersionNotWaitingError
    return version


def _locked(version_id: UUID, by: Person) -> PolicyVersion:
    rows = PolicyVersion.objects.select_for_update(of=("self",)).select_related("file")
    version = rows.filter(pk=version_id).first()
    if version is None:
        raise VersionNotWaitingError
    version.policy = visible_policy(policy_id=version.policy_id, viewer=by)
    return version
