"""A site of the size the targets name, on either database, and what asking it costs.

Ten branches of ten thousand people, nine units in each, 10,000 accounts with their readings,
publications and 300,000 accesses: the same at each run. A benchmark that imports this runs itself
again four times, each in a process and a database of its own: a tenth of the site and the whole of
it, on SQLite and on PostgreSQL. `GOUVERNAIL_BENCH_DATABASE=sqlite` keeps to one of them.

Milliseconds are of processor: of this process and, on PostgreSQL, of the one that answers it. What
else the machine does adds to the time on the clock, and little to those.
"""

import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[1]
AT: Final = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)
TODAY: Final = AT.date()
TIMES: Final = 5
TENTH: Final = 10
ACCOUNTS, PEOPLE, ACCESSES, POSTS = 10_000, 100_000, 300_000, 100_000
BRANCHES, BELOW = 10, 9
NETWORKS: Final = ("x", "bluesky", "linkedin", "facebook", "instagram", "mastodon")
MEANS: Final = ("vault", "password", "role", "role", "recovery_email", "token")
FACTORS: Final = ("app", "key", "sms", "none", "unknown", "app")
STATUSES: Final = ("official",) * 16 + ("dormant", "under_review", "closed", "to_confirm")
KINDS: Final = ("organisation",) * 18 + ("named", "personal")
SHRINK: Final = "GOUVERNAIL_BENCH_SHRINK"
CHOSEN: Final = "GOUVERNAIL_BENCH_DATABASE"


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, what runs it, and the milliseconds of processor it may take.

    `grows`: it reads the whole site in batches, so its queries grow with it.
    """

    name: str
    run: Callable[[], object]
    budget: int
    grows: bool = False


@dataclass(frozen=True, slots=True)
class Cost:
    """What one question cost: queries, milliseconds on the clock and of processor (medians)."""

    name: str
    queries: int
    clock: float
    processor: float
    budget: int
    grows: bool


def databases() -> list[str]:
    """Return the databases to measure."""
    one = os.environ.get(CHOSEN)
    return [one] if one else ["sqlite", "postgresql"]


def run_in(database: str, program: str, **environment: str) -> list[str]:
    """Return the lines a program prints in a home and on a database of its own."""
    with tempfile.TemporaryDirectory(prefix="gouvernail-bench-") as home:
        told = os.environ | environment | {
            "GOUVERNAIL_HOME": home,
            "DATABASE_URL": f"sqlite:///{home}/gouvernail.sqlite3",
            "GOUVERNAIL_LOG_LEVEL": "CRITICAL",
            "GOUVERNAIL_DATABASE_IDLE_SECONDS": "600",  # rows are made between two statements
            "DJANGO_SETTINGS_MODULE": "gouvernail.project.settings.demo",
            "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT))),
        }  # fmt: skip
        on = ["-m", "tests.database", sys.executable] if database == "postgresql" else []
        done = subprocess.run(
            [sys.executable, *on, program], env=told, stdout=subprocess.PIPE, check=True, cwd=ROOT
        )
    return done.stdout.decode().splitlines()


def compared(program: str, floors: Mapping[str, str]) -> int:
    """Ask a tenth and the whole of the site on each database; print a table for each.

    `floors` says which question each other is told as a ratio of, and names it for the reader.
    """
    outside = 0
    for database in databases():
        small, whole = (costs(database, program, shrink) for shrink in (TENTH, 1))
        outside += table(database, small, whole, floors)
    print(
        f"{ACCOUNTS:,} accounts, {PEOPLE:,} people, {ACCESSES:,} accesses, {POSTS:,} posts; ",
        end="",
    )
    print(f"load of the machine {os.getloadavg()[1]:.1f}; {outside} outside the budget")
    return 1 if outside else 0


def costs(database: str, program: str, shrink: int) -> dict[str, Cost]:
    """Return what each question cost on a site that many times smaller."""
    lines = run_in(database, program, **{SHRINK: str(shrink)})
    return {name: Cost(**told) for name, told in json.loads(lines[-1]).items()}


def table(
    database: str, small: Mapping[str, Cost], whole: Mapping[str, Cost], floors: Mapping[str, str]
) -> int:
    """Print what one database cost; return how many questions are outside their budget."""
    print(f"## {database}\n")
    headings = ("what", "queries, a tenth", "queries", "ms", "ms of processor", "budget")
    print("|", " | ".join((*headings, *floors.values(), "within")), "|")
    print("|---|" + "---:|" * (len(headings) + len(floors) - 1) + "---|")
    outside = 0
    for name, cost in whole.items():
        is_floor = name in floors
        same = cost.queries <= small[name].queries or cost.grows
        within = is_floor or (same and cost.processor <= cost.budget)
        outside += not within
        ratios = [f"{cost.processor / whole[floor].processor:.1f}" for floor in floors]
        cells = (
            name, small[name].queries, cost.queries, f"{cost.clock:.0f}", f"{cost.processor:.0f}",
            "" if is_floor else cost.budget, *ratios,
            "floor" if is_floor else "yes" if within else "**no**",
        )  # fmt: skip
        print("|", " | ".join(map(str, cells)), "|")
    print()
    return outside


def measure(questions: Callable[[], list[Question]]) -> None:
    """Fill this process's site and print what each question costs, as JSON."""
    ready()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    started = time.process_time()
    fill(int(os.environ[SHRINK]))
    print(f"filled in {time.process_time() - started:.0f} s", file=sys.stderr)
    print(json.dumps({one.name: asdict(cost_of(one)) for one in questions()}))


