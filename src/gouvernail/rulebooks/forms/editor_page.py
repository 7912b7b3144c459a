"""Everything that one page of the editor shows, gathered once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from gouvernail.kernel.rules import Problem
from gouvernail.kernel.rules.canonical import Plain
from gouvernail.kernel.rules.checks import says
from gouvernail.kernel.rules.outline import Chunk, Outline, outline_of
from gouvernail.kernel.rules.rewriting import Path, path_of, value_at, values_of
from gouvernail.people.models import Person
from gouvernail.people.permissions import visible_units
from gouvernail.policies.models import Clause
from gouvernail.rulebooks.forms.editor import Edited, shown_digest
from gouvernail.rulebooks.forms.editor_fields import FieldLine, Known, Section, sections_of
from gouvernail.rulebooks.models import Manuscript
from gouvernail.rulebooks.queries.editing import (
    Draughted,
    ExampleTold,
    RuleRow,
    clause_in,
    clause_in_force,
    draughted,
    examples_told,
    first_fault,
    head_of,
    rows_of,
    tried_rule,
)
from gouvernail.rulebooks.queries.packs import unit_codes
from gouvernail.rulebooks.queries.reading import Tried, in_words

TEXT_LIMIT = 20_000
TYPED_FIRST: Final[tuple[Path, ...]] = (
    *(("title", "fr"), ("title", "en"), ("say", "fr"), ("say", "en")),
    *(("check", "terms", "any"), ("examples", "passes")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A text somebody wants to try, where and in which language."""

    text: str = ""
    network: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultLine:
    """One fault: at which line, in which field, in words."""

    line: int
    column: int
    field: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EditorPage:
    """One rule in both its forms, or the whole pack; and the list of the others.

    `text` is what the YAML side shows, beginning at `first_line` of the pack.
    """

    manuscript: Manuscript
    rows: Sequence[RuleRow]
    total: int
    at: int
    whole: bool
    chunk: Chunk | None
    text: str
    first_line: int
    count: int
    base: str
    sections: Sequence[Section]
    faults: Sequence[FaultLine]
    examples: Sequence[ExampleTold]
    clause: Clause | None
    tried: Tried | None
    trial: Trial
    theirs: str
    blank: bool

    @property
    def marks(self) -> list[int]:
        """Return the lines at fault."""
        return sorted({one.line for one in self.faults})

    @property
    def bad_examples(self) -> int:
        """Return how many examples do not do what their author says."""
        return sum(not one.ok for one in self.examples)

    @property
    def title(self) -> str:
        """Return the title of the rule shown."""
        row = next((one for one in self.rows if one.index == self.at), None)
        return row.title if row else self.chunk.rule_id if self.chunk else ""

    @property
    def unsaved(self) -> bool:
        """Return whether what is written differs from the version it began from."""
        return self.manuscript.source != self.manuscript.base.source


def opening(manuscript: Manuscript, asked: Mapping[str, str]) -> tuple[int, bool, int]:
    """Return which rule a page opens at, whether it shows the whole, and the line to go to.

    A pack with a fault opens there.
    """
    outline = outline_of(manuscript.source)
    line = int(asked["line"]) if asked.get("line", "").isdecimal() else 0
    named = outline.named(asked["rule"]) if asked.get("rule") else None
    if asked.get("at", "").isdecimal():
        named = min(int(asked["at"]), max(len(outline.chunks) - 1, 0))
    if not line and named is None and not asked.get("whole"):
        fault = first_fault(manuscript, outline)
        line = fault.line if fault is not None else 0
    if line and named is None:
        named = outline.at_line(line)
        return named or 0, named is None or bool(asked.get("whole")), line
    return named or 0, bool(asked.get("whole")) or not outline.chunks, line


