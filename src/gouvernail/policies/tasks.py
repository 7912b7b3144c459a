"""What happens by itself: versions bind from their day; reviews are reminded of; words go."""

from datetime import datetime, timedelta
from uuid import UUID

from gouvernail.foundation.clock import site_day
from gouvernail.foundation.models import OutboxEvent
from gouvernail.foundation.outbox import Reader
from gouvernail.foundation.schedule import Periodic
from gouvernail.policies.actions import put_version_in_force, remind_of_review
from gouvernail.policies.actions.moderation import forget_comments, redact_moderation
from gouvernail.policies.models import Policy, PolicyReading, PolicyVersion
from gouvernail.policies.queries.moderation import those_to_forget


def put_in_force(at: datetime) -> None:
    """Put in force the agreed versions whose day has come, where the site is."""
    due = PolicyVersion.objects.filter(
        status=PolicyVersion.Status.AGREED,
        in_force_on__lte=site_day(at),
        policy__archived_at__isnull=True,
    )
    for key in due.values_list("pk", flat=True):
        put_version_in_force(version_id=key, at=at)


def remind_of_reviews(at: datetime) -> None:
    """Remind of the reviews due within 30 days, or late; nobody is told the same fact twice."""
    today = site_day(at)
    due = Policy.objects.filter(
        archived_at__isnull=True,
        review_on__lte=today + SOON,
        versions__status=PolicyVersion.Status.IN_FORCE,
    )
    for policy in due.select_related("owner", "unit"):
        remind_of_review(policy=policy, today=today, at=at)


def forget_readings(at: datetime) -> None:
    """Throw away what was read of files a month ago and never became a draft."""
    PolicyReading.objects.filter(read_at__lt=at - KEPT).delete()


def forget_moderated(at: datetime) -> None:
    """Empty the words of moderated comments after the days that the public is told."""
    for key in those_to_forget(at):
        forget_comments(act_id=key, at=at)


def hear_erasure(event: OutboxEvent, at: datetime) -> None:
    """Empty what somebody erased wrote when they struck acts of moderation."""
    redact_moderation(person_id=UUID(event.payload["person_id"]), at=at)


SOON = timedelta(days=30)
KEPT = timedelta(days=30)
READERS = (Reader("policies.erased", frozenset({"people.erased"}), hear_erasure),)
PERIODIC = [
    Periodic(name="policies.forget_moderated", every=timedelta(hours=6), run=forget_moderated),
    Periodic(name="policies.forget_readings", every=timedelta(hours=12), run=forget_readings),
    Periodic(name="policies.put_in_force", every=timedelta(minutes=1), run=put_in_force),
    Periodic(name="policies.remind_of_reviews", every=timedelta(hours=1), run=remind_of_reviews),
]
