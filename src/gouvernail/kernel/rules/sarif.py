"""Findings as a SARIF 2.1.0 log, which code hosts and editors show at their line.

Source: OASIS, Static Analysis Results Interchange Format (SARIF) Version 2.1.0, 27 March 2020.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from gouvernail.kernel.rules.canonical import Plain
from gouvernail.kernel.rules.finding import Finding, Outcome, Span
from gouvernail.kernel.rules.pack import Pack, Rule
from gouvernail.kernel.rules.verdict import Verdict

SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
VERSION: Final = "2.1.0"
LEVELS: Final = {
    Outcome.PASS: "none",
    Outcome.NOTE: "note",
    Outcome.WARN: "warning",
    Outcome.REVIEW: "warning",
    Outcome.BLOCK: "error",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One text, where it was read, and what is said of it.

    `line` is where the text begins in the file, from 1. `id` names a text that is one of several
    (a cell, a JSON string), empty for plain text; `column` is where such a text begins on its line,
    from 1, and 0 where it is written encoded there: columns would mean nothing.
    """

    file: str
    text: str
    verdict: Verdict
    line: int = 1
    id: str = ""
    column: int = 0

    @property
    def is_encoded(self) -> bool:
        """Whether the characters of the file are others than those of the text."""
        return bool(self.id) and not self.column


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why texts could not be judged; `line` and `column` count from 1, 0 where there are none."""

    words: str
    file: str = ""
    line: int = 0
    column: int = 0


def place_of(judged: Judged, offset: int) -> tuple[int, int]:
    """Return the line and the column, from 1, of an offset in code points of a text.

    Of an encoded one, the line it begins on and its first column.
    """
    if judged.is_encoded:
        return judged.line, 1
    before = judged.text[:offset]
    beside = max(judged.column - 1, 0) if "\n" not in before else 0
    return judged.line + before.count("\n"), offset - (before.rfind("\n") + 1) + 1 + beside


def sarif_log(
    packs: Sequence[Pack], judged: Iterable[Judged], *, lang: str, version: str
) -> dict[str, Plain]:
    """Return one run: the rules of the packs, and a result for each finding, in their order.

    `version` is that of the product; `lang` (`fr` or `en`) is the language of messages.
    """
    rules = [rule for pack in packs for rule in pack.rules]
    index = {rule.id: number for number, rule in enumerate(rules)}
    results = [
        _result(finding, each, index[finding.rule], lang)
        for each in judged
        for finding in each.verdict.findings
    ]
    driver: dict[str, Plain] = {
        "name": "gouvernail",
        "version": version,
        "rules": [_descriptor(rule, lang) for rule in rules],
        "properties": {"packs": [{"name": pack.name, "digest": pack.digest} for pack in packs]},
    }
    run: dict[str, Plain] = {
        "tool": {"driver": driver},
        "language": lang,
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    return {"$schema": SCHEMA, "version": VERSION, "runs": [run]}


def sarif_failure(told: Sequence[Failure], *, lang: str, version: str) -> dict[str, Plain]:
    """Return a log of a run that could not be: no result, and why not, each at its place."""
    document = sarif_log((), (), lang=lang, version=version)
    notes: list[Plain] = [_notification(one) for one in told]
    run = document["runs"][0]  # type: ignore[index]  # one run, made above
    run["invocations"] = [{"executionSuccessful": False, "toolExecutionNotifications": notes}]  # type: ignore[index]  # a mapping
    return document


def _notification(failure: Failure) -> Plain:
    told: dict[str, Plain] = {"level": "error", "message": {"text": failure.words}}
    if failure.file:
        place: dict[str, Plain] = {"artifactLocation": {"uri": quote(failure.file)}}
        if failure.line:
            place["region"] = {"startLine": failure.line, "startColumn": failure.column}
        told["locations"] = [{"physicalLocation": place}]
    return told


def _descriptor(rule: Rule, lang: str) -> Plain:
    told: dict[str, Plain] = {
        "id": rule.id,
        "shortDescription": {"text": rule.title[lang]},
        "defaultConfiguration": {"level": LEVELS[rule.control.cap(rule.outcome)]},
        "properties": {"clause": rule.clause},
    }
    if rule.source:
        told["fullDescription"] = {"text": rule.source[lang]}
    return told


def _result(finding: Finding, judged: Judged, index: int, lang: str) -> Plain:
    result: dict[str, Plain] = {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": LEVELS[finding.severity],
        "message": {"text": finding.message[lang]},
        "locations": [_location(judged, span) for span in finding.spans or (None,)],
        "properties": {
            "clause": finding.clause,
            "severity": finding.severity.slug,
            "spans": [list(span) for span in finding.spans],
        },
    }
    if fix := _fix(finding, judged, lang):
        result["fixes"] = [fix]
    return result


def _location(judged: Judged, span: Span | None) -> Plain:
    location: dict[str, Plain] = {
        "physicalLocation": {
            "artifactLocation": {"uri": quote(judged.file)},
            "region": {"startLine": judged.line} if span is None else _region(judged, *span),
        }
    }
    if judged.id:
        location["logicalLocations"] = [{"name": judged.id}]
    return location


def _region(judged: Judged, start: int, end: int) -> Plain:
    """Return the place in the file; where the text is encoded, only its line."""
    if judged.is_encoded:
        return {"startLine": judged.line}
    (line, column), (end_line, end_column) = place_of(judged, start), place_of(judged, end)
    return {
        "startLine": line,
        "startColumn": column,
        "endLine": end_line,
        "endColumn": end_column,
    }


def _fix(finding: Finding, judged: Judged, lang: str) -> Plain:
    """Return the suggestion as edits of the file; None when it only asks, or where it cannot be."""
    suggestion = finding.suggestion
    if judged.id or suggestion is None or not suggestion.replacements:
        return None
    edits: list[Plain] = [
        {
            "deletedRegion": _region(judged, edit.start, edit.end),
            "insertedContent": {"text": edit.text},
        }
        for edit in suggestion.replacements
    ]
    change: dict[str, Plain] = {
        "artifactLocation": {"uri": quote(judged.file)},
        "replacements": edits,
    }
    return {"description": {"text": suggestion.label[lang]}, "artifactChanges": [change]}
