"""Keeping what was published, post by post."""

from datetime import datetime

from gouvernail.foundation.actors import machine
from gouvernail.publishing.models import Delivery, RemoteStep
from gouvernail.publishing.sender.wire import parts_of
from gouvernail.records.actions import Published, archive

SENDER = machine("sender")


def archive_delivery(delivery: Delivery, *, source: str, at: datetime) -> None:
    """Keep the published content of a delivery in the records; a thread by hand is one text."""
    text = "\n\n".join(parts_of(delivery.fields))
    _archive(
        delivery,
        source=source,
        text=text,
        where=(delivery.remote_id, delivery.remote_url),
        published_at=delivery.sent_at or at,
        at=at,
    )


def archive_part(delivery: Delivery, step: RemoteStep, *, source: str, at: datetime) -> None:
    """Keep one published post of a thread; the first one carries the pictures."""
    _archive(
        delivery,
        source=source,
        text=parts_of(delivery.fields)[step.position],
        where=(step.remote_id, step.remote_url),
        published_at=step.done_at or at,
        at=at,
        pictures=step.position == 0,
    )


def _archive(  # noqa: PLR0913 - one post, as the records want it
    delivery: Delivery,
    *,
    source: str,
    text: str,
    where: tuple[str, str],
    published_at: datetime,
    at: datetime,
    pictures: bool = True,
) -> None:
    fields = delivery.fields
    media = [
        {"sha256": item["sha256"], "mime": item["mime"], "alt": item["alt"]}
        for item in (fields["media"] if pictures else ())
    ]
    archive(
        published=Published(
            account_id=delivery.account_id,
            delivery_id=delivery.pk,
            subject_id=delivery.subject_id,
            revision=delivery.revision,
            source=source,
            text=text,
            language=fields["lang"],
            media=media,
            remote_id=where[0],
            url=where[1],
            published_at=published_at,
        ),
        by=SENDER,
        at=at,
    )
