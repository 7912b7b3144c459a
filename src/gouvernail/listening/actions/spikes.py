"""Spikes: found at the end of each quarter of an hour, followed until they are over, looked at."""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _

from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import Actor, machine
from gouvernail.foundation.outbox import announce
from gouvernail.kernel.analysis import Detector, Reading, Settings, State
from gouvernail.ledger.actions import record
from gouvernail.listening.actions.counting import QUARTER, quarter_of
from gouvernail.listening.errors import SpikeInvalidError
from gouvernail.listening.models import Quarter, Rhythm, Spike, Topic
from gouvernail.listening.permissions import visible_spike
from gouvernail.listening.queries.cards import card_of
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, require

SPIKE: Final = "listening.spike"
LEARNT_FROM: Final = timedelta(days=60)
WAITED_FOR: Final = timedelta(hours=6)
"""How long a quarter of an hour waits for sources that are away, before it is taken as it is."""
TOO_LATE: Final = WAITED_FOR + timedelta(hours=1)
"""A rise found later than this is learnt from and told to nobody: one waited for is not."""
MOST: Final = 6_000  # quarters at once: sixty days


@action("listening.follow_topic")
def follow_topic(
    topic_id: UUID, *, until: datetime, at: datetime, heard: datetime | None = None
) -> Spike | None:
    """Look at the quarters of an hour of a topic that ended by `until`, once each, in order.

    A rise opens a spike and is announced under `listening.spike` (`spike_id`, `what`: `opened`,
    `grown`); one spike of a topic at a time. The first time, the last sixty days are learnt from,
    and again when something was counted in quarters already looked at: a rise that still goes on
    is told then. What nobody listened to is unknown, not calm: beyond `heard`, and while the topic
    was paused. Returns the spike that is open, if one is.
    """
    topic = Topic.objects.select_for_update(no_key=True).filter(pk=topic_id).first()
    if topic is None or not topic.is_active or topic.cleared_at is not None:
        return None
    rhythm = _rhythm(topic, until)
    worst = _learn(topic, rhythm) if rhythm.is_stale else None
    if heard is not None and heard < until and rhythm.until < until:
        rhythm.gaps = [*rhythm.gaps, [max(heard, rhythm.until).isoformat(), until.isoformat()]]
    detector, state = Detector(_settings(topic)), State(**rhythm.state)
    spike = Spike.objects.filter(topic=topic, until__isnull=True).first()
    zone, since = ZoneInfo(settings.SITE_TIME_ZONE), rhythm.until
    if spike is None:
        spike = _told(topic, worst, end=since, at=at)
    for start, count, negative in _buckets(rhythm, since, until):
        state, reading = detector.step(state, start.astimezone(zone), count, negative)
        if not reading.late:
            worst = _worse(worst, reading)
            spike = _followed(topic, spike, (reading, worst), start=start, at=at)
    rhythm.until = max(since, since + min(MOST, (until - since) // QUARTER) * QUARTER)
    rhythm.state, rhythm.gaps = asdict(state), _lately(rhythm.gaps, until)
    rhythm.save(update_fields=("state", "until", "gaps"))
    return spike


def learn_again(topic: Topic) -> None:
    """Learn what is usual from the last sixty days, after another sensitivity was chosen.

    Inside an action; three queries and about a tenth of a second. No quarter that was looked at is
    told again; a rise under way begins, goes on or ends by the next one.
    """
    rhythm = Rhythm.objects.filter(topic=topic).first()
    if rhythm is None:
        return
    _learn(topic, rhythm)
    rhythm.save(update_fields=("state",))


def _settings(topic: Topic) -> Settings:
    if topic.sensitivity == Topic.Sensitivity.LOW:
        return Settings(sensitivity="low")
    return Settings(sensitivity="high" if topic.sensitivity == Topic.Sensitivity.HIGH else "medium")


def _rhythm(topic: Topic, until: datetime) -> Rhythm:
    found = Rhythm.objects.filter(topic=topic).first()
    if found is not None:
        return found
    oldest = Quarter.objects.filter(topic=topic, start__gte=until - LEARNT_FROM).order_by("start")
    first = oldest.values_list("start", flat=True).first()
    return Rhythm.objects.create(topic=topic, state={}, until=first or quarter_of(until))


def _worse(worst: Reading | None, reading: Reading) -> Reading | None:
    """Return the gravest reading of the rise under way; None while there is none."""
    if not reading.open:
        return None
    return reading if worst is None or reading.severity > worst.severity else worst


def _learn(topic: Topic, rhythm: Rhythm) -> Reading | None:
    """Learn what is usual from the last sixty days that were looked at, telling nothing of them.

    Returns the gravest reading of the rise under way at their end. About a tenth of a second. The
    mark is taken off first: what is counted meanwhile puts it back.
    """
    worst: Reading | None = None
    Rhythm.objects.filter(pk=rhythm.pk).update(is_stale=False)
    detector, state = Detector(_settings(topic)), State()
    zone = ZoneInfo(settings.SITE_TIME_ZONE)
    rows = Quarter.objects.filter(topic=topic, start__gte=rhythm.until - LEARNT_FROM)
    first = rows.order_by("start").values_list("start", flat=True).first()
    for start, count, negative in _buckets(rhythm, first or rhythm.until, rhythm.until):
        state, reading = detector.step(state, start.astimezone(zone), count, negative)
        worst = _worse(worst, reading)
    rhythm.state = asdict(state)
    return worst


def _buckets(rhythm: Rhythm, since: datetime, until: datetime) -> list[tuple[datetime, int, int]]:
    """Return what was counted in each quarter; those that nobody listened to are left out."""
    rows = Quarter.objects.filter(topic=rhythm.topic_id, start__gte=since, start__lt=until)
    known = {
        start: (count, negative)
        for start, count, negative in rows.values_list("start", "count", "negative")
    }
    gaps = [
        (datetime.fromisoformat(begun), datetime.fromisoformat(ended))
        for begun, ended in rhythm.gaps
    ]
    number = min(MOST, max(0, (until - since) // QUARTER))
    starts = [since + place * QUARTER for place in range(number)]
    unheard = {
        start
        for start in starts
        if any(begun < start + QUARTER and start < ended for begun, ended in gaps)
    }
    return [
        (start, *known.get(start, (0, 0)))
        for start in starts
        if start in known or start not in unheard
    ]


def _lately(gaps: list[list[str]], until: datetime) -> list[list[str]]:
    """Return the gaps that may still be learnt from, those that touch made one."""
    made: list[list[str]] = []
    for begun, ended in sorted(gaps):
        if made and begun <= made[-1][1]:
            made[-1][1] = max(made[-1][1], ended)
        elif datetime.fromisoformat(ended) > until - LEARNT_FROM:
            made.append([begun, ended])
    return made


def note_pause(topic: Topic, *, since: datetime, until: datetime) -> None:
    """Remember that nobody listened for a topic meanwhile. Inside an action; two queries."""
    rhythm = Rhythm.objects.filter(topic=topic).first()
    if rhythm is not None:
        rhythm.gaps = _lately([*rhythm.gaps, [since.isoformat(), until.isoformat()]], until)
        rhythm.save(update_fields=("gaps",))


def end_rise(topic: Topic, *, actor: Actor | Person, at: datetime) -> None:
    """End the spike of a topic that is followed no longer. Inside an action; two queries."""
    spike = Spike.objects.filter(topic=topic, until__isnull=True).first()
    if spike is not None:
        spike.until = max(spike.since, at)
        spike.save(update_fields=("until",))
        record(actor=actor, verb="spike.closed", subject=spike, at=at)


def _followed(
    topic: Topic,
    spike: Spike | None,
    said: tuple[Reading, Reading | None],
    *,
    start: datetime,
    at: datetime,
) -> Spike | None:
    """Open, move or close a spike by what one quarter says; return the one that is open.

    `said`: that reading, and the gravest of the rise under way. A rise that began while nobody
    looked is told at the first recent quarter in which it goes on.
    """
    end = start + QUARTER
    reading, worst = said
    if spike is None:
        return _told(topic, worst, end=end, at=at)
    if not reading.open:
        spike.until = end
        spike.card = card_of(topic, since=spike.since, until=end)
        spike.save()
        record(actor=machine("worker"), verb="spike.closed", subject=spike, at=at)
        return None
    _move(topic, spike, reading, end=end, at=at)
    return spike


def _told(topic: Topic, worst: Reading | None, *, end: datetime, at: datetime) -> Spike | None:
    """Open a spike for the rise under way, if it still goes on and the topic alerts."""
    if worst is None or topic.sensitivity == Topic.Sensitivity.OFF or at - end >= TOO_LATE:
        return None
    return _open(topic, worst, end=end, at=at)


def _open(topic: Topic, reading: Reading, *, end: datetime, at: datetime) -> Spike:
    since = reading.since or end - QUARTER
    spike = Spike.objects.create(
        topic=topic,
        since=since,
        told_at=at,
        kind=reading.kind,
        severity=max(1, reading.severity),
        ratio=_tenths(reading.ratio),
        is_persistent=reading.persistent,
        card=card_of(topic, since=since, until=end)
        | {"expected": _tenths(reading.expected), "negative_percent": round(100 * reading.share)},
    )
    record(actor=machine("worker"), verb="spike.opened", subject=spike, at=at)
    announce(SPIKE, {"spike_id": str(spike.pk), "what": "opened"}, at=at)
    return spike


def _move(topic: Topic, spike: Spike, reading: Reading, *, end: datetime, at: datetime) -> None:
    before = (spike.severity, spike.is_persistent)
    spike.severity = max(spike.severity, reading.severity)
    spike.ratio = max(spike.ratio, _tenths(reading.ratio))
    spike.is_persistent = spike.is_persistent or reading.persistent
    if before == (spike.severity, spike.is_persistent):
        return
    said = {name: spike.card[name] for name in ("expected", "negative_percent")}
    spike.card = card_of(topic, since=spike.since, until=end) | said
    spike.save()
    record(actor=machine("worker"), verb="spike.grown", subject=spike, at=at)
    announce(SPIKE, {"spike_id": str(spike.pk), "what": "grown"}, at=at)


def _tenths(value: float) -> int:
    return min(1_000_000, round(10 * value))


@action("listening.acknowledge_spike")
def acknowledge_spike(spike_id: UUID, *, verdict: str, by: Person, at: datetime) -> Spike:
    """Say what a spike is: to be followed, expected, or nothing; the last word counts.

    Raises:
        SpikeNotFoundError: missing, or hidden from `by`.
        RightMissingError: `by` only reads: they moderate nothing in the unit of the topic.
        SpikeInvalidError: no such verdict.
    """
    spike = visible_spike(spike_id, viewer=by, lock=True)
    require(by, Right.MODERATE_COMMENTS, unit=spike.topic.unit)
    if verdict not in Spike.Verdict.values:
        raise SpikeInvalidError({"verdict": _("Choose one of these.")})
    spike.verdict, spike.seen_by, spike.seen_at = verdict, by, at
    spike.save(update_fields=("verdict", "seen_by", "seen_at"))
    record(actor=by, verb="spike.acknowledged", subject=spike, at=at)
    return spike


def topics_to_follow(*, until: datetime) -> list[UUID]:
    """Return the topics with a quarter of an hour to look at. One query.

    Those whose last sixty days are not yet looked through wait: what is usual is not known.
    """
    rows = Topic.objects.filter(
        paused_at__isnull=True,
        closed_at__isnull=True,
        cleared_at__isnull=True,
        backfilled_to__lt=until - LEARNT_FROM,
    )
    return list(rows.exclude(rhythm__until__gte=until).order_by("pk").values_list("pk", flat=True))
