"""Posts of the Mastodon API: pure functions from approved fields to bytes, and back.

Source: https://docs.joinmastodon.org/methods/statuses/ and /entities/Status/
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from gouvernail.networks.contract import (
    Fields,
    Found,
    Intent,
    UnbuildableError,
    Uploaded,
    WireRequest,
)
from gouvernail.networks.mastodon.markup import comparable, plain_text

MAX_PICTURES = 4
_VISIBILITIES = frozenset({"public", "unlisted", "private"})
_OPTIONS = frozenset({"visibility", "spoiler_text", "sensitive"})
_NOTHING: Mapping[str, Any] = {}


def build_request(
    fields: Fields, intent: Intent, uploads: tuple[Uploaded, ...] = ()
) -> WireRequest:
    """Return the call that publishes.

    Raises:
        UnbuildableError: an unknown option, too many pictures, or one not uploaded.
    """
    options = fields.options
    unknown = sorted(set(options) - _OPTIONS)
    if unknown or options.get("visibility", "public") not in _VISIBILITIES:
        name = unknown[0] if unknown else f"visibility {options['visibility']}"
        raise UnbuildableError("unknown_option", f"Mastodon has no option {name} here.")
    if len(fields.media) > MAX_PICTURES:
        raise UnbuildableError("too_many_pictures", f"Mastodon takes {MAX_PICTURES} pictures.")
    body: dict[str, object] = {
        "status": fields.text,
        "visibility": options.get("visibility", "public"),
    }
    if fields.lang:
        body["language"] = fields.lang.partition("-")[0]
    if fields.media:
        body["media_ids"] = _media_ids(fields, uploads)
    if options.get("spoiler_text"):
        body["spoiler_text"] = options["spoiler_text"]
    if options.get("sensitive") == "true":
        body["sensitive"] = True
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return WireRequest(
        method="POST",
        path="/api/v1/statuses",
        content_type="application/json",
        body=text.encode(),
        headers=(("Idempotency-Key", intent.key),),
    )


def _media_ids(fields: Fields, uploads: tuple[Uploaded, ...]) -> list[str]:
    known = {upload.sha256: upload.reference for upload in uploads}
    try:
        return [known[media.sha256] for media in fields.ordered_media()]
    except KeyError:
        raise UnbuildableError("picture_not_uploaded", "A picture has not been uploaded.") from None


def written_text(status: Mapping[str, Any], source: str | None = None) -> str:
    """Return the text as it was written where the server tells, else as it is rendered."""
    own = source if source is not None else status.get("text")
    return own if isinstance(own, str) else plain_text(str(status.get("content") or ""))


def has_same_words(status: Mapping[str, Any], fields: Fields) -> bool:
    """Whether a post of a timeline says what was approved, as far as rendering shows."""
    return comparable(written_text(status)) == comparable(fields.text)


def created_at(status: Mapping[str, Any]) -> datetime | None:
    """Return when the server says the post was made, or None."""
    try:
        at = datetime.fromisoformat(str(status.get("created_at")))
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def differences(
    status: Mapping[str, Any], fields: Fields, *, source: str | None, exact: bool
) -> tuple[str, ...]:
    """Return the parts that are not what was approved.

    Servers re-encode pictures, so these are compared by number and description. Language
    and visibility are compared when `exact`: on servers known to keep them.
    """
    attachments = status.get("media_attachments")
    stored = attachments if isinstance(attachments, list) else []
    media = fields.ordered_media()
    descriptions = [_described(one) for one in stored]
    parts = {
        "text": _is_same_text(status, fields, source),
        "lang": not exact or not fields.lang or _language(status) == _language_of(fields),
        "media": len(stored) == len(media),
        "alt": descriptions == [one.alt.strip() for one in media],
        "visibility": not exact
        or status.get("visibility") == fields.options.get("visibility", "public"),
        "warning": str(status.get("spoiler_text") or "").strip()
        == fields.options.get("spoiler_text", "").strip(),
    }
    return tuple(name for name, same in parts.items() if not same)


def found(status: Mapping[str, Any], differing: tuple[str, ...], source: str | None) -> Found:
    """Return what the contract says of a post that is there."""
    return Found(
        remote_id=str(status["id"]),
        url=str(status.get("url") or status.get("uri") or ""),
        text=written_text(status, source),
        matches=not differing,
        differences=differing,
    )


def _is_same_text(status: Mapping[str, Any], fields: Fields, source: str | None) -> bool:
    if source is None and not isinstance(status.get("text"), str):
        return has_same_words(status, fields)
    stored = written_text(status, source)
    return stored.replace("\r\n", "\n").strip() == fields.text.replace("\r\n", "\n").strip()


def _described(attachment: object) -> str:
    held = attachment if isinstance(attachment, dict) else _NOTHING
    return str(held.get("description") or "").strip()


def _language(status: Mapping[str, Any]) -> str:
    return str(status.get("language") or "")


def _language_of(fields: Fields) -> str:
    return fields.lang.partition("-")[0]
