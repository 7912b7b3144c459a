"""What happens to consultations by themselves."""

from datetime import datetime, timedelta
from uuid import UUID

from gouvernail.consultations.actions import (
    close_consultation,
    gather_held,
    open_consultation,
    redact_remarks,
    remind,
    tell_what_changed,
)
from gouvernail.consultations.actions.window import DAYS_BEFORE
from gouvernail.consultations.models import Consultation
from gouvernail.foundation.models import OutboxEvent
from gouvernail.foundation.outbox import Reader
from gouvernail.foundation.schedule import Periodic

Status = Consultation.Status


def follow_windows(at: datetime) -> None:
    """Open and close the consultations whose instant has come."""
    rows = Consultation.objects.order_by("pk")
    for key in rows.filter(status=Status.OPEN, closes_at__lte=at).values_list("pk", flat=True):
        close_consultation(consultation_id=key, at=at)
    for key in rows.filter(status=Status.PLANNED, opens_at__lte=at).values_list("pk", flat=True):
        open_consultation(consultation_id=key, at=at)


def remind_of_ends(at: datetime) -> None:
    """Remind who has not read yet, three days before the end and one; once each."""
    soon = at + timedelta(days=max(DAYS_BEFORE))
    rows = Consultation.objects.filter(status=Status.OPEN, closes_at__gt=at, closes_at__lte=soon)
    for consultation in rows.select_related("policy__unit"):
        remind(consultation=consultation, at=at)


def let_held_appear(at: datetime) -> None:
    """Let remarks without a name appear, where they are enough together."""
    rows = Consultation.objects.filter(status=Status.OPEN, is_anonymous=True, closes_at__gt=at)
    for key in rows.values_list("pk", flat=True):
        gather_held(consultation_id=key, at=at)


def hear_in_force(event: OutboxEvent, at: datetime) -> None:
    """Tell those who took part what came of it."""
    tell_what_changed(version_id=UUID(event.payload["version_id"]), at=at)


def hear_erasure(event: OutboxEvent, at: datetime) -> None:
    """Empty what somebody erased had written."""
    redact_remarks(person_id=UUID(event.payload["person_id"]), at=at)


READERS = (
    Reader("consultations.in_force", frozenset({"policies.published"}), hear_in_force),
    Reader("consultations.erased", frozenset({"people.erased"}), hear_erasure),
)
PERIODIC = (
    Periodic("consultations.follow_windows", timedelta(minutes=1), follow_windows),
    Periodic("consultations.remind_of_ends", timedelta(hours=1), remind_of_ends),
    Periodic("consultations.let_held_appear", timedelta(hours=1), let_held_appear),
)
