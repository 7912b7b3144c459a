"""The days on which people are reminded to sign, and who is to be reminded now."""

from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from gouvernail.signing.models import Campaign, Line, Objection
from gouvernail.signing.queries.people import away

WEEK: Final = 7
OPENS, SHUTS = 8, 19  # nobody is reminded before or after, where the site is
DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def is_quiet(day: date) -> bool:
    """Return whether the organisation lets people in peace on a day (`GOUVERNAIL_QUIET_DAYS`)."""
    quiet = settings.QUIET_DAYS
    return DAYS[day.weekday()] in quiet or day.isoformat() in quiet


def may_remind(at: datetime) -> bool:
    """Return whether an instant is one at which people are reminded, where the site is."""
    here = at.astimezone(ZoneInfo(settings.SITE_TIME_ZONE))
    return OPENS <= here.hour < SHUTS and not is_quiet(here.date())


def to_remind(today: date, *, at: datetime) -> QuerySet[Line]:
    """Return the lines whose people are reminded today.

    At the start, 7 days and 1 day before, on the day, and each day from then on. A step that falls
    on a quiet day comes on the next day that is not. Nobody who is away, who objected and waits for
    an answer, or who was told today already. No query until iterated.
    """
    return waiting(at=at).filter(_step(today) & ~Q(Exists(_told_today(today))))


def waiting(*, at: datetime) -> QuerySet[Line]:
    """Return the lines that may be reminded of at all. No query until iterated."""
    open_objection = Objection.objects.filter(
        campaign=OuterRef("campaign"), person=OuterRef("person"), outcome=""
    )
    return Line.objects.filter(
        ~Exists(open_objection),
        ~away("person", at=at),
        state=Line.State.WAITING,
        person__is_active=True,
        campaign__status=Campaign.Status.OPEN,
        campaign__reminds=True,
    )


def _step(today: date) -> Q:
    late = Q(due_on__lte=today)
    eve = Q(due_on=today + timedelta(days=1))
    condition = Q(reminded_on__isnull=True) | (late | eve) & Q(reminded_on__lt=today)
    for left in range(2, WEEK + 1):
        week_before = today - timedelta(days=WEEK - left)
        condition |= Q(due_on=today + timedelta(days=left), reminded_on__lt=week_before)
    return condition


def _told_today(today: date) -> QuerySet[Line]:
    return Line.objects.filter(person=OuterRef("person"), reminded_on=today)
