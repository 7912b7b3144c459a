"""Who is told of a spike: whoever follows the topic, and the crisis teams that serve its unit."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.urls import reverse

from gouvernail.foundation.models import OutboxEvent
from gouvernail.listening.models import Spike
from gouvernail.notifications.actions import Message, tell
from gouvernail.teams.queries import member_ids, teams_with

CRISIS: Final = "crisis"


def tell_of_spike(event: OutboxEvent, at: datetime) -> None:
    """Tell people once that a topic rises above usual; nothing more as it grows. Four queries."""
    if event.payload["what"] != "opened":
        return
    rows = Spike.objects.select_related("topic__unit", "topic__owner")
    spike = rows.filter(pk=UUID(event.payload["spike_id"])).first()
    if spike is None:
        return
    topic = spike.topic
    people = member_ids(teams_with(CRISIS, unit=topic.unit).values_list("pk", flat=True))
    if topic.owner.is_active:
        people.add(topic.owner_id)
    tell(
        people=people,
        message=Message(
            kind="spike.opened",
            once=f"spike:{spike.pk}",
            path=reverse("listening:spike-detail", args=[spike.pk]),
            facts={
                "title": topic.name_fr,
                "title_en": topic.name_en,
                "by": str(spike.severity),
            },
            subject_kind="spike",
            subject_id=str(spike.pk),
        ),
        at=at,
    )
