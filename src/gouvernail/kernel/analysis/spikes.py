"""Sudden rises in how much is said of a topic, or in how much of it is negative.

A series is counts of posts in buckets of one length. `Detector.step` takes the state after the
last bucket and the next bucket, and never looks ahead; its cost does not depend on the length of
the series. The same parameters serve every series.

Counts are taken through the variance-stabilising root of Anscombe (1948), `2 sqrt(n + 3/8)`, in
which chance alone moves a count by about one, whatever its size. What is usual is a slow mean and
a slow mean deviation there, both limited in how far one bucket moves them, so that a spike does
not become usual. Where the hours of the week have been seen three times and explain the series
better than one level does, what is usual follows them. A bucket is measured in deviations above
usual; a rise is told again only when it clearly exceeds the last one, whose memory halves in a day.

What is usual of the hour counts whole when the bucket is also above what is usual of all hours,
and half otherwise: a busy night hour that would pass for an ordinary noon must stand out twice.
"""

import math
from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final, Literal

Kind = Literal["volume", "negative"]
Sensitivity = Literal["low", "medium", "high"]
Bucket = tuple[datetime, int, int]

SEVERITIES: Final = (2.0, 3.0, 3.75, 4.5, 5.5, 7.0, 9.0, 12.0, 17.0, 25.0)
"""Deviations above usual from which severity is 1, 2, ... 10."""
SENSITIVITIES: Final[Mapping[Sensitivity, int]] = {"low": 6, "medium": 4, "high": 3}
"""Severity from which each sensitivity alerts."""

