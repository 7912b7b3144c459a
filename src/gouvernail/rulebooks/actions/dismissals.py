"""Setting a finding aside, and taking that back."""

from datetime import datetime
from uuid import UUID

from gouvernail.foundation.actions import action
from gouvernail.kernel.rules import Finding
from gouvernail.ledger.actions import record
from gouvernail.people.errors import RightMissingError
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right
from gouvernail.rulebooks.errors import (
    DismissalReasonMissingError,
    DismissalWithdrawnError,
    FindingNotDismissibleError,
    ReasonMissingError,
)
from gouvernail.rulebooks.models import Dismissal
from gouvernail.rulebooks.permissions import may_reinstate, visible_dismissal
from gouvernail.rulebooks.queries import words_digest


@action("rulebooks.dismiss_finding")
def dismiss_finding(
    *, subject: tuple[str, UUID], finding: Finding, text: str, reason: str, by: Person, at: datetime
) -> Dismissal:
    """Set a finding aside with a reason; it comes back when its words change.

    The right to do it belongs to the area of the subject, which calls this inside its own action.

    Raises:
        FindingNotDismissibleError: the rule does not allow it.
        DismissalReasonMissingError: no reason was given.
    """
    if not finding.dismissible:
        raise FindingNotDismissibleError
    if not reason.strip():
        raise DismissalReasonMissingError
    kind, subject_id = subject
    dismissal, created = Dismissal.objects.get_or_create(
        subject_kind=kind,
        subject_id=subject_id,
        rule=finding.rule,
        words_digest=words_digest(finding, text),
        withdrawn_at=None,
        defaults={"reason": reason.strip(), "by": by, "at": at},
    )
    if created:
        data = {"clause": finding.clause, "outcome": finding.severity.slug}
        record(actor=by, verb="finding.dismissed", subject=dismissal, at=at, data=data)
    return dismissal


@action("rulebooks.reinstate_finding")
def reinstate_finding(
    *, dismissal: Dismissal, by: Person, at: datetime, reason: str = ""
) -> Dismissal:
    """Let a finding that was set aside count again.

    The right to do it belongs to the area of the subject, which calls this inside its own action.
    """
    dismissal.withdrawn_at, dismissal.withdrawn_by = at, by
    dismissal.withdrawal_reason = reason.strip()
    dismissal.save(update_fields=("withdrawn_at", "withdrawn_by", "withdrawal_reason"))
    data = {"private": {"why": reason.strip()}} if reason.strip() else None
    record(actor=by, verb="finding.reinstated", subject=dismissal, at=at, data=data)
    return dismissal


@action("rulebooks.reinstate_dismissal")
def reinstate_dismissal(
    *, dismissal_id: UUID | str, reason: str, by: Person, at: datetime
) -> Dismissal:
    """Let a finding count again, from the list of what was set aside.

    Whoever set it aside may, and whoever agrees to rules for one of the accounts that raised it
    there; others than its author say why. The next submission is judged with it; what was agreed
    to stays agreed to.

    Raises:
        DismissalWithdrawnError: it counts again already.
        ReasonMissingError: somebody else's, and no word about it.
        DismissalNotFoundError, RightMissingError: not here, or not by `by`.
    """
    Dismissal.objects.select_for_update().filter(pk=dismissal_id).first()  # two pages at once
    dismissal = visible_dismissal(dismissal_id, viewer=by)
    if by.pk != dismissal.by_id:
        if dismissal.pk not in may_reinstate(by, [dismissal]):
            raise RightMissingError(str(Right.EDIT_RULES))
        if not reason.strip():
            raise ReasonMissingError
    if dismissal.withdrawn_at is not None:
        raise DismissalWithdrawnError
    return reinstate_finding(dismissal=dismissal, by=by, at=at, reason=reason)
