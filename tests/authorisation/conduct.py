"""Reports of staff, for the matrix: what they are asked about, and what each form sends."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from gouvernail.conduct.actions import answer, take_up
from gouvernail.foundation.ids import uuid7
from gouvernail.people.models import Person, Role, Unit
from tests.make.conduct import NOON, make_staff_report
from tests.make.people import make_grant, make_person

if TYPE_CHECKING:
    from tests.authorisation.world import World

INSTEAD = {
    "conduct:report-create": {"kind": "report-kind"},
    "conduct:report-answer": {"report_id": "report-taken"},
    "conduct:report-reopen": {"report_id": "report-answered"},
}
BODIES: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "conduct:report-create": lambda _: {"key": uuid7(), "words": "A strange link."},
    "conduct:report-say": lambda _: {"text": "One more thing."},
    "conduct:report-pass": lambda t: {"to": t["report-taker"], "text": "She runs it."},
    "conduct:report-sort": lambda _: {"kind": "idea"},
    "conduct:report-answer": lambda _: {"outcome": "helped", "text": "Thank you."},
    "conduct:report-reopen": lambda _: {"text": "It came back."},
}


REPORTERS = {
    "own": "employee",
    "child": "responder",
    "sibling": "contributor-sibling",
    "parent": "auditor",
}


def put_reports(world: "World") -> None:
    """Have somebody of the cast report something in each unit."""
    for place, name in REPORTERS.items():
        world.things[place] |= _reports(world.units[place], by=world.people[name])


def _reports(unit: Unit, *, by: Person) -> dict[str, Any]:
    """Return a mistake that waits, one taken up by a delegate of the unit, and one answered."""
    helpers = [make_person(name=f"Helper {n} {unit.code}", home_unit=unit) for n in range(2)]
    for helper in helpers:
        make_grant(person=helper, unit=unit, role=Role.DELEGATE)
    made = [make_staff_report(by=by, kind="mistake", unit=unit) for _stage in range(3)]
    for report in made[1:]:
        take_up(report.pk, by=helpers[0], at=NOON)
    answer(made[2].pk, outcome="mended", text="Thank you.", by=helpers[0], at=NOON)
    return {
        "report_id": made[0].pk,
        "report-taken": made[1].pk,
        "report-answered": made[2].pk,
        "report-taker": helpers[1].pk,
        "report-kind": "phishing",
    }