def page_of(edited: Edited, *, viewer: Person, trial: Trial, search: str = "") -> EditorPage:
    """Return what the editor shows after `edited`. A query for the clause, two for units."""
    manuscript = edited.manuscript
    outline = outline_of(manuscript.source)
    units = unit_codes(manuscript.source)
    chunk = _chunk(outline, edited)
    whole = chunk is None
    read = draughted(outline, chunk, units=units) if chunk is not None else None
    problems = read.problems if read is not None else _all_problems(outline, units)
    stands = chunk.text if chunk is not None else manuscript.source
    values = values_of(chunk.text) if chunk is not None else None
    sections = (
        sections_of(values, _known(outline, read, viewer=viewer)) if values is not None else []
    )
    blank = values is not None and is_blank(values)
    problems = () if blank else problems
    faults = [_fault(one, chunk, sections) for one in problems]
    return EditorPage(
        manuscript=manuscript,
        rows=_rows(rows_of(outline, manuscript, search=search, units=units), outline),
        total=len(outline.chunks),
        at=edited.at,
        whole=whole,
        chunk=chunk,
        text=edited.mine if edited.mine is not None else stands,
        first_line=chunk.first_line if chunk is not None else 1,
        count=stands.count("\n") + 1,
        base=shown_digest(stands),
        sections=sections,
        faults=faults,
        examples=examples_told(read) if read is not None else [],
        clause=_clause(chunk, viewer),
        tried=_tried(read, manuscript, trial),
        trial=trial,
        blank=blank,
        theirs=stands if edited.mine is not None and edited.mine != stands else "",
    )


def is_blank(values: Mapping[str, Plain]) -> bool:
    """Return whether nothing was typed yet in a rule that the editor began: nothing is wrong."""
    return not any(value_at(values, path) for path in TYPED_FIRST)


def _known(outline: Outline, read: Draughted | None, *, viewer: Person) -> Known:
    """Return what a rule may name. Two queries at most."""
    lists, _problems = head_of(outline)
    rule = read.rule if read is not None else None
    return Known(
        units=[(unit.code, f"{unit.label} ({unit.code})") for unit in visible_units(viewer)],
        lists=list(lists),
        said=says(rule.check) if rule is not None else None,
    )


def _chunk(outline: Outline, edited: Edited) -> Chunk | None:
    if edited.whole or not outline.chunks:
        return None
    return outline.chunks[min(edited.at, len(outline.chunks) - 1)]


def _rows(rows: Sequence[RuleRow], outline: Outline) -> list[RuleRow]:
    """Return the rows of the list; a rule that nobody began to fill in has no fault yet."""
    return [
        replace(row, faults=0)
        if row.faults and is_blank(values_of(outline.chunks[row.index].text) or {"title": "?"})
        else row
        for row in rows
    ]


def _all_problems(outline: Outline, units: frozenset[str] | None) -> tuple[Problem, ...]:
    _lists, found = head_of(outline)
    return (
        *found,
        *(
            one
            for chunk in outline.chunks
            for one in draughted(outline, chunk, units=units).problems
        ),
    )


def _tried(read: Draughted | None, manuscript: Manuscript, trial: Trial) -> Tried | None:
    if not trial.text.strip():
        return None
    return tried_rule(
        read,
        manuscript,
        trial.text[:TEXT_LIMIT],
        network=trial.network,
        language=trial.language,
    )


def _clause(chunk: Chunk | None, viewer: Person) -> Clause | None:
    return clause_in_force(clause_in(chunk), viewer=viewer) if chunk is not None else None


def _fault(problem: Problem, chunk: Chunk | None, sections: Sequence[Section]) -> FaultLine:
    """Tell a fault at its line and, when the form has a place for it, in its field."""
    words, name = in_words(problem.message), ""
    if chunk is not None:
        path = path_of(chunk.text, problem, first_line=chunk.first_line)
        line = _line_at(path, problem, sections) if path is not None else None
        if isinstance(line, FieldLine):
            line.errors.append(words)
            name = line.name
        elif path:
            section = next((one for one in sections if one.name == _section(str(path[0]))), None)
            if section is not None:
                section.errors.append(words)
    return FaultLine(line=problem.line, column=problem.column, field=name, words=words)


def _section(key: str) -> str:
    known = {"unless": "check", "control": "then", "dismissible": "then"}
    if key in {"check", "then", "say", "suggest", "when", "examples"}:
        return key
    return known.get(key, "rule")


def _line_at(
    path: tuple[str | int, ...], problem: Problem, sections: Sequence[Section]
) -> FieldLine | None:
    """Return the field a fault belongs to: at its path, or the one that its words name below it."""
    lines = [line for section in sections for line in section.lines]
    named = [
        line
        for line in lines
        if line.path[: len(path)] == path
        and len(line.path) > len(path)
        and any(f"“{key}”" in problem.message["en"] for key in line.path[len(path) :])
    ]
    if problem.code in {"missing_key", "missing_language"} and named:
        return named[0]
    fitting = [line for line in lines if path[: len(line.path)] == line.path]
    below = [line for line in lines if path and line.path[: len(path)] == path]
    if fitting or not below:
        return max(fitting, key=lambda line: len(line.path), default=None)
    return next((line for line in below if line.sort == "lines"), below[0])