_MEMORY: Final = timedelta(days=14)  # half-life of what is usual
_PEAK: Final = timedelta(days=1)  # half-life of the memory of the last rise
_SMOOTHING: Final = timedelta(minutes=3)  # half-life: two short buckets in a row count more
_SHARE: Final = timedelta(minutes=30)  # half-life of the posts whose negative share is looked at
_LEAST_SPREAD: Final = 0.7  # of a series of zeros: five posts at once are severity 4
_CLIP: Final = 5.0  # deviations by which one bucket moves what is usual, at most
_NEWS: Final = 1.2  # a rise is told when it exceeds the last one so many times
_BEGINNING: Final = 10  # buckets that what is usual is worth when nothing is known
_NORMAL: Final = math.sqrt(math.pi / 2)  # standard deviation of a normal law, per mean deviation
_HOURS: Final = 168  # of a week
_WEEKS_SEEN: Final = 3  # of an hour before its rhythm counts
_WEEKS_KEPT: Final = 8  # that the rhythm of an hour averages over
_GAIN: Final = 0.9  # the rhythm counts when it errs less than this share of the plain level
_HOUR_ALONE: Final = 0.5  # what the rhythm alone is worth
_PRIOR: Final = (5.0, 20.0)  # negative posts and posts that the usual share begins with
_SHARE_POSTS: Final = 50  # before the negative share is judged


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How a series is watched.

    Attributes:
        bucket: length of a bucket.
        sensitivity: from which severity there is an alert.
        persistence: a rise that has lasted so long is persistent.
        calm: an alert ends when the series has been near usual for so long.
        warm_up: buckets before the first alert.
        rhythm: whether hours of the week are told apart once known.
    """

    bucket: timedelta = timedelta(minutes=15)
    sensitivity: Sensitivity = "medium"
    persistence: timedelta = timedelta(minutes=30)
    calm: timedelta = timedelta(hours=2)
    warm_up: int = 12
    rhythm: bool = True

    def __post_init__(self) -> None:
        """Refuse what cannot be.

        Raises:
            ValueError: a bucket of no length.
        """
        if self.bucket <= timedelta(0):
            raise ValueError("a bucket has a length")

    @property
    def threshold(self) -> float:
        """Return the deviations above usual from which there is an alert."""
        return SEVERITIES[SENSITIVITIES[self.sensitivity] - 1]


@dataclass(slots=True)
class State:
    """What is remembered of a series: `asdict` gives plain JSON, `State(**row)` takes it back.

    Instants are seconds since 1970; levels and spreads are in the units of the root.
    """

    last: float | None = None
    buckets: int = 0
    level: float = 0.0
    spread: float = _LEAST_SPREAD
    hourly_spread: float = _LEAST_SPREAD
    smooth: float = 0.0
    hourly_smooth: float = 0.0
    rhythm: list[float] = field(default_factory=lambda: [0.0] * _HOURS)
    weeks: list[float] = field(default_factory=lambda: [0.0] * _HOURS)
    peak: float = 0.0
    negative_peak: float = 0.0
    recent: list[float] = field(default_factory=lambda: [0.0, 0.0, 0.0])
    usual_negative: float = _PRIOR[0]
    usual_posts: float = _PRIOR[1]
    share_spread: float = 1.0
    since: float | None = None
    above_at: float = 0.0
    kind: Kind = "volume"
    alerted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one bucket says.

    Attributes:
        expected: posts that were usual for this bucket.
        ratio: posts over what was expected, one post at least being expected.
        severity: 0 to 10. 0: within what chance brings. 1 to 3: above usual, worth a look on a
            dashboard. 4: 4.5 deviations, which chance alone reaches about once a year in quarters
            of an hour. 6: 7 deviations. 8: 12. 10: 25 deviations and more, far
            beyond anything seen in the last weeks.
        score: deviations above usual when this is news, that is, clearly above the last rise; else
            0. An alert is a score at the threshold while no alert is open.
        share: negative share of the posts of the last half-hours; 0 when there are none.
        since: when the series rose above half the threshold; None when it is not above.
        persistent: it has been above for `Settings.persistence`.
        kind: what rose.
        alert: an alert begins with this bucket.
        open: an alert has begun and not ended.
        late: the bucket was not after the last one, and was not counted.
    """

    expected: float = 0.0
    ratio: float = 0.0
    severity: int = 0
    score: float = 0.0
    share: float = 0.0
    since: datetime | None = None
    persistent: bool = False
    kind: Kind = "volume"
    alert: bool = False
    open: bool = False
    late: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One spike: when it rose, when it was told, when it ended (None: it has not), at its worst."""

    since: datetime
    at: datetime
    until: datetime | None
    kind: Kind
    severity: int
    ratio: float
    persistent: bool


def severity_of(deviations: float) -> int:
    """Return the severity, 0 to 10, of so many deviations above usual."""
    return sum(deviations >= each for each in SEVERITIES)


class Detector:
    """Watches series of buckets of one length; holds nothing of them."""

    def __init__(self, settings: Settings) -> None:
        """Watch as the settings say."""
        self.settings = settings
        self._seconds = settings.bucket.total_seconds()
        self._slow = 1 - self._kept(_MEMORY)
        self._remembered = self._kept(_PEAK)
        self._rough = self._kept(_SMOOTHING)
        self._fading = self._kept(_SHARE)
        self._hours = min(1.0, self._seconds / 3600)

    def _kept(self, half_life: timedelta) -> float:
        return float(0.5 ** (self.settings.bucket / half_life))

    def step(
        self, state: State, start: datetime, count: int, negative: int = 0
    ) -> tuple[State, Reading]:
        """Return the state after one more bucket, and what this bucket says.

        The state given is left as it is. Buckets that are missing are unknown, not empty: time
        passes and nothing is learnt (`filled` gives empty buckets). The hours of the week are
        those of the time zone of `start`.

        Raises:
            ValueError: `start` has no time zone, or the counts cannot be.
        """
        if start.tzinfo is None:
            raise ValueError("the start of a bucket has a time zone")
        if not 0 <= negative <= count:
            raise ValueError("negative posts are some of the posts")
        at = start.timestamp()
        if state.last is not None and at <= state.last:
            return state, Reading(late=True, open=state.alerted)
        new = copy(state)
        gone = 1.0 if state.last is None else max(1.0, (at - state.last) / self._seconds)
        volume, expected = self._volume(new, start, count, gone)
        share, negatively = self._share(new, count, negative, gone)
        new.last, new.buckets = at, state.buckets + 1
        kind: Kind = "negative" if negatively > volume else "volume"
        fading = self._remembered**gone
        score = max(
            volume if volume > _NEWS * new.peak * fading else 0.0,
            negatively if negatively > _NEWS * new.negative_peak * fading else 0.0,
        )
        new.peak = max(new.peak * fading, volume)
        new.negative_peak = max(new.negative_peak * fading, negatively)
        above = max(volume, negatively)
        alert = self._follow(new, at, above, score, kind)
        reading = Reading(
            expected=expected,
            ratio=count / max(expected, 1.0),
            severity=severity_of(above),
            score=score,
            share=share,
            since=None if new.since is None else datetime.fromtimestamp(new.since, start.tzinfo),
            persistent=new.since is not None
            and at + self._seconds - new.since >= self.settings.persistence.total_seconds(),
            kind=new.kind if new.alerted else kind,
            alert=alert,
            open=new.alerted,
        )
        return new, reading

    def _follow(self, new: State, at: float, above: float, score: float, kind: Kind) -> bool:
        """Keep what rose and since when; return whether an alert begins."""
        threshold = self.settings.threshold
        if above >= threshold / 2:
            new.since = at if new.since is None else new.since
            new.above_at = at
        elif not new.alerted or at - new.above_at >= self.settings.calm.total_seconds():
            new.since, new.alerted = None, False
        alert = not new.alerted and score >= threshold and new.buckets > self.settings.warm_up
        if alert:
            new.alerted, new.kind = True, kind
        return alert

    def _volume(self, new: State, start: datetime, count: int, gone: float) -> tuple[float, float]:
        """Return deviations above usual, and the posts that were expected; learn the bucket."""
        root = 2 * math.sqrt(count + 0.375)
        if not new.buckets:
            new.level = root
        hour = start.weekday() * 24 + start.hour
        by_hour = self.settings.rhythm and (
            new.weeks[hour] >= _WEEKS_SEEN and new.hourly_spread < _GAIN * new.spread
        )
        plain = root - new.level
        hourly = plain - new.rhythm[hour]
        rough = self._rough**gone
        new.smooth += (1 - rough) * (plain - new.smooth)
        new.hourly_smooth += (1 - rough) * ((hourly if by_hour else plain) - new.hourly_smooth)
        above = max(0.0, new.smooth / max(new.spread, _LEAST_SPREAD))
        base, spread = new.level, new.spread
        if by_hour:
            base, spread = base + new.rhythm[hour], new.hourly_spread
            of_hour = max(0.0, new.hourly_smooth / max(spread, _LEAST_SPREAD))
            above = max(min(above, of_hour), _HOUR_ALONE * of_hour)
        self._learn(new, hour, plain, hourly, by_hour=by_hour)
        # The mean of counts, from the mean and the variance of their roots.
        return above, max(0.0, (base * base + spread * spread) / 4 - 0.375)

    def _learn(self, new: State, hour: int, plain: float, hourly: float, *, by_hour: bool) -> None:
        rate = max(self._slow, 1 / (new.buckets + 1 + _BEGINNING))
        limit = _CLIP * max(new.spread, _LEAST_SPREAD)
        moved, moved_hourly = _within(plain, limit), _within(hourly, limit)
        new.level += rate * (moved_hourly if by_hour else moved)
        new.spread += rate * (abs(moved) * _NORMAL - new.spread)
        if not self.settings.rhythm:
            return
        seen = new.weeks[hour]
        error = moved_hourly if seen >= 1 else moved
        new.hourly_spread += rate * (abs(error) * _NORMAL - new.hourly_spread)
        new.rhythm, new.weeks = new.rhythm.copy(), new.weeks.copy()
        part = self._hours / min(_WEEKS_KEPT, seen + self._hours)
        # Rounded: the state is stored after each bucket.
        new.rhythm[hour] = round(new.rhythm[hour] + part * _within(hourly, limit), 4)
        new.weeks[hour] = round(seen + self._hours, 4)

    def _share(self, new: State, count: int, negative: int, gone: float) -> tuple[float, float]:
        """Return the recent negative share, and its deviations above usual; learn the bucket.

        Posts of the last half-hours weigh less as they age; the deviation is that of a binomial
        law, widened when the share has been seen to move more.
        """
        kept = self._fading**gone
        posts = new.recent[0] * kept + count
        negatives = new.recent[1] * kept + negative
        squared = new.recent[2] * kept * kept + count
        new.recent = [posts, negatives, squared]
        usual = new.usual_negative / new.usual_posts
        deviation = math.sqrt(squared * usual * (1 - usual) + 1)
        off = (negatives - usual * posts) / deviation
        judged = new.usual_posts - _PRIOR[1] >= _SHARE_POSTS
        above = max(0.0, off / max(1.0, new.share_spread)) if judged else 0.0
        weight = 1 / max(1.0, above)  # a spike does not become usual
        forgotten = 1 - self._slow
        new.usual_negative = new.usual_negative * forgotten + weight * negative
        new.usual_posts = new.usual_posts * forgotten + weight * count
        if count and judged:
            seen = abs(_within(off, _CLIP)) * _NORMAL
            new.share_spread += self._slow * (seen - new.share_spread)
        return (negatives / posts if posts else 0.0), above


def _within(value: float, limit: float) -> float:
    return max(-limit, min(limit, value))


def replay(counts: Iterable[Bucket], settings: Settings) -> list[Alert]:
    """Return the alerts that there would have been over buckets `(start, count, negative)`.

    Late buckets are passed over. Linear in the buckets.
    """
    detector, state, found = Detector(settings), State(), list[Alert]()
    for start, count, negative in counts:
        state, reading = detector.step(state, start, count, negative)
        if reading.late:
            continue
        if reading.alert:
            found.append(
                Alert(
                    since=reading.since or start,
                    at=start + settings.bucket,
                    until=None,
                    kind=reading.kind,
                    severity=reading.severity,
                    ratio=reading.ratio,
                    persistent=reading.persistent,
                )
            )
        elif found and found[-1].until is None:
            found[-1] = _went_on(found[-1], start, reading)
    return found


def _went_on(alert: Alert, start: datetime, reading: Reading) -> Alert:
    if not reading.open:
        return replace(alert, until=start)
    return replace(
        alert,
        severity=max(alert.severity, reading.severity),
        ratio=max(alert.ratio, reading.ratio),
        persistent=alert.persistent or reading.persistent,
    )


def replay_each(counts: Iterable[Bucket], settings: Settings) -> dict[Sensitivity, list[Alert]]:
    """Return the alerts that there would have been at each sensitivity, the other settings kept."""
    rows = list(counts)
    return {each: replay(rows, replace(settings, sensitivity=each)) for each in SENSITIVITIES}


def filled(counts: Iterable[Bucket], bucket: timedelta) -> Iterable[Bucket]:
    """Yield buckets in order with an empty one wherever one is missing between two."""
    due: datetime | None = None
    for start, count, negative in counts:
        while due is not None and due < start:
            yield due, 0, 0
            due += bucket
        yield start, count, negative
        due = start + bucket
