"""A file sent with a report: checked by its bytes, kept apart, erased with the words."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from typing import Final

from django.db.models import Q
from django.utils.translation import gettext as _

from gouvernail.conduct.actions.telling import WATCH, actor_of
from gouvernail.conduct.errors import ReportInvalidError
from gouvernail.conduct.models import Report, ReportFile
from gouvernail.foundation.outbox import announce
from gouvernail.ledger.actions import erase_openings, record
from gouvernail.media.errors import PaperRefusedError, StorageAwayError
from gouvernail.media.pictures.letters import is_letter
from gouvernail.media.pictures.papers import MAX_PAPER_BYTES, checked_paper
from gouvernail.media.pictures.store import forget, keep
from gouvernail.people.models import Person

MOST_FILES: Final = 10
NAME_LIMIT: Final = 200
LETTER: Final = "message/rfc822"
UNUSED: Final = "conduct.file_unused"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFile:
    """A file that was checked and kept by its content: `keep_report_file` returns it."""

    sha256: str
    mime: str
    name: str
    size_bytes: int


def keep_report_file(data: bytes, *, name: str) -> KeptFile:
    """Check a file by its bytes, and keep it; some tenths of a second, never inside an action.

    A picture is encoded afresh; a PDF, a Word file or an e-mail is kept as it came.

    Raises:
        ReportInvalidError: empty, too heavy, of another type, damaged, locked, or it runs
            something; or it cannot be kept now.
    """
    try:
        if is_letter(data) and len(data) <= MAX_PAPER_BYTES:
            shown = PurePath(name.replace("\\", "/")).name[:NAME_LIMIT]
            return KeptFile(sha256=keep(data), mime=LETTER, name=shown, size_bytes=len(data))
        paper = checked_paper(data, name=name)
        digest = keep(paper.data)
    except PaperRefusedError as error:
        unknown = _(
            "This file is no picture, no PDF, no Word document and no e-mail (.eml), whatever "
            "its name says."
        )
        said = unknown if error.code == "paper_type_unknown" else error.message
        raise ReportInvalidError({"file": said}) from error
    except StorageAwayError as error:
        raise ReportInvalidError({"file": error.message}) from error
    return KeptFile(sha256=digest, mime=paper.mime, name=paper.name, size_bytes=len(paper.data))


def forget_kept(file: KeptFile) -> None:
    """Take away a file that no row has: its report was refused, or there. Not in an action."""
    forget(file.sha256)


def attach(report: Report, file: KeptFile, *, by: Person, at: datetime) -> ReportFile:
    """Put a file to a report. Called inside an action that authorised `by`.

    Raises:
        ReportInvalidError: it has `MOST_FILES` already.
    """
    if report.files.count() >= MOST_FILES:
        most = _("At most %(most)s files.") % {"most": MOST_FILES}
        raise ReportInvalidError({"file": most})
    row = ReportFile(
        report=report,
        by=by,
        at=at,
        sha256=file.sha256,
        mime=file.mime,
        name=file.name,
        size_bytes=file.size_bytes,
    )
    row.save()
    record(actor=actor_of(report, by), verb="staff_report_file.added", subject=row, at=at)
    return row


def erase_files(wanted: Q, *, at: datetime) -> int:
    """Erase files: what they were named and held; that there was one stays. In an action.

    The bytes go soon after, unless something else keeps the same ones.
    """
    number = 0
    for row in ReportFile.objects.filter(wanted).exclude(sha256="").order_by("pk"):
        announce(UNUSED, {"sha256": row.sha256}, at=at)
        row.sha256 = row.name = ""
        row.save()
        erase_openings(subject_kind=ReportFile.ledger_kind, subject_id=str(row.pk))
        record(actor=WATCH, verb="staff_report_file.erased", subject=row, at=at)
        number += 1
    return number
