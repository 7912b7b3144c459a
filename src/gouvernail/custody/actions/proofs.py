"""One proof of control: read back, photographed and confirmed by another, declined, decided."""

from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.custody.actions.drills import ask
from gouvernail.custody.actions.handovers import open_handover
from gouvernail.custody.actions.proof_notices import tell_proof_decision, tell_proofs
from gouvernail.custody.actions.standings import work_out
from gouvernail.custody.errors import (
    HandoverUnderWayError,
    PictureNotTakenError,
    ProofExpiredError,
    ProofInvalidError,
    ProofNotYoursError,
    ProofStateError,
)
from gouvernail.custody.models import Access, ControlProof
from gouvernail.custody.permissions import may_settle, may_witness, visible_proof
from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import Actor
from gouvernail.foundation.clock import site_day
from gouvernail.ledger.actions import record
from gouvernail.media.actions import keep_apart
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, require
from gouvernail.registry.models import Connection

STATE = ControlProof.State
SHOWN: Final = 1000
NOTE: Final = 500
AGAIN: Final = timedelta(days=14)
HANDED: Final = timedelta(days=14)


def reads(proof: ControlProof) -> Connection | None:
    """Return the connection the site reads the account’s profile by, if there is one. One query."""
    connections = Connection.objects.filter(account=proof.account_id).select_related("account")
    return connections.exclude(status=Connection.Status.CLOSED).first()


def is_in(token: str, text: str) -> bool:
    """Return whether a text shows a token, whatever its case and the spaces around."""
    return token.casefold() in "".join(text.split()).casefold()


@action("custody.note_look")
def note_look(
    proof_id: UUID, *, text: str | None, by: Person | Actor, at: datetime
) -> ControlProof:
    """Keep what a reading of the profile showed: `text`, or None when the network kept silent.

    A token seen in time proves; a token gone after that is noted; nothing else changes.
    """
    rows = ControlProof.objects.select_for_update(of=("self",)).select_related("account", "person")
    proof = rows.get(pk=proof_id)
    seen = text is not None and is_in(proof.token, text)
    if proof.is_left_in and text is not None and not seen:
        return _gone(proof, actor=by, at=at)
    proof.looked_at = at
    if not proof.is_open(site_day(at)):
        proof.save(update_fields=("looked_at",))
        return proof
    if not seen:
        looked = ControlProof.Looked
        proof.looked = looked.UNREAD if text is None else looked.ABSENT
        proof.save(update_fields=("looked", "looked_at"))
        return proof
    proof.method, proof.shown, proof.looked = ControlProof.Method.READ, (text or "")[:SHOWN], ""
    _prove(proof, actor=by, at=at)
    return proof


def _prove(proof: ControlProof, *, actor: Person | Actor, at: datetime) -> None:
    proof.state, proof.proved_at, proof.ended_at = STATE.PROVED, at, at
    proof.save()
    record(actor=actor, verb="control_proof.proved", subject=proof, at=at)
    _tried(proof, actor=actor, works=True, at=at)


def _gone(proof: ControlProof, *, actor: Person | Actor, at: datetime) -> ControlProof:
    proof.removed_at = at
    proof.save(update_fields=("removed_at",))
    record(actor=actor, verb="control_proof.cleared", subject=proof, at=at)
    return proof


def _tried(proof: ControlProof, *, actor: Person | Actor, works: bool, at: datetime) -> None:
    """Let the holder’s one declared way in be known to open, or not; several tell nothing."""
    own = Access.objects.filter(
        account=proof.account_id, person=proof.person_id, means__in=Access.ENTERING
    ).exclude(state=Access.State.CLOSED)
    ways = list(own[:2])
    if len(ways) != 1:
        return
    access = ways[0]
    access.tried_on, access.works = site_day(at), works
    access.confirmed_at, access.confirmed_by = at, proof.person
    access.save(update_fields=("tried_on", "works", "confirmed_at", "confirmed_by"))
    data = {"tried": "works" if works else "fails", "proof": str(proof.pk)}
    record(actor=actor, verb="access.confirmed", subject=access, at=at, data=data)
    work_out(account_ids=[proof.account_id], at=at)


