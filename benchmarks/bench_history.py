"""Bringing history in: posts a second, memory, and the cost of reading alone, on one database.

    DATABASE_URL=… python benchmarks/bench_history.py [POSTS]

The posts of the test data (all of them by default, repeated when more are asked for) as one JSON
Lines archive, with dates a minute apart: in one go, the same file again, then to two other accounts
in turns of a second (the worker's have eight), once by a worker that goes on reading where it was
and once by one that begins again at each turn, as after a kill. Then the closing of segments and
searches. Seconds are of this process's processor time: those of the database server are not in.
"""

import csv
import gzip
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gouvernail.records.models import HistoryImport

START = datetime(2015, 1, 1, tzinfo=UTC)
TURN = timedelta(seconds=1)
ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("GOUVERNAIL_TEST_DATA", ROOT.parent / "shared" / "data"))
SETTINGS = "gouvernail.project.settings.test"


def texts(folder: Path) -> Iterator[str]:
    """Yield every post of the data, whatever the shape of its file."""
    for path in sorted(folder.iterdir()):
        if not path.name.endswith((".jsonl.gz", ".csv.gz")) or "nab" in path.name:
            continue
        with gzip.open(path, "rt", encoding="utf-8", errors="replace") as file:
            rows = map(json.loads, file) if ".jsonl" in path.name else csv.DictReader(file)
            for row in rows:
                text = row.get("text")
                if isinstance(text, str) and text.strip() and len(text) < 20_000:
                    yield text


def write(path: Path, most: int) -> int:
    """Write the archive and return how many posts it holds."""
    every = list(texts(DATA))
    count = most or len(every)
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            at = (START + timedelta(minutes=number)).isoformat()
            told = {"id": str(number), "text": every[number % len(every)], "date": at}
            file.write(json.dumps(told) + "\n")
    return count


def said(what: str, count: int, seconds: float) -> None:
    """Print one line of the table."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    rate = count / max(seconds, 0.001)
    print(f"| {what} | {count:,} | {seconds:.2f} | {rate:,.0f} | {peak} |", flush=True)


def main() -> None:
    """Prepare a throw-away database, then measure each step in turn."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    import django

    django.setup()
    from django.db import connection
    from django.test.runner import DiscoverRunner

    runner = DiscoverRunner(verbosity=0, interactive=False)
    made = runner.setup_databases()
    try:
        print(f"{connection.vendor}, Python {sys.version.split()[0]}, one process\n")
        print("| step | posts | seconds | posts/s | peak MiB |\n| --- | --- | --- | --- | --- |")
        measure(int(sys.argv[1]) if len(sys.argv) > 1 else 0)
    finally:
        runner.teardown_databases(made)


def measure(most: int) -> None:
    """Measure reading, importing, importing again, closing segments and searching."""
    from gouvernail.people.models import Role
    from gouvernail.records.actions.history import confirm_history
    from gouvernail.records.archives import Options, read
    from tests.make.history import make_history, take_in
    from tests.make.people import make_grant, make_person, make_unit
    from tests.make.registry import make_account

    unit = make_unit(name="Bench")
    lead = make_person(name="Lead", home_unit=unit)
    make_grant(person=lead, unit=unit, role=Role.LEAD)
    account = make_account(unit=unit, network="x", handle="bench")
    others = [make_account(unit=unit, network="x", handle=f"bench{n}") for n in range(2)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "posts.jsonl"
        count = write(path, most)
        begun = time.process_time()
        found = sum(1 for _ in read(path, "jsonl", Options()))
        said("read alone", found, time.process_time() - begun)
        for what in ("import", "the same again"):
            history = make_history(account, path, by=lead)
            confirm_history(history.pk, by=lead, at=START)
            begun = time.process_time()
            take_in(history)
            said(what, count, time.process_time() - begun)
        for other, begins_again in zip(others, (False, True), strict=True):
            history = make_history(other, path, by=lead)
            confirm_history(history.pk, by=lead, at=START)
            in_turns(history, count, begins_again=begins_again)
    file_and_search()


def in_turns(history: "HistoryImport", count: int, *, begins_again: bool) -> None:
    """Measure an import of several turns, of a worker that lives or of one killed at each."""
    from gouvernail.records import tasks

    turns, begun = 1, time.process_time()
    while not tasks.go_on(history, clock=spent, turn=TURN):
        turns += 1
        history.refresh_from_db()
        if begins_again:
            tasks._open.clear()  # noqa: SLF001 - what a kill forgets
    how = "each from the beginning" if begins_again else "going on"
    said(f"in {turns} turns, {how}", count, time.process_time() - begun)


def spent() -> datetime:
    """Return an instant by seconds of processor, which other work does not make longer."""
    return START + timedelta(seconds=time.process_time())


def file_and_search() -> None:
    """Measure closing segments, and the first page of three questions."""
    from gouvernail.records.actions.filing import close_segments
    from gouvernail.records.models import Record
    from gouvernail.records.queries import holding

    begun = time.process_time()
    while close_segments(at=START):
        continue
    said("close segments", Record.objects.count(), time.process_time() - begun)
    for question in ("fire", "the", '"climate change"'):
        begun = time.process_time()
        rows = holding(Record.objects.all(), question)
        page = list(rows.order_by("-published_at", "-pk")[:40])
        seconds = time.process_time() - begun
        what = f"search {question}, first page of {len(page)}"
        print(f"| {what} | {rows.count():,} | {seconds:.3f} | | |")


if __name__ == "__main__":
    sys.path[:0] = [str(ROOT), "src"]
    main()
