"""Read the files of a model, and say at which line and column they are wrong."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from ruamel.yaml.nodes import MappingNode, Node

from gouvernail.blueprint.errors import ModelInvalidError, Place
from gouvernail.blueprint.sections.columns import (
    DAYS,
    LONG,
    Column,
    Kind,
    Row,
    Value,
    row_line,
)
from gouvernail.blueprint.sections.section import Kept, Listed, Section
from gouvernail.blueprint.sections.steps import read_step
from gouvernail.foundation.codes import COUNTRIES, is_language
from gouvernail.kernel.rules.fields import TEXT_LIMIT, Fields, Reading, compose
from gouvernail.kernel.rules.problems import MESSAGES, PackError, Words

FORMAT: Final = 1
_COLOUR: Final = re.compile(r"#[0-9a-f]{6}")
_CLOCK: Final = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
WORDS: Final[Mapping[str, Words]] = {
    **MESSAGES,
    "empty": ("The file is empty.", "Le fichier est vide."),
    "alias": (
        "Anchors and aliases (& and *) are not allowed in a model.",
        "Un modèle ne peut pas contenir d’ancres ni d’alias (& et *).",
    ),
    "expected_clock": (
        "Expected a time such as 09:30 under “{key}”.",
        "« {key} » attend une heure, par exemple 09:30.",
    ),
    "duplicate_row": (
        "“{value}” already stands at line {line}.",
        "« {value} » figure déjà à la ligne {line}.",
    ),
    "unknown_unit": (
        "No unit has the code “{value}”, here or on the site.",
        "Aucune unité n’a le code « {value} », ni ici ni sur le site.",
    ),
    "unit_in_a_ring": (
        "“{value}” would stand below itself.",
        "« {value} » se trouverait sous elle-même.",
    ),
    "two_tops": (
        "Only one unit stands at the top; give “{value}” a parent.",
        "Une seule unité se tient au sommet ; donnez un « parent » à « {value} ».",
    ),
    "unknown_person": (
        "Nobody on the site is “{value}”; import people first.",
        "Personne sur le site n’est « {value} » ; importez d’abord les personnes.",
    ),
    "unknown_channel": (
        "No channel is called “{value}”, here or on the site.",
        "Aucun canal ne s’appelle « {value} », ni ici ni sur le site.",
    ),
    "unknown_audience": (
        "No audience has the code “{value}”, here or on the site.",
        "Aucun public n’a le code « {value} », ni ici ni sur le site.",
    ),
    "expected_colour": (
        '“{value}” is no colour; write it in quotes, such as "#0b6e8f".',
        '« {value} » n’est pas une couleur ; écrivez-la entre guillemets, par exemple "#0b6e8f".',
    ),
    "unknown_country": (
        "“{value}” is no country; write its two letters in capitals, such as FR or CA.",
        "« {value} » n’est pas un pays ; écrivez ses deux lettres en capitales, par exemple FR.",
    ),
    "unknown_language": (
        "“{value}” is no language; write its code, such as fr, en or fr-CA.",
        "« {value} » n’est pas une langue ; écrivez son code, par exemple fr, en ou fr-CA.",
    ),
    "seat_with_reviewer": (
        "A reviewer needs a seat, and nobody else has one.",
        "Un relecteur a une fonction, et lui seul.",
    ),
    "duplicate_file": (
        "“{value}” already stands in {file}.yaml.",
        "« {value} » figure déjà dans {file}.yaml.",
    ),
    "wrong_folder": (
        "A pack is kept as packs/UNIT/NAME.yaml, under its own name: “{value}”.",
        "Un jeu de règles se range dans packs/UNITÉ/NOM.yaml, sous son propre nom : « {value} ».",
    ),
    "expected_step": (
        "“{value}” is not a step; write “legal or brand within 48 h”.",
        "« {value} » n’est pas une étape ; écrivez « legal or brand within 48 h ».",
    ),
    "unknown_seat": (
        "“{value}” is no seat; seats: {choices}.",
        "« {value} » n’est pas une fonction ; fonctions : {choices}.",
    ),
    "unknown_format": (
        "This file is of format {value}; this version reads format {format}.",
        "Ce fichier est au format {value} ; cette version lit le format {format}.",
    ),
}


@dataclass(slots=True)
class Found:
    """The rows of one section in the files, by name, and the nodes they were read from."""

    rows: dict[str, Row] = field(default_factory=dict)
    nodes: dict[str, Node] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)  # those of rows kept in their own


class Files:
    """The files of one model as they were read: their sections, and every fault found so far."""

    def __init__(self) -> None:
        """Begin with nothing read."""
        self.found: dict[Section, Found] = {}
        self.readings: dict[str, Reading] = {}

    def fault(self, section: Section, name: str, code: str, **values: object) -> None:
        """Note a fault of a row."""
        found = self.found[section]
        if name in found.files:
            self.readings[found.files[name]].fault(None, code, **values)
        else:
            self.readings[section.file].fault(found.nodes[name], code, **values)

    def place(self, section: Section, name: str) -> Place:
        """Return where a row stands."""
        found = self.found[section]
        if name in found.files:
            return Place(file=found.files[name], line=1)
        mark = found.nodes[name].start_mark
        return Place(file=section.file, line=mark.line + 1)

    def check(self) -> None:
        """Refuse what is wrong, all of it at once, in the order of the files.

        Raises:
            ModelInvalidError: there are faults.
        """
        problems = {
            (one.file, one.line, one.column, one.code): one
            for reading in self.readings.values()
            for one in reading.problems
        }
        if problems:
            raise ModelInvalidError([problems[key] for key in sorted(problems)])


def read_files(texts: Mapping[str, str], sections: Sequence[Section]) -> Files:
    """Read the files of a model; `texts` are what each file holds, by name without `.yaml`.

    A file that is absent, and a section that is absent from its file, are left alone: they are
    not in `found`. What is wrong in one row alone is noted; see `Files.check`. Sections come in
    their own order, whatever that of the files: a plan, and its digest, do not depend on it.
    """
    files = Files()
    for name, text in sorted(texts.items()):
        reading = files.readings[name] = Reading(f"{name}.yaml", {}, WORDS)
        kept = [one for one in sections if isinstance(one, Kept) and _is_below(name, one)]
        if kept:
            _read_kept(kept[0], name, text, files)
            continue
        try:
            fields = Fields(reading, compose(text, reading), name)
        except PackError:  # its faults are kept in the reading
            continue
        _read_format(fields)
        for section in sections:
            if section.file == name and fields.has(section.key):
                files.found[section] = _read_section(section, fields)
        fields.asked.extend(one.key for one in sections if one.file == name)
        fields.close()
    files.found = {one: files.found[one] for one in sections if one in files.found}
    return files


def _is_below(name: str, section: Section) -> bool:
    return name.startswith(f"{section.file}/")


def _read_kept(section: Kept, path: str, text: str, files: Files) -> None:
    found = files.found.setdefault(section, Found())
    row = section.read(path, text, files.readings[path])
    if row is None:
        return
    name = section.name_of(row)
    if name in found.rows:
        files.readings[path].fault(None, "duplicate_file", value=name, file=found.files[name])
    found.rows[name], found.files[name] = row, path


def _read_format(fields: Fields) -> None:
    written = fields.number("format", low=0, high=999) if fields.has("format") else None
    if written is None:
        fields.get("format", required=True)
    elif written != FORMAT:
        fields.fault(fields.get("format"), "unknown_format", value=written, format=FORMAT)


def _read_section(section: Section, fields: Fields) -> Found:
    found = Found()
    if isinstance(section, Listed):
        nodes = fields.nodes(section.key)
    else:
        node = fields.get(section.key)
        nodes = [] if node is None else [node]
    for node in nodes:
        inner = Fields(fields.reading, node, section.key)
        row = {column.name: _value(column, inner) for column in section.columns}
        inner.close()
        if not isinstance(node, MappingNode) or not all(
            row[column.name] for column in section.columns if column.required
        ):
            continue
        name = section.name_of(row)
        if name in found.rows:
            line = found.nodes[name].start_mark.line + 1
            inner.fault(node, "duplicate_row", value=name, line=line)
        found.rows[name], found.nodes[name] = row, node
    return found


def _value(column: Column, fields: Fields) -> Value:
    """Return what a row says in one column; a wrong value is noted, and the default returned."""
    if not fields.has(column.name) and not column.required:
        fields.get(column.name)
        return column.default
    return _READERS.get(column.kind, _text)(column, fields)


def _text(column: Column, fields: Fields) -> Value:
    limit = column.longest or (LONG if column.kind is Kind.LONG else TEXT_LIMIT)
    return fields.text(column.name, required=column.required, limit=limit)


def _number(column: Column, fields: Fields) -> Value:
    fields.get(column.name, required=column.required)
    number = fields.number(column.name, low=column.low, high=column.high)
    return column.default if number is None else number


def _choice(column: Column, fields: Fields) -> Value:
    fields.get(column.name, required=column.required)
    return fields.choice(column.name, tuple(column.choices), str(column.default))


def _choices(column: Column, fields: Fields) -> Value:
    return tuple(sorted(_among(fields, column.name, tuple(column.choices))))


def _days(column: Column, fields: Fields) -> Value:
    return tuple(sorted(_among(fields, column.name, DAYS), key=DAYS.index))


def _channels(column: Column, fields: Fields) -> Value:
    return fields.texts(column.name)


def _steps(column: Column, fields: Fields) -> Value:
    fields.get(column.name, required=column.required)
    told = []
    for node in fields.nodes(column.name):
        words = fields.text_of(node, column.name)
        step = read_step(words) if words else None
        if words and step is None:
            fields.fault(node, "expected_step", value=words)
        for seat in step.seats if step else ():
            if seat not in column.choices:
                listed = ", ".join(column.choices)
                fields.fault(node, "unknown_seat", value=seat, choices=listed)
        if step is not None:
            told.append(str(step))
    return tuple(told)


def _rows(column: Column, fields: Fields) -> Value:
    fields.get(column.name, required=column.required)
    told = []
    for node in fields.mappings(column.name):
        inner = Fields(fields.reading, node, column.name)
        row = {one.name: str(_value(one, inner)) for one in column.inner}
        inner.close()
        told.append(row_line(row, column.inner))
    return tuple(told)


def _colour(column: Column, fields: Fields) -> Value:
    said = fields.text(column.name, required=column.required).lower()
    if said and not _COLOUR.fullmatch(said):
        fields.fault(fields.get(column.name), "expected_colour", value=said[:20])
    return said


def _zone(column: Column, fields: Fields) -> Value:
    node = fields.get(column.name)
    if node is None or not _is_written(node):
        return ""
    fields.zone(column.name)
    return fields.text(column.name)


def _country(column: Column, fields: Fields) -> Value:
    node = fields.get(column.name)
    said = fields.text_of(node, column.name) if node is not None and _is_written(node) else ""
    if said and said not in COUNTRIES:
        fields.fault(node, "unknown_country", value=said[:20])
    return said


def _languages(column: Column, fields: Fields) -> Value:
    told = []
    for node in fields.nodes(column.name):
        said = fields.text_of(node, column.name)
        if said and not is_language(said):
            fields.fault(node, "unknown_language", value=said[:20])
        told.append(said)
    return tuple(told)


def _is_written(node: Node) -> bool:
    return str(node.value) != ""


def _day(column: Column, fields: Fields) -> Value:
    day = fields.day(column.name)
    return day.isoformat() if day else ""


def _clock(column: Column, fields: Fields) -> Value:
    said = fields.text(column.name, required=True)
    if said and not _CLOCK.fullmatch(said):
        fields.fault(fields.get(column.name), "expected_clock", key=column.name)
        return ""
    return said


_READERS: Final[Mapping[Kind, Callable[[Column, Fields], Value]]] = {
    Kind.NUMBER: _number,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.DAYS: _days,
    Kind.CHANNELS: _channels,
    Kind.WORDS: _channels,
    Kind.STEPS: _steps,
    Kind.DAY: _day,
    Kind.CLOCK: _clock,
    Kind.ROWS: _rows,
    Kind.COLOUR: _colour,
    Kind.ZONE: _zone,
    Kind.COUNTRY: _country,
    Kind.LANGUAGES: _languages,
}


def _among(fields: Fields, name: str, choices: tuple[str, ...]) -> frozenset[str]:
    told = []
    for node in fields.nodes(name):
        word = fields.text_of(node, name)
        if word in choices:
            told.append(word)
        elif word:
            listed = ", ".join(choices)
            fields.fault(node, "expected_choice", value=word, key=name, choices=listed)
    return frozenset(told)
