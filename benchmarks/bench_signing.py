# ruff: noqa: S101, PLR0915 - a measure that asserts it measured something, act after act
"""A campaign of signatures to 100,000 people: open, remind, sign, follow, show.

    python benchmarks/bench_signing.py            on SQLite and on PostgreSQL
    PEOPLE=2000 ONLY=SQLite python benchmarks/bench_signing.py

One policy over 100,000 people in 400 units; two per cent of them were there already with a
signature, one per cent is away. Times are of one run on one machine; the floor in the same run is
the time of one statement that copies as many rows with as many columns. Statements are counted:
they must not depend on the number of people, so each act is counted on 200 people as well, in a
database of their own.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gouvernail.project.settings.test")

PEOPLE: Final = int(os.environ.get("PEOPLE", "100000"))
FEW: Final = 200
UNITS: Final = 400
SECONDS: Final = 30.0  # to open, and to queue the mail
PAGE: Final = 1.0  # a page
TURN: Final = 12.0  # ten seconds of letters, whatever their number
AT: Final = datetime(2026, 11, 17, 9, 0, tzinfo=UTC)


def main() -> int:
    """Measure on both databases, each in a process of its own; print one table."""
    if "--measure" in sys.argv:
        return measure(int(sys.argv[-1]))
    rows: dict[str, dict[str, Any]] = {}
    for name, command in (
        ("SQLite", [sys.executable]),
        ("PostgreSQL", [sys.executable, "-m", "tests.database", sys.executable]),
    ):
        if os.environ.get("ONLY", name) != name:
            continue
        few, many = (measured(command, number) for number in (FEW, PEOPLE))
        rows[name] = {act: (many[act][0], few[act][1], many[act][1], many[act][2]) for act in many}
    return table(rows)


def measured(command: list[str], number: int) -> dict[str, Any]:
    """Measure with so many people, on a database of their own."""
    done = subprocess.run(
        [*command, str(Path(__file__)), "--measure", str(number)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def table(rows: dict[str, dict[str, Any]]) -> int:
    """Print what was measured and return 1 if a target was missed."""
    print(f"{PEOPLE} people, {UNITS} units. Statements: with {FEW} people, with all of them.\n")
    print(
        "| act | database | seconds | statements | target | verdict |\n|---|---|---:|---|---:|---|"
    )
    missed = False
    for name, found in rows.items():
        for act, (seconds, few, many, target) in found.items():
            fits = (target is None or seconds <= target) and few == many
            missed = missed or not fits
            told = "floor" if target is None else f"{target:.0f} s"
            verdict = "yes" if fits else "NO"
            print(f"| {act} | {name} | {seconds:.2f} | {few}, {many} | {told} | {verdict} |")
    return int(missed)


def measure(number: int) -> int:
    """Measure with so many people on a database made for them; print one line of JSON."""
    import django

    django.setup()
    from django.test.runner import DiscoverRunner

    runner = DiscoverRunner(verbosity=0, interactive=False)
    made = runner.setup_databases()
    try:
        found = acts(number)
    finally:
        runner.teardown_databases(made)
    print(json.dumps(found))
    return 0


def acts(number: int) -> dict[str, tuple[float, int, float | None]]:
    """Return seconds, statements and target of each act on a group of so many people."""
    from gouvernail.notifications.models import Notification
    from gouvernail.notifications.tasks import send_letters
    from gouvernail.people.models import Person
    from gouvernail.policies.models import Signature
    from gouvernail.policies.queries import version_in_force
    from gouvernail.signing.actions import Plan, follow_people, plan_campaign, remind, sign
    from gouvernail.signing.models import Line
    from gouvernail.signing.queries import signed_current
    from gouvernail.signing.queries.exports import export_rows
    from gouvernail.signing.queries.progress import (
        Filters,
        narrowed,
        people_for_list,
        progress_of_campaign,
    )

    started = time.perf_counter()
    lead, policy = group(number)
    say(f"{number} people loaded", started)
    version = version_in_force(policy)
    assert version is not None
    day = AT.date()
    plan = Plan(opens_on=day, due_on=day + timedelta(days=14), step_up=False)
    found: dict[str, tuple[float, int, float | None]] = {}
    held: dict[str, Any] = {}

    def run(act: str, target: float | None, what: Callable[[], Any]) -> None:
        started = time.perf_counter()
        seconds, statements, held[act] = timed(what)
        say(act, started)
        found[act] = (seconds, statements, target)

    run("floor: copy as many rows", None, copy_rows)
    run("open", SECONDS, lambda: plan_campaign(version_id=version.pk, plan=plan, by=lead, at=AT))
    campaign = held["open"]
    assert campaign.lines.count() == number
    run("follow, nothing changed", SECONDS,
        lambda: follow_people(campaign_id=campaign.pk, at=AT + timedelta(hours=1)))  # fmt: skip
    run("queue the mail of the first day", SECONDS, lambda: remind(at=AT + timedelta(hours=2)))
    queued = Notification.objects.filter(kind="signing.to_sign").count()
    assert queued > number * 0.9, queued
    run("one turn of letters, kept in memory", TURN, lambda: send_letters(AT + timedelta(hours=2)))
    found["one turn of letters, kept in memory"] = (*found.popitem()[1][:1], 0, TURN)
    sent = Notification.objects.filter(emailed_at__isnull=False).count()
    print(f"letters of one turn: {sent}", file=sys.stderr)
    today = day + timedelta(days=1)
    run("progress page, whole", PAGE, lambda: progress_of_campaign(campaign, lead, today=today))
    late = Filters(states=("waiting",))
    run("list of people, first page", PAGE,
        lambda: people_for_list(campaign, lead, late, at=AT, today=today))  # fmt: skip
    cursor = held["list of people, first page"].next_cursor
    run("list of people, second page", PAGE,
        lambda: people_for_list(campaign, lead, late, at=AT, today=today, cursor=cursor),
    )  # fmt: skip
    line = Line.objects.filter(campaign=campaign, state="waiting").first()
    assert line is not None
    run("sign, one person", PAGE,
        lambda: sign(campaign_id=campaign.pk, digest=version.digest, by=line.person, at=AT),
    )  # fmt: skip
    people = list(Person.objects.values_list("pk", flat=True)[:200])
    run("who holds a signature, 200 people", PAGE,
        lambda: signed_current(people, [policy.pk], at=AT + timedelta(days=1)))  # fmt: skip
    rows = narrowed(campaign, None, Filters(), at=AT, today=today)
    run("export", SECONDS, lambda: sum(1 for _row in export_rows(rows)))
    assert Signature.objects.exists()
    found["export"] = (found["export"][0], 1, found["export"][2])
    return found


def say(what: str, started: float) -> None:
    """Tell on the standard error how long something took."""
    print(f"{what}: {time.perf_counter() - started:.1f} s", file=sys.stderr, flush=True)


def timed(what: Callable[[], Any]) -> tuple[float, int, Any]:
    """Return seconds, statements, and what came of it."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        started = time.perf_counter()
        value = what()
        seconds = time.perf_counter() - started
    return seconds, len(queries), value


