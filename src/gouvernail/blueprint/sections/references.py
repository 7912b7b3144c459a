"""What rows name must exist: units, people, channels; and the tree must be one."""

from collections.abc import Iterator

from gouvernail.blueprint.sections.columns import Kind, Row, Value
from gouvernail.blueprint.sections.people import people_named
from gouvernail.blueprint.sections.reading import Files
from gouvernail.blueprint.sections.section import Section, Site
from gouvernail.people.models import Person, Role

NAMED = {
    Kind.UNIT: "unknown_unit",
    Kind.PERSON: "unknown_person",
    Kind.CHANNELS: "unknown_channel",
    Kind.AUDIENCE: "unknown_audience",
}


def check_references(files: Files, site: Site, *, viewer: Person) -> None:
    """Note every row that names what neither the files nor the site hold. One query."""
    people = {words for kind, words in _named(files) if kind is Kind.PERSON}
    known = {
        Kind.UNIT: {str(row["code"]).casefold() for row in _rows(files, site, "units")},
        Kind.CHANNELS: {str(row["title"]).casefold() for row in _rows(files, site, "channels")},
        Kind.AUDIENCE: {str(row["code"]).casefold() for row in _rows(files, site, "audiences")},
        Kind.PERSON: {one.casefold() for one in people_named(people, viewer=viewer)},
    }
    for section, name, kind, words in _every_name(files):
        if words.casefold() not in known[kind]:
            files.fault(section, name, NAMED[kind], value=words)
    for section in files.found:
        if section.key == "units":
            _check_tree(section, files, site)
        if section.key == "roles":
            _check_seats(section, files)


def _named(files: Files) -> Iterator[tuple[Kind, str]]:
    for _section, _name, kind, words in _every_name(files):
        yield kind, words


def _every_name(files: Files) -> Iterator[tuple[Section, str, Kind, str]]:
    """Yield each unit, person and channel that a row names, with its section and row."""
    for section, found in files.found.items():
        for name, row in found.rows.items():
            for column in section.columns:
                if column.kind in NAMED:
                    for words in _words(row[column.name]):
                        yield section, name, column.kind, words


def _words(value: Value) -> tuple[str, ...]:
    if isinstance(value, tuple):
        return value
    return (str(value),) if value else ()


def _rows(files: Files, site: Site, key: str) -> Iterator[Row]:
    """Yield the rows of a section, those of the site and those of the files."""
    for section, standing in site.items():
        if section.key == key:
            yield from (one.row for one in standing.values())
            if section in files.found:
                yield from files.found[section].rows.values()


def _check_tree(section: Section, files: Files, site: Site) -> None:
    """Note units that would stand below themselves, and a second unit at the top."""
    rows = files.found[section].rows
    parents = {name: str(one.row["parent"]).casefold() for name, one in site[section].items()}
    tops = {name for name, parent in parents.items() if not parent}
    parents |= {name: str(row["parent"]).casefold() for name, row in rows.items()}
    for name in rows:
        above, seen = parents[name], {name}
        while above and above not in seen:
            seen.add(above)
            above = parents.get(above, "")
        if above:
            files.fault(section, name, "unit_in_a_ring", value=name)
        if not parents[name] and tops and name not in tops:
            files.fault(section, name, "two_tops", value=name)


def _check_seats(section: Section, files: Files) -> None:
    for name, row in files.found[section].rows.items():
        if (row["role"] == Role.REVIEWER) != bool(row["seat"]):
            files.fault(section, name, "seat_with_reviewer")
