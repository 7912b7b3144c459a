"""What happens after: those who took part read what came of it; who is erased leaves no words."""

from datetime import datetime
from uuid import UUID

from gouvernail.consultations.actions.telling import CLOCK, tell_of
from gouvernail.consultations.models import Consultation, Reading, Remark, RemarkDraft
from gouvernail.foundation.actions import action
from gouvernail.ledger.actions import erase_openings, record


@action("consultations.tell_what_changed")
def tell_what_changed(*, version_id: UUID, at: datetime) -> int:
    """Tell those who took part in consultations of a version that it is in force, and why so.

    Where no name was kept, everyone who read it is told: who wrote is not known. Returns how many.
    """
    rows = Consultation.objects.filter(version=version_id, status=Consultation.Status.CLOSED)
    number = 0
    for consultation in rows.select_related("policy"):
        readings = Reading.objects.filter(consultation=consultation)
        if not consultation.is_anonymous:
            readings = readings.filter(took_part=True)
        remarks = Remark.objects.filter(consultation=consultation, author__isnull=False)
        people = set(readings.values_list("person", flat=True))
        people |= set(remarks.values_list("author", flat=True))
        where = "consultations:consultation-summary"
        number += tell_of(consultation, "in_force", people=people, once="in_force", at=at, to=where)
        RemarkDraft.objects.filter(consultation=consultation).delete()
    return number


@action("consultations.redact_remarks")
def redact_remarks(*, person_id: UUID, at: datetime) -> int:
    """Empty what somebody whose data were erased had written, and forget that they had.

    What was answered stays, without their words. Idempotent. Returns how many remarks.
    """
    RemarkDraft.objects.filter(person=person_id).delete()
    Reading.objects.filter(person=person_id).delete()
    number = 0
    for remark in Remark.objects.filter(author=person_id).order_by("pk"):
        remark.text, remark.author = "", None
        remark.save(update_fields=("text", "author"))
        erase_openings(subject_kind=remark.ledger_kind, subject_id=str(remark.pk))
        record(actor=CLOCK, verb="remark.redacted", subject=remark, at=at)
        number += 1
    return number
