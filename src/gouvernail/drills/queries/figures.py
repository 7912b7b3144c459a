"""The times of a drill, from the rows of its room and of its stage: nobody types them.

A time is a second of the drill: what was played at five times the speed compares with what was
played at its own. The first sign is when the event marked so was played.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Min

from gouvernail.drills.models import Drill, Happening, Remark
from gouvernail.drills.models.scenarios import Act
from gouvernail.drills.permissions import visible_drills
from gouvernail.drills.queries.scenarios import MINUTE, said_of
from gouvernail.drills.queries.timing import second_at
from gouvernail.foundation.paging import Page, page_of
from gouvernail.people.models import Person
from gouvernail.watch.queries.times import Times, times_of

SIZE: Final = 20
COMPARED: Final = (Act.DETECT, Act.ASSESS, Act.FREEZE, Act.REPORT, Act.WORD, Act.CORRECT, Act.CLEAR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One act: by which minute it was expected, when it was done, what the trainer says.

    `second` is that of the drill; `after` counts from the first sign; `before` is the same of the
    drill before, None where there is none. `wall` is in real seconds from the first sign.
    """

    act: str
    label: str
    words: str
    expected: int
    second: int | None
    after: int | None
    wall: int | None
    before: int | None
    verdict: str
    verdict_label: str
    note: str

    @property
    def is_in_time(self) -> bool | None:
        """Return whether it was done by its minute; None while it is not done."""
        return None if self.second is None else self.second <= self.expected * MINUTE

    @property
    def gained(self) -> int | None:
        """Return how many seconds were gained on the drill before; negative when lost."""
        if self.after is None or self.before is None:
            return None
        return self.before - self.after

    @property
    def is_faster(self) -> bool:
        """Return whether it took less time than in the drill before."""
        return (self.gained or 0) > 0

    @property
    def minute(self) -> int | None:
        """Return the minute of the drill at which it was done."""
        return None if self.second is None else self.second // MINUTE


def results_of(drill: Drill) -> dict[str, Any]:
    """Return the times of a drill as a row keeps them. Twelve queries."""
    sign = _sign_at(drill)
    moments = _moments(drill)
    times = times_of(drill.incident) if drill.incident else None
    return {
        "sign": second_at(drill.legs, sign) if sign else None,
        "acts": {
            act: {
                "second": second_at(drill.legs, moment),
                "after": second_at(drill.legs, moment) - second_at(drill.legs, sign),
                "wall": round((moment - sign).total_seconds()),
            }
            for act, moment in moments.items()
            if moment is not None and sign is not None
        },
        "said": drill.happenings.filter(source=Happening.Source.TEAM).count(),
        **_counts(times),
    }


def _counts(times: Times | None) -> dict[str, int]:
    names = ("reports_due", "reports_on_time", "reached", "called")
    return {name: getattr(times, name) if times else 0 for name in names}


def _sign_at(drill: Drill) -> datetime | None:
    rows = drill.happenings.filter(is_sign=True, played_at__isnull=False)
    first: datetime | None = rows.aggregate(first=Min("played_at"))["first"]
    return first or drill.started_at


def _moments(drill: Drill) -> dict[str, datetime | None]:
    """Return when each act was done: from the room, the stage, and what the trainer noted."""
    remarks = {one.act: one for one in drill.remarks.all()}
    said = drill.happenings.filter(source=Happening.Source.TEAM)
    spoken: datetime | None = said.aggregate(first=Min("played_at"))["first"]
    put_right = remarks.get(Act.CORRECT)
    seen = put_right.seen_at if put_right and put_right.verdict != "missed" else None
    if drill.incident is None:
        return {Act.WORD: spoken, Act.CORRECT: seen}
    times = times_of(drill.incident)
    words = [one for one in (times.word, spoken) if one is not None]
    return {
        Act.DETECT: times.declared,
        Act.ASSESS: times.assessed,
        Act.FREEZE: times.frozen,
        Act.WORD: min(words, default=None),
        Act.REPORT: times.report,
        Act.CORRECT: seen,
        Act.CLEAR: times.closed,
    }


def lines_of(drill: Drill, *, at: datetime) -> list[Line]:
    """Return the acts of a drill, in the order in which they are expected.

    While it is on they are measured at once, afterwards they are those that were kept. Fifteen
    queries at most.
    """
    results = drill.results or (results_of(drill) if drill.started_at else {})
    remarks = {one.act: one for one in drill.remarks.all()}
    former = drill_before(drill, at=at)
    kept = former.results.get("acts", {}) if former else {}
    return [
        _line(one, results.get("acts", {}), kept, remarks.get(one["act"]))
        for one in drill.part("expected")
    ]


