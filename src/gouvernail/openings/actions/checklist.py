"""From the agreement to the first day: the account enters the register, custody is set up."""

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from pathlib import PurePath
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.foundation.actions import action
from gouvernail.foundation.clock import site_day
from gouvernail.kernel.text import Address
from gouvernail.ledger.actions import record
from gouvernail.notifications.actions import Message, tell
from gouvernail.openings.actions.writing import page_of
from gouvernail.openings.errors import (
    CheckNotYoursError,
    ChecksMissingError,
    OpeningInvalidError,
    OpeningNotFoundError,
    OpeningNotYoursError,
    OpeningStateError,
    ProofRefusedError,
)
from gouvernail.openings.models import Check, Opening, Proof
from gouvernail.openings.permissions import may_tick, visible_opening
from gouvernail.openings.queries.checklist import STEPS, checklist_of, voucher_of
from gouvernail.openings.queries.requests import KIND
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, require
from gouvernail.registry.actions import (
    AccountFacts,
    Move,
    change_status,
    register_account,
    update_account,
)
from gouvernail.registry.models import Account

STATUS: Final = Opening.Status
MAX_PROOF_BYTES: Final = 5 * 1024 * 1024
MAX_NOTE: Final = 500
KINDS_OF_PROOF: Final = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """Where the account is or will be, and by which day it should be open."""

    address: Address
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file as somebody sent it."""

    name: str
    content: bytes


@action("openings.begin_opening")
def begin_opening(opening_id: UUID, *, beginning: Beginning, by: Person, at: datetime) -> Opening:
    """Enter the account in the register as being opened, and list what is to be done.

    Raises:
        OpeningNotFoundError: missing or hidden.
        OpeningStateError: it was not agreed to, or has begun.
        OpeningInvalidError: the address is of another network, or the day has passed.
        RightMissingError, AccountExistsError, HolderRefusedError: the register refuses it.
    """
    opening = visible_opening(opening_id, viewer=by, lock=True)
    if opening.status != STATUS.APPROVED:
        require(by, Right.EDIT_ACCOUNTS, unit=opening.unit)
        raise OpeningStateError(opening.get_status_display())
    _check_beginning(opening, beginning, today=site_day(at))
    opening.account = register_account(facts=_facts(opening, beginning), by=by, at=at)
    opening.status, opening.due_on = STATUS.OPENING, beginning.due_on
    opening.begun_by, opening.updated_at = by, at
    opening.save()
    record(actor=by, verb="opening.begun", subject=opening, at=at)
    for position, code in enumerate(STEPS, start=1):
        check = Check.objects.create(opening=opening, code=code, position=position)
        record(actor=by, verb="opening_check.listed", subject=check, at=at)
    named = {opening.owner_id, opening.backup_id, opening.requested_by_id} - {None, by.pk}
    message = Message(
        kind="opening.begun",
        once=f"opening:{opening.pk}:begun",
        path=page_of(opening),
        facts={"title": opening.title, "by": by.name},
        subject_kind=KIND,
        subject_id=str(opening.pk),
    )
    tell(people=[person_id for person_id in named if person_id], message=message, at=at)
    return opening


def _check_beginning(opening: Opening, beginning: Beginning, *, today: date) -> None:
    wrong = {}
    if beginning.address.network != opening.network:
        wrong["address"] = _("This address is on another network than the one agreed to.")
    if beginning.due_on < today:
        wrong["due_on"] = _("This day has passed.")
    if wrong:
        raise OpeningInvalidError(wrong)


def _facts(opening: Opening, beginning: Beginning) -> AccountFacts:
    return AccountFacts(
        address=beginning.address,
        unit_id=opening.unit_id,
        name=opening.title,
        purpose=opening.purpose,
        audience=opening.audience,
        language=str(opening.languages[0]) if opening.languages else "",
        status=Account.Status.OPENING,
        owner_id=opening.owner_id,
        backup_id=opening.backup_id,
        tags=tuple(map(str, opening.tags)),
    )


@action("openings.tick_check")
def tick_check(
    check_id: UUID, *, note: str = "", proof: Upload | None = None, by: Person, at: datetime
) -> Check:
    """Say that a step is done, with a word or a file to show for it.

    Raises:
        OpeningNotFoundError: missing or hidden.
        OpeningNotYoursError: `by` does not work on this opening.
        CheckNotYoursError: only the person named can say so.
        OpeningStateError: the opening is over.
        OpeningInvalidError: the note is too long.
        ProofRefusedError: the file cannot be kept.
    """
    check, opening = _check_of(check_id, by=by)
    voucher = voucher_of(opening, check.code)
    if voucher is not None and voucher.pk != by.pk:
        raise CheckNotYoursError(voucher.name)
    if len(note) > MAX_NOTE:
        raise OpeningInvalidError({"note": _("Say it in 500 characters.")})
    check.proof = _kept(proof, at=at) if proof else check.proof
    check.done_at, check.done_by, check.note = at, by, note.strip()
    check.save()
    data = {"proof_sha256": check.proof.sha256} if check.proof else {}
    record(actor=by, verb="opening_check.ticked", subject=check, at=at, data=data)
    return check


@action("openings.untick_check")
def untick_check(check_id: UUID, *, by: Person, at: datetime) -> Check:
    """Say that a step is not done after all; its note goes, its proof stays in the ledger.

    Raises:
        as `tick_check`.
    """
    check, opening = _check_of(check_id, by=by)
    voucher = voucher_of(opening, check.code)
    if voucher is not None and voucher.pk != by.pk:
        raise CheckNotYoursError(voucher.name)
    check.done_at, check.done_by, check.note, check.proof = None, None, "", None
    check.save()
    record(actor=by, verb="opening_check.unticked", subject=check, at=at)
    return check


def _check_of(check_id: UUID, *, by: Person) -> tuple[Check, Opening]:
    check = Check.objects.select_for_update(of=("self",)).filter(pk=check_id).first()
    if check is None:
        raise OpeningNotFoundError
    opening = visible_opening(check.opening_id, viewer=by, lock=True)
    if not may_tick(by, opening):
        raise OpeningNotYoursError
    if opening.status != STATUS.OPENING:
        raise OpeningStateError(opening.get_status_display())
    return check, opening


def _kept(upload: Upload, *, at: datetime) -> Proof:
    mime = next((kind for mark, kind in KINDS_OF_PROOF if upload.content.startswith(mark)), "")
    if not mime or len(upload.content) > MAX_PROOF_BYTES:
        raise ProofRefusedError
    proof, _new = Proof.objects.get_or_create(
        sha256=sha256(upload.content).hexdigest(),
        defaults={
            "mime": mime,
            "size_bytes": len(upload.content),
            "original_name": PurePath(upload.name.replace("\\", "/")).name[:200] or "proof",
            "content": upload.content,
            "added_at": at,
        },
    )
    return proof


@action("openings.finish_opening")
def finish_opening(opening_id: UUID, *, by: Person, at: datetime) -> Opening:
    """Make the account official once every step is done.

    Raises:
        OpeningNotFoundError: missing or hidden.
        OpeningStateError: it is not being opened.
        ChecksMissingError: steps are still open.
        ConditionsUnmetError: the register asks for more (`registry.queries.life`).
        RightMissingError: `by` may not edit the accounts of the unit.
    """
    opening = visible_opening(opening_id, viewer=by, lock=True)
    require(by, Right.EDIT_ACCOUNTS, unit=opening.unit)
    if opening.status != STATUS.OPENING or opening.account_id is None:
        raise OpeningStateError(opening.get_status_display())
    missing = sum(not line.is_done for line in checklist_of(opening))
    if missing:
        raise ChecksMissingError(missing)
    update_account(opening.account_id, changes={"opened_on": site_day(at)}, by=by, at=at)
    change_status(opening.account_id, status=Account.Status.OFFICIAL, by=by, at=at)
    _end(opening, STATUS.ACTIVE, "opening.finished", by=by, at=at)
    return opening


@action("openings.abandon_opening")
def abandon_opening(opening_id: UUID, *, reason: str, by: Person, at: datetime) -> Opening:
    """Stop an opening under way; the account leaves those the organisation speaks with.

    Raises:
        OpeningNotFoundError: missing or hidden.
        OpeningStateError: it is not being opened.
        OpeningInvalidError: no reason is given.
        RightMissingError, and what the register refuses: nothing changed.
    """
    opening = visible_opening(opening_id, viewer=by, lock=True)
    require(by, Right.EDIT_ACCOUNTS, unit=opening.unit)
    if opening.status != STATUS.OPENING or opening.account_id is None:
        raise OpeningStateError(opening.get_status_display())
    if not reason.strip():
        raise OpeningInvalidError({"reason": _("Write why it is abandoned.")})
    told = Move(reason=reason)
    change_status(opening.account_id, status=Account.Status.CLOSED, by=by, at=at, move=told)
    opening.ended_reason = reason.strip()
    _end(opening, STATUS.ABANDONED, "opening.abandoned", by=by, at=at)
    return opening


def _end(opening: Opening, status: Opening.Status, verb: str, *, by: Person, at: datetime) -> None:
    opening.status, opening.ended_at, opening.updated_at = status, at, at
    opening.save(update_fields=("status", "ended_at", "ended_reason", "updated_at"))
    record(actor=by, verb=verb, subject=opening, at=at)
