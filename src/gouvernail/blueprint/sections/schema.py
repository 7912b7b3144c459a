"""What the files of a model may hold, as JSON Schema: an editor completes keys and shows faults."""

from collections.abc import Sequence
from typing import Final

from gouvernail.blueprint.sections import FILES, SECTIONS
from gouvernail.blueprint.sections.columns import DAYS, LONG, Column, Kind
from gouvernail.blueprint.sections.reading import FORMAT
from gouvernail.blueprint.sections.section import Kept, Listed, Section
from gouvernail.kernel.rules.fields import TEXT_LIMIT
from gouvernail.kernel.rules.schema import pack_schema

DRAFT: Final = "https://json-schema.org/draft/2020-12/schema"
LISTS: Final = frozenset(
    {Kind.CHANNELS, Kind.WORDS, Kind.LANGUAGES, Kind.STEPS, Kind.CHOICES, Kind.DAYS, Kind.ROWS}
)
PATTERNS: Final = {
    Kind.COLOUR: "^#[0-9a-fA-F]{6}$",
    Kind.DAY: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
    Kind.CLOCK: "^([01][0-9]|2[0-3]):[0-5][0-9]$",
    Kind.COUNTRY: "^([A-Z]{2})?$",
}


def model_schemas() -> dict[str, object]:
    """Return a schema for each file, by its name, and that of packs under `packs`."""
    return {**{name: _file(name) for name in FILES}, "packs": pack_schema()}


def _file(name: str) -> dict[str, object]:
    sections = [one for one in SECTIONS if one.file == name and not isinstance(one, Kept)]
    return {
        "$schema": DRAFT,
        "title": f"{name}.yaml",
        "type": "object",
        "required": ["format"],
        "additionalProperties": False,
        "properties": {
            "format": {"const": FORMAT},
            **{one.key: _section(one) for one in sections},
        },
    }


def _section(section: Section) -> dict[str, object]:
    row = _row(section.columns)
    return {"type": "array", "items": row} if isinstance(section, Listed) else row


def _row(columns: Sequence[Column]) -> dict[str, object]:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [one.name for one in columns if one.required],
        "properties": {one.name: _column(one) for one in columns},
    }


def _column(column: Column) -> dict[str, object]:
    if column.kind in LISTS:
        return {"type": "array", "items": _item(column)}
    if column.kind is Kind.NUMBER:
        return {"type": "integer", "minimum": column.low, "maximum": column.high}
    if column.kind is Kind.CHOICE:
        return {"enum": list(column.choices)}
    if column.kind in PATTERNS:
        return {"type": "string", "pattern": PATTERNS[column.kind]}
    limit = column.longest or (LONG if column.kind is Kind.LONG else TEXT_LIMIT)
    return {"type": ["string", "number"], "maxLength": limit}


def _item(column: Column) -> dict[str, object]:
    if column.kind is Kind.ROWS:
        return _row(column.inner)
    if column.kind in {Kind.CHOICES, Kind.DAYS}:
        return {"enum": list(column.choices or DAYS)}
    return {"type": "string", "maxLength": TEXT_LIMIT}
