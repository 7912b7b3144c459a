"""A policy in French and in English: the same clauses, figures, dates and bans on both sides."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from gouvernail.kernel.policies.clauses import FoundClause
from gouvernail.kernel.policies.linting.quantities import quantities
from gouvernail.kernel.policies.linting.remark import Examined, Remark, remark
from gouvernail.kernel.text.folding import fold

_ITEM: Final = re.compile(r"^\s*(?:[-*•]|\d{1,2}[.)])\s", re.MULTILINE)
_BANS: Final = re.compile(
    r"\b(?:do not|don't|never|must not|may not|cannot|forbidden|prohibited|not allowed|no one"
    r"|nobody|nothing|neither|no\b|not\b|pas\b|jamais|interdit\w*|aucune?|nul\b"
    r"|personne n(?:e\b|')|n[e'] ?\w+ personne|ni\b|rien\b|sans\b|without)"
)
_SHORT, _LONG = 0.5, 2.0
_ENOUGH: Final = 160
_SHOWN: Final = {"fr": "rien", "en": "nothing"}


def parity(main: Examined, other: Examined) -> list[Remark]:
    """Return where two languages of a policy part, in the order of `main`. Linear."""
    theirs = {clause.anchor: clause for clause in other.policy.clauses}
    mine = {clause.anchor for clause in main.policy.clauses}
    found = list(_absences(main, other, theirs, mine))
    for clause in main.policy.clauses:
        if clause.anchor in theirs:
            found += _pair(main, other, clause, theirs[clause.anchor])
    return found


def _absences(
    main: Examined, other: Examined, theirs: Mapping[str, FoundClause], mine: set[str]
) -> Iterator[Remark]:
    for clause in main.policy.clauses:
        if clause.anchor not in theirs:
            yield _said("clause_untranslated", main, clause, other, anchor=clause.anchor)
    for clause in other.policy.clauses:
        if clause.anchor not in mine:
            yield _said("clause_untranslated", other, clause, main, anchor=clause.anchor)
    here = [clause.anchor for clause in main.policy.clauses if clause.anchor in theirs]
    there = [clause.anchor for clause in other.policy.clauses if clause.anchor in mine]
    for clause in main.policy.clauses:
        if clause.anchor in theirs and _before(clause.anchor, here) != _before(
            clause.anchor, there
        ):
            yield _said("order_differs", main, clause, other, anchor=clause.anchor)
            return


def _before(anchor: str, order: list[str]) -> str:
    place = order.index(anchor)
    return order[place - 1] if place else ""


def _pair(
    main: Examined, other: Examined, mine: FoundClause, theirs: FoundClause
) -> Iterator[Remark]:
    if bool(mine.text) != bool(theirs.text):
        empty = main if not mine.text else other
        yield _said("clause_empty", main, mine, other, anchor=mine.anchor, where=empty.name)
        return
    here, there = _figures(mine, main.language), _figures(theirs, other.language)
    if Counter(key for key, _words in here) != Counter(key for key, _words in there):
        yield _said(
            "figures_differ", main, mine, other, here=_list(here, there), there=_list(there, here)
        )
    yield from _shape(main, other, mine, theirs)
    forbids = [bool(_BANS.search(fold(each.text).text)) for each in (mine, theirs)]
    if forbids[0] != forbids[1]:
        yield _said("force_differs", main, mine, other)


def _figures(clause: FoundClause, lang: str) -> list[tuple[str, str]]:
    """Return what is compared of each figure, and the figure as it is written."""
    text = _ITEM.sub("", f"{clause.title}\n{clause.text}")
    return [(each.key, text[each.start : each.end]) for each in quantities(text, lang)]


def _list(here: list[tuple[str, str]], there: list[tuple[str, str]]) -> Mapping[str, str]:
    """Return the figures of one side that the other has not, as they are written."""
    left = Counter(key for key, _words in there)
    shown = []
    for key, words in here:
        if left[key]:
            left[key] -= 1
        else:
            shown.append(words)
    told = ", ".join(shown)
    return {lang: told or nothing for lang, nothing in _SHOWN.items()}


def _shape(
    main: Examined, other: Examined, mine: FoundClause, theirs: FoundClause
) -> Iterator[Remark]:
    for pattern, french, english in (
        (_ITEM, "{} points", "{} items"),
        (re.compile(r"\n\s*\n"), "{} paragraphes", "{} paragraphs"),
    ):
        extra = 0 if pattern is _ITEM else 1
        counts = [len(pattern.findall(each.text.strip())) + extra for each in (mine, theirs)]
        if counts[0] != counts[1]:
            told = [{"fr": french.format(each), "en": english.format(each)} for each in counts]
            yield _said("shape_differs", main, mine, other, here=told[0], there=told[1])
            return
    lengths = [len(each.text) for each in (mine, theirs)]
    if max(lengths) >= _ENOUGH and not _SHORT <= lengths[0] / lengths[1] <= _LONG:
        told = [{"fr": f"{each} caractères", "en": f"{each} characters"} for each in lengths]
        yield _said("shape_differs", main, mine, other, here=told[0], there=told[1])


def _said(
    code: str,
    about: Examined,
    clause: FoundClause,
    other: Examined,
    **values: Mapping[str, str] | str,
) -> Remark:
    where = values.pop("where", other.name)
    return remark(code, about, clause=clause, span=None, other=other.name, where=where, **values)
