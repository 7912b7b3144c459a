"""Archiving what accounts posted by themselves, outside Gouvernail."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import machine
from gouvernail.networks.contract.posted import Posted
from gouvernail.records.actions.archiving import Published, archive
from gouvernail.records.archives.entries import (
    MAX_TEXT,
    BadEntryError,
    short_name,
    sound_text,
    web_address,
)
from gouvernail.records.models import Capture, Record
from gouvernail.registry.models import Account

WORKER: Final = machine("worker")


@action("records.capture_posted")
def capture_posted(*, account: Account, posted: Sequence[Posted], at: datetime) -> list[Record]:
    """Keep what was read of an account; what is known and says the same is not kept twice.

    Returns the records, known ones too.
    """
    kept = [_keep(account, one, at=at) for one in reversed(posted) if _is_sound(one.text)]
    newest = max((one.published_at for one in posted if one.published_at <= at), default=None)
    note_look(account=account, seen_until=newest, at=at)
    return kept


def _keep(account: Account, one: Posted, *, at: datetime) -> Record:
    return archive(
        published=Published(
            account_id=account.pk,
            source=Record.Source.CAPTURED,
            text=sound_text(one.text),
            language=short_name(one.language, 8),
            published_at=one.published_at,
            remote_id=short_name(one.remote_id, 300),
            url=web_address(one.url),
            media=[dict(each) for each in one.media],
        ),
        by=WORKER,
        at=at,
    )


def _is_sound(text: str) -> bool:
    try:
        return bool(sound_text(text)) and len(text) <= MAX_TEXT
    except BadEntryError:
        return False


@action("records.note_look")
def note_look(
    *, account: Account, at: datetime, seen_until: datetime | None = None, explanation: str = ""
) -> Capture:
    """Note that an account was looked at, and until when its posts are known."""
    capture, made = Capture.objects.get_or_create(
        account=account, defaults={"seen_until": seen_until or at, "looked_at": at}
    )
    if not made:
        capture.seen_until = max(capture.seen_until, seen_until or capture.seen_until)
        capture.looked_at = at
    capture.explanation = explanation[:200]
    capture.save()
    return capture
