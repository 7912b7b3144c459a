"""What happens by itself: campaigns open, follow people, remind, and close when they must."""

from datetime import datetime, timedelta
from uuid import UUID

from gouvernail.foundation.clock import site_day
from gouvernail.foundation.models import OutboxEvent
from gouvernail.foundation.outbox import Reader
from gouvernail.foundation.schedule import Periodic
from gouvernail.policies.models import PolicyVersion
from gouvernail.signing.actions import (
    close_superseded,
    follow_people,
    open_campaign,
    redact_person,
    remind,
)
from gouvernail.signing.models import Campaign
from gouvernail.signing.queries.ladder import may_remind


def open_due(at: datetime) -> None:
    """Open the campaigns whose day has come and whose version binds."""
    due = Campaign.objects.filter(
        status=Campaign.Status.PLANNED,
        opens_on__lte=site_day(at),
        version__status=PolicyVersion.Status.IN_FORCE,
    )
    for key in due.values_list("pk", flat=True):
        open_campaign(campaign_id=key, at=at)


def follow(at: datetime) -> None:
    """Bring open campaigns up to who joined, moved, left, came back or is away."""
    going = Campaign.objects.filter(status=Campaign.Status.OPEN)
    for key in going.values_list("pk", flat=True):
        follow_people(campaign_id=key, at=at)


def remind_people(at: datetime) -> None:
    """Remind people to sign, on days and at hours at which they may be."""
    if may_remind(at):
        remind(at=at)


def hear_version(event: OutboxEvent, at: datetime) -> None:
    """Close the campaigns of the versions that another one replaced; open those that waited."""
    payload = event.payload
    close_superseded(
        policy_id=UUID(payload["policy_id"]), version_id=UUID(payload["version_id"]), at=at
    )
    open_due(at)


def hear_erasure(event: OutboxEvent, at: datetime) -> None:
    """Forget the words of somebody erased."""
    redact_person(person_id=UUID(event.payload["person_id"]), at=at)


READERS = (
    Reader("signing.published", frozenset({"policies.published"}), hear_version),
    Reader("signing.erased", frozenset({"people.erased"}), hear_erasure),
)
PERIODIC = (
    Periodic("signing.open_due", timedelta(minutes=5), open_due),
    Periodic("signing.follow", timedelta(hours=1), follow),
    Periodic("signing.remind", timedelta(minutes=15), remind_people),
)
