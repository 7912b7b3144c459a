"""Capturing what was seen, as it was seen."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.crisis.actions.telling import done_before, fresh, note
from gouvernail.crisis.errors import IncidentInvalidError
from gouvernail.crisis.models import Entry, Evidence
from gouvernail.crisis.permissions import open_room
from gouvernail.foundation.actions import action
from gouvernail.ledger.actions import record
from gouvernail.media.errors import PaperRefusedError, StorageAwayError
from gouvernail.media.pictures.papers import checked_paper
from gouvernail.media.pictures.store import forget, keep
from gouvernail.people.models import Person

TEXT_LIMIT: Final = 50_000
TITLE_LIMIT: Final = 200
ADDRESS_LIMIT: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFile:
    """A file that was checked and kept by its content: `keep_evidence_file` returns it."""

    sha256: str
    original_sha256: str
    mime: str
    name: str
    size_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Captured:
    """What was seen: a file, or words; where, and when it was seen."""

    title: str
    address: str = ""
    text: str = ""
    file: KeptFile | None = None
    seen_at: datetime | None = None
    key: UUID | None = None


def keep_evidence_file(data: bytes, *, name: str) -> KeptFile:
    """Check a file by its bytes, and keep it; some tenths of a second, never inside an action.

    A picture is encoded afresh, and the digest of what was sent is noted beside it.

    Raises:
        IncidentInvalidError: empty, too heavy, of another type, damaged, or it runs something.
    """
    try:
        paper = checked_paper(data, name=name)
        digest = keep(paper.data)
    except (PaperRefusedError, StorageAwayError) as error:
        raise IncidentInvalidError({"file": error.message}) from error
    return KeptFile(
        sha256=digest,
        original_sha256=hashlib.sha256(data).hexdigest(),
        mime=paper.mime,
        name=paper.name,
        size_bytes=len(paper.data),
    )


def forget_kept(file: KeptFile) -> None:
    """Take away a file that no row has. Not in an action."""
    forget(file.sha256)


@action("crisis.capture_evidence")
def capture_evidence(
    *, incident_id: UUID, captured: Captured, by: Person, at: datetime
) -> Evidence:
    """Keep what was seen with its digest, who captured it and when; the timeline says so.

    The same form (`captured.key`) sent twice keeps it once.

    Raises:
        IncidentInvalidError: no title, neither file nor words, or an address that is none.
        IncidentNotFoundError, RightMissingError, IncidentClosedError: not now, or not by `by`.
    """
    incident = open_room(incident_id, by=by)
    text, file = captured.text.strip(), captured.file
    _check(captured, at=at)
    there = Evidence.objects.filter(incident=incident)
    digest = file.sha256 if file is not None else ""
    same = {"title": captured.title.strip(), "text": text, "sha256": digest}
    if twin := done_before(there, captured.key, **same):
        return twin
    row = Evidence(
        incident=incident,
        title=captured.title.strip(),
        address=captured.address.strip(),
        text=text,
        text_sha256=hashlib.sha256(text.encode()).hexdigest() if text else "",
        captured_by=by,
        captured_at=at,
        seen_at=captured.seen_at or at,
        key=fresh(there, captured.key),
    )
    if file is not None:
        row.sha256, row.original_sha256 = file.sha256, file.original_sha256
        row.mime, row.name, row.size_bytes = file.mime, file.name, file.size_bytes
    row.save(force_insert=True)
    record(actor=by, verb="incident_evidence.captured", subject=row, at=at)
    facts = {"title": row.title, "sha256": row.sha256 or row.text_sha256}
    note(incident, Entry.Kind.EVIDENCE, "captured", by=by, at=at, facts=facts, about=row)
    return row


def _check(captured: Captured, *, at: datetime) -> None:
    wrong = {}
    if not captured.title.strip() or len(captured.title) > TITLE_LIMIT:
        wrong["title"] = _("Say in a few words what it shows.")
    if captured.file is None and not captured.text.strip():
        wrong["text"] = _("Add a file, or paste the words.")
    if len(captured.text) > TEXT_LIMIT:
        wrong["text"] = _("At most %(most)s characters, please.") % {"most": TEXT_LIMIT}
    address = captured.address.strip()
    if address and (
        len(address) > ADDRESS_LIMIT or urlsplit(address).scheme not in {"http", "https"}
    ):
        wrong["address"] = _("Write a whole address, with https.")
    if captured.seen_at is not None and captured.seen_at > at:
        wrong["seen_at"] = _("This is in the future.")
    if wrong:
        raise IncidentInvalidError(wrong)
