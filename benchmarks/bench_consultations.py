"""A consultation of 5,000 remarks: its pages, the desk, the check before submission.

A text of sixty clauses under ten headings, 2,000 people asked; a tenth of the remarks, then all of
them, each in a process and a database of its own. A quarter of the remarks are answered. Queries
may not be more than with a tenth; milliseconds are of processor (see `big_site`).
"""

import json
import os
import sys
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from benchmarks.big_site import (
    SHRINK,
    TENTH,
    Question,
    cost_of,
    costs,
    databases,
    page,
    ready,
    signed_in,
    table,
)

FRAME: Final = "floor: a page that asks nothing of consultations"
REMARKS, PEOPLE, HEADINGS, UNDER = 5_000, 2_000, 10, 6
PAGE: Final = 500
EVERY: Final = 4


def main() -> int:
    """Ask with a tenth of the remarks and with all of them, on each database."""
    if SHRINK in os.environ:
        _measured(int(os.environ[SHRINK]))
        return 0
    outside = 0
    for database in databases():
        small, whole = (costs(database, __file__, shrink) for shrink in (TENTH, 1))
        outside += table(database, small, whole, {FRAME: "× frame"})
    print(f"{REMARKS:,} remarks, {PEOPLE:,} people, {HEADINGS * UNDER} clauses; ", end="")
    print(f"load of the machine {os.getloadavg()[1]:.1f}; {outside} outside the budget")
    return 1 if outside else 0


def _measured(shrink: int) -> None:
    ready()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    asked = _questions(REMARKS // shrink)
    print(json.dumps({one.name: asdict(cost_of(one)) for one in asked}))


def _text() -> str:
    lines = []
    for top in range(1, HEADINGS + 1):
        lines.append(f"## {top} Part {top}\n")
        for number in range(1, UNDER + 1):
            said = f"A sentence of clause {top}.{number} that says what is asked of people. " * 6
            lines.append(f"### {top}.{number} Clause {number}\n\n{said}\n")
    return "\n".join(lines)


def _window(lead: Any, *, at: Any) -> Any:  # noqa: ANN401 -- of the project, imported late
    """Open a consultation of a text of sixty clauses, for a fortnight."""
    from gouvernail.consultations.actions import Window, plan_consultation
    from tests.make.policies import make_charter, make_draft_version

    policy = make_charter(by=lead, source=_text())
    version = make_draft_version(policy, by=lead, source=_text().replace("says", "tells"))
    today = at.date()
    window = Window(opens_on=today, closes_on=today + timedelta(days=13), zone="UTC")
    return plan_consultation(version_id=version.pk, window=window, by=lead, at=at)


def _say(consultation: Any, people: Any, number: int, *, at: Any) -> None:  # noqa: ANN401 -- as above
    """Have people say something of every clause, and mark it; one remark in four is answered."""
    from gouvernail.consultations.models import Mark, Remark, RemarkAnswer

    places = [(one.anchor, one.position) for one in consultation.clauses.all()]
    shared = {"policy": consultation.policy, "consultation": consultation}
    answers = [
        RemarkAnswer(
            **shared, outcome="kept", words="Yes.", by_id=consultation.planned_by_id, at=at
        )
        for _n in range(number // EVERY)
    ]
    RemarkAnswer.objects.bulk_create(answers, batch_size=500)
    remarks, marks = [], []
    for n in range(number):
        anchor, position = places[n % len(places)]
        said = Remark(
            **shared, version=consultation.version, anchor=anchor, position=position, sent_at=at,
            text=f"Remark {n}: which source is meant here, and who checks it before noon?",
            author=people[n % len(people)], answer=answers[n // EVERY] if n % EVERY == 0 else None,
        )  # fmt: skip
        remarks.append(said)
        value = Mark.Value.CONCERN if n % 3 == 0 else Mark.Value.AGREE
        marks.append(Mark(consultation=consultation, anchor=anchor, value=value, tag=f"{n:064}"))
    Remark.objects.bulk_create(remarks, batch_size=500)
    Mark.objects.bulk_create(marks, batch_size=500)


def _questions(number: int) -> list[Question]:
    """Return what is asked, once the remarks are there."""
    from django.test import Client

    from gouvernail.consultations.queries.holds import unanswered
    from gouvernail.foundation.clock import now
    from gouvernail.people.models import Person, Role
    from tests.make.people import make_grant, make_person, make_unit

    at = now()
    unit = make_unit(name="Group", code="group")
    lead = make_person(name="The lead", home_unit=unit)
    make_grant(person=lead, unit=unit, role=Role.LEAD)
    people = Person.objects.bulk_create(
        [
            Person(name=f"Person {n}", email=f"p{n}@bench.test", home_unit=unit)
            for n in range(PEOPLE)
        ],
        batch_size=500,
    )
    consultation = _window(lead, at=at)
    _say(consultation, people, number, at=at)
    led, reads = signed_in(), Client(headers={"host": "localhost"})
    reads.force_login(people[0])
    here = f"/consultations/{consultation.pk}/"
    pages: tuple[tuple[str, Any, str, int], ...] = (
        (FRAME, led, "/notifications/", PAGE),
        ("the clauses, by one who is asked", reads, here, PAGE),
        ("the clauses, by who runs it", led, here, PAGE),
        ("all remarks", reads, f"{here}remarks/", PAGE),
        ("the desk", led, f"{here}answers/", PAGE),
        (
            "the desk, what waits on one clause",
            led,
            f"{here}answers/?state=waiting&place=3.2",
            PAGE,
        ),
        ("the desk, by words", led, f"{here}answers/?q=source", PAGE),
        ("the list of consultations", led, "/consultations/", PAGE),
    )
    return [
        *(Question(name, page(client, path), budget) for name, client, path, budget in pages),
        Question("the check before submission", lambda: unanswered(consultation.version), PAGE),
    ]


if __name__ == "__main__":
    sys.exit(main())
