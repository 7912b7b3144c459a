"""What was frozen from a room, and stands."""

from uuid import UUID

from gouvernail.crisis.models import Entry, Incident
from gouvernail.foundation.ids import is_uuid
from gouvernail.publishing.models import Freeze
from gouvernail.publishing.queries import freezes_in_force


def frozen_from(incident: Incident) -> set[UUID]:
    """Return the freezes engaged from the room of an incident, lifted or not. One query."""
    rows = Entry.objects.filter(incident=incident, subject_kind=Freeze.ledger_kind, code="frozen")
    return {UUID(one) for one in rows.values_list("subject_id", flat=True) if is_uuid(one)}


def standing_freezes(incident: Incident) -> list[Freeze]:
    """Return those of them that nobody lifted. Two queries."""
    keys = frozen_from(incident)
    return list(freezes_in_force().filter(pk__in=keys)) if keys else []
