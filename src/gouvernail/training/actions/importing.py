"""Completions from another system, as a file: looked at first, then taken in, once."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Final

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gouvernail.foundation.actions import action
from gouvernail.foundation.clock import site_day, site_noon
from gouvernail.foundation.digests import canonical, sha256_hex
from gouvernail.foundation.exports import meant
from gouvernail.kernel.text import fold
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, may, may_overall
from gouvernail.training.actions.certifying import Finished, finish
from gouvernail.training.errors import ImportRefusedError
from gouvernail.training.models import Completion, Course, Problem
from gouvernail.training.models.certificates import How
from gouvernail.training.permissions import visible_courses

COLUMNS: Final = ("person", "course", "done_on", "score", "reference")
NEEDED: Final = frozenset({"person", "course", "done_on"})
FRENCH: Final = {
    "personne": "person",
    "formation": "course",
    "faite le": "done_on",
    "note": "score",
    "reference": "reference",
}
"""What the columns may be called in French; capitals, accents and `_` make no difference."""
MOST_LINES: Final = 20_000
MOST_BYTES: Final = 5_000_000
AT_ONCE: Final = 5_000  # lines asked about in one query: a database takes so many values
PERCENT: Final = 100
DIGITS: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class CompletionLine:
    """One line of the file as it was read: what it would record, or what is wrong with it.

    `number` counts from the header, which is line 1; `said` is what its cells hold.
    """

    number: int
    who: str
    course_slug: str
    person: Person | None = None
    course: Course | None = None
    done_on: date | None = None
    score_percent: int | None = None
    reference: str = ""
    is_known: bool = False
    problem: str = ""
    said: dict[str, str] = field(default_factory=dict)

    @property
    def why(self) -> str:
        """Return what is wrong with it, in the reader's language."""
        return str(Problem(self.problem).label) if self.problem else ""


def read_completions(data: bytes, *, viewer: Person, at: datetime) -> list[CompletionLine]:
    """Return what each line of a CSV file would record. Five queries for each 5,000 lines.

    `person` is an e-mail or a staff number, `done_on` a day (2026-11-17), `score` a percentage.
    Separated by commas or semicolons, in UTF-8.

    Raises:
        ImportRefusedError: not a text, no such columns, too long.
    """
    lines, read = lines_of(data), _Read()
    parts = (lines[first : first + AT_ONCE] for first in range(0, len(lines), AT_ONCE))
    return [line for part in parts for line in _checked(part, read, viewer=viewer, at=at)]


def lines_of(data: bytes) -> list[CompletionLine]:
    """Return the lines of a CSV file, not yet compared with who and what is here. No query.

    Raises:
        ImportRefusedError: not a text, no such columns, too long.
    """
    return [_parsed(number, row) for number, row in enumerate(_rows(data), start=2)]


@dataclass(slots=True)
class _Read:
    """What the lines above said already."""

    references: set[str] = field(default_factory=set)
    days: set[tuple[Person | None, Course | None, date | None]] = field(default_factory=set)


def checked(
    lines: Sequence[CompletionLine], *, viewer: Person, at: datetime
) -> list[CompletionLine]:
    """Return what some lines of a file would record now, those above it being recorded.

    Five queries.
    """
    return _checked(lines, _Read(), viewer=viewer, at=at)


def _checked(
    lines: Sequence[CompletionLine], read: _Read, *, viewer: Person, at: datetime
) -> list[CompletionLine]:
    people = _people({line.who for line in lines})
    slugs = {line.course_slug for line in lines}
    courses = {one.slug: one for one in visible_courses(viewer).filter(slug__in=slugs)}
    found = [_found(line, people, courses, viewer=viewer, today=site_day(at)) for line in lines]
    return _marked(found, _taken_in_before(found), read)


def _rows(data: bytes) -> list[dict[str, str]]:
    if len(data) > MOST_BYTES:
        raise ImportRefusedError(_("This file is too heavy. Cut it into several."))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ImportRefusedError(
            _("This file is not UTF-8 text. Export it as CSV UTF-8.")
        ) from error
    if "\x00" in text:
        raise ImportRefusedError(_("This file is not a table of text."))
    first = text.split("\n", 1)[0]
    reader = csv.DictReader(io.StringIO(text), delimiter=";" if ";" in first else ",")
    try:
        names = {_column(name) for name in reader.fieldnames or ()}
        if missing := [name for name in COLUMNS if name in NEEDED - names]:
            raise ImportRefusedError(
                _("These columns are missing: %(names)s.")
                % {"names": ", ".join(_said(name) for name in missing)}
            )
        rows = [
            {_column(key): meant(str(value or "").strip()) for key, value in row.items()}
            for row in reader
        ]
    except csv.Error as error:
        raise ImportRefusedError(_("This file is not a table of text.")) from error
    if len(rows) > MOST_LINES:
        raise ImportRefusedError(_("At most %(most)s lines, please.") % {"most": MOST_LINES})
    return rows


def _column(heading: str | None) -> str:
    """Return the name of a column, from what a file calls it in French or in English."""
    plain = " ".join(fold(heading or "").text.replace("_", " ").split())
    return FRENCH.get(plain, plain.replace(" ", "_"))


