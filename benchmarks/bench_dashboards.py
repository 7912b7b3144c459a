"""Open the dashboard of a topic over a year of ten million mentions: milliseconds, a question each.

    python benchmarks/bench_dashboards.py [mentions]

The sums that are counted as mentions come are made directly (10,000,000 mentions by default, of one
topic and a quarter as many of each of three rivals): 120 kinds of mentions an hour (six networks,
five languages, four sentiments), more by day than by night; the 300 words most said of each day.
No mention is made: a dashboard reads none. The floor is what the year costs at least: one sum over
the days of the topic, asked of the same database in the same run.
"""

import json
import os
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from benchmarks.big_site import databases, ready, run_in

if TYPE_CHECKING:
    from django.db.models import Model

    from gouvernail.listening.models import Topic

MENTIONS: Final = 10_000_000
ASKED: Final = "BENCH_DASHBOARDS_MENTIONS"
NETWORKS: Final = ("bluesky", "mastodon", "x", "facebook", "linkedin", "web")
LANGUAGES: Final = ("fr", "en", "de", "es", "")
FEELINGS: Final = ("negative", "neutral", "positive", "unknown")
DAYS: Final = 366
WORDS: Final = 300
RIVALS: Final = 3
TIMES: Final = 5
BUDGET_MS: Final = 500.0
BATCH: Final = 5_000


def main() -> int:
    """Measure on each database, and print one table; 1 when a question is over its budget."""
    mentions = int(sys.argv[1]) if len(sys.argv) > 1 else MENTIONS
    if ASKED in os.environ:
        print(json.dumps(measured(int(os.environ[ASKED]))))
        return 0
    missed = False
    print(
        "| database | period | mentions | queries | ms | ms of processor | of the floor | at most |"
    )
    print("|---|---|---|---|---|---|---|---|")
    for database in databases():
        lines = run_in(database, __file__, **{ASKED: str(mentions)})
        for period, said, queries, clock, processor, floor in json.loads(lines[-1]):
            missed |= clock > BUDGET_MS
            told = (f"{said:,}", queries, f"{clock:.0f}", f"{processor:.0f}", f"{floor:.1f}")
            print(f"| {database} | {period} | {' | '.join(map(str, told))} | {BUDGET_MS:.0f} |")
    print(f"\n{mentions:,} mentions of the topic; load of the machine {os.getloadavg()[1]:.1f}")
    return int(missed)


def measured(mentions: int) -> list[list[object]]:
    """Return one row a period, on the database of this process."""
    ready()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    from django.db.models import Sum

    from gouvernail.foundation.clock import now
    from gouvernail.listening.models import Daily
    from gouvernail.listening.queries.dashboards import PERIODS, board_of
    from gouvernail.people.models import Role
    from tests.make.listening import make_topic
    from tests.make.people import make_grant, make_person, make_unit

    at = now()
    unit = make_unit(name="Group", code="group")
    lead = make_person(name="The lead", home_unit=unit)
    make_grant(person=lead, unit=unit, role=Role.LEAD)
    topic = make_topic(unit=unit, owner=lead, kind="brand")
    counted(topic, mentions, at=at, seed=1)
    for place in range(RIVALS):
        rival = make_topic(unit=unit, owner=lead, kind="competitor", name_fr=f"Autre {place}")
        counted(rival, mentions // 4, at=at, seed=2 + place)
    _queries, floor, _processor = cost(
        lambda: Daily.objects.filter(topic=topic).aggregate(said=Sum("count"))
    )
    rows: list[list[object]] = []
    for period in PERIODS:
        board = board_of(topic, viewer=lead, period=period, at=at)
        queries, clock, processor = cost(
            partial(board_of, topic, viewer=lead, period=period, at=at)
        )
        rows.append([period, board.total, queries, clock, processor, clock / floor])
    return rows


def cost(run: Callable[[], object]) -> tuple[int, float, float]:
    """Return the queries, and the medians of milliseconds on the clock and of processor."""
    from django.db import connection

    told: list[str] = []

    def count(execute: Callable[..., object], sql: str, *rest: object) -> object:
        told.append(sql)
        return execute(sql, *rest)

    times, queries = [], 0
    for turn in range(TIMES):
        clock, processor = time.perf_counter(), time.process_time()
        with connection.execute_wrapper(count):
            run()
        times.append((time.perf_counter() - clock, time.process_time() - processor))
        if not turn:
            queries = len(told)
    clock, processor = (1000 * statistics.median(each) for each in zip(*times, strict=True))
    return queries, clock, processor


def counted(topic: "Topic", mentions: int, *, at: datetime, seed: int) -> None:
    """Make the sums of a topic over the year that ends at `at`."""
    from django.db import transaction

    from gouvernail.foundation.clock import site_day, site_time
    from gouvernail.listening.models import Daily, DayHour, Hourly, TermDay

    drawn = np.random.default_rng(seed)
    last = at.replace(minute=0, second=0, microsecond=0)
    hours = [last - timedelta(hours=back) for back in range(DAYS * 24)]
    kinds = [(n, lang, f) for n in NETWORKS for lang in LANGUAGES for f in FEELINGS]
    by_hour = np.array([3.0 if 7 <= hour.hour < 22 else 1.0 for hour in hours])
    by_kind = 1 / np.arange(1, len(kinds) + 1)
    share = np.outer(by_hour / by_hour.sum(), by_kind / by_kind.sum())
    counts = drawn.poisson(mentions * share)
    days: dict[Any, Any] = {}
    week: Counter[tuple[Any, int]] = Counter()

    def hourly() -> Iterator[Any]:
        for hour, row in zip(hours, counts, strict=True):
            day = site_day(hour)
            days[day] = days.get(day, 0) + row
            week[day, site_time(hour).hour] += int(row.sum())
            for place in np.flatnonzero(row):
                yield Hourly(topic=topic, hour=hour, **_told(kinds[place], int(row[place])))

    with transaction.atomic():
        kept(Hourly, hourly())
        kept(
            Daily,
            (
                Daily(topic=topic, day=day, **_told(kinds[place], int(row[place])))
                for day, row in days.items()
                for place in np.flatnonzero(row)
            ),
        )
        kept(
            DayHour,
            (
                DayHour(topic=topic, day=day, weekday=day.weekday(), hour=hour, count=said)
                for (day, hour), said in week.items()
            ),
        )
        kept(
            TermDay,
            (
                TermDay(topic=topic, day=day, term=f"mot{(word * 7 + each) % 900}", count=1 + word)
                for each, day in enumerate(days)
                for word in range(WORDS)
            ),
        )


def _told(kind: tuple[str, str, str], count: int) -> dict[str, object]:
    network, lang, sentiment = kind
    told: dict[str, object] = {"network": network, "lang": lang, "sentiment": sentiment}
    return told | {"count": count, "reach": 40 * count}


def kept(model: "type[Model]", rows: "Iterator[Model]") -> None:
    """Write rows, some thousands at once."""
    batch = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            model._default_manager.bulk_create(batch)  # noqa: SLF001 -- of models of ours
            batch = []
    model._default_manager.bulk_create(batch)  # noqa: SLF001 -- of models of ours


if __name__ == "__main__":
    raise SystemExit(main())
