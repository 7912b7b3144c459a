"""The sums that dashboards and alerts are made of, kept as mentions come in."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from gouvernail.foundation.clock import site_time
from gouvernail.listening.actions.adding import add_to
from gouvernail.listening.models import (
    Daily,
    DayHour,
    Hourly,
    Mention,
    Quarter,
    Rhythm,
    TermDay,
)
from gouvernail.listening.queries.words import terms_of

QUARTER: Final = timedelta(minutes=15)
NEWS_FOR: Final = timedelta(hours=2)
"""What comes later than this is no news any more: it is counted where it was said alone."""
_KIND: Final = ("network", "lang", "sentiment")
Sums = dict[tuple[object, ...], list[int]]


def quarter_of(at: datetime) -> datetime:
    """Return the start of the quarter of an hour of an instant. Pure."""
    return at.replace(minute=at.minute - at.minute % 15, second=0, microsecond=0)


def hour_of(at: datetime) -> datetime:
    """Return the start of the hour of an instant. Pure."""
    return at.replace(minute=0, second=0, microsecond=0)


class Sum:
    """What a batch adds to the sums of each topic.

    Hours and days are those of what was said. So are quarters of an hour, but for what comes late
    from a place that was heard beyond it: alerts looked at that quarter already, and it is news
    now. What a place that was away brings is counted where it was said, and the topics concerned
    are marked, so that what is usual is learnt again: see `actions.spikes`.

    Args:
        at: now.
        heard_at: until when the source was heard before this batch; None: it was not, or is no
            place that is heard by itself.
    """

    def __init__(self, *, at: datetime, heard_at: datetime | None = None) -> None:
        self._at, self._heard_at = at, heard_at
        self._now = quarter_of(at)
        self._stale: dict[UUID, datetime] = {}
        self._hours: Sums = defaultdict(lambda: [0, 0])
        self._days: Sums = defaultdict(lambda: [0, 0])
        self._quarters: Sums = defaultdict(lambda: [0, 0, 0])
        self._terms: Counter[tuple[UUID, date, str]] = Counter()
        self._week: Sums = defaultdict(lambda: [0])
        self._there: dict[datetime, datetime] = {}

    def add(self, mention: Mention, topics: Iterable[UUID], *, with_terms: bool = True) -> None:
        """Count one mention in each of its topics."""
        hour, said = hour_of(mention.posted_at), quarter_of(mention.posted_at)
        there = self._there.get(said) or self._there.setdefault(said, site_time(said))
        day = there.date()
        is_late = self._heard_at is not None and said + QUARTER <= self._heard_at
        quarter = self._now if is_late and self._at - said <= NEWS_FOR else said
        is_stale = said < self._now and not is_late
        kind = (mention.network, mention.lang, mention.sentiment)
        negative = int(mention.sentiment == Mention.Sentiment.NEGATIVE)
        # Whom a text names is no word of a subject, and nobody's name outlives what they said.
        words = terms_of(mention.text) if with_terms else ()
        terms = {term for term in words if not term.startswith("@")}
        for topic in topics:
            _plus(self._hours[(topic, hour, *kind)], (1, mention.reach))
            _plus(self._days[(topic, day, *kind)], (1, mention.reach))
            _plus(self._week[(topic, day, day.weekday(), there.hour)], (1,))
            _plus(self._quarters[(topic, quarter)], (1, negative, mention.reach))
            self._terms.update((topic, day, term) for term in terms)
            if is_stale:
                self._stale[topic] = min(said, self._stale.get(topic, said))

    def write(self) -> None:
        """Add all of it to the tables: four statements for each hundred rows at most, and one."""
        add_to(Hourly, ("topic", "hour", *_KIND), self._hours, ("count", "reach"))
        add_to(Daily, ("topic", "day", *_KIND), self._days, ("count", "reach"))
        add_to(DayHour, ("topic", "day", "weekday", "hour"), self._week, ("count",))
        add_to(Quarter, ("topic", "start"), self._quarters, ("count", "negative", "reach"))
        terms = {key: (count,) for key, count in self._terms.items()}
        add_to(TermDay, ("topic", "day", "term"), terms, ("count",))
        if self._stale:
            looked_at = Rhythm.objects.filter(until__gt=min(self._stale.values()), is_stale=False)
            looked_at.filter(topic__in=self._stale).update(is_stale=True)


def _plus(sums: list[int], amounts: Sequence[int]) -> None:
    for place, amount in enumerate(amounts):
        sums[place] += amount
