"""Suggestions: take the words away, soften them, or ask for what is missing; never add a fact."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from gouvernail.kernel.rules.fields import Fields
from gouvernail.kernel.rules.finding import NOTHING, Replacement, Span, Suggestion
from gouvernail.kernel.rules.matching import compile_pattern
from gouvernail.kernel.rules.shapes import BILINGUAL, TEXT, Keys, choice
from gouvernail.kernel.text import fold

WORDS: Final = "words"
SEGMENT: Final = "segment"
SENTENCE: Final = "sentence"
_SENTENCE_END: Final = compile_pattern(r"[.!?…]+[\"»”)]*(?:\s+|$)|\n+")
_SEGMENT_END: Final = compile_pattern(r"[.!?…]+[\"»”)]*(?:\s+|$)|\n+|[,;:]\s+|\s+[-–—:;]\s+")
_ENDS: Final = ".!?…\n"
_SEPARATORS: Final = ",;: \u00a0\u202f"
_ADDRESS: Final = frozenset("./@#")

KEYS: Final[Keys] = {
    "ask": BILINGUAL,
    "remove": choice(WORDS, SEGMENT, SENTENCE),
    "soften": {"type": "object", "additionalProperties": TEXT},
    "label": BILINGUAL,
}
_LABELS: Final[Mapping[str, Mapping[str, str]]] = {
    "remove": {"fr": "Retirer ce passage", "en": "Remove this passage"},
    "soften": {"fr": "Adoucir", "en": "Soften"},
    "write": {"fr": "Écrire autrement", "en": "Write it our way"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggest:
    """How a rule mends a text. `remove` is an extent or `""`; `soften` is keyed by folded words."""

    label: Mapping[str, str]
    remove: str = ""
    soften: Mapping[str, str] = field(default_factory=dict)

    def make(self, text: str, spans: Sequence[Span]) -> Suggestion:
        """Return the suggestion for the places found in one text."""
        if self.remove:
            edits = _removals(text, spans, self.remove)
        else:
            edits = [edit for span in spans for edit in self._softer(text, span)]
        return Suggestion(label=self.label, replacements=_apart(edits))

    def _softer(self, text: str, span: Span) -> list[Replacement]:
        quote = text[span.start : span.end]
        softer = self.soften.get(fold(quote).text)
        if softer is None:
            return []
        if quote[:1].isupper() and softer.islower():  # a name such as “iPhone” stays as written
            softer = softer[:1].upper() + softer[1:]
        return [Replacement(span.start, span.end, softer)]


def _apart(edits: list[Replacement]) -> tuple[Replacement, ...]:
    kept: list[Replacement] = []
    for edit in sorted(edits):
        if not kept or edit.start >= kept[-1].end:
            kept.append(edit)
    return tuple(kept)


def _removals(text: str, spans: Sequence[Span], extent: str) -> list[Replacement]:
    if extent == WORDS:
        return [_without_words(text, span) for span in spans]
    sentences = [match.span() for match in _SENTENCE_END.finditer(text)]
    inner = sentences
    if extent == SEGMENT:
        inner = [match.span() for match in _SEGMENT_END.finditer(text)]
    return [_without_part(text, span, sentences, inner) for span in spans]


def _without_words(text: str, span: Span) -> Replacement:
    """Remove words with the separator that served only them."""
    start, end = span
    before, after = text[:start].rstrip(), text[end:].lstrip()
    if not before or before[-1] in _ENDS:
        resumes = len(text) - len(after.lstrip(_SEPARATORS))
        return _capital(text, start, max(resumes, end))
    if not after or after[0] in _ENDS or after[0] in _SEPARATORS:
        return Replacement(len(before.rstrip(_SEPARATORS)), end, "")
    return Replacement(start, len(text) - len(after), "")


def _capital(text: str, start: int, resumes: int) -> Replacement:
    """Remove the opening of a sentence; the next word takes its capital, unless an address."""
    word = text[resumes:].split(maxsplit=1)[:1]
    if text[start : start + 1].isupper() and word and not _ADDRESS.isdisjoint(word[0][:-1]):
        return Replacement(start, resumes, "")
    if text[start : start + 1].isupper():
        return Replacement(start, min(resumes + 1, len(text)), text[resumes : resumes + 1].upper())
    return Replacement(start, resumes, "")


def _without_part(
    text: str, span: Span, sentences: Sequence[tuple[int, int]], parts: Sequence[tuple[int, int]]
) -> Replacement:
    """Remove the part of a sentence between two separators, and mend what is around it."""
    before = bisect_right(parts, span.start, key=lambda part: part[1]) - 1
    after = bisect_left(parts, span.end, key=lambda part: part[0])
    start = parts[before][1] if before >= 0 else 0
    ends_at, resumes_at = parts[after] if after < len(parts) else (len(text), len(text))
    opens = start == 0 or any_end(sentences, start)
    closes = ends_at == len(text) or any_start(sentences, ends_at)
    if opens and not closes:  # the rest of the sentence takes its capital
        return _capital(text, start, resumes_at)
    if opens and resumes_at == len(text):  # no blank lines at the end of what is left
        return Replacement(len(text[:start].rstrip()), resumes_at, "")
    if opens:
        return Replacement(start, resumes_at, "")
    return Replacement(parts[before][0], ends_at, "")


def any_end(marks: Sequence[tuple[int, int]], at: int) -> bool:
    """Whether one of the marks, sorted, ends exactly at an offset."""
    found = bisect_left(marks, at, key=lambda mark: mark[1])
    return found < len(marks) and marks[found][1] == at


def any_start(marks: Sequence[tuple[int, int]], at: int) -> bool:
    """Whether one of the marks, sorted, starts exactly at an offset."""
    found = bisect_left(marks, at, key=lambda mark: mark[0])
    return found < len(marks) and marks[found][0] == at


def read_suggest(fields: Fields | None) -> Suggest | None:
    """Read `remove`, `soften` or `ask`; None when nothing is suggested."""
    if fields is None:
        return None
    asked = fields.bilingual("ask")
    remove = fields.choice("remove", (WORDS, SEGMENT, SENTENCE), "")
    soften = _read_soften(fields)
    label = fields.bilingual("label")
    fields.close()
    if asked:
        return Suggest(label=asked)
    if not (remove or soften):
        fields.fault(None, "nothing_to_find", choices="remove, soften, ask")
    return Suggest(
        label=label or _LABELS["remove" if remove else "soften"], remove=remove, soften=soften
    )


def _read_soften(fields: Fields) -> Mapping[str, str]:
    child = fields.child("soften")
    if child is None:
        return NOTHING
    softer = {fold(word).text: child.text(word) for word in child.written()}
    child.close()
    return softer


def suggest_of(check: object) -> Suggest | None:
    """Return what a check suggests by itself, where its rule says nothing; nearly always None."""
    better = getattr(check, "better", None)
    if not isinstance(better, Mapping):
        return None
    return Suggest(label=_LABELS["write"], soften=better)
