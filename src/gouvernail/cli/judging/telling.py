"""Verdicts shown to a person: one line a finding, in colour where a terminal reads it."""

import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gouvernail.kernel.rules import Finding
    from gouvernail.kernel.rules.sarif import Judged

COLOURS = {"note": "36", "warn": "33", "review": "35", "block": "31"}


def in_colour() -> bool:
    """Whether standard output is a terminal, and nobody asked for none (https://no-color.org)."""
    return (
        sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    )


def lines_of(judged: "Judged", *, lang: str, colour: bool) -> Iterator[str]:
    """Yield `file:line:column: severity rule (clause): message`, then what is suggested.

    A text that is written encoded (escapes, doubled quotes) shows the line it begins on, once.
    """
    for finding in judged.verdict.findings:
        for place in dict.fromkeys(_places(judged, finding)):
            severity = finding.severity.slug
            shown = f"\x1b[{COLOURS[severity]}m{severity}\x1b[0m" if colour else severity
            said = f"{shown} {finding.rule} ({finding.clause}): {finding.message[lang]}"
            yield f"{place}: {said}\n"


def _places(judged: "Judged", finding: "Finding") -> Iterator[str]:
    from gouvernail.kernel.rules.sarif import place_of

    for span in finding.spans or (None,):
        line, column = place_of(judged, span.start if span else 0)
        yield f"{judged.file}:{line}:{column}"


def as_json(judged: "Judged") -> dict[str, object]:
    """Return a verdict as the JSON object of `--json`."""
    named: dict[str, object] = {"id": judged.id} if judged.id else {}
    return {
        **named,
        "file": judged.file,
        "line": judged.line,
        "verdict": judged.verdict.id,
        "outcome": judged.verdict.outcome.slug,
        "seats": judged.verdict.seats,
        "findings": [_finding(each, judged.text) for each in judged.verdict.findings],
    }


def _finding(finding: "Finding", text: str) -> dict[str, object]:
    suggestion = finding.suggestion
    return {
        "rule": finding.rule,
        "clause": finding.clause,
        "severity": finding.severity.slug,
        "would": finding.would.slug,
        "spans": [list(span) for span in finding.spans],
        "message": dict(finding.message),
        "dismissible": finding.dismissible,
        "suggestion": None
        if suggestion is None
        else {
            "label": dict(suggestion.label),
            "text": suggestion.apply(text) if suggestion.replacements else None,
        },
    }
