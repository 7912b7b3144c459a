"""“Is this ours?” at 10,000 accounts told in public: requests a second, p95, queries.

On SQLite and on PostgreSQL, each in a process and a database of its own. Each request goes through
the whole stack, middleware and limits included, in one process: what the server adds is not
measured. The floor is timed between the others in the same run: an address of the API that answers
without a query. Targets are ratios to it, and counts of queries.
"""

import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from benchmarks.big_site import SHRINK, databases, ready, run_in

ACCOUNTS: Final = 10_000
ROUNDS: Final = 300
LONG_ROUNDS: Final = 40  # of the signed list, which is megabytes
SEED: Final = 20261117
AT: Final = datetime(2026, 11, 17, 12, tzinfo=UTC)
WORDS: Final = ("port", "vent", "phare", "quai", "digue", "dune", "estran", "rade", "anse", "cap")
# What is asked: its name, its address for one account, queries, and how many floors it may take.
ASKED: Final[tuple[tuple[str, str, int, float], ...]] = (
    ("official, by address", "/api/v1/public/verify?url={url}", 2, 4.0),
    ("unknown, with its lookalikes", "/api/v1/public/verify?url={near}", 3, 8.0),
    ("unknown, like nothing", "/api/v1/public/verify?url=https://x.com/{far}", 2, 8.0),
    ("a page of 50, by network", "/api/v1/public/accounts?network=x", 2, 30.0),
    ("the page for people", "/verify/?q={url}", 5, 20.0),
    ("the feed of changes", "/verify/changes.atom", 4, 30.0),
    ("the signed list, 10,000 accounts", "/.well-known/social-accounts.json", 2, 30.0),
)
FLOOR: Final = "/api/v1/public/nothing"


def main() -> int:
    """Measure on each database, print the tables."""
    missed = 0
    for database in databases():
        lines = run_in(database, __file__, **{SHRINK: "1"})
        print(f"## {database}\n")
        print("\n".join(lines[:-1]), end="\n\n")
        missed += int(lines[-1])
    print(f"{ACCOUNTS:,} accounts; load of the machine {os.getloadavg()[1]:.1f}; {missed} missed")
    return 1 if missed else 0


def measure() -> None:
    """Fill this process's site, print the table and how many targets it missed."""
    ready()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    accounts = told()
    if connection.vendor == "postgresql":  # what its own daemon does within a minute
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    print(table(accounts))


def told() -> list[tuple[str, str]]:
    """Return the address of each account, and one that looks like it."""
    from gouvernail.charter.models import Charter
    from gouvernail.kernel.text import parse_address
    from gouvernail.people.models import Person, Unit
    from gouvernail.registry.models import Account
    from gouvernail.registry.queries import handle_key
    from gouvernail.verification.actions.snapshots import sign_snapshot
    from gouvernail.verification.models import Change, Directory, Listing
    from gouvernail.verification.queries.addresses import shape_of

    unit = Unit.objects.create(name="Groupe", code="groupe", path="groupe/")
    Charter.objects.create(name="Groupe")
    Person.objects.create(name="Claire", email="claire@groupe.example", home_unit=unit)
    dice = random.Random(SEED)  # noqa: S311 - the same site at each run
    rows = []
    for number in range(ACCOUNTS):
        handle = f"{dice.choice(WORDS)}{number}"
        address = parse_address(f"https://{('x.com', 'www.instagram.com')[number % 2]}/{handle}")
        rows.append(
            Account(
                network=address.network,
                handle=address.handle,
                handle_key=handle_key(address),
                url=address.url,
                name=handle.title(),
                unit=unit,
                registered_at=AT,
                updated_at=AT,
            )
        )
    Account.objects.bulk_create(rows, batch_size=500)
    Listing.objects.bulk_create(
        [Listing(account=one, skeleton=shape_of(one.handle), published_at=AT) for one in rows],
        batch_size=500,
    )
    Directory.objects.create(is_open=True, opened_at=AT)
    Change.objects.bulk_create(
        [
            Change(listing=one, kind=Change.Kind.OPENED, at=AT, handle=one.account.handle)
            for one in Listing.objects.select_related("account").order_by("pk")[:200]
        ]
    )
    sign_snapshot(at=AT)
    return [(one.url, one.url + "_") for one in rows]


