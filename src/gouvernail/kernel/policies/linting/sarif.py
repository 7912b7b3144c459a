"""Remarks as a SARIF 2.1.0 log, which code hosts and editors show at their line.

Source: OASIS, Static Analysis Results Interchange Format (SARIF) Version 2.1.0, 27 March 2020.
"""

from collections.abc import Iterable
from typing import Final
from urllib.parse import quote

from gouvernail.kernel.policies.linting.remark import Remark, Severity
from gouvernail.kernel.policies.linting.sentences import SENTENCES

SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
VERSION: Final = "2.1.0"
_LEVELS: Final = {Severity.NOTE: "note", Severity.WARN: "warning"}


def sarif_log(remarks: Iterable[Remark], *, lang: str, version: str) -> dict[str, object]:
    """Return one run: a rule for each code of the linter, a result for each remark.

    `version` is that of the product; `lang` (`fr` or `en`) is the language of messages. A clause
    of a Word or PDF file has no line of its own: its anchor is the logical place.
    """
    codes = list(SENTENCES)
    rules = [
        {
            "id": code,
            "fullDescription": {"text": source[lang]},
            "defaultConfiguration": {"level": _LEVELS[Severity(severity)]},
        }
        for code, (severity, source, _words) in SENTENCES.items()
    ]
    run = {
        "tool": {"driver": {"name": "gouvernail", "version": version, "rules": rules}},
        "language": lang,
        "results": [_result(each, codes.index(each.code), lang) for each in remarks],
    }
    return {"$schema": SCHEMA, "version": VERSION, "runs": [run]}


def _result(remark: Remark, index: int, lang: str) -> dict[str, object]:
    physical: dict[str, object] = {"artifactLocation": {"uri": quote(remark.policy)}}
    if remark.place.line and not remark.place.page:
        physical["region"] = {"startLine": remark.place.line}
    location: dict[str, object] = {"physicalLocation": physical}
    if remark.clause:
        location["logicalLocations"] = [{"name": remark.clause}]
    return {
        "ruleId": remark.code,
        "ruleIndex": index,
        "level": _LEVELS[remark.severity],
        "message": {"text": remark.message[lang]},
        "locations": [location],
    }
