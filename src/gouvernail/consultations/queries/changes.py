"""What changed between the text people were asked about and the version as it stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from gouvernail.consultations.models import Consultation, ConsultedClause
from gouvernail.policies.models import Clause, PolicyVersion

AnyClause = ConsultedClause | Clause
BOUND: Final = (PolicyVersion.Status.IN_FORCE, PolicyVersion.Status.SUPERSEDED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One clause then and now; `before` or `after` is missing where it came or went."""

    anchor: str
    before: AnyClause | None
    after: AnyClause | None

    @property
    def label(self) -> str:
        """Return its title in the reader's language, as it stands now."""
        clause = self.after or self.before
        return clause.label if clause else ""

    @property
    def kind(self) -> str:
        """Return `new`, `removed` or `changed`."""
        if self.before is None:
            return "new"
        return "changed" if self.after else "removed"

    @property
    def differs(self) -> bool:
        """Return whether the reader's language changed, or only the other one. No query."""
        return _said(self.before) != _said(self.after)


def _said(clause: AnyClause | None) -> str:
    return f"{clause.label}\n\n{clause.body}" if clause else ""


def asked_changes(consultation: Consultation) -> dict[str, Change] | None:
    """Return what the text people are asked about changes in the version it is to replace.

    None where nothing was in force before: all of it is new. Three queries, two for a first text.
    """
    earlier = consultation.policy.versions.filter(
        number__lt=consultation.version.number, status__in=BOUND
    )
    replaced = earlier.order_by("-number").first()
    after = {one.anchor: one for one in consultation.clauses.all()}
    if replaced is None or not after:
        return None
    return _changes({one.anchor: one for one in replaced.clauses.all()}, after)


def changes_since(consultation: Consultation) -> dict[str, Change]:
    """Return the clauses that changed, came or went since people were asked. Two queries."""
    before = {one.anchor: one for one in consultation.clauses.all()}
    after = {one.anchor: one for one in consultation.version.clauses.all()}
    return _changes(before, after)


def _changes(before: Mapping[str, AnyClause], after: Mapping[str, AnyClause]) -> dict[str, Change]:
    found = {}
    for anchor in [*after, *(one for one in before if one not in after)]:
        then, now = before.get(anchor), after.get(anchor)
        if then is None or now is None or then.digest != now.digest:
            found[anchor] = Change(anchor=anchor, before=then, after=now)
    return found


def changed_anchors(consultation: Consultation) -> set[str]:
    """Return the clauses whose text is no longer what people were asked about. Two queries."""
    return set(changes_since(consultation))
