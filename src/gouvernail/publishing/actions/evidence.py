"""What was seen of a network while nobody knew: evidence for whoever decides."""

from datetime import datetime
from uuid import UUID

from gouvernail.foundation.actions import action
from gouvernail.networks.contract import Absent, Found, Sighting, Unreadable
from gouvernail.publishing.models import Look

_LONGEST = 300


@action("publishing.keep_look")
def keep_look(*, delivery_id: UUID, answer: Sighting | None, at: datetime) -> Look:
    """Keep one look at the network; None when nobody could even ask.

    A look changes nothing that is governed: what follows from it is an act of its own.
    """
    return Look.objects.create(
        delivery_id=delivery_id, at=at, saw=_saw(answer), reason=_reason(answer)
    )


def _saw(answer: Sighting | None) -> str:
    if isinstance(answer, Found):
        return Look.Saw.FOUND if answer.matches else Look.Saw.DIFFERENT
    if isinstance(answer, Absent):
        return Look.Saw.ABSENT if answer.conclusive else Look.Saw.UNSURE
    return Look.Saw.BLIND


def _reason(answer: Sighting | None) -> str:
    if isinstance(answer, Unreadable):
        return answer.reason.replace("\x00", "")[:_LONGEST]
    if isinstance(answer, Found):
        return answer.url.replace("\x00", "")[:_LONGEST]
    return "not_connected" if answer is None else ""
