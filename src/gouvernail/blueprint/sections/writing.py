"""Write a model as files that people read, review and keep under version control."""

import io
import json
from collections.abc import Mapping
from typing import Final

from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import LiteralScalarString

from gouvernail.blueprint.sections.columns import Column, Kind, Row, Value
from gouvernail.blueprint.sections.reading import FORMAT
from gouvernail.blueprint.sections.section import Kept, Listed, Section, Site

WIDTH: Final = 100
HEAD: Final = (
    "# A part of the governance model: see docs/reference/model-files.md.\n"
    "# Change it, then: gouvernail model plan FOLDER; gouvernail model apply FOLDER\n"
)


def written(site: Site) -> dict[str, str]:
    """Return what each file would hold, by name without `.yaml`; the same site, the same text.

    What a column holds by default is left out.
    """
    files: dict[str, dict[str, object]] = {}
    kept: dict[str, str] = {}
    for section, standing in site.items():
        if isinstance(section, Kept):
            rows_kept = [one.row for one in standing.values()]
            kept |= {section.path_of(row): str(row["source"]) for row in rows_kept}
            continue
        rows = [_shown(section, one.row) for one in standing.values()]
        held: object = rows if isinstance(section, Listed) else rows[0]
        files.setdefault(section.file, {"format": FORMAT})[section.key] = held
    return {name: HEAD + _dump(content) for name, content in files.items()} | kept


def _shown(section: Section, row: Row) -> dict[str, object]:
    return {
        one.name: _plain(one, row[one.name])
        for one in section.columns
        if one.required or row[one.name] != one.default
    }


def _plain(column: Column, value: Value) -> object:
    if column.kind is Kind.ROWS and isinstance(value, tuple):
        return [{name: _said(words) for name, words in json.loads(row).items()} for row in value]
    if isinstance(value, tuple):
        return list(value)
    return _said(value)


def _said(value: object) -> object:
    return LiteralScalarString(value) if isinstance(value, str) and "\n" in value else value


def _dump(content: Mapping[str, object]) -> str:
    yaml = YAML()
    yaml.width = WIDTH
    yaml.allow_unicode = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    stream = io.StringIO()
    yaml.dump(dict(content), stream)
    return stream.getvalue()
