"""Certificates from elsewhere: sent with their file, accepted or refused by somebody else."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.foundation.actions import action
from gouvernail.foundation.clock import site_day, site_noon
from gouvernail.ledger.actions import record
from gouvernail.notifications.actions import tell
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, holders_of_right
from gouvernail.training.actions.certifying import Finished, finish
from gouvernail.training.actions.telling import about_course
from gouvernail.training.errors import CertificateNotFoundError, ProofInvalidError, ProofStateError
from gouvernail.training.models import OutsideProof, TrainingFile
from gouvernail.training.models.certificates import How
from gouvernail.training.permissions import require_over, visible_course, visible_proof

Status = OutsideProof.Status


@dataclass(frozen=True, slots=True, kw_only=True)
class NewProof:
    """A certificate from elsewhere, and the file that shows it."""

    course_id: UUID
    issuer: str
    issued_on: date
    file: TrainingFile
    until: date | None = None


@action("training.send_proof")
def send_proof(*, new: NewProof, by: Person, at: datetime) -> OutsideProof:
    """Send one's own certificate from elsewhere; who keeps training where one is, is told.

    Raises:
        CourseNotFoundError: missing, or hidden from `by`.
        ProofInvalidError: no issuer, or days that cannot be.
        ProofStateError: another one waits for an answer.
    """
    course = visible_course(viewer=by, course_id=new.course_id, archived=False)
    today = site_day(at)
    wrong: dict[str, str] = {}
    if not new.issuer.strip():
        wrong["issuer"] = _("Say who gave it.")
    if new.issued_on > today:
        wrong["issued_on"] = _("This day has not come yet.")
    if new.until is not None and new.until < today:
        wrong["until"] = _("It has ended: renew it there first.")
    if wrong:
        raise ProofInvalidError(wrong)
    if OutsideProof.objects.filter(person=by, course=course, status=Status.SENT).exists():
        raise ProofStateError(_("One is waiting for an answer already: take it back first."))
    proof = OutsideProof.objects.create(
        person=by,
        course=course,
        issuer=new.issuer.strip(),
        issued_on=new.issued_on,
        until=new.until,
        file=new.file,
        sent_at=at,
    )
    record(actor=by, verb="outside_proof.sent", subject=proof, at=at)
    unit = by.home_unit or course.unit
    people = holders_of_right(Right.EDIT_TRAINING, unit=unit).exclude(pk=by.pk)
    message = about_course(course, "proof_sent", once=proof.pk.hex, by=by.name)
    tell(people=people.values_list("pk", flat=True), message=message, at=at)
    return proof


@action("training.decide_proof")
def decide_proof(
    proof_id: UUID, *, accepted: bool, reason: str, by: Person, at: datetime
) -> OutsideProof:
    """Accept a certificate from elsewhere, which gives ours, or refuse it and say why.

    Raises:
        CertificateNotFoundError: missing, or hidden from `by`.
        OwnTrainingError: it is their own.
        ProofStateError: it was answered before.
        ProofInvalidError: refused without a reason.
    """
    proof = visible_proof(proof_id, viewer=by, lock=True)
    require_over(by, proof.person)
    if proof.status != Status.SENT:
        raise ProofStateError(_("This proof has been answered already."))
    if not accepted and not reason.strip():
        raise ProofInvalidError({"reason": _("Say why, in a sentence.")})
    if accepted:
        finished = Finished(
            how=How.OUTSIDE,
            note=proof.issuer,
            until=proof.until,
            done_at=min(site_noon(proof.issued_on), at),
        )
        certificate = finish(proof.course, proof.person, finished, by=by, at=at)
        proof.completion = certificate.completion
    proof.status = Status.ACCEPTED if accepted else Status.REFUSED
    proof.reason, proof.decided_by, proof.decided_at = reason.strip(), by, at
    proof.save()
    verb = "outside_proof.accepted" if accepted else "outside_proof.refused"
    record(actor=by, verb=verb, subject=proof, at=at)
    kind = "proof_accepted" if accepted else "proof_refused"
    message = about_course(proof.course, kind, once=proof.pk.hex, by=by.name)
    tell(people=[proof.person_id], message=message, at=at)
    return proof


@action("training.withdraw_proof")
def withdraw_proof(proof_id: UUID, *, by: Person, at: datetime) -> OutsideProof:
    """Take one's own proof back before it is answered.

    Raises:
        CertificateNotFoundError: missing, or somebody else's.
        ProofStateError: it was answered before.
    """
    proof = visible_proof(proof_id, viewer=by, lock=True)
    if proof.person_id != by.pk:
        raise CertificateNotFoundError
    if proof.status != Status.SENT:
        raise ProofStateError(_("This proof has been answered already."))
    proof.status, proof.decided_by, proof.decided_at = Status.WITHDRAWN, by, at
    proof.save()
    record(actor=by, verb="outside_proof.withdrawn", subject=proof, at=at)
    return proof
