"""Archiving what was really published."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import Actor, HasActor
from gouvernail.foundation.digests import canonical, sha256_hex
from gouvernail.foundation.outbox import announce
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person
from gouvernail.records.actions.indexing import index
from gouvernail.records.models import Ending, Record
from gouvernail.records.queries.keys import publication_key
from gouvernail.records.queries.retention import classes_by_source
from gouvernail.registry.models import Account


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """One thing as it stands on a network. `media` holds sha256, mime and alt of each picture.

    `subject_id` and `revision` name, for who hears of it, what was approved before it left.
    """

    account_id: UUID
    source: str
    text: str
    language: str
    published_at: datetime
    remote_id: str = ""
    url: str = ""
    media: list[dict[str, object]] = field(default_factory=list)
    delivery_id: UUID | None = None
    subject_id: UUID | None = None
    revision: int = 0


@action("records.archive")
def archive(*, published: Published, by: Actor | HasActor, at: datetime) -> Record:
    """Keep what was published, once for each post of a delivery; a repeat returns the row there is.

    What came without a delivery is known again by the name its network gave it, as long as it
    still says the same. The digest covers text, language, media and remote id.
    """
    account = Account.objects.only("network", "handle", "url").get(pk=published.account_id)
    key = publication_key(account, remote_id=published.remote_id, url=published.url)
    kept = _kept(published, key)
    if kept is not None:
        return kept
    digest = content_digest(published)
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
        key=key,
        retention=classes_by_source().get(published.source),
    )
    index([row])
    record(actor=by, verb="record.archived", subject=row, at=at, digest=digest)
    announce("records.archived", {"record_id": row.pk, **_subject(published)}, at=at)
    return row


def _subject(published: Published) -> dict[str, object]:
    if published.subject_id is None:
        return {}
    return {"subject_id": published.subject_id, "revision": published.revision}


def _kept(published: Published, key: str) -> Record | None:
    """Return the record there is of the same publication, if it says the same. One query."""
    if published.delivery_id is not None:
        return Record.objects.filter(
            delivery_id=published.delivery_id,
            source=published.source,
            remote_id=published.remote_id,
            url=published.url,
        ).first()
    if not key:
        return None
    # What stands in an import set aside is not there for who searches: it hides nothing.
    same = Record.objects.filter(account_id=published.account_id, key=key, aside=False)
    last = same.order_by("-archived_at", "-pk").first()
    if last is None:
        return None
    # What was sent from here is read back, and compared, by who sent it.
    said_the_same = last.text.split() == published.text.split()
    return last if said_the_same or last.delivery_id is not None else None


def content_digest(published: Published) -> str:
    """Return the digest of what stands on the network: text, language, media and remote id."""
    return sha256_hex(
        canonical(
            {
                "text": published.text,
                "language": published.language,
                "media": published.media,
                "remote_id": published.remote_id,
            }
        )
    )


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
