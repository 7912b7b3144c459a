"""Claims that need support: a dated proof attached to the post, and still good that day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date
from types import MappingProxyType
from typing import Final

from gouvernail.kernel.rules.check import Check, Hit, Leaf, Scan
from gouvernail.kernel.rules.checks import read_check
from gouvernail.kernel.rules.fields import Fields
from gouvernail.kernel.rules.finding import Span
from gouvernail.kernel.rules.post import Context, Proof
from gouvernail.kernel.rules.shapes import CHECK, FLAG, Keys, number
from gouvernail.kernel.rules.wording import Worded, worded

KIND: Final = "claims"
SAYS: Final = frozenset({"quote", "ref", "fault"})
_DAYS: Final = 36_600

KEYS: Final[Keys] = {"claim": CHECK, "dated": FLAG, "max_age_days": number(1, _DAYS)}
REQUIRED: Final = ("claim",)

FAULTS: Final[Mapping[str, Worded]] = MappingProxyType(
    {
        "none": ("aucune preuve jointe", "no proof attached"),
        "other": (
            "la preuve jointe porte sur une autre phrase : {ref}",
            "the proof attached is of another sentence: {ref}",
        ),
        "undated": ("preuve sans date : {ref}", "proof without a date: {ref}"),
        "ended": ("preuve échue : {ref}", "proof out of date: {ref}"),
        "future": (
            "preuve datée d’après la publication : {ref}",
            "proof dated after the post: {ref}",
        ),
        "old": (
            "preuve de plus de {limit} jours : {ref}",
            "proof more than {limit} days old: {ref}",
        ),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """When `claim` is found, one of the proofs of the post must support it.

    A proof that names a sentence supports what is found in that sentence, as long as the text says
    it word for word, spaces and case apart; one that names none supports all. A proof is good when
    it is dated (unless `dated` is false), not later than the day of the post, not more than
    `max_age` days before it, and not past its own end. Days are in UTC; ages are not asked of a
    post without an instant.
    """

    claim: Check
    dated: bool
    max_age: int | None
    kind: str = KIND

    def parts(self) -> tuple[Check, ...]:
        """Return the checks it holds."""
        return (self.claim,)

    def leaves(self) -> tuple[Leaf, ...]:
        """Return those of the claim."""
        return self.claim.leaves()

    def anchors(self) -> tuple[Leaf, ...] | None:
        """Return those of the claim: nothing to support without it."""
        return self.claim.anchors()

    def hits(self, scan: Scan) -> list[Hit]:
        """Return the places of the claim when no proof is good, with what the nearest lacks."""
        proofs = scan.text.post.proofs
        found = self.claim.hits(scan)
        if not found or not proofs:
            return [self._unproved(hit, "none", "") for hit in found]
        faults = [
            (
                proof,
                _places(proof.claim, scan.text.post.text),
                self._fault(proof, scan.text.context),
            )
            for proof in proofs
        ]
        return [missing for hit in found for missing in self._missing(hit, faults)]

    def _missing(self, hit: Hit, faults: list[tuple[Proof, "_Places", str]]) -> list[Hit]:
        """Return what one claim lacks: nothing when a good proof supports it."""
        near = [(fault, proof.ref) for proof, places, fault in faults if _covers(places, hit.span)]
        if any(not fault for fault, _ref in near):
            return []
        code, ref = near[0] if near else ("other", faults[0][0].ref)
        return [self._unproved(hit, code, ref)]

    def _unproved(self, hit: Hit, code: str, ref: str) -> Hit:
        words = worded("fault", FAULTS[code], ref=ref, limit=self.max_age)
        return Hit(hit.span, {"quote": hit.values.get("quote", ""), "ref": ref, **words})

    def _fault(self, proof: Proof, context: Context) -> str:
        """Return what a proof lacks, `""` when it is good."""
        if proof.on is None and self.dated:
            return "undated"
        if context.at is None:
            return ""
        return self._fault_on(proof, context.at.astimezone(UTC).date())

    def _fault_on(self, proof: Proof, day: date) -> str:
        if proof.until is not None and proof.until < day:
            return "ended"
        if proof.on is None:
            return ""
        if proof.on > day:
            return "future"
        is_old = self.max_age is not None and (day - proof.on).days > self.max_age
        return "old" if is_old else ""


_Places = tuple[tuple[int, int], ...] | None
"""Where a sentence stands in a text, in code points; None for a proof of the whole text."""


def _places(claim: str, text: str) -> _Places:
    """Return where a sentence stands, whatever its capitals and its spaces. Linear in the text."""
    words = " ".join(_level(claim).split())
    if not words:
        return None
    kept: list[str] = []
    at: list[int] = []
    for index, char in enumerate(_level(text)):
        if char.isspace() and kept[-1:] == [" "]:
            continue
        kept.append(" " if char.isspace() else char)
        at.append(index)
    flat, found = "".join(kept), []
    start = flat.find(words)
    while start >= 0:
        found.append((at[start], at[start + len(words) - 1] + 1))
        start = flat.find(words, start + 1)
    return tuple(found)


def _level(text: str) -> str:
    """Return a text in lower case, of the same length."""
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


def _covers(places: _Places, span: Span | None) -> bool:
    """Return whether a claim lies in the sentence; one that stands nowhere lies in none."""
    if places is None:
        return True
    return span is not None and any(a <= span.start and span.end <= b for a, b in places)


def read(fields: Fields) -> Claims | None:
    """Read `claim`, `dated` and `max_age_days`."""
    part = fields.child("claim", required=True)
    claim = read_check(part) if part is not None else None
    if part is not None:
        part.close()
    dated = fields.flag("dated", default=True)
    max_age = fields.number("max_age_days", low=1, high=_DAYS)
    return Claims(claim=claim, dated=dated, max_age=max_age) if claim is not None else None
