"""Custody at full size: 10,000 accounts, 100,000 people, 300,000 accesses, a site of its own.

Queries and milliseconds (median of five) of the simulation of a departure (one person; a unit of
ten thousand people), of the board and its filters, of one account and of one change. Queries must
not grow with the rows: each is asked again of a hundredth of the site (the daily working out of
every standing reads 500 accounts at a time).
"""

import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import django

ROOT: Final = Path(__file__).resolve().parents[1]
AT: Final = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)
TODAY: Final = AT.date()
TIMES: Final = 5
EVERYTHING: Final = "every standing worked out again"
UNITS: Final = 10
SCALE: Final = 100
ACCOUNTS, PEOPLE, ACCESSES = 10_000, 100_000, 300_000
NETWORKS: Final = ("x", "bluesky", "linkedin", "facebook", "instagram", "mastodon")
MEANS: Final = ("vault", "password", "role", "role", "recovery_email", "token")
FACTORS: Final = ("app", "key", "sms", "none", "unknown", "app")


@dataclass(frozen=True, slots=True)
class Figure:
    """One thing asked: queries of the small and of the whole site, milliseconds, its budget."""

    name: str
    small: int
    queries: int
    milliseconds: float
    budget: int

    @property
    def grows(self) -> bool:
        """Return whether it reads the whole site, in batches."""
        return self.name == EVERYTHING

    @property
    def within(self) -> bool:
        """Return whether it keeps to its budget and costs no more queries than on a small site."""
        return self.milliseconds <= self.budget and (self.queries <= self.small or self.grows)


def main() -> int:
    """Fill two sites, ask both, print the table."""
    small, whole = measured(SCALE), measured(1)
    print("| what | queries, 1/100 | queries | ms | budget ms | within |")
    print("|---|---:|---:|---:|---:|---|")
    figures = [
        Figure(name, small[name][0], queries, milliseconds, budget)
        for name, (queries, milliseconds, budget) in whole.items()
    ]
    for one in figures:
        verdict = "yes" if one.within else "**no**"
        told = (one.name, one.small, one.queries, f"{one.milliseconds:.0f}", one.budget, verdict)
        print("|", " | ".join(str(cell) for cell in told), "|")
    outside = [one for one in figures if not one.within]
    print(f"\n{ACCOUNTS:,} accounts, {PEOPLE:,} people, {ACCESSES:,} accesses; ", end="")
    print(f"SQLite; {len(outside)} outside the budget")
    return 1 if outside else 0


def measured(shrink: int) -> dict[str, tuple[int, float, int]]:
    """Return the figures of a site that many times smaller, measured in a process of its own."""
    if os.environ.get("GOUVERNAIL_BENCH_SHRINK"):
        raise RuntimeError("a measured process measures no further")
    import json
    import subprocess

    with tempfile.TemporaryDirectory(prefix="gouvernail-bench-") as home:
        environment = os.environ | {
            "GOUVERNAIL_HOME": home,
            "DATABASE_URL": f"sqlite:///{home}/gouvernail.sqlite3",
            "GOUVERNAIL_LOG_LEVEL": "ERROR",
            "DJANGO_SETTINGS_MODULE": "gouvernail.project.settings.demo",
            "GOUVERNAIL_BENCH_SHRINK": str(shrink),
        }
        done = subprocess.run(
            [sys.executable, __file__], env=environment, stdout=subprocess.PIPE, check=True
        )
    found: dict[str, tuple[int, float, int]] = json.loads(done.stdout.splitlines()[-1])
    return found


def measure(shrink: int) -> None:
    """Fill this process's site and print its figures as JSON."""
    import json

    sys.path.insert(0, str(ROOT))
    django.setup()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    fill(shrink)
    print(json.dumps({name: asked(run, budget) for name, run, budget in questions()}))


