"""Reports of staff and cases, for the matrix: what is asked about, and what each form sends."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from gouvernail.conduct.actions import (
    answer,
    appeal_case,
    keep_report_file,
    propose_basis,
    say,
    take_up,
)
from gouvernail.conduct.models import Case
from gouvernail.foundation.ids import uuid7
from gouvernail.people.models import Person, Role, Unit
from gouvernail.policies.models import Clause
from tests.make.conduct import (
    CHOICES,
    NOON,
    make_basis,
    make_case,
    make_decided,
    make_staff_report,
)
from tests.make.people import make_grant, make_person

if TYPE_CHECKING:
    from tests.authorisation.world import World

INSTEAD = {
    "conduct:report-create": {"kind": "report-kind"},
    "conduct:report-file": {"report_id": "report-taken", "file_id": "report-file"},
    "conduct:report-answer": {"report_id": "report-taken"},
    "conduct:report-reopen": {"report_id": "report-answered"},
    "conduct:case-take": {"case_id": "case-free"},
    "conduct:case-appeal": {"case_id": "case-decided"},
    "conduct:case-lift": {"case_id": "case-decided"},
    "conduct:case-judge": {"case_id": "case-appealed"},
}
BODIES: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "conduct:report-create": lambda _: {"key": uuid7(), "words": "A strange link."},
    "conduct:report-say": lambda _: {"text": "One more thing."},
    "conduct:report-pass": lambda t: {"to": t["report-taker"], "text": "She runs it."},
    "conduct:report-sort": lambda _: {"kind": "idea"},
    "conduct:report-answer": lambda _: {"outcome": "helped", "text": "Thank you."},
    "conduct:report-reopen": lambda _: {"text": "It came back."},
    "conduct:basis-propose": lambda _: {
        "regime": "qc", "adopted_on": "2026-09-01", "reference": "Counsel, 2026-14",
        "answer_days": 10, "decide_days": 45, "appeal_days": 15, "outcome_months": 12,
        "keep_months": 24, "facts_limit": 6, "facts_unit": "months",
    },
    "conduct:basis-decline": lambda _: {"reason": "Not read yet."},
    "conduct:basis-end": lambda _: {"reason": "The rules are annulled."},
    "conduct:case-create": lambda t: {
        "key": uuid7(), "person": t["case-person"], "title": "A price told too early",
        "facts": "It was told two days before.", "happened_on": "2026-11-17",
        "clause": t["case-clause"], "seriousness": "minor",
    },
    "conduct:case-take": lambda _: {"is_free": "on"},
    "conduct:case-appoint": lambda t: {"to": t["case-other"]},
    "conduct:case-another": lambda _: {"reason": "We are neighbours."},
    "conduct:case-account": lambda _: {"text": "I believed it had been announced."},
    "conduct:case-time": lambda _: {"days": 50},
    "conduct:case-weigh": lambda _: {"seriousness": "minor", "good_faith": ""},
    "conduct:case-proof": lambda _: {"kind": "words", "label": "Seen on the 17th."},
    "conduct:case-decide": lambda _: {"outcome": "nothing", "reason": "Settled.", "months": 1},
    "conduct:case-appeal": lambda _: {"text": "It is too much."},
    "conduct:case-judge": lambda _: {"verdict": "upheld", "reason": "It is just."},
    "conduct:case-lift": lambda _: {"reason": "All was put right."},
}  # fmt: skip


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


def put_cases(world: "World") -> None:
    """Have a case about somebody in each unit, at each stage; the lead of the cast decides."""
    root, lead = world.units["parent"], world.people["lead"]
    brings, other = (make_person(name=name, home_unit=root) for name in ("Brings", "Decides"))
    for person in (brings, other):
        make_grant(person=person, unit=root, role=Role.LEAD)
    make_basis(by=brings, second=other)
    propose_basis(choices=CHOICES, by=brings, at=NOON)
    clause = Clause.objects.filter(version__status="in_force").select_related("version__policy")[0]
    reference = f"{clause.version.policy.slug}#{clause.anchor}"
    for place, name in REPORTERS.items():
        about = world.people[name]
        about.home_unit = world.units[place]
        cases = [
            make_case(by=brings, about=about, clause=reference, decider=decider)
            for decider in (lead, None, lead, other)
        ]
        for case, decider in ((cases[2], lead), (cases[3], other)):
            make_decided(case, by=decider)
        appeal_case(cases[3].pk, text="It is too much.", by=about, at=NOON)
        Case.objects.filter(pk=cases[3].pk).update(judge=lead)
        world.things[place] |= {
            "case_id": cases[0].pk,
            "case-free": cases[1].pk,
            "case-decided": cases[2].pk,
            "case-appealed": cases[3].pk,
            "case-person": about.email,
            "case-clause": reference,
            "case-other": other.pk,
        }


def _reports(unit: Unit, *, by: Person) -> dict[str, Any]:
    """Return a mistake that waits, one taken up by a delegate of the unit, and one answered."""
    helpers = [make_person(name=f"Helper {n} {unit.code}", home_unit=unit) for n in range(2)]
    for helper in helpers:
        make_grant(person=helper, unit=unit, role=Role.DELEGATE)
    made = [make_staff_report(by=by, kind="mistake", unit=unit) for _stage in range(3)]
    for report in made[1:]:
        take_up(report.pk, by=helpers[0], at=NOON)
    file = keep_report_file(b"From: a@b.test\r\nDate: now\r\n\r\nA trap.", name="trap.eml")
    say(made[1].pk, text="Here it is.", file=file, by=by, at=NOON)
    answer(made[2].pk, outcome="mended", text="Thank you.", by=helpers[0], at=NOON)
    return {
        "report_id": made[0].pk,
        "report-taken": made[1].pk,
        "report-file": made[1].files.get().pk,
        "report-answered": made[2].pk,
        "report-taker": helpers[1].pk,
        "report-kind": "phishing",
    }