def copy_rows() -> int:
    """Copy a row of the people of a policy into a table without index, in one statement."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS floor_of_rows")
        cursor.execute(
            "CREATE TABLE floor_of_rows AS SELECT id, home_unit_id, name, email, status, "
            "language, joined_on, left_at, is_active, job FROM people_person"
        )
    return 0


def group(number: int) -> tuple[Any, Any]:
    """Return the lead of a group of so many people and its policy in force; rows, not actions."""
    from gouvernail.charter.models import Charter
    from gouvernail.foundation.ids import uuid7
    from gouvernail.people.models import Absence, Person, Unit, unit_token
    from gouvernail.policies.models import Policy, Signature
    from gouvernail.policies.queries import version_in_force
    from tests.make.people import make_grant, make_person, make_unit
    from tests.make.policies import make_version

    Charter.objects.create(name="Groupe", name_en="Group")
    top = make_unit(name="Groupe", code="group")
    lead = make_person(name="Lead", home_unit=top, email="lead@group.example")
    make_grant(person=lead, unit=top, role="lead")
    units = []
    for n in range(UNITS):
        key = uuid7()
        path = f"{top.path}{unit_token(key)}/"
        units.append(Unit(id=key, parent=top, name=f"Unit {n}", path=path, code=f"u{n}"))
    Unit.objects.bulk_create(units)
    people = [
        Person(
            name=f"Person {n:06}",
            email=f"p{n}@group.example",
            home_unit=units[n % UNITS],
            language="en" if n % 3 else "fr",
        )
        for n in range(number - 1)
    ]
    Person.objects.bulk_create(people, batch_size=2_000)
    policy = Policy.objects.create(slug="charter-group", title="Charte", unit=top, owner=lead)
    make_version(policy, by=lead, source="## 1 Principe\n\nÊtre vrai.\n")
    version = version_in_force(policy)
    assert version is not None
    Signature.objects.bulk_create(
        (
            Signature(version=version, person=one, digest=version.digest, statement="Read.", at=AT)
            for one in people[: number // 50]
        ),
        batch_size=2_000,
    )
    Absence.objects.bulk_create(
        (
            Absence(person=one, starts_at=AT, ends_at=AT + timedelta(days=5))
            for one in people[-(number // 100) :]
        ),
        batch_size=2_000,
    )
    return lead, policy


if __name__ == "__main__":
    sys.exit(main())
