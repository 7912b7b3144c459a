"""What a key of a pack takes, told once: for the JSON Schema that editors complete from.

A shape is a fragment of JSON Schema (draft 2020-12). Each part of a pack has a table of its keys;
tests compare it with the keys that reading that part asks for.
"""

from collections.abc import Mapping
from typing import Final

from gouvernail.kernel.rules.canonical import Plain

Shape = Mapping[str, Plain]
Keys = Mapping[str, Shape]

TEXT: Final[Shape] = {"type": ["string", "number"]}
FLAG: Final[Shape] = {"type": "boolean"}
DAY: Final[Shape] = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
INSTANT: Final[Shape] = {
    "type": "string",
    "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T.*(Z|[+-][0-9]{2}:?[0-9]{2})$",
}
MOMENT: Final[Shape] = {
    "type": "string",
    "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}.*)?$",
}
CLOCK: Final[Shape] = {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"}
CHECK: Final[Shape] = {"$ref": "#/$defs/check"}
BILINGUAL: Final[Shape] = {
    "type": "object",
    "properties": {"fr": TEXT, "en": TEXT},
    "required": ["fr", "en"],
    "additionalProperties": False,
}


def number(low: int, high: int) -> Shape:
    """Return the shape of a whole number, both ends included."""
    return {"type": "integer", "minimum": low, "maximum": high}


def choice(*words: str) -> Shape:
    """Return the shape of one word among several."""
    return {"enum": list(words)}


def each(shape: Shape) -> Shape:
    """Return the shape of a list; a lone value stands for a list of one."""
    return {"if": {"type": "array"}, "then": {"items": shape}, "else": shape}


def either(mapping: Shape, other: Shape) -> Shape:
    """Return the shape of a mapping, or of what stands for it; so told that faults are precise."""
    return {"if": {"type": "object"}, "then": mapping, "else": other}


def keys(table: Keys, *, required: tuple[str, ...] = ()) -> Shape:
    """Return the shape of a mapping with these keys and no other."""
    shape: dict[str, Plain] = {
        "type": "object",
        "properties": table,
        "additionalProperties": False,
    }
    if required:
        shape["required"] = required
    return shape


TEXTS: Final[Shape] = each(TEXT)
