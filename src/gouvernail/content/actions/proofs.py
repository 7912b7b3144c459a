"""Proofs of what a draft claims: attaching one, taking it back, using one again."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from gouvernail.content.actions.opening import opened_draft, touch
from gouvernail.content.errors import ProofNotFoundError
from gouvernail.content.models import Draft, DraftProof
from gouvernail.content.permissions import visible_drafts
from gouvernail.foundation.actions import action
from gouvernail.foundation.clock import site_day
from gouvernail.foundation.errors import InvalidInputError
from gouvernail.ledger.actions import record
from gouvernail.media.pictures.papers import checked_paper
from gouvernail.media.pictures.store import keep
from gouvernail.people.models import Person

MOST: Final = 20
CLAIM_LIMIT: Final = 1000
TITLE_LIMIT: Final = 200
LINK_LIMIT: Final = 500
_ADDRESS: Final = URLValidator(schemes=("http", "https"))


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFile:
    """A file that was checked and kept by its content: `keep_proof` returns it."""

    sha256: str
    mime: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewProof:
    """What proves a claim, as somebody typed it.

    `established_on` is None when no day was given, which is refused.
    """

    claim: str
    title: str = ""
    link: str = ""
    file: KeptFile | None = None
    established_on: date | None = None
    until: date | None = None


@action("content.attach_proof")
def attach_proof(
    *,
    draft_id: UUID | str,
    proof: NewProof,
    by: Person,
    at: datetime,
    reused: UUID | None = None,
) -> DraftProof:
    """Attach what proves a claim of a draft; it is agreed to with the text.

    Raises:
        InvalidInputError: no sentence, nothing that proves it, no date, or too many.
        DraftNotFoundError, RightMissingError, DraftClosedError, DraftLockedError: not now.
    """
    draft = opened_draft(draft_id, by=by)
    title = " ".join(proof.title.split()) or (proof.file.name if proof.file else proof.link.strip())
    on = _checked_day(draft, proof, title, at=at)
    file = proof.file
    row = DraftProof.objects.create(
        draft=draft,
        claim=" ".join(proof.claim.split()),
        title=title[:TITLE_LIMIT],
        link=proof.link.strip(),
        sha256=file.sha256 if file else "",
        mime=file.mime if file else "",
        file_name=file.name if file else "",
        established_on=on,
        until=proof.until,
        by=by,
        at=at,
        reused_id=reused,
    )
    record(actor=by, verb="draft_proof.attached", subject=row, at=at)
    touch(draft, by=by, at=at)
    return row


def _checked_day(draft: Draft, proof: NewProof, title: str, *, at: datetime) -> date:
    """Return the day it was established, when nothing is wrong with the proof."""
    wrong = {}
    if not 1 <= len(" ".join(proof.claim.split())) <= CLAIM_LIMIT:
        wrong["proof_claim"] = _("Write the sentence of the text that it proves.")
    if not title:
        wrong["proof_title"] = _("Say what proves it: a title, an address or a file.")
    if proof.link.strip() and not _is_address(proof.link.strip()):
        wrong["proof_link"] = _("Write a whole address that begins with https://.")
    wrong |= _wrong_days(proof, at=at)
    if draft.proofs.filter(withdrawn_at__isnull=True).count() >= MOST:
        wrong["proof_title"] = _("A draft has 20 proofs at most: take one back first.")
    if wrong or proof.established_on is None:
        raise InvalidInputError(next(iter(wrong.values())), fields=wrong)
    return proof.established_on


def _wrong_days(proof: NewProof, *, at: datetime) -> dict[str, str]:
    if proof.established_on is None:
        return {"proof_on": _("Say on which day it was established.")}
    if proof.established_on > site_day(at):
        return {"proof_on": _("A day to come proves nothing yet.")}
    if proof.until is not None and proof.until < proof.established_on:
        return {"proof_until": _("It cannot end before it was established.")}
    return {}


def _is_address(link: str) -> bool:
    try:
        _ADDRESS(link)
    except ValidationError:
        return False
    return len(link) <= LINK_LIMIT


def keep_proof(data: bytes, *, name: str) -> KeptFile:
    """Check the file of a proof by its bytes, and keep it; some tenths of a second.

    Never inside a transaction. A picture is encoded afresh, a PDF or a Word file kept as it came.

    Raises:
        PaperRefusedError: empty, too heavy, of another type, damaged, locked, or it runs something.
    """
    paper = checked_paper(data, name=name)
    return KeptFile(sha256=keep(paper.data), mime=paper.mime, name=paper.name)


@action("content.withdraw_proof")
def withdraw_proof(
    *, draft_id: UUID | str, proof_id: UUID | str, by: Person, at: datetime
) -> DraftProof:
    """Take a proof back: what it supported is a finding again. Its row and its file stay.

    Raises:
        ProofNotFoundError: it is not attached to this draft, or no longer.
        DraftNotFoundError, RightMissingError, DraftClosedError, DraftLockedError: not now.
    """
    draft = opened_draft(draft_id, by=by)
    row = draft.proofs.filter(pk=proof_id, withdrawn_at__isnull=True).first()
    if row is None:
        raise ProofNotFoundError
    row.withdrawn_at = at
    row.save(update_fields=("withdrawn_at",))
    record(actor=by, verb="draft_proof.withdrawn", subject=row, at=at)
    touch(draft, by=by, at=at)
    return row


@action("content.reuse_proof")
def reuse_proof(
    *, draft_id: UUID | str, proof_id: UUID | str, claim: str = "", by: Person, at: datetime
) -> DraftProof:
    """Attach to a draft what proved a claim of another of its unit; `claim` names the sentence.

    Without one, it is the sentence it proved before.

    Raises:
        ProofNotFoundError: no such proof on a draft of that unit that `by` sees.
        DraftNotFoundError, RightMissingError, DraftClosedError, DraftLockedError: not now.
        InvalidInputError: the draft has too many.
    """
    draft = opened_draft(draft_id, by=by)
    near = visible_drafts(by).filter(unit=draft.unit_id)
    source = DraftProof.objects.filter(
        pk=proof_id, draft__in=near, withdrawn_at__isnull=True
    ).first()
    if source is None:
        raise ProofNotFoundError
    return copy_proof(source, draft=draft, claim=claim, by=by, at=at)


def copy_proof(
    source: DraftProof, *, draft: Draft, claim: str = "", by: Person, at: datetime
) -> DraftProof:
    """Attach to a draft what stands on another, file included; inside an action."""
    proof = NewProof(
        claim=claim.strip() or source.claim,
        title=source.title,
        link=source.link,
        established_on=source.established_on,
        until=source.until,
        file=KeptFile(sha256=source.sha256, mime=source.mime, name=source.file_name)
        if source.sha256
        else None,
    )
    return attach_proof(draft_id=draft.pk, proof=proof, by=by, at=at, reused=source.pk)
