"""What happens by itself: versions bind at their date, waivers end, people are told before."""

from datetime import datetime, timedelta
from typing import Final

from gouvernail.foundation.outbox import Reader
from gouvernail.foundation.schedule import Periodic
from gouvernail.rulebooks.actions import expire_waiver, put_version_in_force
from gouvernail.rulebooks.actions.partner_posts import PARTNER_TOPICS, hear_partner_post
from gouvernail.rulebooks.actions.published import TOPICS, hear_archived
from gouvernail.rulebooks.actions.telling import tell_of_tomorrow
from gouvernail.rulebooks.actions.waivers import remind_of_waiver
from gouvernail.rulebooks.models import PackVersion, Waiver

BEFORE_A_VERSION: Final = timedelta(days=1)
BEFORE_THE_END: Final = timedelta(days=14)
SHORT: Final = timedelta(days=28)  # of a waiver as short as that, the last quarter is told


def put_in_force(at: datetime) -> None:
    """Put in force the versions whose date has come."""
    due = PackVersion.objects.filter(
        status=PackVersion.Status.SCHEDULED, in_force_at__lte=at, pack__retired_at__isnull=True
    )
    for key in due.values_list("pk", flat=True):
        put_version_in_force(version_id=key, at=at)


def tell_before(at: datetime) -> None:
    """Tell who is concerned, a day before a version binds; nobody is told twice."""
    soon = PackVersion.objects.filter(
        status=PackVersion.Status.SCHEDULED,
        in_force_at__gt=at,
        in_force_at__lte=at + BEFORE_A_VERSION,
        pack__retired_at__isnull=True,
    )
    for version in soon.select_related("pack__unit"):
        tell_of_tomorrow(version, at=at)


def end_waivers(at: datetime) -> None:
    """End the waivers whose time is over; tell before those that end soon."""
    granted = Waiver.objects.filter(status=Waiver.Status.GRANTED)
    for key in granted.filter(until__lte=at).values_list("pk", flat=True):
        expire_waiver(waiver_id=key, at=at)
    soon = granted.filter(reminded_at__isnull=True, until__gt=at, until__lte=at + BEFORE_THE_END)
    for waiver in soon:
        if waiver.until - at <= notice_before(waiver):
            remind_of_waiver(waiver_id=waiver.pk, at=at)


def notice_before(waiver: Waiver) -> timedelta:
    """Return how long before its end a waiver is told: two weeks, less for a short one."""
    length = waiver.until - (waiver.starts_at or waiver.asked_at)
    return BEFORE_THE_END if length >= SHORT else length / 4


READERS = [
    Reader(name="rulebooks.published", topics=TOPICS, handle=hear_archived),
    Reader(name="rulebooks.partner_posts", topics=PARTNER_TOPICS, handle=hear_partner_post),
]
PERIODIC = [
    Periodic(name="rulebooks.put_in_force", every=timedelta(minutes=1), run=put_in_force),
    Periodic(name="rulebooks.tell_before", every=timedelta(hours=1), run=tell_before),
    Periodic(name="rulebooks.end_waivers", every=timedelta(minutes=10), run=end_waivers),
]
