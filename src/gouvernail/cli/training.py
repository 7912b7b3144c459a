"""`gouvernail training`: courses to start from, and what people finished, as a file."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gouvernail.cli.main import FAILED, OK, with_django

if TYPE_CHECKING:
    from gouvernail.people.models import Person


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `training`."""
    parser = subparsers.add_parser("training", help="courses to start from, and completions")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    starters = commands.add_parser("starters", help="print the courses to start from")
    starters.add_argument("--json", action="store_true", help="print one JSON object a line")
    starters.set_defaults(run=with_django(print_starters))
    add = commands.add_parser("add", help="take a course to start from into a unit")
    add.add_argument("slug", help="the short name that `starters` prints")
    add.add_argument("--unit", metavar="CODE", required=True, help="for this unit and below it")
    add.add_argument("--publish", action="store_true", help="publish it at once, unread")
    add.add_argument("--as", dest="as_", metavar="EMAIL", help="the person who takes it")
    add.set_defaults(run=with_django(add_course))
    taken = commands.add_parser("import", help="record the completions of a CSV file")
    taken.add_argument("file", type=Path, help="columns person, course, done_on, score, reference")
    taken.add_argument("--dry-run", action="store_true", help="say what it would do, and stop")
    taken.add_argument("--json", action="store_true", help="print one JSON object a line")
    taken.add_argument("--as", dest="as_", metavar="EMAIL", help="the person who records them")
    taken.set_defaults(run=with_django(import_file))


def print_starters(given: argparse.Namespace) -> int:
    """Print the short name, the title and the length of each course to start from."""
    from django.utils.translation import get_language

    from gouvernail.training.starters import starter_courses

    for one in starter_courses():
        title = one.title.said(get_language() or "")
        told: dict[str, Any] = {"slug": one.slug, "title": title, "minutes": one.minutes}
        told |= {"lessons": len(one.lessons), "questions": len(one.questions)}
        print(json.dumps(told, ensure_ascii=False) if given.json else f"{one.slug}\t{title}")
    return OK


def add_course(given: argparse.Namespace) -> int:
    """Take a course to start from into a unit, and print its short name there."""
    from gouvernail.cli.accounts import acting_person, unit_of
    from gouvernail.foundation.clock import now
    from gouvernail.training.actions import add_starter

    person = acting_person(given.as_)
    unit = unit_of(given.unit, person)
    course = add_starter(given.slug, unit_id=unit.pk, by=person, at=now(), publish=given.publish)
    print(course.slug)
    return OK


def import_file(given: argparse.Namespace) -> int:
    """Record the completions of a file; 1 when a line is wrong, which is left out."""
    from gouvernail.cli.accounts import acting_person
    from gouvernail.foundation.clock import now
    from gouvernail.training.actions.importing import read_completions

    person, data = acting_person(given.as_), given.file.read_bytes()
    lines = read_completions(data, viewer=person, at=now())
    wrong = [line for line in lines if line.problem]
    for line in wrong:
        print(f"{given.file}:{line.number}: {line.why}", file=sys.stderr)
    if given.dry_run:
        new = sum(not line.problem and not line.is_known for line in lines)
        known = sum(line.is_known for line in lines)
    else:
        new, known = _recorded(data, given.file.name, person)
    told = {"new": new, "known": known, "wrong": len(wrong)}
    shown = f"{new} new, {known} known, {len(wrong)} wrong"
    print(json.dumps(told) if given.json else shown)
    return FAILED if wrong or new + known + len(wrong) != len(lines) else OK


def _recorded(data: bytes, name: str, person: "Person") -> tuple[int, int]:
    """Record a short file at once and a long one batch by batch, as the worker does.

    The worker may take part: each line is recorded once.
    """
    from gouvernail.foundation.clock import now
    from gouvernail.training.actions import import_completions, start_import
    from gouvernail.training.actions.taking import is_short
    from gouvernail.training.tasks import go_on

    if is_short(data):
        return import_completions(data, by=person, at=now())
    run = start_import(data, name=name, by=person, at=now())
    while run.status == run.Status.WAITING:
        go_on(run.pk)
        run.refresh_from_db()
    if run.status != run.Status.DONE:
        print(f"{name}: {run.get_status_display()}, {run.place}/{run.total}", file=sys.stderr)
    return run.recorded, run.known
