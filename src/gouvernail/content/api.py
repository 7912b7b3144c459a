"""Drafts, over REST. A machine may write and submit; it decides nothing."""

import base64
import binascii
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from ninja import Router, Schema, Status

from gouvernail.content.actions import (
    NewDraft,
    NewProof,
    Timetable,
    Writing,
    attach_proof,
    cancel_draft,
    choose_accounts,
    save_draft,
    schedule_draft,
    start_draft,
    submit_draft,
    withdraw_draft,
    withdraw_proof,
)
from gouvernail.content.actions.proofs import KeptFile, keep_proof
from gouvernail.content.models import Draft, DraftProof
from gouvernail.content.permissions import visible_draft
from gouvernail.content.queries import DraftFilter, drafts_for_list
from gouvernail.content.queries.proofs import rows_of_proofs
from gouvernail.foundation import clock
from gouvernail.foundation.errors import InvalidInputError
from gouvernail.foundation.schemas import PageOf, paged
from gouvernail.foundation.web import KeyRequest
from gouvernail.people.permissions import Right, require

router = Router(tags=["drafts"])
# How the page names what a proof lacks, and how the API does.
PROOF_FIELDS = {
    "proof_claim": "claim",
    "proof_title": "title",
    "proof_link": "link",
    "proof_on": "established_on",
    "proof_until": "until",
    "paper": "file",
}


class DraftOut(Schema):
    """One draft. `origin` says whether AI had a hand in it, `sent_by` which key sent words in.

    `edit_count` goes back with every change: a stale one is refused. `countries` are those it
    speaks to (ISO 3166-1, two letters), empty when nobody said.
    """

    id: UUID
    title: str
    text: str
    language: str
    tags: list[str]
    countries: list[str]
    origin: str
    sent_by: str
    status: str
    unit_id: UUID
    author_id: UUID
    revision: int
    edit_count: int
    publish_at: datetime | None
    wall_time: str
    time_zone: str
    account_ids: list[UUID]


class DraftIn(Schema):
    """A draft to start; `origin` is `human`, `assisted` (with the help of AI) or `ai`."""

    title: str
    unit_id: UUID
    text: str = ""
    language: str = "fr"
    tags: list[str] = []
    countries: list[str] = []
    origin: str = "human"
    account_ids: list[UUID] = []


class DraftChanges(Schema):
    """What changes; what is left out stays."""

    edit_count: int
    title: str | None = None
    text: str | None = None
    language: str | None = None
    tags: list[str] | None = None
    countries: list[str] | None = None
    origin: str | None = None
    account_ids: list[UUID] | None = None


class TimeIn(Schema):
    """A time as on the wall (`2027-03-14T02:30`) in an IANA zone; empty: upon approval."""

    wall_time: str = ""
    time_zone: str = ""
    fold: int | None = None
    edit_count: int | None = None


class DraftProofFileIn(Schema):
    """The file of a proof: PDF, Word or a picture, at most 8 MB; `content` is in base64."""

    name: str
    content: str


class DraftProofIn(Schema):
    """What proves a claim: a title, an address or a file, and the day it was established.

    `claim` is the sentence of the text, word for word; `until` the last day it may be relied upon.
    """

    claim: str
    title: str = ""
    link: str = ""
    file: DraftProofFileIn | None = None
    established_on: date
    until: date | None = None


class DraftProofOut(Schema):
    """A proof attached to a draft; `sha256` is the digest of its file, empty without one."""

    id: UUID
    claim: str
    title: str
    link: str
    file_name: str
    mime: str
    sha256: str
    established_on: date
    until: date | None
    by_id: UUID
    at: datetime


class SubmitIn(Schema):
    """What was read, and what was done about the last review."""

    edit_count: int | None = None
    answer: str = ""


@router.get("/drafts", response=PageOf[DraftOut])
def drafts(
    request: KeyRequest, state: str = "", search: str = "", cursor: str = "", size: int = 50
) -> dict[str, Any]:
    """Return drafts, the latest edited first."""
    rows = drafts_for_list(request.auth, DraftFilter(state=state, search=search))
    return paged(rows, order=("-edited_at", "-id"), cursor=cursor, shape=_plain, size=size)


@router.get("/drafts/{draft_id}", response=DraftOut)
def draft(request: KeyRequest, draft_id: UUID) -> dict[str, Any]:
    """Return one draft."""
    return _plain(visible_draft(draft_id, viewer=request.auth))


@router.post("/drafts", response={201: DraftOut})
def start(request: KeyRequest, given: DraftIn) -> Status[dict[str, Any]]:
    """Start a draft."""
    new = NewDraft(
        title=given.title,
        unit_id=given.unit_id,
        text=given.text,
        language=given.language,
        tags=tuple(given.tags),
        countries=tuple(given.countries),
        origin=given.origin,
        account_ids=tuple(given.account_ids),
    )
    return Status(201, _plain(start_draft(draft=new, by=request.auth, at=clock.now())))


