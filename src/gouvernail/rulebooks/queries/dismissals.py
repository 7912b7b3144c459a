"""Findings that an author set aside, for exactly the words they were about."""

from uuid import UUID

from django.db.models import QuerySet

from gouvernail.foundation.digests import sha256_hex
from gouvernail.kernel.rules import Finding
from gouvernail.rulebooks.models import Dismissal


def words_of(finding: Finding, text: str) -> str:
    """Return the words a finding is about, one place a line; the whole text when it has no place.

    Something missing is missing from the whole: any change of the text asks again.
    """
    if not finding.spans:
        return text
    return "\n".join(text[start:end] for start, end in finding.spans)


def words_digest(finding: Finding, text: str) -> str:
    """Return the digest that a dismissal is bound to: the rule and the words it is about."""
    return sha256_hex(finding.rule.encode(), b"\x00", words_of(finding, text).encode())


def dismissals_of(kind: str, subject_id: UUID) -> QuerySet[Dismissal]:
    """Return the dismissals in force on a subject, with who made them. One query."""
    return Dismissal.objects.filter(
        subject_kind=kind, subject_id=subject_id, withdrawn_at__isnull=True
    ).select_related("by")


def is_dismissed(finding: Finding, text: str, dismissals: list[Dismissal]) -> Dismissal | None:
    """Return the dismissal that covers a finding, if the rule allows one. No query."""
    if not finding.dismissible:
        return None
    digest = words_digest(finding, text)
    return next(
        (one for one in dismissals if (one.rule, one.words_digest) == (finding.rule, digest)), None
    )
