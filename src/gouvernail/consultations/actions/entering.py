"""How remarks come in that nobody sends at that moment: suggestions, and those without a name."""

from collections.abc import Collection
from datetime import datetime
from typing import Final
from uuid import UUID

from gouvernail.consultations.actions.telling import NOBODY
from gouvernail.consultations.models import Consultation, Held, Quota, Remark, RemarkAnswer
from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import Actor
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person

TOGETHER: Final = 5  # people whose remarks without a name appear at once, at least
Status = Remark.Status


def gather(consultation: Consultation, *, at: datetime, everything: bool = False) -> int:
    """Let held remarks appear, all at the same instant and in the random order of their keys.

    Those of fewer than `TOGETHER` people go on waiting, except at the end. Called inside an action.
    Returns how many appeared.
    """
    held = list(Held.objects.filter(consultation=consultation).order_by("pk"))
    # Nothing links a remark to a count. One taken back stays here without its words, and stands for
    # one person less: they may wait longer than they must, never less.
    people = Quota.objects.filter(consultation=consultation, is_fresh=True).count()
    gone = sum(not one.text for one in held)
    if not everything and people - gone < TOGETHER:
        return 0
    said = [one for one in held if one.text]
    for one in said:
        remark = Remark(
            pk=one.pk,
            policy_id=consultation.policy_id,
            consultation=consultation,
            version_id=consultation.version_id,
            anchor=one.anchor,
            position=one.position,
            kind=one.kind,
            text=one.text,
            sent_at=consultation.opened_at or consultation.opens_at,
            code_sha256=one.code_sha256,
        )
        remark.save(force_insert=True)
        record(actor=NOBODY, verb="remark.sent", subject=remark, at=at)
    Held.objects.filter(pk__in=[one.pk for one in held]).delete()
    Quota.objects.filter(consultation=consultation).update(is_fresh=False)
    return len(said)


@action("consultations.gather_held")
def gather_held(*, consultation_id: UUID, at: datetime) -> int:
    """Let the held remarks of an open consultation appear, if they are enough together."""
    rows = Consultation.objects.select_for_update().filter(
        pk=consultation_id, status=Consultation.Status.OPEN
    )
    consultation = rows.first()
    return gather(consultation, at=at) if consultation is not None else 0


def let_suggestions_in(consultation: Consultation, *, actor: Person | Actor, at: datetime) -> int:
    """Make the suggestions that wait the first remarks of a consultation. Called inside an action.

    None where no name is kept: a suggestion is signed. It waits for a window with names, or for its
    own answer. One about a clause that the draft no longer has is about the whole.
    Returns how many.
    """
    if consultation.is_anonymous:
        return 0
    waiting = Remark.objects.filter(
        policy_id=consultation.policy_id,
        consultation__isnull=True,
        status=Status.SENT,
        answer__isnull=True,
    )
    places = dict(consultation.clauses.values_list("anchor", "position"))
    number = 0
    for remark in waiting.order_by("sent_at", "pk"):
        remark.consultation = consultation
        remark.position = places.get(remark.anchor, 0)
        remark.save(update_fields=("consultation", "position"))
        record(actor=actor, verb="remark.entered", subject=remark, at=at)
        number += 1
    return number


def drop_empty(keys: Collection[UUID], *, by: Person | Actor, at: datetime) -> None:
    """Remove the answers that no remark has any more. Called inside an action."""
    for answer in RemarkAnswer.objects.filter(pk__in=keys, remarks__isnull=True):
        record(actor=by, verb="remark_answer.removed", subject=answer, at=at)
        answer.delete()