def asker() -> Callable[[str], tuple[int, bytes]]:
    """Return what asks the whole application, each time from another address."""
    from django.core.handlers.wsgi import WSGIHandler
    from django.test import RequestFactory

    handler, factory = WSGIHandler(), RequestFactory()
    turn = iter(range(10**9))

    def ask(path: str) -> tuple[int, bytes]:
        number = next(turn)
        address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
        environ: dict[str, Any] = factory.get(path, REMOTE_ADDR=address).environ
        environ["wsgi.input"] = BytesIO()
        status: list[str] = []
        parts = handler(environ, lambda said, _headers: status.append(said))  # type: ignore[arg-type]  # WSGI
        body = b"".join(parts)
        parts.close()
        return int(status[0][:3]), body

    return ask


def table(accounts: list[tuple[str, str]]) -> int:
    """Measure each kind of question beside the floor; print; return how many targets are missed."""
    ask = asker()
    print("| figure | requests/s | p95, ms | queries | floors | target | held |")
    print("|---|---:|---:|---:|---:|---|---|")
    missed = 0
    floors: list[float] = []
    for name, pattern, queries, most in ASKED:
        times, floors = timed(ask, pattern, accounts)
        ratio = statistics.median(times) / statistics.median(floors)
        asked = counted(ask, pattern, accounts)
        held = asked <= queries and ratio <= most
        missed += not held
        speed, target = 1 / statistics.mean(times), f"<= {queries} queries, <= {most:g} floors"
        cells = (name, f"{speed:.0f}", f"{p95(times):.2f}", asked, f"{ratio:.1f}", target)
        print("|", " | ".join(map(str, cells)), "|", "yes" if held else "no", "|")
    print(
        f"| floor, no query | {1 / statistics.mean(floors):.0f} | {p95(floors):.2f} | 0 | 1 |  |  |"
    )
    return missed


def timed(
    ask: Callable[[str], tuple[int, bytes]], pattern: str, accounts: list[tuple[str, str]]
) -> tuple[list[float], list[float]]:
    """Return seconds of each question, and of the floor asked just after it."""
    times, floors = [], []
    for path in paths(pattern, accounts):
        started = time.perf_counter()
        status, _body = ask(path)
        between = time.perf_counter()
        ask(FLOOR)
        floors.append(time.perf_counter() - between)
        times.append(between - started)
        if status != 200:
            raise SystemExit(f"{status} from {path}")
    warm = len(times) // 10
    return times[warm:], floors[warm:]


def paths(pattern: str, accounts: list[tuple[str, str]]) -> Iterator[str]:
    """Yield addresses to ask, about accounts taken at random."""
    dice = random.Random(SEED)  # noqa: S311 - the same questions at each run
    for number in range(LONG_ROUNDS if pattern.endswith(".json") else ROUNDS):
        url, near = dice.choice(accounts)
        yield pattern.format(url=url, near=near, far=f"qzw{number}kkq")


def counted(
    ask: Callable[[str], tuple[int, bytes]], pattern: str, accounts: list[tuple[str, str]]
) -> int:
    """Return the queries of one question, once what is remembered is."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    path = next(paths(pattern, accounts))
    with CaptureQueriesContext(connection) as found:
        ask(path)
    return len(found)


def p95(seconds: list[float]) -> float:
    """Return the 95th percentile, in milliseconds."""
    return 1000 * statistics.quantiles(seconds, n=20)[18]


if __name__ == "__main__":
    if os.environ.get(SHRINK):
        measure()
    else:
        sys.exit(main())
