"""Suggestions: take the words away, soften them, or ask for what is missing; never add a fact."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from gouvernail.kernel.rules.fields import Fields
from gouvernail.kernel.rules.finding import NOTHING, Replacement, Span, Suggestion
from gouvernail.kernel.rules.matching import compile_pattern, readable
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
_WORD: Final = compile_pattern(r"\p{L}[\p{L}\p{N}'’-]*")
_CALLER: Final = compile_pattern(r"(?:^|[\s\p{Z},;(])(\p{L}+)[\s\p{Z},;:(]*$")
_JOINT: Final = compile_pattern(r"(?i)[\s\p{Z},;/&]*(?:et|ou|and|or)?[\s\p{Z},;/]*")
_CALLING: Final = frozenset(  # words that call for others; without them a sentence limps
    """à au aux de du des le la les en sur sous par pour chez vers via avec contre dans est sont ou
    et soit at by call for from in is of on or and the to with mail email tél tel fax""".split()  # noqa: SIM905 -- lists of words
)
_LEANING: Final = frozenset(
    """et ou mais car donc ni or que qui dont où puis and but nor so than that which
    who""".split()  # noqa: SIM905 -- lists of words
)
_VERBS: Final = frozenset(
    """est sont suis es êtes sommes était étaient sera seront reste restent restons
    is are am was were be remains remain we're it's""".split()  # noqa: SIM905 -- lists of words
)
_NEAR: Final = 80
_STRETCH: Final = 400
_SENTENCE_WORDS: Final = 3

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
            edits = _removals(readable(text), spans, self.remove)
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
        last = kept[-1] if kept else None
        if last is None or edit.start >= last.end:
            kept.append(edit)
        elif not (last.text or edit.text):  # two removals that touch are one
            kept[-1] = Replacement(last.start, max(last.end, edit.end), "")
    return tuple(kept)


def _removals(text: str, spans: Sequence[Span], extent: str) -> list[Replacement]:
    sentences = [match.span() for match in _SENTENCE_END.finditer(text)]
    if extent == WORDS:
        return [_without_words(text, span, sentences) for span in _listed(text, spans)]
    if extent == SENTENCE:
        return [_without_part(text, span, sentences, sentences) for span in spans]
    segments = [match.span() for match in _SEGMENT_END.finditer(text)]
    return [
        _without_segment(text, span, sentences, segments)
        for span in _next_to_each_other(spans, sentences, segments)
    ]


def _listed(text: str, spans: Sequence[Span]) -> list[Span]:
    """Return places that only a comma or “or” separates as one place."""
    joined: list[Span] = []
    for span in spans:
        between = text[joined[-1].end : span.start] if joined else ""
        if joined and len(between) <= _NEAR and _JOINT.fullmatch(between):
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined


def _next_to_each_other(
    spans: Sequence[Span],
    sentences: Sequence[tuple[int, int]],
    segments: Sequence[tuple[int, int]],
) -> list[Span]:
    """Return places in one segment, or in segments that follow in a sentence, as one place."""
    joined: list[Span] = []
    for span in spans:
        if joined:
            last = joined[-1]
            closed = bisect_left(segments, last.end, key=lambda part: part[0])
            opened = bisect_right(segments, span.start, key=lambda part: part[1]) - 1
            ended = bisect_left(sentences, last.end, key=lambda part: part[0])
            here = ended == len(sentences) or sentences[ended][0] >= span.start
            if here and opened <= closed:
                joined[-1] = Span(last.start, max(last.end, span.end))
                continue
        joined.append(span)
    return joined


def _without_words(text: str, span: Span, sentences: Sequence[tuple[int, int]]) -> Replacement:
    """Remove words with what served only them; the sentence, where it would not stand."""
    start, end = span
    before, after = text[:start].rstrip(), text[end:].lstrip()
    if not before or before[-1] in _ENDS:
        resumes = len(text) - len(after.lstrip(_SEPARATORS))
        return _capital(text, start, max(resumes, end))
    closes = not after or after[0] in _ENDS or after[0] in _SEPARATORS
    follows = _WORD.match(after[:_NEAR])
    if closes or (follows and follows[0].lower() in _CALLING):
        kept = _without_callers(text, start)
        edit = Replacement(kept, end, "")
        served = kept < len(before) or before[-1] == ":"
        if served and not _stands(text, edit, sentences):
            return _without_part(text, span, sentences, sentences)
        if served or closes:
            kept = len(text[:kept].rstrip(_SEPARATORS))
            return Replacement(kept, end, "")
    return Replacement(start, len(text) - len(after), "")


def _without_callers(text: str, start: int) -> int:
    """Return where the words end that do not call for the ones removed: “au”, “ou”, “at”."""
    kept = start
    while called := _CALLER.search(text[max(kept - _NEAR, 0) : kept]):
        if called[1].lower() not in _CALLING:
            break
        kept -= len(called[0])
    return kept


def _capital(text: str, start: int, resumes: int) -> Replacement:
    """Remove the opening of a sentence; the next word takes its capital, unless an address."""
    word = text[resumes : resumes + _NEAR].split(maxsplit=1)[:1]
    if not text[start : start + 1].isupper() or not word or text[resumes].isspace():
        return Replacement(start, resumes, "")
    capital = word[0][:1].upper() + word[0][1:]
    if capital == word[0] or not _ADDRESS.isdisjoint(word[0][:-1]):
        return Replacement(start, resumes, "")
    return Replacement(start, resumes + len(word[0]), capital)


def _without_segment(
    text: str,
    span: Span,
    sentences: Sequence[tuple[int, int]],
    segments: Sequence[tuple[int, int]],
) -> Replacement:
    """Remove a segment; its whole sentence, where what is left would be a fragment."""
    edit = _without_part(text, span, sentences, segments)
    if _stands(text, edit, sentences):
        return edit
    return _without_part(text, span, sentences, sentences)


def _stands(text: str, edit: Replacement, sentences: Sequence[tuple[int, int]]) -> bool:
    """Whether what an edit leaves of its sentence still reads as one; a whole one gone does.

    Three words at least, that neither lean on the words before them nor lost their verb.
    """
    before = bisect_right(sentences, edit.start, key=lambda mark: mark[1]) - 1
    opens = sentences[before][1] if before >= 0 else 0
    after = bisect_left(sentences, edit.end, key=lambda mark: mark[0])
    closes = sentences[after][0] if after < len(sentences) else len(text)
    head = text[opens : edit.start][:_STRETCH]
    tail = text[edit.end : max(closes, edit.end)][:_STRETCH]
    left = _WORD.findall(f"{head} {edit.text} {tail}")
    if not left:
        return True
    if len(left) < _SENTENCE_WORDS:
        return False
    if _WORD.search(head):
        return True
    taken = text[edit.start : edit.end][:_STRETCH]
    return left[0].lower() not in _LEANING and _VERBS.isdisjoint(_WORD.findall(taken.lower()))


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
    if ends_at < len(text):  # French sets its marks apart by a space: it stays with them
        ends_at = max(len(text[:ends_at].rstrip()), span.end)
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
