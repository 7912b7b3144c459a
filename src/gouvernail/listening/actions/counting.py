"""The sums that dashboards and alerts are made of, kept as mentions come in."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from gouvernail.foundation.clock import site_day
from gouvernail.listening.actions.adding import add_to
from gouvernail.listening.models import Daily, Hourly, Mention, Quarter, TermDay
from gouvernail.listening.queries.words import terms_of

QUARTER: Final = timedelta(minutes=15)
_KIND: Final = ("network", "lang", "sentiment")
Sums = dict[tuple[object, ...], list[int]]


def quarter_of(at: datetime) -> datetime:
    """Return the start of the quarter of an hour of an instant. Pure."""
    return at.replace(minute=at.minute - at.minute % 15, second=0, microsecond=0)


def hour_of(at: datetime) -> datetime:
    """Return the start of the hour of an instant. Pure."""
    return at.replace(minute=0, second=0, microsecond=0)


class Sum:
    """What a batch adds to the sums of each topic."""

    def __init__(self) -> None:
        self._hours: Sums = defaultdict(lambda: [0, 0])
        self._days: Sums = defaultdict(lambda: [0, 0])
        self._quarters: Sums = defaultdict(lambda: [0, 0, 0])
        self._terms: Counter[tuple[UUID, date, str]] = Counter()
        self._days_of: dict[datetime, date] = {}

    def add(self, mention: Mention, topics: Iterable[UUID], *, with_terms: bool = True) -> None:
        """Count one mention in each of its topics."""
        hour, quarter = hour_of(mention.posted_at), quarter_of(mention.posted_at)
        day = self._days_of.get(quarter) or self._days_of.setdefault(quarter, site_day(quarter))
        kind = (mention.network, mention.lang, mention.sentiment)
        negative = int(mention.sentiment == Mention.Sentiment.NEGATIVE)
        terms = terms_of(mention.text) if with_terms else frozenset()
        for topic in topics:
            _plus(self._hours[(topic, hour, *kind)], (1, mention.reach))
            _plus(self._days[(topic, day, *kind)], (1, mention.reach))
            _plus(self._quarters[(topic, quarter)], (1, negative, mention.reach))
            self._terms.update((topic, day, term) for term in terms)

    def write(self) -> None:
        """Add all of it to the tables: four statements for each hundred rows at most."""
        add_to(Hourly, ("topic", "hour", *_KIND), self._hours, ("count", "reach"))
        add_to(Daily, ("topic", "day", *_KIND), self._days, ("count", "reach"))
        add_to(Quarter, ("topic", "start"), self._quarters, ("count", "negative", "reach"))
        terms = {key: (count,) for key, count in self._terms.items()}
        add_to(TermDay, ("topic", "day", "term"), terms, ("count",))


def _plus(sums: list[int], amounts: Sequence[int]) -> None:
    for place, amount in enumerate(amounts):
        sums[place] += amount
