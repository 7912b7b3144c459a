"""What is forgotten of somebody whose data are erased; that a text was signed stays provable."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import models

from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import Actor
from gouvernail.ledger.actions import erase_openings, record
from gouvernail.policies.models import Signature
from gouvernail.signing.models import Code, Objection, Sheet

WATCH: Final = Actor(kind="machine", ref="signing", auth="worker")


@action("signing.redact_person")
def redact_person(*, person_id: UUID, at: datetime) -> int:
    """Forget the words of somebody's signatures and objections, their codes and scans.

    That somebody, known by an id that names nobody any more, signed which text and when stays in
    the table and in the journal, which still verifies; what its entries committed to can no longer
    be opened. A scan goes whole, with the lines of others, and why a list was
    sent back: their signatures stay. Returns how many
    rows were emptied. Idempotent.
    """
    Code.objects.filter(line__person=person_id).delete()
    number = 0
    for signature in Signature.objects.filter(person=person_id).exclude(statement=""):
        signature.statement = signature.language = ""
        number += _emptied(signature, "signature.redacted", at=at)
    for objection in Objection.objects.filter(person=person_id).exclude(words=""):
        objection.words = objection.answer = ""
        number += _emptied(objection, "objection.redacted", at=at)
    told = ~models.Q(sent_back_because="") | models.Q(scan__isnull=False)
    for sheet in Sheet.objects.filter(told, lines__line__person=person_id).distinct():
        sheet.scan, sheet.scan_name, sheet.sent_back_because = None, "", ""
        number += _emptied(sheet, "signature_sheet.redacted", at=at)
    return number


def _emptied(row: models.Model, verb: str, *, at: datetime) -> int:
    row.save()
    kind = str(getattr(row, "ledger_kind", ""))
    erase_openings(subject_kind=kind, subject_id=str(row.pk))
    record(actor=WATCH, verb=verb, subject=row, at=at)
    return 1
