"""Versions as they are agreed to: their digest, the request about them, how two of them differ."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from gouvernail.approvals.queries import Subject
from gouvernail.foundation.digests import canonical, sha256_hex
from gouvernail.replies.models import Reply, ReplyVersion
from gouvernail.replies.queries.judging import FIELDS

KIND: Final = "reply_version"
OPEN: Final = (ReplyVersion.Status.DRAFT, ReplyVersion.Status.APPROVAL)
SHEET: Final = (
    *("title_fr", "title_en", "theme", "when_fr", "when_en", "asked_fr", "asked_en"),
    *("check_fr", "check_en", "handover_fr", "handover_en", "handover_to", "topics", "duties"),
)
"""What is said of a reply beside its words."""


def payload(version: ReplyVersion) -> dict[str, object]:
    """Return exactly what an agreement covers; the reply must be loaded. One query."""
    pictures = version.pictures.order_by("position", "id").values_list("asset_id", flat=True)
    reply = version.reply
    return {
        "v": 1,
        **{field: getattr(version, field) for field in FIELDS},
        "expires_on": version.expires_on,
        "pictures": list(pictures),
        "unit_id": reply.unit_id,
        "networks": sorted(version.networks),
    }


def digest_of(version: ReplyVersion) -> str:
    """Return the digest of what an agreement covers: 64 hexadecimal digits. One query."""
    return sha256_hex(b"gouvernail reply\0", canonical(payload(version)))


def seen_of(reply: Reply, version: ReplyVersion | None) -> str:
    """Return the digest of all that a form shows of a reply, to see that nobody wrote meanwhile.

    64 hexadecimal digits. One query.
    """
    shown = {name: getattr(reply, name) for name in SHEET}
    if version is not None:
        told = {"changes": version.changes, "review_on": version.review_on}
        shown |= {"version": payload(version), **told}
    return sha256_hex(b"gouvernail reply form\0", canonical(shown))


def subject_of(
    version: ReplyVersion, *, seats: frozenset[str], context: Mapping[str, object]
) -> Subject:
    """Return a version as approvals see it: whoever wrote in it has a hand in it."""
    reply = version.reply
    return Subject(
        kind=KIND,
        id=version.pk,
        revision=version.number,
        digest=digest_of(version),
        title=reply.label,
        unit=reply.unit,
        editors=frozenset({*map(UUID, version.editors), version.written_by_id}),
        networks=frozenset(version.networks),
        tags=frozenset(reply.topics),
        seats=seats,
        context=context,
    )


def version_at_work(reply: Reply) -> ReplyVersion | None:
    """Return the draft of a reply, or what waits for approval. One query."""
    version = reply.versions.filter(status__in=OPEN).select_related("written_by").first()
    if version is not None:
        version.reply = reply
    return version


def version_numbered(reply: Reply, number: int) -> ReplyVersion | None:
    """Return one version of a reply. One query."""
    version = reply.versions.filter(number=number).select_related("written_by").first()
    if version is not None:
        version.reply = reply
    return version
