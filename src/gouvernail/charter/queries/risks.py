"""The register of risks: narrowed, ordered, counted; its grid; what is to be reviewed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db.models import Count, DateField, F, IntegerField, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gouvernail.charter.models import Risk
from gouvernail.charter.models.risks import HIGH, MEDIUM, STEPS, band_of
from gouvernail.charter.permissions import visible_risks
from gouvernail.people.models import Person, Unit

SOON: Final = timedelta(days=7)
NEVER: Final = date(9999, 12, 31)
DEFAULT_ORDER: Final = "level"
ORDERS: Final[dict[str, tuple[str, ...]]] = {
    "level": ("-rank", "id"),
    "review": ("review_key", "id"),
    "title": ("title", "id"),
}
LIKELIHOODS: Final[dict[int, Promise]] = {
    1: _("rare: once in ten years"),
    2: _("unlikely: once in three years"),
    3: _("possible: once a year"),
    4: _("likely: several times a year"),
    5: _("almost certain: every month"),
}
IMPACTS: Final[dict[int, Promise]] = {
    1: _("slight: a few remarks, over in a day"),
    2: _("moderate: answers to give, over in a week"),
    3: _("serious: the press or a regulator asks"),
    4: _("grave: lasting harm, a complaint or a fine"),
    5: _("extreme: the organisation’s standing or licence is at stake"),
}
FAULTS: Final[dict[str, Q]] = {
    "owner": Q(owner__isnull=True),
    "treatment": Q(treatment=""),
    "review": Q(review_on__isnull=True),
    "proposed": Q(is_proposed=True),
}
BANDS: Final[dict[str, Q]] = {
    "stop": Q(rank__gte=HIGH),
    "warn": Q(rank__gte=MEDIUM, rank__lt=HIGH),
    "ok": Q(rank__lt=MEDIUM),
}
EXPORT_HEADER: Final = (
    *("title", "unit", "class", "likelihood", "impact", "level", "owner"),
    *("treatment", "measure", "review_on", "status"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RisksAsked:
    """How the register is narrowed; empty fields narrow nothing.

    `state` is a status, `all`, or empty for what is not closed; `due` is `overdue` or `soon`;
    `lacks` a key of `FAULTS`; `band` is `stop`, `warn` or `ok`.
    """

    search: str = ""
    category: str = ""
    state: str = ""
    unit: Unit | None = None
    likelihood: int = 0
    impact: int = 0
    band: str = ""
    due: str = ""
    lacks: str = ""
    order: str = DEFAULT_ORDER


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatCell:
    """One cell of the grid: how many risks stand there, and the colour of its level."""

    likelihood: int
    impact: int
    count: int

    @property
    def band(self) -> str:
        """Return the colour of the level of this cell."""
        return band_of(self.likelihood * self.impact)


def risks_asked(asked: RisksAsked, *, viewer: Person, today: date) -> QuerySet[Risk]:
    """Return the risks `viewer` may see, narrowed, with `rank` and `review_key` to order them.

    One query when iterated, units and owners loaded.
    """
    rows = _in_state(visible_risks(viewer), asked.state)
    for word in asked.search.split()[:6]:
        rows = rows.filter(
            Q(title__icontains=word)
            | Q(title_en__icontains=word)
            | Q(text__icontains=word)
            | Q(owner__name__icontains=word)
        )
    if asked.category:
        rows = rows.filter(category=asked.category)
    if asked.unit is not None:
        rows = rows.filter(unit__path__startswith=asked.unit.path)
    if asked.likelihood:
        rows = rows.filter(likelihood=asked.likelihood)
    if asked.impact:
        rows = rows.filter(impact=asked.impact)
    if asked.due:
        rows = rows.filter(_due(asked.due, today))
    if asked.lacks:
        rows = rows.filter(FAULTS[asked.lacks])
    return _in_band(_ranked(rows), asked.band)


def _in_state(rows: QuerySet[Risk], state: str) -> QuerySet[Risk]:
    if state == "all":
        return rows
    return rows.filter(status=state) if state else rows.exclude(status=Risk.Status.CLOSED)


def _ranked(rows: QuerySet[Risk]) -> QuerySet[Risk]:
    rank = F("likelihood") * F("impact")
    review = Coalesce("review_on", Value(NEVER), output_field=DateField())
    return rows.annotate(rank=rank + Value(0, output_field=IntegerField()), review_key=review)


def _in_band(rows: QuerySet[Risk], band: str) -> QuerySet[Risk]:
    return rows.filter(BANDS[band]) if band else rows


def _due(due: str, today: date) -> Q:
    if due == "overdue":
        return Q(review_on__lt=today)
    return Q(review_on__lte=today + SOON, review_on__gte=today)


def register_tally(viewer: Person, *, today: date) -> dict[str, int]:
    """Return how many open risks are high, medium, low, overdue for review. One query."""
    rows = _ranked(_in_state(visible_risks(viewer), ""))
    counts: dict[str, int] = rows.aggregate(
        stop=Count("pk", filter=BANDS["stop"]),
        warn=Count("pk", filter=BANDS["warn"]),
        ok=Count("pk", filter=BANDS["ok"]),
        overdue=Count("pk", filter=_due("overdue", today)),
    )
    return counts


def heat_grid(rows: QuerySet[Risk]) -> list[list[HeatCell]]:
    """Return the grid of `rows`, the gravest impact first, likelihood growing. One query."""
    counts = {
        (each["likelihood"], each["impact"]): each["count"]
        for each in rows.order_by().values("likelihood", "impact").annotate(count=Count("pk"))
    }
    return [
        [
            HeatCell(likelihood=likely, impact=impact, count=counts.get((likely, impact), 0))
            for likely in STEPS
        ]
        for impact in reversed(STEPS)
    ]


def reviews_due(*, today: date) -> QuerySet[Risk]:
    """Return the open risks to be reviewed within a week, or late, with their owners. One query."""
    rows = Risk.objects.exclude(status=Risk.Status.CLOSED).filter(review_on__lte=today + SOON)
    return rows.select_related("owner", "unit").order_by("review_on", "pk")


def reviews_of(person: Person, *, today: date) -> QuerySet[Risk]:
    """Return the risks that `person` owns and must review within a week, or late. One query."""
    return reviews_due(today=today).filter(owner=person)


def export_lines(risks: Iterable[Risk]) -> Iterator[tuple[object, ...]]:
    """Yield risks as rows under `EXPORT_HEADER`, in the reader's language."""
    for risk in risks:
        yield (
            *(risk.label, risk.unit.label, risk.get_category_display()),
            *(risk.likelihood, risk.impact, risk.level),
            risk.owner.name if risk.owner else "",
            *(risk.get_treatment_display(), risk.treated_by),
            *(risk.review_on, risk.get_status_display()),
        )
