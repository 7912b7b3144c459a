"""Taking in what a source gave: mentions, what they are about, sums and cursor, or nothing."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import connection

from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import machine
from gouvernail.ledger.actions import record
from gouvernail.listening.actions.batches import Work, mentions_called, name_of, other_names_of
from gouvernail.listening.actions.forgetting import tell_changes, tell_ids
from gouvernail.listening.actions.health import note_heard
from gouvernail.listening.errors import SourceNotFoundError
from gouvernail.listening.models import Position, Source
from gouvernail.listening.queries.judging import Judged, judged
from gouvernail.networks.contract.heard import Batch, What
from gouvernail.people.models import Person

MENTIONS: Final = "listening.mentions"
ORDER_LOCK: Final = 0x6C697374656E  # "listen": an advisory lock of the database


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What became of a batch: mentions that are new, those known already, matches with topics.

    `ids` are the new ones, in order; `changed` counts those edited or withdrawn by their author.
    """

    new: int = 0
    known: int = 0
    matched: int = 0
    withdrawn: int = 0
    changed: int = 0
    ids: tuple[UUID, ...] = ()


def take_in(
    *,
    source_id: UUID,
    batch: Batch,
    at: datetime,
    private: Collection[str] = (),
    by: Person | None = None,
) -> Taken:
    """Keep what matters of a batch, with its cursor, in one transaction. Idempotent.

    What was heard before is known by its key: a batch taken in twice changes nothing. The words
    are judged first, outside the transaction. `private` are keys (`Heard.key`) of what was told to
    us alone: it is about no topic, counted nowhere, in no list. `by` brought it by hand; the caller
    has asked whether they may.

    Raises:
        SourceNotFoundError: there is none.
    """
    source = Source.objects.filter(pk=source_id).first()
    if source is None:
        raise SourceNotFoundError
    kept = _worth_keeping(judged(source, batch))
    return keep_heard(source_id=source_id, kept=kept, batch=batch, at=at, private=private, by=by)


def _worth_keeping(found: list[Judged]) -> list[Judged]:
    """Leave out what depends on mentions that are not kept. One query for 500 names."""
    asked = {(one.heard.network, one.needs or name_of(one)[1]) for one in found if _asks(one)}
    others = other_names_of([one for one in found if _asks(one)])
    known = set(mentions_called(asked, others=others, only=("id",)))
    known |= {name_of(one) for one in found if not _asks(one)}
    return [
        one
        for one in found
        if not _asks(one) or (one.heard.network, one.needs or name_of(one)[1]) in known
    ]


def _asks(one: Judged) -> bool:
    edit = one.heard.what is What.EDIT and not one.topics and one.account is None
    return bool(one.needs) or edit


@action("listening.keep_heard")
def keep_heard(
    *,
    source_id: UUID,
    kept: Sequence[Judged],
    batch: Batch,
    at: datetime,
    private: Collection[str] = (),
    by: Person | None = None,
) -> Taken:
    """Write what was judged worth keeping of a batch, and how far the source was heard.

    Called by `take_in`. Mentions addressed to us, and what our accounts answered, are announced
    under `listening.mentions` (`ids`, fifty at most), those of the former that their author
    changed or took back under `listening.changes`; one leaf of the ledger for the batch, if it
    brought or changed anything.
    """
    one_at_a_time()
    source = Source.objects.get(pk=source_id)
    position = Position.objects.select_for_update().get_or_create(source=source)[0]
    work = Work(source, at, frozenset(private), position.heard_at)
    if kept:
        work.read(kept)
        for one in kept:
            work.take(one)
        work.write()
    taken = _taken(work)
    note_heard(position, batch=batch, kept=taken.new, at=at)
    if taken.new or taken.changed:
        _tell(source, work, taken, by=by, at=at)
    return taken


def one_at_a_time() -> None:
    """Hold what two sources heard at once apart: the second finds what the first wrote."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ORDER_LOCK])


def _taken(work: Work) -> Taken:
    return Taken(
        new=len(work.new),
        known=work.twice,
        matched=len(work.links),
        withdrawn=len(work.withdrawn),
        changed=len(work.changed),
        ids=tuple(one.pk for one in work.new.values()),
    )


def _tell(source: Source, work: Work, taken: Taken, *, by: Person | None, at: datetime) -> None:
    told = {"mentions": taken.new, "matches": taken.matched, "withdrawn": taken.withdrawn}
    told |= {"edited": taken.changed - taken.withdrawn}
    who = by or machine("listener")
    record(actor=who, verb="source.heard", subject=source, at=at, data=told)
    there = [one for one in work.addressed.values() if one.withdrawn_at is None]
    tell_ids(MENTIONS, [one for one in there if one.parent_key or not one.is_own], at=at)
    tell_changes(work.changed.values(), at=at)