@router.patch("/drafts/{draft_id}", response=DraftOut)
def change(request: KeyRequest, draft_id: UUID, given: DraftChanges) -> dict[str, Any]:
    """Change a draft; after submission this voids the approval."""
    writing = Writing(
        edit_count=given.edit_count,
        title=given.title,
        text=given.text,
        language=given.language,
        tags=None if given.tags is None else tuple(given.tags),
        countries=None if given.countries is None else tuple(given.countries),
        origin=given.origin,
    )
    at = clock.now()
    saved = save_draft(draft_id=draft_id, writing=writing, by=request.auth, at=at)
    if given.account_ids is not None:
        saved = choose_accounts(
            draft_id=draft_id, account_ids=given.account_ids, by=request.auth, at=at
        )
    return _plain(saved)


@router.post("/drafts/{draft_id}/schedule", response=DraftOut)
def schedule(request: KeyRequest, draft_id: UUID, given: TimeIn) -> dict[str, Any]:
    """Set or clear the time of publication."""
    timetable = Timetable(wall_time=given.wall_time, time_zone=given.time_zone, fold=given.fold)
    done = schedule_draft(
        draft_id=draft_id,
        timetable=timetable,
        edit_count=given.edit_count,
        by=request.auth,
        at=clock.now(),
    )
    return _plain(done)


@router.post("/drafts/{draft_id}/submit", response=DraftOut)
def submit(request: KeyRequest, draft_id: UUID, given: SubmitIn) -> dict[str, Any]:
    """Submit a draft as it stands."""
    done = submit_draft(
        draft_id=draft_id,
        edit_count=given.edit_count,
        answer=given.answer,
        by=request.auth,
        at=clock.now(),
    )
    return _plain(done)


@router.post("/drafts/{draft_id}/withdraw", response=DraftOut)
def withdraw(request: KeyRequest, draft_id: UUID) -> dict[str, Any]:
    """Take a submitted draft back."""
    return _plain(withdraw_draft(draft_id=draft_id, by=request.auth, at=clock.now()))


@router.post("/drafts/{draft_id}/cancel", response=DraftOut)
def cancel(request: KeyRequest, draft_id: UUID) -> dict[str, Any]:
    """Give a draft up."""
    return _plain(cancel_draft(draft_id=draft_id, by=request.auth, at=clock.now()))


@router.get("/drafts/{draft_id}/proofs", response=list[DraftProofOut])
def proofs(request: KeyRequest, draft_id: UUID) -> list[DraftProof]:
    """Return what proves the claims of a draft, in the order it came."""
    return rows_of_proofs(visible_draft(draft_id, viewer=request.auth))


@router.post("/drafts/{draft_id}/proofs", response={201: DraftProofOut})
def prove(request: KeyRequest, draft_id: UUID, given: DraftProofIn) -> Status[DraftProof]:
    """Attach a proof to a sentence; people agree to it with the text. A change, as any other."""
    draft = visible_draft(draft_id, viewer=request.auth)
    require(request.auth, Right.WRITE_CONTENT, unit=draft.unit)  # before a file is kept
    try:
        proof = NewProof(
            claim=given.claim,
            title=given.title,
            link=given.link,
            file=_kept(given.file) if given.file else None,
            established_on=given.established_on,
            until=given.until,
        )
        row = attach_proof(draft_id=draft_id, proof=proof, by=request.auth, at=clock.now())
    except InvalidInputError as error:
        error.fields = {PROOF_FIELDS.get(name, name): said for name, said in error.fields.items()}
        raise
    return Status(201, row)


@router.post("/drafts/{draft_id}/proofs/{proof_id}/withdraw", response=DraftProofOut)
def withdraw_one_proof(request: KeyRequest, draft_id: UUID, proof_id: UUID) -> DraftProof:
    """Take a proof back; what it supported is a finding again."""
    by, at = request.auth, clock.now()
    return withdraw_proof(draft_id=draft_id, proof_id=proof_id, by=by, at=at)


def _kept(file: DraftProofFileIn) -> KeptFile:
    try:
        data = base64.b64decode(file.content, validate=True)
    except (binascii.Error, ValueError) as error:
        message = _("This file is not written in base64.")
        raise InvalidInputError(message, fields={"file": message}) from error
    return keep_proof(data, name=file.name)


def _plain(row: Draft) -> dict[str, Any]:
    names = [name for name in DraftOut.model_fields if name != "account_ids"]
    plain = {name: getattr(row, name) for name in names}
    return {**plain, "account_ids": [variant.account_id for variant in row.variants.all()]}
