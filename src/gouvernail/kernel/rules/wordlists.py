"""Lists of words that somebody keeps elsewhere, as rules: a CSV, or one word a line."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from ruamel.yaml.error import StringMark

from gouvernail.kernel.rules.fields import Reading
from gouvernail.kernel.rules.problems import PackError
from gouvernail.kernel.rules.writing import Draft, with_passing

TERM: Final = ("term", "terme", "word", "mot", "expression")
REPLACEMENT: Final = ("replacement", "remplacement", "use", "swap", "preferred", "à préférer")
SEVERITY: Final = ("severity", "gravité", "level", "niveau")
SEVERITIES: Final[Mapping[str, str]] = {
    "note": "note",
    "warn": "warn",
    "review": "review",
    "block": "block",
    "suggestion": "note",
    "warning": "warn",
    "error": "block",
    "conseil": "note",
    "alerte": "warn",
    "relecture": "review",
    "blocage": "block",
}
AVOID: Final[Draft] = {
    "fr": "« {quote} » : un mot de notre liste.",
    "en": "“{quote}”: a word of our list.",
}
INSTEAD: Final[Draft] = {
    "fr": "« {quote} » : écrivez « {better} ».",
    "en": "“{quote}”: write “{better}”.",
}


def csv_rules(content: str, *, name: str, reading: Reading) -> Iterator[Draft]:
    """Yield a rule for each severity of a CSV: words to replace, then words to leave out.

    A column holds the term, others what to write instead and how serious it is (`note`, `warn`,
    `review`, `block`, or Vale's words; `warn` when it is not said). Faults are told by line.
    """
    rows = csv.DictReader(io.StringIO(content, newline=""), strict=True)
    columns = [_column(rows.fieldnames or (), names) for names in (TERM, REPLACEMENT, SEVERITY)]
    if not columns[0]:
        choices = ", ".join(rows.fieldnames or ()) or "-"
        reading.fault(_mark(1), "no_column", value=TERM[0], choices=choices)
        return
    swaps: dict[str, dict[str, str]] = {}
    words: dict[str, list[str]] = {}
    for term, better, severity in _rows(rows, columns, reading):
        if better:
            swaps.setdefault(severity, {})[term] = better
        else:
            words.setdefault(severity, []).append(term)
    for severity, swap in swaps.items():
        check: Draft = {"substitution": {"swap": dict(swap)}}
        yield from _rule(f"{name}-{severity}-swap", check, severity, list(swap), reading)
    for severity, terms in words.items():
        check = {"terms": {"any": list(terms)}}
        yield from _rule(f"{name}-{severity}", check, severity, terms, reading)


def _rows(
    rows: "csv.DictReader[str]", columns: list[str], reading: Reading
) -> Iterator[tuple[str, str, str]]:
    """Yield term, replacement and severity of each row that has a term."""
    try:
        for row in rows:
            term, better, written = (_cell(row, each) for each in columns)
            severity = SEVERITIES.get(written.casefold() or "warn", "")
            if not severity:
                values = {"value": written, "key": columns[2], "choices": ", ".join(SEVERITIES)}
                reading.fault(_mark(rows.line_num), "expected_choice", **values)
            elif term:
                yield term, better, severity
    except csv.Error as error:
        reading.fault(_mark(rows.line_num), "bad_csv", detail=str(error))


def listed_rules(content: str, *, name: str, reading: Reading) -> Iterator[Draft]:
    """Yield one rule for a list of words to avoid, one a line; `#` begins a comment."""
    lines = [line.strip() for line in content.splitlines()]
    terms = [line for line in lines if line and not line.startswith("#")]
    if terms:
        yield from _rule(name, {"terms": {"any": list(terms)}}, "block", terms, reading)


def _rule(
    name: str, check: Draft, severity: str, terms: list[str], reading: Reading
) -> Iterator[Draft]:
    rule: Draft = {
        "id": name,
        "title": {"fr": name, "en": name},
        "clause": "charter#1",
        "check": check,
        "then": severity,
        "dismissible": True,
        "say": INSTEAD if "substitution" in check else AVOID,
    }
    try:
        done = with_passing(rule, terms[:3])
    except PackError as error:
        for each in error.problems:
            reading.problems.append(each)
        return
    if done is not None:
        yield done
    else:
        reading.fault(_mark(1), "no_sample")


def _column(names: Sequence[str], wanted: tuple[str, ...]) -> str:
    return next((each for each in names if each.strip().casefold() in wanted), "")


def _cell(row: Mapping[str, str | None], column: str) -> str:
    return (row.get(column) or "").strip() if column else ""


def _mark(line: int) -> StringMark:
    return StringMark("", 0, line - 1, 0, None, None)
