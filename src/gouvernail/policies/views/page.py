"""What the page of a policy shows, whoever asks and whatever was just refused."""

from typing import Any

from gouvernail.foundation.clock import now, site_day
from gouvernail.foundation.web import WebRequest
from gouvernail.ledger.queries import timeline
from gouvernail.people.permissions import Right, may
from gouvernail.policies.forms import AnswerForm, ArchiveForm, ReviewForm, SubmitForm
from gouvernail.policies.models import Policy, PolicyVersion
from gouvernail.policies.permissions import may_approve
from gouvernail.policies.queries import (
    compared,
    is_bound,
    latest_review,
    latest_signature,
    progress_of,
    scope_of,
    stale_warning,
    team_is_small,
    version_to_come,
)
from gouvernail.policies.queries.citing import cited_in
from gouvernail.policies.queries.reading import may_read_coming
from gouvernail.policies.queries.remarks import OpenPoints, open_points

WORDS_A_MINUTE = 200
Status = PolicyVersion.Status


def reader(  # noqa: PLR0913 - one form of each kind that can be refused
    request: WebRequest,
    policy: Policy,
    version: PolicyVersion | None,
    *,
    submit: SubmitForm | None = None,
    answer: AnswerForm | None = None,
    archive: ArchiveForm | None = None,
    review: ReviewForm | None = None,
) -> dict[str, Any]:
    """Return what the page needs. Some fifteen queries, whatever the number of clauses."""
    person = request.user
    signature = latest_signature(policy, person)
    before = signature.version if signature else None
    lines = compared(before, version) if version else []
    words = sum(len(clause.body.split()) for clause in version.clauses.all()) if version else 0
    may_edit = may(person, Right.EDIT_POLICIES, unit=policy.unit) and policy.archived_at is None
    approves = may_approve(person, policy) and policy.archived_at is None
    coming = version_to_come(policy) if policy.archived_at is None else None
    if coming and not may_read_coming(coming, edits=may_edit, approves=approves):
        coming = None
    own, small = bool(version and version.is_work_of(person.pk)), team_is_small()
    answers = approves and (small or not own)
    return {
        "policy": policy,
        "version": version,
        "lines": lines,
        "changed": [line for line in lines if before and line.change != "same"],
        "signature": signature,
        "is_signed": bool(signature and version and signature.version_id == version.pk),
        "is_bound": is_bound(policy, person),
        "minutes": max(1, round(words / WORDS_A_MINUTE)) if words else 0,
        "may_edit": may_edit,
        "may_approve": approves,
        "own": own,
        "small": small,
        "coming": coming,
        "cited": cited_in([line.after for line in lines if line.after], viewer=person),
        "points": _points(policy, version, edits=may_edit, answers=answers),
        "named": scope_of(policy),
        "approvers": [one.person for one in policy.approvers.select_related("person")],
        "progress": progress_of(policy) if policy.must_sign else None,
        "timeline": timeline("policy_version", version.pk) if version else None,
        "stale": stale_warning(policy),
        "may_review": bool(version and version.status == Status.IN_FORCE)
        and (may_edit or policy.owner_id == person.pk),
        "reviewed": latest_review(policy),
        "review": review or ReviewForm(),
        "submit": submit or SubmitForm(initial=_said(version)),
        "answer": answer or AnswerForm(initial={"digest": version.digest if version else ""}),
        "archive": archive or ArchiveForm(),
    }


def _said(version: PolicyVersion | None) -> dict[str, Any]:
    if version is None:
        return {}
    return {
        "changes": version.changes,
        "changes_en": version.changes_en,
        "in_force_on": version.in_force_on,
    }


def _points(
    policy: Policy, version: PolicyVersion | None, *, edits: bool, answers: bool
) -> OpenPoints | None:
    """Return what is still open of a version, for whoever is about to submit or approve it."""
    status = version.status if version else ""
    if version is None or not (
        (status == Status.DRAFT and edits) or (status == Status.APPROVAL and answers)
    ):
        return None
    version.policy = policy
    return open_points(version, today=site_day(now()))
