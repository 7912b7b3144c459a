"""Archiving what was really published."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import Actor, HasActor
from gouvernail.foundation.digests import canonical, sha256_hex
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person
from gouvernail.records.models import Ending, Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """One thing as it stands on a network. `media` holds sha256, mime and alt of each picture."""

    account_id: UUID
    source: str
    text: str
    language: str
    published_at: datetime
    remote_id: str = ""
    url: str = ""
    media: list[dict[str, object]] = field(default_factory=list)
    delivery_id: UUID | None = None


@action("records.archive")
def archive(*, published: Published, by: Actor | HasActor, at: datetime) -> Record:
    """Keep what was published, once for each post of a delivery; a repeat returns the row there is.

    The digest covers text, language, media and remote id.
    """
    if published.delivery_id is not None:
        kept = Record.objects.filter(
            delivery_id=published.delivery_id,
            source=published.source,
            remote_id=published.remote_id,
            url=published.url,
        ).first()
        if kept is not None:
            return kept
    digest = sha256_hex(
        canonical(
            {
                "text": published.text,
                "language": published.language,
                "media": published.media,
                "remote_id": published.remote_id,
            }
        )
    )
    row = Record.objects.create(
        account_id=published.account_id,
        delivery_id=published.delivery_id,
        source=published.source,
        text=published.text,
        language=published.language,
        media=published.media,
        remote_id=published.remote_id,
        url=published.url,
        published_at=published.published_at,
        archived_at=at,
        digest=digest,
    )
    record(actor=by, verb="record.archived", subject=row, at=at, digest=digest)
    return row


@action("records.mark_withdrawn")
def mark_withdrawn(
    *,
    delivery_id: UUID,
    withdrawal_id: UUID,
    reason: str,
    proof: dict[str, object],
    by: Person,
    at: datetime,
) -> list[Ending]:
    """Mark every record of a delivery as taken down; the records themselves stay as they are.

    `by` is who asked for it. A record marked before is left as it is.
    """
    endings = []
    for row in Record.objects.filter(delivery_id=delivery_id, ending__isnull=True):
        ending = Ending.objects.create(
            record=row,
            withdrawal_id=withdrawal_id,
            reason=reason,
            proof=proof,
            withdrawn_at=at,
            by=by,
        )
        record(actor=by, verb="record.withdrawn", subject=ending, at=at)
        endings.append(ending)
    return endings