def ready() -> None:
    """Set Django up for a measured process: nothing it logs is measured."""
    import django

    django.setup()
    import logging

    logging.disable(logging.CRITICAL)


def cost_of(question: Question) -> Cost:
    """Return what one question costs: the queries of its first turn, the medians of the others."""
    from django.db import connection

    told: list[str] = []

    def count(execute: Callable[..., object], sql: str, *rest: object) -> object:
        told.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(count):
        clock, processor = turn(question.run)
    times = [turn(question.run) for _turn in range(TIMES if clock < 2000 else 1)]
    clock, processor = (statistics.median(each) for each in zip(*times, strict=True))
    return Cost(question.name, len(told), clock, processor, question.budget, question.grows)


def turn(run: Callable[[], object]) -> tuple[float, float]:
    """Return the milliseconds on the clock and of processor of one turn."""
    started, worked = time.perf_counter(), processor_seconds()
    run()
    return 1000 * (time.perf_counter() - started), 1000 * (processor_seconds() - worked)


def processor_seconds() -> float:
    """Return what this process, and the one that answers it on PostgreSQL, have worked."""
    from django.db import connection

    mine = time.process_time()
    if connection.vendor != "postgresql":
        return mine
    connection.ensure_connection()
    backend = connection.connection.info.backend_pid
    return mine + int(Path(f"/proc/{backend}/schedstat").read_text().split()[0]) / 1e9


def page(client: Any, path: str) -> Callable[[], object]:  # noqa: ANN401 -- Django’s, imported late
    """Return what asks for one page, whole, and refuses anything but the page."""

    def get() -> object:
        answer = client.get(path)
        if answer.status_code != 200:
            raise RuntimeError(f"{path}: {answer.status_code}")
        return b"".join(answer.streaming_content) if answer.streaming else answer.content

    return get


def signed_in() -> Any:  # noqa: ANN401 -- a client of Django, imported late
    """Return a browser in which the lead of the whole site has just proved who they are."""
    from django.test import Client

    from gouvernail.people.models import Person

    client = Client(headers={"host": "localhost"})
    client.force_login(Person.objects.get(grants__role="lead"))
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session.save()
    return client