def _said(column: str) -> str:
    """Return what to call a column in the reader's language."""
    return {
        "person": pgettext("column of a file", "person"),
        "course": pgettext("column of a file", "course"),
        "done_on": pgettext("column of a file", "done_on"),
    }.get(column, column)


def _parsed(number: int, row: dict[str, str]) -> CompletionLine:
    line = CompletionLine(
        number=number,
        who=row["person"],
        course_slug=row["course"].lower(),
        reference=row.get("reference", "")[:200],
        said={name: row.get(name, "") for name in COLUMNS},
    )
    try:
        line = replace(line, done_on=date.fromisoformat(row["done_on"]))
    except ValueError:
        return replace(line, problem=Problem.DAY)
    score = row.get("score", "").rstrip("% ")
    if not score:
        return line
    if not score.isdecimal() or len(score) > DIGITS or int(score) > PERCENT:
        return replace(line, problem=Problem.SCORE)
    return replace(line, score_percent=int(score))


def _people(names: set[str]) -> dict[str, Person]:
    """Return who is named, by what names them: an e-mail in any case, a staff number as it is.

    One query.
    """
    emails = {name.lower() for name in names if "@" in name}
    rows = Person.objects.filter(Q(email__in=emails) | Q(external_id__in=names - {""}))
    known: dict[str, Person] = {}
    numbers: dict[str, Person] = {}
    for one in rows.select_related("home_unit"):
        if one.email:
            known[one.email.lower()] = one
        numbers[one.external_id] = one
    both = {name: known.get(name.lower()) or numbers.get(name) for name in names if name}
    return {name: one for name, one in both.items() if one is not None}


def _found(
    line: CompletionLine,
    people: dict[str, Person],
    courses: dict[str, Course],
    *,
    viewer: Person,
    today: date,
) -> CompletionLine:
    person, course = people.get(line.who), courses.get(line.course_slug)
    problem = line.problem
    if not problem and (person is None or not _answers_for(viewer, person)):
        problem = Problem.PERSON
    elif not problem and course is None:
        problem = Problem.COURSE
    elif not problem and line.done_on is not None and line.done_on > today:
        problem = Problem.TO_COME
    said = {
        "reference": line.reference,
        "person": str(person.pk) if person else line.who,
        "course": line.course_slug,
        "day": str(line.done_on),
    }
    reference = sha256_hex(canonical(said))
    return replace(line, person=person, course=course, problem=problem, reference=reference)


def _answers_for(viewer: Person, person: Person) -> bool:
    if person.pk == viewer.pk:
        return False
    if person.home_unit is None:
        return may_overall(viewer, Right.EDIT_TRAINING)
    return may(viewer, Right.EDIT_TRAINING, unit=person.home_unit)


def _taken_in_before(lines: Sequence[CompletionLine]) -> set[str]:
    """Return the references of lines that are here: by their reference, or by who, what and when.

    Two queries.
    """
    keys = {line.reference for line in lines if not line.problem}
    rows = Completion.objects.filter(reference__in=keys).values_list("reference", flat=True)
    known = set(rows)
    people = {line.person.pk for line in lines if line.person}
    done = Completion.objects.filter(person__in=people)
    there = {
        (person, course, site_day(at))
        for person, course, at in done.values_list("person", "course", "done_at")
    }
    known |= {
        line.reference
        for line in lines
        if line.person and line.course and (line.person.pk, line.course.pk, line.done_on) in there
    }
    return known


def _marked(lines: Sequence[CompletionLine], known: set[str], read: _Read) -> list[CompletionLine]:
    """Mark what was taken in before, and what a line above says already."""
    marked = []
    read.references |= known
    for line in lines:
        day = (line.person, line.course, line.done_on)
        is_known = not line.problem and (line.reference in read.references or day in read.days)
        marked.append(replace(line, is_known=is_known))
        if not line.problem:
            read.references.add(line.reference)
            read.days.add(day)
    return marked


@action("training.import_completions")
def import_completions(data: bytes, *, by: Person, at: datetime) -> tuple[int, int]:
    """Record each sound line of a file that is new; return how many, and how many were known.

    Lines that are wrong are left out: the page that shows them says so before. Read twice, a file
    adds nothing the second time.

    Raises:
        ImportRefusedError: the file cannot be read.
    """
    lines = read_completions(data, viewer=by, at=at)
    sound = [line for line in lines if not line.problem]
    return record_lines(lines, by=by, at=at), sum(line.is_known for line in sound)


def record_lines(lines: Iterable[CompletionLine], *, by: Person, at: datetime) -> int:
    """Record what is sound and new of checked lines; return how many. Called inside an action."""
    number = 0
    for line in lines:
        if line.problem or line.is_known:
            continue
        if line.person is None or line.course is None or line.done_on is None:
            continue
        finished = Finished(
            how=How.IMPORTED,
            reference=line.reference,
            score_percent=line.score_percent,
            done_at=min(site_noon(line.done_on), at),
        )
        finish(line.course, line.person, finished, by=by, at=at)
        number += 1
    return number
