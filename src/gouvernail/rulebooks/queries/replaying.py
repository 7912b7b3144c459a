"""A kept verdict judged again: is it the same, and if not, why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.db.models import QuerySet

from gouvernail.kernel.rules import Span, Verdict, read_input
from gouvernail.kernel.rules.masking import HIDDEN
from gouvernail.rulebooks.models import PackVersion, StoredVerdict
from gouvernail.rulebooks.queries.judging import replayed
from gouvernail.rulebooks.queries.reading import in_words

MASKING = "identifiers"  # the kind of check whose findings are masked before a text is kept
COMPARING = frozenset({"repetition", "contradiction"})  # kinds that read other posts, masked too


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """What came of judging a kept verdict again.

    `known` is False when a pack of that day is not kept. `masked`: identifiers were hidden in the
    text, or in a post it was compared with, before they were kept, so the digest cannot be the
    same; `silent` are the rules that had found something there. `lost` and `new` are rules that
    answer otherwise, for no such reason.
    """

    known: bool
    exact: bool = False
    masked: bool = False
    silent: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    new: tuple[str, ...] = ()

    @property
    def same(self) -> bool:
        """Return whether every rule that can still answer answers as it did."""
        return self.known and not self.lost and not self.new


def replay_of(stored: StoredVerdict) -> Replay:
    """Judge a kept verdict again and compare. Two queries at most; nothing is stored."""
    again = replayed(stored)
    if again is None:
        return Replay(known=False)
    before = {_key(one) for one in stored.findings}
    after = {
        (one.rule, one.severity.slug, tuple(tuple(span) for span in one.spans))
        for one in again.findings
    }
    kept = _Kept.of(stored, again)
    hidden = {one["rule"] for one in stored.findings if kept.hides(one["kind"], one["spans"])}
    hidden |= {one.rule for one in again.findings if kept.hides(one.kind, one.spans)}
    gone = {rule for rule, _severity, _spans in before - after}
    come = {rule for rule, _severity, _spans in after - before}
    return Replay(
        known=True,
        exact=again.id == stored.verdict_id and not gone and not come,
        masked=kept.text_masked or kept.others_masked,
        silent=tuple(sorted(gone & hidden)),
        lost=tuple(sorted(gone - hidden)),
        new=tuple(sorted(come - hidden)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    """What was masked of what a verdict was given on. A dot that its author wrote masks nothing."""

    text: str
    text_masked: bool
    others_masked: bool

    @classmethod
    def of(cls, stored: StoredVerdict, again: Verdict) -> "_Kept":
        post, context = read_input(stored.masked_input)
        differs = again.input_digest != stored.input_digest
        return cls(
            text=post.text,
            text_masked=differs and HIDDEN in post.text,
            others_masked=differs and any(HIDDEN in one.text for one in context.neighbours),
        )

    def hides(self, kind: str, spans: Iterable[Sequence[int]]) -> bool:
        """Return whether a finding rests on characters that are masked now."""
        if kind in COMPARING and self.others_masked:
            return True
        touched = any(HIDDEN in self.text[start:end] for start, end in spans)
        return self.text_masked and (kind == MASKING or touched)


def _key(finding: dict[str, Any]) -> tuple[str, str, tuple[tuple[int, ...], ...]]:
    spans = tuple(tuple(span) for span in finding["spans"])
    return finding["rule"], finding["severity"], spans


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFinding:
    """One finding as it was kept, in the reader's language."""

    rule: str
    title: str
    words: str
    clause: str
    clause_version: Any
    severity: str
    would: str
    kind: str
    dismissible: bool
    waiver: str
    seats: tuple[str, ...]
    spans: tuple[Span, ...]

    @property
    def determines(self) -> bool:
        """Return whether it asked for a reading or blocked: what made the outcome."""
        return self.severity in {"review", "block"}


def findings_of(stored: StoredVerdict) -> list[KeptFinding]:
    """Return what a kept verdict found, those that determined it first. No query."""
    found = [
        KeptFinding(
            rule=one["rule"],
            title=in_words(one["title"]),
            words=in_words(one["message"]),
            clause=one["clause"],
            clause_version=stored.clause_versions.get(one["clause"]),
            severity=one["severity"],
            would=one["would"],
            kind=one["kind"],
            dismissible=one["dismissible"],
            waiver=one.get("waiver", ""),
            seats=tuple(one["seats"]),
            spans=tuple(Span(*span) for span in one["spans"]),
        )
        for one in stored.findings
    ]
    return sorted(found, key=lambda one: not one.determines)


def packs_of(stored: StoredVerdict) -> QuerySet[PackVersion]:
    """Return the versions that gave a verdict. One query."""
    rows = PackVersion.objects.filter(digest__in=stored.pack_digests)
    return rows.select_related("pack__unit").order_by("pack__slug", "number")


def pieces(text: str, findings: list[KeptFinding]) -> list[tuple[str, str]]:
    """Return a text in pieces: the words, and `stop`, `warn`, `info` or nothing."""
    kinds = {"block": "stop", "review": "warn", "warn": "warn", "note": "info"}
    order = ("stop", "warn", "info", "")
    spans = [
        (span.start, span.end, kinds.get(one.would, "")) for one in findings for span in one.spans
    ]
    cuts = sorted({0, len(text), *(edge for span in spans for edge in span[:2])})
    told = []
    for start, end in pairwise(cuts):
        over = [kind for first, last, kind in spans if first <= start and end <= last]
        told.append((text[start:end], min(over, key=order.index, default="")))
    return told
