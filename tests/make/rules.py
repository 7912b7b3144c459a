"""Packs of one rule, from plain values: YAML reads JSON."""

import json
from collections.abc import Mapping
from itertools import count

from gouvernail.kernel.rules import Context, Finding, Pack, Post, judge, load_pack

_NUMBERS = count(1)
_UNQUOTED = {"account", "author", "identifiers", "length", "media", "repetition", "timing"}
_PLAIN = {"fr": "Non", "en": "No"}
_QUOTED = {"fr": "« {quote} »", "en": "“{quote}”"}


def rule_fields(check: Mapping[str, object], **fields: object) -> dict[str, object]:
    """Return a rule as a pack writes it; `fields` replace or add keys (None takes one away)."""
    rule: dict[str, object] = {
        "id": f"rule-{next(_NUMBERS)}",
        "title": {"fr": "Règle", "en": "Rule"},
        "clause": "charter#1.1",
        "check": check,
        "then": "warn",
        "control": "enforce",
        "say": dict(_PLAIN if _UNQUOTED & set(check) else _QUOTED),
        "examples": {"raises": ["x"], "passes": ["y"]},
        **fields,
    }
    return {key: value for key, value in rule.items() if value is not None}


def pack_source(*rules: Mapping[str, object], **fields: object) -> str:
    """Return the text of a pack."""
    pack = {"pack": "test", "title": {"fr": "Essai", "en": "Test"}, **fields, "rules": list(rules)}
    return json.dumps(pack, ensure_ascii=False, indent=1)


def make_pack(check: Mapping[str, object], **fields: object) -> Pack:
    """Return a pack of one rule; `lists` goes to the pack, the rest to the rule."""
    lists = fields.pop("lists", {})
    return load_pack(pack_source(rule_fields(check, **fields), lists=lists), name="test.yaml")


def findings(
    check: Mapping[str, object], text: str, context: Context | None = None, **post: object
) -> tuple[Finding, ...]:
    """Return what one check finds in one text."""
    pack = make_pack(check)
    return judge(pack, Post(text=text, **post), context or Context()).findings  # type: ignore[arg-type]


def quotes(check: Mapping[str, object], text: str, **post: object) -> list[str]:
    """Return the words that one check underlines in one text."""
    found = findings(check, text, None, **post)
    return [text[span.start : span.end] for each in found for span in each.spans]
