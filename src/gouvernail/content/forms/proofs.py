"""The proof being typed in the composer, and the buttons of those attached."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from gouvernail.content.actions import (
    KeptFile,
    NewProof,
    attach_proof,
    keep_proof,
    reuse_proof,
    withdraw_proof,
)
from gouvernail.content.models import Draft
from gouvernail.foundation.errors import InvalidInputError
from gouvernail.media.errors import PaperRefusedError, StorageAwayError
from gouvernail.media.pictures.papers import MAX_PAPER_BYTES
from gouvernail.people.models import Person

PROVE: Final = "prove"
FILE: Final = "proof_file"
BUTTONS: Final = frozenset({"unprove", "reprove"})
_TYPED: Final = ("claim", "title", "link", "on", "until")
Files = MultiValueDict[str, "UploadedFile[Any]"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedProof:
    """What the fields of a proof held, as typed; `on` and `until` are days (ISO 8601) or empty.

    `claim` is filled in by the page: alone, it is no proof.
    """

    claim: str = ""
    title: str = ""
    link: str = ""
    on: str = ""
    until: str = ""

    @property
    def is_begun(self) -> bool:
        """Return whether somebody typed something."""
        return bool(self.title or self.link or self.on or self.until)


def typed_proof(data: QueryDict) -> TypedProof:
    """Return what was typed of a proof."""
    return TypedProof(**{name: data.get(f"proof_{name}", "").strip() for name in _TYPED})


def put_proof(
    draft: Draft, typed: TypedProof, files: Files, *, asked: bool, by: Person, at: datetime
) -> None:
    """Attach what was typed or sent, `asked` by its own button or by another.

    Raises:
        InvalidInputError: as `attach_proof`, or the file or a day cannot be read.
    """
    sent = files.get(FILE)
    if not (asked or typed.is_begun or sent):
        return
    days = {name: _day(getattr(typed, name), name) for name in ("on", "until")}
    proof = NewProof(
        claim=typed.claim,
        title=typed.title,
        link=typed.link,
        file=_kept(sent) if sent else None,
        established_on=days["on"],
        until=days["until"],
    )
    attach_proof(draft_id=draft.pk, proof=proof, by=by, at=at)


def _day(text: str, name: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        message = _("Write the day as 2027-03-01.")
        raise InvalidInputError(message, fields={f"proof_{name}": message}) from error


def _kept(sent: "UploadedFile[Any]") -> KeptFile:
    try:
        return keep_proof(sent.read(MAX_PAPER_BYTES + 1), name=sent.name or "")
    except (PaperRefusedError, StorageAwayError) as error:
        raise InvalidInputError(error.message, fields={FILE: error.message}) from error


def proof_buttons(
    draft: Draft, target: str, typed: TypedProof, *, by: Person, at: datetime
) -> Mapping[str, Any]:
    """Return what the buttons of attached and offered proofs do, by their names."""
    return {
        "unprove": lambda: withdraw_proof(draft_id=draft.pk, proof_id=target, by=by, at=at),
        "reprove": lambda: reuse_proof(
            draft_id=draft.pk, proof_id=target, claim=typed.claim, by=by, at=at
        ),
    }