def fill(shrink: int) -> None:
    """Write the site in bulk, without the actions that would leave an entry for each row."""
    from django.db import connection, transaction

    drawn = random.Random(4)  # noqa: S311 -- a site, not a secret
    with transaction.atomic():
        units = unit_rows()
        people = person_rows(units, PEOPLE // shrink)
        accounts = account_rows(drawn, units, people, ACCOUNTS // shrink)
        around(drawn, accounts, people)
        access_rows(drawn, accounts, people, ACCESSES // shrink)
        post_rows(accounts, POSTS // shrink)
    if connection.vendor == "postgresql":  # what its own daemon does within a minute
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def unit_rows() -> list[Any]:
    """Write the units; return those that run accounts, branch after branch."""
    from tests.make.people import make_unit

    root = make_unit(name="Group", code="root")
    found = []
    for branch in range(BRANCHES):
        above = make_unit(parent=root, name=f"Branch {branch}", code=f"u{branch}")
        found += [above] + [
            make_unit(parent=above, name=f"Unit {branch}.{number}", code=f"u{branch}-{number}")
            for number in range(BELOW)
        ]
    return found


def person_rows(units: list[Any], number: int) -> list[Any]:
    """Write the people, one in fifty gone, and those who work with the accounts."""
    from gouvernail.people.models import Person, Role, RoleGrant, Unit

    people = []
    for turned in range(number):
        has_left = turned % 50 == 49
        person = Person(
            name=f"Person {turned:06}", email=f"p{turned}@x.example", language="en",
            home_unit=units[turned % len(units)],
        )  # fmt: skip
        if has_left:
            person.status, person.is_active, person.left_at = Person.Status.LEFT, False, AT
        people.append(person)
    Person.objects.bulk_create(people, batch_size=2000)
    lead = RoleGrant(
        person=people[0], unit=Unit.objects.get(code="root"), role=Role.LEAD, granted_at=AT
    )
    others = [
        RoleGrant(person=people[at], unit=unit, role=role, granted_at=AT)
        for at, unit in enumerate(units)
        for role in (Role.DELEGATE, Role.CONTRIBUTOR)
    ]
    RoleGrant.objects.bulk_create([lead, *others])
    return people


def account_rows(
    drawn: random.Random, units: list[Any], people: list[Any], number: int
) -> list[Any]:
    """Write the accounts, most of them in order."""
    from gouvernail.registry.models import Account

    busy = people[: len(people) // 10]  # a tenth of the people hold the accounts
    accounts = [
        Account(
            network=NETWORKS[turned % len(NETWORKS)], handle=f"a{turned}", handle_key=f"a{turned}",
            url=f"https://network.example/a{turned}", name=f"Account {turned:05}",
            unit=units[turned % len(units)], purpose=f"Tell people about service {turned % 500}",
            owner=drawn.choice(busy) if drawn.random() < 0.95 else None,
            backup=drawn.choice(busy) if drawn.random() < 0.9 else None,
            custodian=drawn.choice(busy) if drawn.random() < 0.6 else None,
            status=drawn.choice(STATUSES), kind=drawn.choice(KINDS),
            tags=["service"] if turned % 3 else ["service", "région"],
            language=("fr", "en", "")[turned % 3],
            review_on=TODAY + timedelta(days=drawn.randrange(-60, 300)),
            registered_at=AT, updated_at=AT,
        )
        for turned in range(number)
    ]  # fmt: skip
    Account.objects.bulk_create(accounts, batch_size=1000)
    return accounts


def around(drawn: random.Random, accounts: list[Any], people: list[Any]) -> None:
    """Write what was read of the accounts: figures twice each, the profile of every other."""
    from gouvernail.registry.models import ProfileChange, ProfileReading, Reading

    Reading.objects.bulk_create(
        [
            Reading(
                account=one, last_post_on=TODAY - timedelta(days=drawn.randrange(400)),
                followers=drawn.randrange(100_000), read_on=TODAY - timedelta(days=days),
                read_by=people[0],
            )
            for one in accounts
            for days in (200, 20)
        ],
        batch_size=2000,
    )  # fmt: skip
    ProfileReading.objects.bulk_create(
        [
            ProfileReading(
                account=one, name=one.name, failing=["bio"] if turned % 20 == 0 else [],
                read_at=AT, confirmed_at=AT,
            )
            for turned, one in enumerate(accounts[::2])
        ],
        batch_size=2000,
    )  # fmt: skip
    ProfileChange.objects.bulk_create(
        [ProfileChange(account=one, field="bio", noticed_at=AT) for one in accounts[::50]]
    )


def access_rows(drawn: random.Random, accounts: list[Any], people: list[Any], number: int) -> None:
    """Write the accesses, and what they add up to as the daily work would."""
    from gouvernail.custody.models import Access, Standing
    from gouvernail.custody.queries import standings_of
    from gouvernail.registry.models import Account

    busy = people[: len(people) // 10]
    Access.objects.bulk_create(
        (
            Access(
                account=drawn.choice(accounts), person=drawn.choice(busy),
                means=drawn.choice(MEANS), second_factor=drawn.choice(FACTORS), belongs="group",
                declared_by=people[0], declared_at=AT,
                tried_on=TODAY - timedelta(days=drawn.randrange(300)),
            )
            for _turn in range(number)
        ),
        batch_size=2000,
    )  # fmt: skip
    at = AT - timedelta(days=1)
    standings = {
        one.account_id: one
        for batch in batches([one.pk for one in accounts], 500)
        for one in standings_of(batch, today=at.date(), at=at)
    }
    Standing.objects.bulk_create(standings.values(), batch_size=1000)
    for one in accounts:
        one.custody, one.ways_in = standings[one.pk].level, standings[one.pk].ways_in
    Account.objects.bulk_update(accounts, ("custody", "ways_in"), batch_size=200)


def post_rows(accounts: list[Any], number: int) -> None:
    """Write what was published, in turn on each account."""
    from gouvernail.records.models import Record

    Record.objects.bulk_create(
        (
            Record(
                account=accounts[turned % len(accounts)], source="declared", text="Open tomorrow.",
                published_at=AT - timedelta(minutes=13 * turned), archived_at=AT,
                digest=f"{turned:064}",
            )
            for turned in range(number)
        ),
        batch_size=2000,
    )  # fmt: skip


def batches(rows: list[Any], size: int) -> Iterator[list[Any]]:
    """Yield rows so many at a time."""
    for start in range(0, len(rows), size):
        yield rows[start : start + size]