def send_picture(
    proof_id: UUID, *, data: bytes, taken_on: date, by: Person, at: datetime
) -> ControlProof:
    """Clean and keep a photograph of the profile that shows the token; another person confirms.

    The cleaning is done before the transaction, in a process with limits.

    Raises:
        ProofNotFoundError, ProofNotYoursError, ProofStateError, ProofExpiredError: not now, or not
            by `by`.
        PictureNotTakenError: the site reads this network, and it answered.
        PictureRefusedError: it is not a picture that can be shown.
        ProofInvalidError: the day it was taken is outside the time to place the token.
    """
    _check_picture(visible_proof(proof_id, viewer=by), taken_on=taken_on, by=by, at=at)
    sha256, mime = keep_apart(data)
    return enter_picture(proof_id, sha256=sha256, mime=mime, taken_on=taken_on, by=by, at=at)


def _check_picture(proof: ControlProof, *, taken_on: date, by: Person, at: datetime) -> None:
    _require_holder(proof, by, at=at)
    if reads(proof) is not None and proof.looked != ControlProof.Looked.UNREAD:
        raise PictureNotTakenError
    if not site_day(proof.asked_at) <= taken_on <= site_day(at):
        raise ProofInvalidError(
            {"taken_on": _("Give a day between the one the token was given and today.")}
        )


@action("custody.send_picture")
def enter_picture(
    proof_id: UUID, *, sha256: str, mime: str, taken_on: date, by: Person, at: datetime
) -> ControlProof:
    """Enter a photograph that was cleaned and kept; `send_picture` says what is raised."""
    proof = visible_proof(proof_id, viewer=by, lock=True)
    _check_picture(proof, taken_on=taken_on, by=by, at=at)
    proof.state, proof.sent_at, proof.sent_back = STATE.PHOTOGRAPHED, at, ""
    proof.method = ControlProof.Method.PICTURE
    proof.picture_sha256, proof.picture_mime, proof.taken_on = sha256, mime, taken_on
    proof.save()
    record(actor=by, verb="control_proof.photographed", subject=proof, at=at)
    tell_proofs([proof], about="to_confirm", at=at, when=f"{at:%Y%m%d%H%M%S}")
    return proof


def _require_holder(proof: ControlProof, by: Person, *, at: datetime) -> None:
    if by.pk != proof.person_id:
        raise ProofNotYoursError(proof.person.name)
    if proof.state != STATE.ASKED:
        raise ProofStateError(proof.get_state_display())
    if not proof.is_open(site_day(at)):
        raise ProofExpiredError


def _require_witness(proof: ControlProof, by: Person) -> None:
    if not may_witness(by, proof):
        raise ProofNotYoursError(_("somebody other than %(name)s") % {"name": proof.person.name})
    if proof.state != STATE.PHOTOGRAPHED:
        raise ProofStateError(proof.get_state_display())


@action("custody.confirm_picture")
def confirm_picture(proof_id: UUID, *, by: Person, at: datetime) -> ControlProof:
    """Say that the photograph shows this account with this token. Never by who sent it.

    Raises:
        ProofNotFoundError: missing, or hidden from `by`.
        ProofNotYoursError: `by` sent it, or neither holds the account nor manages accesses there.
        ProofStateError: there is no photograph to confirm.
    """
    proof = visible_proof(proof_id, viewer=by, lock=True)
    _require_witness(proof, by)
    proof.confirmed_by = by
    _prove(proof, actor=by, at=at)
    return proof


@action("custody.send_back_picture")
def send_back_picture(proof_id: UUID, *, reason: str, by: Person, at: datetime) -> ControlProof:
    """Say that the photograph does not prove it, and why; another one may be sent in time.

    Raises:
        ProofNotFoundError, ProofNotYoursError, ProofStateError: as for `confirm_picture`.
        ProofInvalidError: no reason.
    """
    proof = visible_proof(proof_id, viewer=by, lock=True)
    _require_witness(proof, by)
    if not reason.strip():
        raise ProofInvalidError({"reason": _("Say what is missing: they read it.")})
    proof.state, proof.sent_back, proof.method = STATE.ASKED, reason.strip()[:300], ""
    proof.save()
    record(actor=by, verb="control_proof.sent_back", subject=proof, at=at)
    tell_proofs([proof], about="sent_back", at=at, when=f"{at:%Y%m%d%H%M%S}")
    return proof


