"""Posts of the Mastodon API: pure functions from approved fields to bytes, and back.

Source: https://docs.joinmastodon.org/methods/statuses/ and /entities/Status/
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from gouvernail.networks.building import check_fields, json_bytes, references_of
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
    body = {**_body(fields, uploads), "visibility": fields.options.get("visibility", "public")}
    if intent.parent:
        body["in_reply_to_id"] = intent.parent
    return WireRequest(
        method="POST",
        path="/api/v1/statuses",
        content_type="application/json",
        body=json_bytes(body),
        headers=(("Idempotency-Key", intent.key),),
    )


def build_edit(fields: Fields, remote_id: str, uploads: tuple[Uploaded, ...] = ()) -> WireRequest:
    """Return the call that puts these words in place of a published post.

    A server keeps the visibility of the first version.

    Raises:
        UnbuildableError: as `build_request`.
    """
    return WireRequest(
        method="PUT",
        path=f"/api/v1/statuses/{quote(remote_id, safe='')}",
        content_type="application/json",
        body=json_bytes(_body(fields, uploads)),
    )


def _body(fields: Fields, uploads: tuple[Uploaded, ...]) -> dict[str, object]:
    options = fields.options
    check_fields(fields, network="Mastodon", options=_OPTIONS, most_pictures=MAX_PICTURES)
    if options.get("visibility", "public") not in _VISIBILITIES:
        message = f"Mastodon has no option visibility {options['visibility']} here."
        raise UnbuildableError("unknown_option", message)
    body: dict[str, object] = {"status": fields.text}
    if fields.lang:
        body["language"] = fields.lang.partition("-")[0]
    if fields.media:
        body["media_ids"] = [name for _media, name in references_of(fields, uploads)]
    if options.get("spoiler_text"):
        body["spoiler_text"] = options["spoiler_text"]
    if options.get("sensitive") == "true":
        body["sensitive"] = True
    return body


def written_text(status: Mapping[str, Any], source: str | None = None) -> str:
    """Return the text as it was written where the server tells, else as it is rendered."""
    own = source if source is not None else status.get("text")
    return own if isinstance(own, str) else plain_text(str(status.get("content") or ""))


def has_same_words(status: Mapping[str, Any], fields: Fields) -> bool:
    """Whether a post of a timeline says what was approved, as far as rendering shows."""
    return comparable(written_text(status)) == comparable(fields.text)


def answered_by(status: Mapping[str, Any]) -> str:
    """Return the name of the post that this one answers, or nothing."""
    return str(status.get("in_reply_to_id") or "")


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
        reference=str(status["id"]),
        reply_to=answered_by(status),
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
