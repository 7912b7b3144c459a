"""Archiving what an import read, some entries at a time, each once."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Q

from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import machine
from gouvernail.foundation.digests import canonical, sha256_hex
from gouvernail.foundation.outbox import announce
from gouvernail.ledger.actions import record
from gouvernail.records.actions.archiving import Published, content_digest
from gouvernail.records.actions.indexing import index
from gouvernail.records.archives import Bad, Entry, Item, Left
from gouvernail.records.models import (
    BadEntry,
    HistoryBatch,
    HistoryImport,
    Record,
    RetentionClass,
    members_digest,
)
from gouvernail.records.queries.keys import publication_key
from gouvernail.records.queries.retention import classes_by_source
from gouvernail.records.queries.words import words_of
from gouvernail.registry.models import Account

SAME_TIME: Final = timedelta(minutes=15)
MOST_BAD: Final = 10_000
NAMELESS: Final = "~"  # begins the key of what its network does not name


@action("records.archive_batch")
def archive_batch(
    history_id: UUID, *, items: Sequence[Item], place: int, at: datetime
) -> HistoryImport | None:
    """Archive the next items of an import, which begin at `place`; one ledger entry for them all.

    What the account already has is not archived again: the same name on its network, or, where
    one of the two has no name, the same words within a quarter of an hour. None when another
    worker is further on already.
    """
    history = (
        HistoryImport.objects.select_for_update(of=("self",))
        .select_related("account")
        .get(pk=history_id)
    )
    if history.status != HistoryImport.Status.WAITING or history.place != place:
        return None
    entries = [item for item in items if isinstance(item, Entry)]
    known = _Known(history.account, entries)
    fresh = [entry for entry in entries if known.is_new(entry)]
    if fresh:
        _archive(history, fresh, known, at=at)
    bad = [(number, one) for number, one in enumerate(items, place + 1) if isinstance(one, Bad)]
    _list(history, bad)
    _count(history, items, archived=len(fresh), known=known)
    history.place, history.moved_at = place + len(items), at
    history.save(update_fields=("place", "counts", "moved_at"))
    return history


def _archive(
    history: HistoryImport, fresh: Sequence[Entry], known: "_Known", *, at: datetime
) -> None:
    batch = HistoryBatch(
        history=history, number=history.batches.count() + 1, count=len(fresh), digest=""
    )
    kept_as = classes_by_source().get(Record.Source.IMPORTED)
    rows = [_row(entry, history, known.keys[id(entry)], kept_as, at=at) for entry in fresh]
    batch.digest = members_digest(rows)
    batch.save(force_insert=True)
    for row in rows:
        row.batch = batch
    Record.objects.bulk_create(rows, batch_size=200)
    index(rows)
    record(
        actor=machine("worker"),
        verb="history.archived",
        subject=batch,
        at=at,
        digest=batch.digest,
        on_behalf=history.started_by,
    )
    announce("records.batch", {"batch_id": batch.pk, "history_id": history.pk}, at=at)


def _row(
    entry: Entry, history: HistoryImport, key: str, kept_as: RetentionClass | None, *, at: datetime
) -> Record:
    media = [dict(one) for one in entry.media]
    published = Published(
        account_id=history.account_id,
        source=Record.Source.IMPORTED,
        text=entry.text,
        language=entry.language,
        published_at=entry.published_at,
        remote_id=entry.remote_id,
        url=entry.url,
        media=media,
    )
    return Record(
        account_id=history.account_id,
        source=Record.Source.IMPORTED,
        text=entry.text,
        language=entry.language,
        media=media,
        remote_id=entry.remote_id,
        url=entry.url,
        published_at=entry.published_at,
        archived_at=at,
        digest=content_digest(published),
        key=key,
        retention=kept_as,
    )


def _list(history: HistoryImport, bad: Iterable[tuple[int, Bad]]) -> None:
    """List what could not be read, as long as the list is not endless."""
    listed = history.counts.get("bad", 0)
    rows = [
        BadEntry(
            history=history,
            place=place,
            where=item.where[:200],
            reason=item.reason,
            excerpt=item.excerpt[:160],
        )
        for place, item in bad
    ]
    BadEntry.objects.bulk_create(rows[: max(0, MOST_BAD - listed)], ignore_conflicts=True)


def _count(
    history: HistoryImport, items: Sequence[Item], *, archived: int, known: "_Known"
) -> None:
    counts: dict[str, Any] = dict(history.counts)
    left = Counter(counts.get("left", {}))
    left.update(item.kind for item in items if isinstance(item, Left))
    for name, number in (
        ("archived", archived),
        ("known", known.known),
        ("aside", known.aside),
        ("bad", sum(isinstance(item, Bad) for item in items)),
    ):
        counts[name] = counts.get(name, 0) + number
    history.counts = {**counts, "left": dict(left)}


@dataclass(slots=True)
class _Known:
    """What the account already has of some entries. Two queries at most."""

    account: Account
    entries: Sequence[Entry]
    keys: dict[int, str] = field(default_factory=dict)
    known: int = 0
    aside: int = 0
    _named: dict[str, bool] = field(default_factory=dict)
    _words: dict[str, list[tuple[datetime, bool, bool]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.keys = {id(entry): _key(self.account, entry) for entry in self.entries}
        rows = Record.objects.filter(account=self.account)
        named = rows.filter(key__in=set(self.keys.values())).values_list("key", "aside")
        self._named = dict(named)
        if not self.entries:
            return
        moments = [entry.published_at for entry in self.entries]
        near = rows.filter(
            published_at__gte=min(moments) - SAME_TIME, published_at__lte=max(moments) + SAME_TIME
        )
        if not any(key.startswith(NAMELESS) for key in self.keys.values()):
            by_hand = Q(source=Record.Source.BY_HAND) | Q(key="") | Q(key__startswith=NAMELESS)
            near = near.filter(by_hand)
        told = near.values_list("text", "published_at", "aside", "key", "source")
        for text, moment, aside, key, source in told:
            # What a person noted by hand may have been named another way.
            has_name = _is_name(key) and source != Record.Source.BY_HAND
            self._words.setdefault(_same(text), []).append((moment, aside, has_name))

    def is_new(self, entry: Entry) -> bool:
        """Return whether the account does not have it; from now on it has."""
        key = self.keys[id(entry)]
        aside = self._named.get(key)
        if aside is None and entry.text:
            aside = self._nearby(entry, named=_is_name(key))
        if aside is None:
            self._named[key] = False
            return True
        self.known += 1
        self.aside += aside
        return False

    def _nearby(self, entry: Entry, *, named: bool) -> bool | None:
        """Return whether what says the same at the same time is aside; None if nothing does."""
        for moment, aside, has_name in self._words.get(_same(entry.text), ()):
            if not (named and has_name) and abs(moment - entry.published_at) <= SAME_TIME:
                return aside
        return None


def known_among(account: Account, entries: Sequence[Entry]) -> int:
    """Return how many of some entries an account has already, or are said twice. Two queries."""
    known = _Known(account, entries)
    return sum(not known.is_new(entry) for entry in entries)


def _key(account: Account, entry: Entry) -> str:
    """Return the name of an entry on its network, or one made of all that tells it from others."""
    named = publication_key(account, remote_id=entry.remote_id, url=entry.url)
    if named:
        return named
    second = entry.published_at.strftime("%Y%m%d%H%M%S")
    told = canonical([entry.text, entry.mark, len(entry.media)])
    return NAMELESS + second + sha256_hex(told)[:32]


def _is_name(key: str) -> bool:
    return bool(key) and not key.startswith(NAMELESS)


def _same(text: str) -> str:
    """Return the words of a text; a text without any, such as an emoji, is its own."""
    return " ".join(words_of(text)) or text.strip()
