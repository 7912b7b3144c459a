"""Noticing what became of licences: who lost one, who has one again, whose ends soon."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from gouvernail.approvals.models import Request
from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import machine
from gouvernail.foundation.outbox import announce
from gouvernail.ledger.actions import record
from gouvernail.licences.actions.telling import tell_of_standing
from gouvernail.licences.models import Restriction, Standing, Waiver
from gouvernail.licences.permissions import speakers
from gouvernail.licences.queries.answering import LICENCE
from gouvernail.licences.queries.deciding import Licence
from gouvernail.licences.queries.reading import licences_everywhere

BATCH: Final = 500
AHEAD: Final = (1, 7, 30)
"""The days before the end at which somebody is told, the nearest first."""
OVER: Final = -1
CHANGED: Final = ("ok", "until", "reasons", "since", "told")
WORKER: Final = machine("worker")


@action("licences.look_at")
def look_at(*, people: Collection[UUID], at: datetime) -> int:
    """See how the licences of some people stand; tell of those lost and found again.

    What changed is announced (`licences.changed`: a person, and whether something was lost), so
    that what they had scheduled waits, or goes. Returns how many people it changed for. Six
    statements, and two for each person something changed for. It looks wherever something is asked
    or ruled, and wherever it was at the last look.
    """
    rows = Standing.objects.select_for_update().filter(person_id__in=people)
    before = {(row.person_id, row.act, row.network): row for row in rows}
    also = {network for _person, _act, network in before}
    now = licences_everywhere(people, at=at, also=also)
    written: list[Standing] = []
    changed: dict[UUID, list[tuple[bool, Standing]]] = {}
    for key, licence in now.items():
        former = before.get(key)
        row = _seen(former, licence, key[0], at=at)
        if row is not None:
            written.append(row)
            if former is None or former.ok != row.ok or set(former.reasons) != licence.words:
                changed.setdefault(key[0], []).append((former is not None and former.ok, row))
    stale = [row.pk for key, row in before.items() if key not in now or _idle(row, now[key])]
    Standing.objects.filter(pk__in=stale).delete()
    Standing.objects.bulk_create(
        written,
        update_conflicts=True,
        unique_fields=("person", "network", "act"),
        update_fields=CHANGED,
    )
    for person_id, changes in changed.items():
        _tell(person_id, changes, at=at)
    return len(changed)


def _seen(
    former: Standing | None, licence: Licence, person_id: UUID, *, at: datetime
) -> Standing | None:
    """Return the row to write, None when nothing changed: nothing asked leaves no row."""
    same = former is not None and (former.ok, former.until, set(former.reasons)) == (
        licence.ok,
        licence.until,
        set(licence.words),
    )
    if same or (former is None and licence.ok and licence.until is None):
        return None
    kept = former is not None and former.ok == licence.ok
    return Standing(
        person_id=person_id,
        network=licence.network,
        act=licence.act,
        ok=licence.ok,
        until=licence.until,
        reasons=sorted(licence.words),
        since=former.since if former is not None and kept else at,
        told=None if licence.ok else OVER,
    )


def _idle(row: Standing, licence: Licence) -> bool:
    """Return whether a row says nothing any more: it holds, nothing is asked, nothing ends it."""
    holds = row.ok and row.until is None and licence.ok and licence.until is None
    return holds and not licence.asked


def _tell(person_id: UUID, changes: list[tuple[bool, Standing]], *, at: datetime) -> None:
    lost = [row for _held, row in changes if not row.ok]
    announce("licences.changed", {"person_id": person_id, "lost": bool(lost)}, at=at)
    held_back = {word.partition(":")[0] for row in lost for word in row.reasons}
    if lost and not held_back & set(Restriction.Kind.values):  # that was told of by itself
        what = "lapsed" if any(held for held, row in changes if not row.ok) else "missing"
        tell_of_standing(lost[0], what, at=at)


@action("licences.tell_ends")
def tell_ends(*, at: datetime) -> int:
    """Tell of what ends within 30, 7 and 1 days, each once; return how many people were told.

    Two statements, and two for each person to tell.
    """
    told: set[UUID] = set()
    rows = Standing.objects.filter(ok=True, until__gt=at, until__lte=at + timedelta(days=AHEAD[-1]))
    for row in rows.select_for_update().order_by("until", "pk"):
        left = next(days for days in AHEAD if row.until and row.until <= at + timedelta(days=days))
        if row.told is not None and 0 < row.told <= left:
            continue
        if row.person_id not in told:
            tell_of_standing(row, f"ending_{left}", at=at)
            told.add(row.person_id)
        row.told = left
        row.save(update_fields=("told",))
    return len(told)


def look_again(*, at: datetime) -> int:
    """See how the licences of everybody who may write or agree stand, a batch at a time.

    Each batch is its own transaction. Returns how many people it changed for.
    """
    return sum(look_at(people=batch, at=at) for batch in _batches())


@action("licences.ask_to_look")
def ask_to_look(*, at: datetime) -> int:
    """Announce that everybody is to be seen again (`licences.look`: from one key through another).

    Each batch is looked at as the fact is heard, in a transaction of its own. Returns how many.
    """
    batches = 0
    for batch in _batches():
        announce("licences.look", {"first": batch[0], "last": batch[-1]}, at=at)
        batches += 1
    return batches


def look_between(first: UUID, last: UUID, *, at: datetime) -> int:
    """See how the licences of one such batch stand; return how many people it changed for."""
    keys = speakers().filter(pk__gte=first, pk__lte=last).order_by("pk")
    people = list(keys.values_list("pk", flat=True))
    return sum(look_at(people=part, at=at) for part in _parts(people))


def _batches() -> Iterator[list[UUID]]:
    """Return the keys of everybody who may write or agree, in their order. One query for each."""
    keys = speakers().order_by("pk").values_list("pk", flat=True)
    batch = list(keys[:BATCH])
    while batch:
        yield batch
        batch = list(keys.filter(pk__gt=batch[-1])[:BATCH])


def look_at_ended(*, at: datetime) -> int:
    """See again those whose licence ends about now, so that nothing waits for the next look."""
    rows = Standing.objects.filter(ok=True, until__lte=at).values_list("person_id", flat=True)
    ended = sorted(set(rows[: 10 * BATCH]), key=str)
    return sum(look_at(people=part, at=at) for part in _parts(ended))


def look_at_waiting(*, at: datetime) -> int:
    """See again those whose publications wait for a licence: a renewal lets them go soon after."""
    waiting = Request.objects.filter(status=Request.Status.PENDING, context__why=LICENCE)
    people = {
        UUID(key)
        for context in waiting.values_list("context", flat=True)
        for key in context.get(LICENCE, {}).get("people", ())
    }
    return sum(look_at(people=part, at=at) for part in _parts(sorted(people, key=str)))


def _parts(keys: list[UUID]) -> Iterable[list[UUID]]:
    return (keys[start : start + BATCH] for start in range(0, len(keys), BATCH))


@action("licences.redact_words")
def redact_words(*, person_id: UUID, at: datetime) -> int:
    """Empty what was written about somebody erased; return how many rows."""
    changed = 0
    for waiver in Waiver.objects.select_for_update().filter(person_id=person_id):
        waiver.reason = waiver.comment = ""
        waiver.save(update_fields=("reason", "comment"))
        record(actor=WORKER, verb="licence_waiver.redacted", subject=waiver, at=at)
        changed += 1
    for row in Restriction.objects.select_for_update().filter(person_id=person_id):
        row.reason = row.lift_reason = row.case_ref = ""
        row.save(update_fields=("reason", "lift_reason", "case_ref"))
        record(actor=WORKER, verb="licence_restriction.redacted", subject=row, at=at)
        changed += 1
    return changed
