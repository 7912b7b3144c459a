"""What applying a model would do: the differences between its files and the site."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from gouvernail.blueprint.errors import Place
from gouvernail.blueprint.sections.columns import Row, Value
from gouvernail.blueprint.sections.reading import Files
from gouvernail.blueprint.sections.references import check_references
from gouvernail.blueprint.sections.section import Listed, Section, Site, Standing
from gouvernail.people.models import Person


class What(StrEnum):
    """What becomes of a row."""

    ADD = "add"
    CHANGE = "change"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference: `before` is what the site holds, `after` what the files want.

    `place` is where the files say it; nowhere for what they do not hold.
    """

    what: What
    section: Section
    name: str
    before: Standing | None = None
    after: Row | None = None
    place: Place | None = None

    @property
    def details(self) -> list[tuple[str, Value, Value]]:
        """Return the columns that differ, with what they hold and what they would."""
        empty = self.section.full({})
        old = self.before.row if self.before else empty
        new = self.after if self.after is not None else empty
        return self.section.details(old, new)


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelPlan:
    """All the differences, in the order in which they can be applied.

    `kept` are rows of the site that the files do not hold, when nothing was to be removed.
    """

    changes: tuple[Change, ...]
    kept: tuple[Change, ...] = ()

    @property
    def digest(self) -> str:
        """Return the SHA-256 of the changes: the same plan on the same site has the same one."""
        told = [
            [one.what, one.section.name, one.name, [list(each) for each in one.details]]
            for one in self.changes
        ]
        return sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()

    def count(self, what: What) -> int:
        """Return how many changes are of one kind."""
        return sum(one.what == what for one in self.changes)


def site_of(sections: Sequence[Section], *, viewer: Person) -> Site:
    """Return what the site holds of those sections. A constant number of queries a section."""
    return {section: section.standing(viewer) for section in sections}


def planned(files: Files, site: Site, *, viewer: Person, remove: bool = False) -> ModelPlan:
    """Return what the files would change on the site.

    Args:
        files: what was read.
        site: what stands, for the sections of the files at least.
        viewer: in whose name people are looked up.
        remove: whether rows of the site that the files do not hold go.

    Raises:
        ModelInvalidError: a row names what does not exist.
    """
    check_references(files, site, viewer=viewer)
    files.check()
    coming = [one for section in files.found for one in _differences(section, files, site)]
    going = [one for section in reversed(files.found) for one in _missing(section, files, site)]
    if not remove:
        return ModelPlan(changes=tuple(coming), kept=tuple(going))
    return ModelPlan(changes=(*coming, *going))


def _differences(section: Section, files: Files, site: Site) -> Iterator[Change]:
    found, standing = files.found[section], site[section]
    for name in section.in_order(found.rows):
        before, after = standing.get(name), found.rows[name]
        if before is not None and section.same(before.row, after):
            continue
        yield Change(
            what=What.ADD if before is None else What.CHANGE,
            section=section,
            name=name,
            before=before,
            after=after,
            place=files.place(section, name),
        )


def _missing(section: Section, files: Files, site: Site) -> Iterator[Change]:
    if not isinstance(section, Listed):
        return
    rows = {name: standing.row for name, standing in site[section].items()}
    for name in reversed(section.in_order(rows)):
        if name not in files.found[section].rows:
            yield Change(what=What.REMOVE, section=section, name=name, before=site[section][name])