def fill(shrink: int) -> None:
    """Write units, people, accounts and accesses in bulk, and work the standings out."""
    from django.db import transaction

    from gouvernail.custody.models import Access
    from gouvernail.people.models import Person, Role, Unit
    from gouvernail.registry.models import Account
    from tests.make.people import make_grant, make_unit

    drawn = random.Random(4)  # noqa: S311 -- a site, not a secret
    with transaction.atomic():
        root = make_unit(name="Group", code="root")
        units: list[Unit] = [
            make_unit(parent=root, name=f"Unit {number}", code=f"u{number}")
            for number in range(UNITS)
        ]
        people = [
            Person(name=f"Person {number:06}", email=f"p{number}@x.example", home_unit=unit)
            for number in range(PEOPLE // shrink)
            for unit in (units[number % UNITS],)
        ]
        Person.objects.bulk_create(people, batch_size=2000)
        make_grant(person=people[0], unit=root, role=Role.LEAD)
        accounts = [
            Account(
                network=NETWORKS[number % len(NETWORKS)], handle=f"a{number}",
                handle_key=f"a{number}", name=f"Account {number:05}", unit=units[number % UNITS],
                owner=drawn.choice(people), backup=drawn.choice(people), registered_at=AT,
                updated_at=AT,
            )
            for number in range(ACCOUNTS // shrink)
        ]  # fmt: skip
        Account.objects.bulk_create(accounts, batch_size=1000)
        busy = people[: len(people) // 10]  # a tenth of the people hold the accounts
        Access.objects.bulk_create(
            (
                Access(
                    account=drawn.choice(accounts), person=drawn.choice(busy),
                    means=drawn.choice(MEANS), second_factor=drawn.choice(FACTORS),
                    belongs="group", declared_by=people[0], declared_at=AT,
                    tried_on=TODAY - timedelta(days=drawn.randrange(300)),
                )
                for _number in range(ACCESSES // shrink)
            ),
            batch_size=2000,
        )  # fmt: skip
    from gouvernail.custody.actions import keep_up

    started = time.perf_counter()
    changed = keep_up(at=AT)
    took = time.perf_counter() - started
    print(f"{changed} standings worked out in {took:.1f} s", file=sys.stderr)


def questions() -> list[tuple[str, Callable[[], object], int]]:
    """Return what is asked: its name, what to run, its budget in milliseconds."""
    from django.test import Client

    from gouvernail.custody.actions import keep_up
    from gouvernail.custody.models import Access
    from gouvernail.people.models import Person, Unit
    from gouvernail.registry.models import Account

    client = Client(headers={"host": "localhost"})
    lead = Person.objects.get(grants__role="lead")
    client.force_login(lead)
    busy = Access.objects.exclude(person=lead).order_by("pk").values_list("person", flat=True)[0]
    unit = Unit.objects.get(code="u3")
    account = Account.objects.order_by("pk")[0]
    held = Access.objects.filter(account=account).order_by("pk")[0]

    def page(path: str) -> Callable[[], object]:
        def get() -> object:
            answer = client.get(path)
            if answer.status_code != 200:
                raise RuntimeError(f"{path}: {answer.status_code}")
            return answer

        return get

    return [
        ("departure of one person", page(f"/custody/departure/?person={busy}"), 200),
        ("departure of a unit of 10,000", page(f"/custody/departure/?unit={unit.pk}"), 3000),
        ("board", page("/custody/"), 300),
        ("board, one holder only", page("/custody/?ways=one"), 300),
        ("board, one unit, second factor lost", page(f"/custody/?unit={unit.pk}&lost=factor"), 300),
        ("who can get into one account", page(f"/custody/accounts/{account.pk}/"), 200),
        ("a confirmation", confirm(held.pk, lead), 200),
        (EVERYTHING, lambda: keep_up(at=AT), 120_000),
    ]


def confirm(access_id: Any, by: Any) -> Callable[[], object]:  # noqa: ANN401 -- imported late
    """Return a change of one access, with its entry and the level of its account."""
    from gouvernail.custody.actions import Tried, confirm_access

    return lambda: confirm_access(access_id, tried=Tried.STANDS, by=by, at=AT)


def asked(run: Callable[[], object], budget: int) -> tuple[int, float, int]:
    """Return the queries of one turn, the median milliseconds of the others, and the budget."""
    from django.db import connection

    told: list[str] = []

    def count(execute: Callable[..., object], sql: str, *rest: object) -> object:
        told.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(count):
        started = time.perf_counter()
        run()
        first = time.perf_counter() - started
    times = []
    for _turn in range(TIMES if first < 1 else 1):
        started = time.perf_counter()
        run()
        times.append((time.perf_counter() - started) * 1000)
    return len(told), statistics.median(times), budget


if __name__ == "__main__":
    shrunk = os.environ.get("GOUVERNAIL_BENCH_SHRINK", "")
    if shrunk:
        measure(int(shrunk))
    else:
        sys.exit(main())
