"""A draft as the editor shows it: its clauses, how far each language is, what was taken out."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from gouvernail.foundation.ids import is_uuid
from gouvernail.people.models import Person
from gouvernail.policies.models import Clause, Policy, PolicyVersion
from gouvernail.policies.queries.reading import version_in_force


class Translation(StrEnum):
    """How far one language of a clause is."""

    DONE = "done"
    MISSING = "missing"
    BEHIND = "behind"  # the other language changed since the version in force, this one did not


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftLine:
    """One clause of a draft; `change` is `new`, `changed` or `same` since the version in force."""

    clause: Clause
    fr: Translation
    en: Translation
    change: str
    is_first: bool
    is_last: bool

    @property
    def level(self) -> int:
        """Return how deep it stands, from 1."""
        return self.clause.anchor.count(".") + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftPage:
    """A draft, or what is in force where none was begun; `missing` counts absent translations."""

    version: PolicyVersion | None
    lines: tuple[DraftLine, ...]
    removed: tuple[dict[str, Any], ...] = ()

    @property
    def missing(self) -> dict[str, int]:
        """Return how many clauses each language lacks, or holds an older text of."""
        return {
            name: sum(getattr(line, name) is not Translation.DONE for line in self.lines)
            for name in ("fr", "en")
        }


def draft_page(policy: Policy, version: PolicyVersion | None) -> DraftPage:
    """Return a draft with the state of each clause. Five queries, whatever the clauses."""
    if version is None:
        return DraftPage(version=None, lines=())
    in_force = version_in_force(policy)
    before = {one.anchor: one for one in in_force.clauses.all()} if in_force else {}
    clauses = list(version.clauses.all())
    here = {one.anchor for one in clauses}
    lines = tuple(
        _line(clause, before.get(clause.anchor), index, len(clauses))
        for index, clause in enumerate(clauses)
    )
    removed = tuple(one for one in version.removed if one["anchor"] not in here)
    names = _names({one["by"] for one in removed})
    removed = tuple(one | {"by": names.get(one["by"], "")} for one in removed)
    return DraftPage(version=version, lines=lines, removed=removed)


def missing_in(clauses: Iterable[Clause]) -> dict[str, list[Clause]]:
    """Return the clauses that each language lacks, in order; no key for one that has all."""
    lacking: dict[str, list[Clause]] = {"fr": [], "en": []}
    for one in clauses:
        main, english = (one.title, one.text), (one.title_en, one.text_en)
        if _state(main, other=english, behind=False) is Translation.MISSING:
            lacking["fr"].append(one)
        if _state(english, other=main, behind=False) is Translation.MISSING:
            lacking["en"].append(one)
    return {language: found for language, found in lacking.items() if found}


def _names(keys: set[str]) -> dict[str, str]:
    """Return what the people of these ids are called now. One query, none without ids."""
    rows = Person.objects.filter(pk__in=[key for key in keys if is_uuid(key)])
    return {str(key): name for key, name in rows.values_list("pk", "name")}


def _line(clause: Clause, before: Clause | None, index: int, count: int) -> DraftLine:
    main = (clause.title, clause.text)
    english = (clause.title_en, clause.text_en)
    main_changed = before is not None and main != (before.title, before.text)
    english_changed = before is not None and english != (before.title_en, before.text_en)
    change = "new" if before is None else "same" if before.digest == clause.digest else "changed"
    return DraftLine(
        clause=clause,
        fr=_state(main, other=english, behind=english_changed and not main_changed),
        en=_state(english, other=main, behind=main_changed and not english_changed),
        change=change,
        is_first=index == 0,
        is_last=index == count - 1,
    )


def _state(words: tuple[str, str], *, other: tuple[str, str], behind: bool) -> Translation:
    title, text = words
    if not title or (other[1] and not text):
        return Translation.MISSING
    return Translation.BEHIND if behind and any(other) else Translation.DONE
