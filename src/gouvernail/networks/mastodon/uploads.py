"""Pictures of the Mastodon API: one multipart call, then waiting until they are ready.

Source: https://docs.joinmastodon.org/methods/media/
"""

import time
from collections.abc import Callable
from urllib.parse import quote

from gouvernail.egress import Egress, Request
from gouvernail.networks.building import bearer, refused_picture
from gouvernail.networks.calls import Answer, asked
from gouvernail.networks.contract import (
    Media,
    Refused,
    Session,
    Unknown,
    Uploaded,
    UploadOutcome,
)

_TYPES = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "image/gif": "gif",
}
_READY = 200
_PAUSE_SECONDS = 1.0
_PAUSES = 30


def upload(
    egress: Egress,
    session: Session,
    media: Media,
    data: bytes,
    *,
    wait: Callable[[float], None] = time.sleep,
) -> UploadOutcome:
    """Hand over one picture with its description and wait, at most 30 s, until it is ready."""
    refusal = refused_picture(media, data, network="Mastodon", types=_TYPES)
    if refusal is not None:
        return refusal
    boundary = f"gouvernail-{media.sha256[:40]}"
    answer = asked(
        egress,
        Request(
            method="POST",
            url=f"{session.base_url}/api/v2/media",
            headers={
                **bearer(session),
                "content-type": f"multipart/form-data; boundary={boundary}",
            },
            body=_multipart(boundary, media, data),
        ),
    )
    return _ready(egress, session, media, answer, wait)


def _ready(
    egress: Egress,
    session: Session,
    media: Media,
    answer: Answer | Refused | Unknown,
    wait: Callable[[float], None],
) -> UploadOutcome:
    reference = ""
    for _ in range(_PAUSES):
        if not isinstance(answer, Answer):
            return answer
        reference = reference or str(answer.body.get("id") or "")
        if not reference:
            return Unknown(reason="unreadable: an upload without its name")
        if answer.status == _READY:
            return Uploaded(sha256=media.sha256, reference=reference)
        wait(_PAUSE_SECONDS)
        url = f"{session.base_url}/api/v1/media/{quote(reference, safe='')}"
        answer = asked(egress, Request(method="GET", url=url, headers=bearer(session)))
    return Unknown(reason="timeout: the picture is still being prepared")


def _multipart(boundary: str, media: Media, data: bytes) -> bytes:
    name = f"picture.{_TYPES[media.mime]}"
    parts: list[bytes] = []
    if media.alt:
        parts.append(
            f'--{boundary}\r\nContent-Disposition: form-data; name="description"\r\n\r\n'
            f"{media.alt}\r\n".encode()
        )
    parts.append(
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        f"Content-Type: {media.mime}\r\n\r\n".encode()
    )
    parts.append(data)
    parts.append(f"\r\n--{boundary}--\r\n".encode())
    return b"".join(parts)
