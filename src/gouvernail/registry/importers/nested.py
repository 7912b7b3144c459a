"""Nested lists (YAML, JSON): one record a person or page, flattened to columns."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Final

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import AliasEvent, Event

from gouvernail.registry.importers.tables import (
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_ROWS,
    FileProblemError,
)

MAX_DEPTH: Final = 8
MAX_BRACKETS: Final = 200
_BRACKETS: Final = re.compile(r"[\[\]{}]")
MAX_EVENTS: Final = 2_000_000
SEPARATOR: Final = "."
BETWEEN: Final = " | "


def records_of_yaml(text: str) -> list[list[str]]:
    """Return the header and rows of a YAML list; every value is kept as it is written.

    Raises:
        FileProblemError: `broken_yaml`, `forbidden_yaml` (aliases, which can multiply without
            end), `not_a_list`, `too_deep`, `too_many_rows`.
    """
    _refuse_depth(text)
    reader = YAML(typ="base", pure=False)
    try:
        _refuse_aliases(reader.parse(text))
        return _table(YAML(typ="base", pure=False).load(text))
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = str(mark.line + 1) if mark is not None else "1"
        raise FileProblemError("broken_yaml", where) from None
    except RecursionError:
        raise FileProblemError("too_deep") from None


def records_of_json(text: str) -> list[list[str]]:
    """Return the header and rows of a JSON list.

    Raises:
        FileProblemError: `broken_json`, `not_a_list`, `too_deep`, `too_many_rows`.
    """
    try:
        return _table(json.loads(text, parse_int=str, parse_float=str))
    except json.JSONDecodeError as error:
        raise FileProblemError("broken_json", str(error.lineno)) from None
    except RecursionError:
        raise FileProblemError("too_deep") from None


def _refuse_depth(text: str) -> None:
    """Refuse brackets in brackets without end before a parser tries them: its time is squared."""
    depth = 0
    for mark in _BRACKETS.findall(text):
        depth += 1 if mark in "[{" else -1
        if depth > MAX_BRACKETS:
            raise FileProblemError("too_deep")


def _refuse_aliases(events: Iterator[Event]) -> None:
    for number, event in enumerate(events):
        if isinstance(event, AliasEvent):
            raise FileProblemError("forbidden_yaml")
        if number > MAX_EVENTS:
            raise FileProblemError("too_many_rows")


def _table(loaded: object) -> list[list[str]]:
    records = _records(loaded)
    if len(records) > MAX_ROWS:
        raise FileProblemError("too_many_rows")
    columns: dict[str, int] = {}
    flat: list[dict[str, str]] = []
    for record in records:
        cells = dict(_flat(record, "", 0))
        for name in cells:
            columns.setdefault(name, len(columns))
        flat.append(cells)
    if len(columns) > MAX_COLUMNS or len(columns) * len(flat) > MAX_CELLS:
        raise FileProblemError("too_many_columns")
    return [list(columns), *([cells.get(name, "") for name in columns] for cells in flat)]


def _records(loaded: object) -> list[object]:
    """Return the list of records: the top, the only list inside it, or the values by name."""
    if isinstance(loaded, Mapping):
        lists = [value for value in loaded.values() if isinstance(value, list)]
        if len(lists) == 1 and all(isinstance(one, Mapping) for one in lists[0]):
            loaded = lists[0]
        elif loaded and all(isinstance(value, Mapping) for value in loaded.values()):
            loaded = [{"name": name, **value} for name, value in loaded.items()]
        else:
            loaded = [loaded]
    if not isinstance(loaded, list) or not any(isinstance(one, Mapping) for one in loaded):
        raise FileProblemError("not_a_list")
    return [one if isinstance(one, Mapping) else {"value": one} for one in loaded]


def _flat(value: object, name: str, depth: int) -> Iterator[tuple[str, str]]:
    if depth > MAX_DEPTH:
        raise FileProblemError("too_deep")
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _flat(inner, f"{name}{SEPARATOR}{key}" if name else str(key), depth + 1)
    elif isinstance(value, list):
        if any(isinstance(inner, Mapping | list) for inner in value):
            for number, inner in enumerate(value):
                yield from _flat(inner, f"{name}{SEPARATOR}{number}", depth + 1)
        else:
            yield name, BETWEEN.join(_text(inner) for inner in value)
    else:
        yield name, _text(value)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    text = "" if value is None else str(value).strip()
    return "" if text in {"null", "~"} else text