@action("custody.decline_proof")
def decline_proof(
    proof_id: UUID, *, how: str, reason: str, by: Person, at: datetime
) -> ControlProof:
    """Say that one cannot get in (`unable`) or will not do it (`refused`), and why.

    Who manages accesses in the unit is told and decides.

    Raises:
        ProofNotFoundError, ProofNotYoursError, ProofStateError, ProofExpiredError: as above.
        ProofInvalidError: no reason, or neither of the two.
    """
    proof = visible_proof(proof_id, viewer=by, lock=True)
    _require_holder(proof, by, at=at)
    wrong = {}
    if how not in {STATE.UNABLE, STATE.REFUSED}:
        wrong["how"] = _("Choose one of the answers.")
    if not reason.strip():
        wrong["reason"] = _("Say why: somebody reads it and answers.")
    if wrong:
        raise ProofInvalidError(wrong)
    proof.state, proof.reason, proof.ended_at = how, reason.strip()[:NOTE], at
    proof.save()
    record(actor=by, verb="control_proof.declined", subject=proof, at=at)
    if how == STATE.UNABLE:
        _tried(proof, actor=by, works=False, at=at)
    tell_proofs([proof], about="declined", at=at)
    return proof


@action("custody.settle_proof")
def settle_proof(proof_id: UUID, *, how: str, note: str, by: Person, at: datetime) -> ControlProof:
    """Decide on a missing proof: ask again, hand the account over, or accept it as it is.

    Raises:
        ProofNotFoundError: missing, or hidden from `by`.
        RightMissingError: `by` does not manage accesses there; or may not hand over.
        ProofNotYoursError: it is `by`’s own.
        ProofStateError: it is not missing, or was decided.
        ProofInvalidError: no such answer, or no reason to accept it without proof.
    """
    proof = visible_proof(proof_id, viewer=by, lock=True)
    require(by, Right.MANAGE_ACCESS, unit=proof.account.unit)
    if not may_settle(by, proof):
        raise ProofNotYoursError(_("somebody other than %(name)s") % {"name": proof.person.name})
    if not proof.is_missing:
        raise ProofStateError(proof.get_state_display())
    kinds = ControlProof.Settlement
    if how not in kinds.values:
        raise ProofInvalidError({"how": _("Choose one of the answers.")})
    if how == kinds.EXCUSED and not note.strip():
        raise ProofInvalidError({"note": _("Say why no proof is needed.")})
    if how == kinds.HANDOVER:
        _hand_over(proof, by=by, at=at)
    proof.settlement, proof.settlement_note = how, note.strip()[:NOTE]
    proof.settled_at, proof.settled_by = at, by
    proof.save()
    record(actor=by, verb="control_proof.settled", subject=proof, at=at)
    if how == kinds.AGAIN:
        _ask_again(proof, by=by, at=at)
    tell_proof_decision(proof, at=at)
    return proof


def _hand_over(proof: ControlProof, *, by: Person, at: datetime) -> None:
    """Open the case; nobody follows yet. One under way already is the case."""
    if getattr(proof.account, f"{proof.place}_id") != proof.person_id:
        raise ProofInvalidError({"how": _("This person holds the account no more.")})
    due_on = site_day(at) + HANDED
    try:
        open_handover(
            proof.account_id, place=proof.place, successor_id=None, due_on=due_on, by=by, at=at
        )
    except HandoverUnderWayError:
        return


def _ask_again(proof: ControlProof, *, by: Person, at: datetime) -> None:
    if not proof.person.is_active:
        raise ProofInvalidError({"how": _("This person has left.")})
    due_on = site_day(at) + AGAIN
    again = ControlProof(
        drill=proof.drill,
        account=proof.account,
        person=proof.person,
        place=proof.place,
        due_on=due_on,
    )
    ask(again, actor=by, at=at)
    tell_proofs([again], about="asked", at=at, when=f"{at:%Y%m%d%H%M%S}")


@action("custody.say_removed")
def say_removed(proof_id: UUID, *, by: Person, at: datetime) -> ControlProof:
    """Say that the token is out of a profile the site does not read.

    Raises:
        ProofNotFoundError: missing, or hidden from `by`.
        ProofNotYoursError: `by` is not the holder.
        ProofStateError: nothing is to be removed.
        PictureNotTakenError: the site reads this profile, and will see it by itself.
    """
    proof = visible_proof(proof_id, viewer=by, lock=True)
    if by.pk != proof.person_id:
        raise ProofNotYoursError(proof.person.name)
    if not proof.is_left_in:
        raise ProofStateError(proof.get_state_display())
    if reads(proof) is not None:
        raise PictureNotTakenError
    return _gone(proof, actor=by, at=at)
