"""Setting a finding aside, and taking that back."""

from datetime import datetime
from uuid import UUID

from gouvernail.foundation.actions import action
from gouvernail.kernel.rules import Finding
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person
from gouvernail.rulebooks.errors import DismissalReasonMissingError, FindingNotDismissibleError
from gouvernail.rulebooks.models import Dismissal
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
def reinstate_finding(*, dismissal: Dismissal, by: Person, at: datetime) -> Dismissal:
    """Let a finding that was set aside count again."""
    dismissal.withdrawn_at = at
    dismissal.save(update_fields=("withdrawn_at",))
    record(actor=by, verb="finding.reinstated", subject=dismissal, at=at)
    return dismissal
