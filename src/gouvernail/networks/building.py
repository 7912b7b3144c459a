"""What every connector needs to build its calls: one JSON, one bearer, the same checks."""

import hashlib
import json
from collections.abc import Iterable

from gouvernail.networks.contract import (
    Fields,
    Media,
    Refused,
    Session,
    UnbuildableError,
    Uploaded,
)


def json_bytes(value: object) -> bytes:
    """Return one and only one JSON text for a value."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def bearer(session: Session) -> dict[str, str]:
    """Return the header that says who calls."""
    return {"authorization": f"Bearer {session.access.reveal()}"}


def check_fields(
    fields: Fields, *, network: str, options: frozenset[str], most_pictures: int
) -> None:
    """Refuse what the network could not take.

    Raises:
        UnbuildableError: an unknown option, or too many pictures.
    """
    unknown = sorted(set(fields.options) - options)
    if unknown:
        raise UnbuildableError("unknown_option", f"{network} has no option {unknown[0]} here.")
    if len(fields.media) > most_pictures:
        raise UnbuildableError("too_many_pictures", f"{network} takes {most_pictures} pictures.")


def references_of(fields: Fields, uploads: Iterable[Uploaded]) -> list[tuple[Media, str]]:
    """Return each picture, in the order of the post, with the server's name for it.

    Raises:
        UnbuildableError: one has not been uploaded.
    """
    known = {upload.sha256: upload.reference for upload in uploads}
    try:
        return [(media, known[media.sha256]) for media in fields.ordered_media()]
    except KeyError:
        raise UnbuildableError("picture_not_uploaded", "A picture has not been uploaded.") from None


def refused_picture(
    media: Media, data: bytes, *, network: str, types: Iterable[str], most_bytes: int | None = None
) -> Refused | None:
    """Return why one picture cannot be handed over, before a byte leaves; None when it can."""
    if media.mime not in types:
        message = f"{network} does not take {media.mime}."
        return Refused(code="picture_type", message=message, permanent=True)
    if most_bytes is not None and len(data) > most_bytes:
        message = f"{len(data)} bytes; {network} takes {most_bytes} for a picture."
        return Refused(code="picture_too_large", message=message, permanent=True)
    if hashlib.sha256(data).hexdigest() != media.sha256:
        message = "These are not the bytes that were approved."
        return Refused(code="picture_changed", message=message, permanent=True)
    return None
