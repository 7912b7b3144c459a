"""The JSON Schema of a pack (draft 2020-12), from the tables of keys that each part has.

It helps an editor complete and underline; `load_pack` alone says whether a pack is sound.
"""

import importlib
from collections.abc import Mapping
from typing import Final

from gouvernail.kernel.rules import checks, conditions, suggesting
from gouvernail.kernel.rules.canonical import Plain
from gouvernail.kernel.rules.circumstances import EXAMPLE_KEYS
from gouvernail.kernel.rules.finding import Control, Outcome
from gouvernail.kernel.rules.shapes import (
    BILINGUAL,
    CHECK,
    FLAG,
    TEXT,
    TEXTS,
    Keys,
    Shape,
    choice,
    each,
    either,
    keys,
    number,
)

ADDRESS: Final = "https://json-schema.org/draft/2020-12/schema"
_CONTROL: Final = choice(*(control.value for control in Control))
_OUTCOME: Final = choice(*(one.slug for one in Outcome if one is not Outcome.PASS))
_EXAMPLES: Final = each(either(keys(EXAMPLE_KEYS, required=("text",)), TEXT))

LIST_KEYS: Final[Keys] = {"column": TEXT, "csv": TEXT, "file": TEXT}
THEN_KEYS: Final[Keys] = {"outcome": _OUTCOME, "seats": TEXTS}
EXAMPLES_KEYS: Final[Keys] = {"raises": _EXAMPLES, "passes": _EXAMPLES}
RULE_KEYS: Final[Keys] = {
    "id": {"type": "string", "pattern": "^[a-z0-9][a-z0-9-]{0,63}$"},
    "when": keys(conditions.KEYS),
    "title": BILINGUAL,
    "check": CHECK,
    "then": either(keys(THEN_KEYS, required=("outcome",)), _OUTCOME),
    "source": BILINGUAL,
    "unless": each({"$ref": "#/$defs/exemption"}),
    "control": _CONTROL,
    "dismissible": FLAG,
    "say": BILINGUAL,
    "suggest": keys(suggesting.KEYS),
    "clause": {"type": "string", "pattern": "^[a-z0-9][a-z0-9-]{0,63}#[\\w.-]{1,64}$"},
    "examples": keys(EXAMPLES_KEYS, required=("raises", "passes")),
}
RULE_REQUIRED: Final = ("id", "title", "clause", "check", "then", "say", "examples")
PACK_KEYS: Final[Keys] = {
    "pack": TEXT,
    "title": BILINGUAL,
    "version": TEXT,
    "description": BILINGUAL,
    "licence": TEXT,
    "control": _CONTROL,
    "lists": {
        "type": "object",
        "additionalProperties": either(keys(LIST_KEYS, required=("column",)), TEXTS),
    },
    "rules": {"type": "array", "items": {"$ref": "#/$defs/rule"}},
}


def pack_schema() -> Mapping[str, Plain]:
    """Return the JSON Schema of a pack. The kinds of check come from the modules that exist."""
    kinds = {kind: _shape_of(kind) for kind in checks.kinds()}
    return {
        "$schema": ADDRESS,
        "title": "Gouvernail rule pack",
        **keys(PACK_KEYS, required=("pack", "title", "rules")),
        "$defs": {
            "rule": keys(RULE_KEYS, required=RULE_REQUIRED),
            "check": {**keys(kinds), "minProperties": 1, "maxProperties": 1},
            "exemption": {**keys({"within": number(1, 10_000), **kinds}), "maxProperties": 2},
        },
    }


def _shape_of(kind: str) -> Shape:
    module = importlib.import_module(f"{checks.__name__}.{kind}")
    table: Keys = module.KEYS
    required: tuple[str, ...] = getattr(module, "REQUIRED", ())
    return keys(table, required=required)