def _line(
    one: Mapping[str, Any],
    acts: Mapping[str, Any],
    kept: Mapping[str, Any],
    remark: Remark | None,
) -> Line:
    found = acts.get(one["act"], {})
    return Line(
        act=one["act"],
        label=str(Act(one["act"]).label),
        words=said_of(dict(one)),
        expected=int(one["minute"]),
        second=found.get("second"),
        after=found.get("after"),
        wall=found.get("wall"),
        before=kept.get(one["act"], {}).get("after"),
        verdict=remark.verdict if remark else "",
        verdict_label=str(remark.get_verdict_display()) if remark else "",
        note=remark.note if remark else "",
    )


def drill_before(drill: Drill, *, at: datetime) -> Drill | None:
    """Return the drill of the same scenario that ended last before this one. One query."""
    rows = Drill.objects.filter(scenario=drill.scenario_id, status=Drill.Status.ENDED)
    rows = rows.filter(ended_at__lt=drill.ended_at or at).exclude(pk=drill.pk)
    return rows.order_by("-ended_at").first()


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One drill in a comparison: per act, the seconds after the first sign, None if never."""

    drill: Drill
    cells: list[int | None]
    in_time: int
    expected: int

    @property
    def told(self) -> list[tuple[str, int | None]]:
        """Return each cell with the name of its act."""
        return [(str(act.label), cell) for act, cell in zip(COMPARED, self.cells, strict=True)]


def compared(drill: Drill) -> Compared:
    """Return the row of a drill that ended. Pure."""
    acts = drill.results.get("acts", {})
    expected = {one["act"]: int(one["minute"]) * MINUTE for one in drill.part("expected")}
    done = [act for act, by in expected.items() if act in acts and acts[act]["second"] <= by]
    return Compared(
        drill=drill,
        cells=[acts.get(act, {}).get("after") for act in COMPARED],
        in_time=len(done),
        expected=len(expected),
    )


def drills_compared(
    viewer: Person, *, scenario: UUID | None = None, kind: str = "", cursor: str = ""
) -> tuple[list[Compared], Page[Drill]]:
    """Return one page of drills that ended, latest first, to be compared. One query."""
    rows = visible_drills(viewer).filter(status=Drill.Status.ENDED, ended_at__isnull=False)
    rows = rows.select_related("scenario", "unit", "trainer")
    if scenario:
        rows = rows.filter(scenario=scenario)
    if kind:
        rows = rows.filter(plan_kind=kind)
    page = page_of(rows, order=("-ended_at", "-id"), cursor=cursor, size=SIZE)
    return [compared(one) for one in page.rows], page


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsed:
    """How a year of drills stands: how many were played, acts in time, and the median times."""

    drills: int
    in_time: int
    expected: int
    medians: list[tuple[str, int | None]]

    @property
    def percent(self) -> int | None:
        """Return the share of expected acts done in time; None where nothing was expected."""
        return round(100 * self.in_time / self.expected) if self.expected else None


def rehearsed(viewer: Person, *, at: datetime, days: int = 365) -> Rehearsed:
    """Return the indicators of the drills that ended in the last `days`. One query."""
    since = at - timedelta(days=days)
    rows = visible_drills(viewer).filter(status=Drill.Status.ENDED, ended_at__gte=since)
    told = [compared(one) for one in rows.select_related("scenario").order_by("-ended_at")[:500]]
    medians = []
    for number, act in enumerate(COMPARED):
        cells = sorted(value for one in told if (value := one.cells[number]) is not None)
        medians.append((str(act.label), cells[(len(cells) - 1) // 2] if cells else None))
    return Rehearsed(
        drills=len(told),
        in_time=sum(one.in_time for one in told),
        expected=sum(one.expected for one in told),
        medians=medians,
    )


def export_rows(viewer: Person) -> Iterator[list[object]]:
    """Yield a row for each drill that ended, as a file gives it. One query."""
    rows = visible_drills(viewer).filter(status=Drill.Status.ENDED)
    rows = rows.select_related("scenario", "unit", "trainer").order_by("-ended_at", "-pk")
    for drill in rows.iterator():
        told = compared(drill)
        yield [
            *(drill.ended_at.isoformat() if drill.ended_at else "", drill.title, drill.title_en),
            *(drill.plan_kind, drill.unit.name, drill.trainer.name, drill.speed),
            *("" if cell is None else cell for cell in told.cells),
            *(told.in_time, told.expected),
        ]
