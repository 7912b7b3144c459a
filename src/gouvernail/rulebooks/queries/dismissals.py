"""Findings that an author set aside, for exactly the words they were about."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from gouvernail.foundation.digests import sha256_hex
from gouvernail.kernel.rules import Finding
from gouvernail.rulebooks.models import Dismissal, StoredVerdict


def words_of(finding: Finding, text: str) -> str:
    """Return the words a finding is about, one place a line; the whole text when it has no place.

    Something missing is missing from the whole: any change of the text asks again.
    """
    return _words(finding.spans, text)


def _words(spans: Sequence[Sequence[int]], text: str) -> str:
    return "\n".join(text[start:end] for start, end in spans) if spans else text


def words_digest(finding: Finding, text: str) -> str:
    """Return the digest that a dismissal is bound to: the rule and the words it is about."""
    return _digest(finding.rule, words_of(finding, text))


def _digest(rule: str, words: str) -> str:
    return sha256_hex(rule.encode(), b"\x00", words.encode())


def kept_digest(kept: Mapping[str, Any], stored: StoredVerdict) -> str:
    """Return the digest of the words of a finding as it was kept. No query.

    Verdicts kept before digests were have that of their words as kept, identifiers masked.
    """
    text = str(stored.masked_input.get("text", ""))
    return str(kept.get("words_digest") or _digest(kept["rule"], _words(kept["spans"], text)))


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


def dismissals_by_rule(stored: StoredVerdict) -> dict[str, Dismissal]:
    """Return the dismissals in force of what a kept verdict found, by rule. One query."""
    found = {(one["rule"], kept_digest(one, stored)) for one in stored.findings}
    rows = dismissals_of(stored.subject_kind, stored.subject_id)
    return {one.rule: one for one in rows if (one.rule, one.words_digest) in found}
