"""What time does to a request, wherever it is met next: a page, an answer, the clock."""

from datetime import datetime, timedelta
from typing import Final

from gouvernail.credentials.actions.telling import deciders_of, tell_of_request
from gouvernail.credentials.models import Item, Reveal
from gouvernail.credentials.queries import times_of
from gouvernail.foundation.actors import Actor
from gouvernail.foundation.clock import site_day
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person

CLOCK: Final = Actor(kind="machine", ref="vault", auth="worker")
USE_WITHIN: Final = timedelta(hours=12)  # an approval that nobody used
ACCOUNT_DAYS: Final = 3
Status = Reveal.Status


def settle(reveal: Reveal, *, at: datetime) -> Reveal:
    """Make a request what it is at that instant, within an action; the caller holds its row.

    It opens by itself when nobody refused in time, expires unanswered or unused, ends with its
    time box. One entry for each step. No query when nothing is due.
    """
    if reveal.status == Status.ASKED and reveal.opens_at is not None and reveal.opens_at <= at:
        _release(reveal, at=reveal.opens_at)
    elif reveal.status == Status.ASKED and reveal.waits_until <= at:
        close(reveal, Status.EXPIRED, verb="reveal.expired", by=CLOCK, at=at)
    if reveal.status == Status.APPROVED and reveal.use_by is not None and reveal.use_by <= at:
        close(reveal, Status.EXPIRED, verb="reveal.expired", by=CLOCK, at=at)
    if reveal.status == Status.OPEN and reveal.open_until is not None and reveal.open_until <= at:
        close(reveal, Status.ENDED, verb="reveal.ended", by=CLOCK, at=at)
    return reveal


def close(reveal: Reveal, status: Status, *, verb: str, by: Person | Actor, at: datetime) -> None:
    """End a request; whoever saw a password knows it, so that it is to be renewed."""
    reveal.status, reveal.ended_at = status, at
    reveal.save()
    record(actor=by, verb=verb, subject=reveal, at=at)
    reveal.showings.all().delete()
    item = (
        Item.objects.select_for_update(of=("self",))
        .select_related("account__unit")
        .get(pk=reveal.item_id)
    )
    seen = {reveal.version, reveal.next_shown} if reveal.shown else set()
    if item.kind in Item.LEARNT and item.version in seen:
        mark_seen(item, reveal, by=by, at=at)


def mark_seen(item: Item, reveal: Reveal, *, by: Person | Actor, at: datetime) -> None:
    """Say that an item whose value was shown is to be renewed: the next day in an emergency."""
    why = Item.Why.EMERGENCY if reveal.is_emergency else Item.Why.REVEAL
    days = 1 if reveal.is_emergency else times_of(item.account).after_days
    mark_due(item, why=why, days=days, by=by, at=at)


def mark_due(item: Item, *, why: Item.Why, days: int, by: Person | Actor, at: datetime) -> bool:
    """Say that an item is to be renewed within `days`; the nearer day and the graver reason stand.

    Returns whether that changed anything; only then is there an entry.
    """
    if item.is_retired:
        return False
    day = site_day(at) + timedelta(days=days)
    wanted = (min(day, item.due_on or day), max(str(why), item.due_why, key=Item.GRAVITY.index))
    if wanted == (item.due_on, item.due_why):
        return False
    item.due_on, item.due_why = wanted
    item.due_since = at
    item.save(update_fields=("due_on", "due_why", "due_since"))
    record(actor=by, verb="item.due", subject=item, at=at)
    return True


def _release(reveal: Reveal, *, at: datetime) -> None:
    """Let a request open: nobody refused in time."""
    if not reveal.is_emergency:
        reveal.way = Reveal.Way.ALONE
    reveal.status, reveal.use_by = Status.APPROVED, at + USE_WITHIN
    reveal.save()
    record(actor=CLOCK, verb="reveal.released", subject=reveal, at=at)
    people = deciders_of(reveal) | {reveal.asked_by_id}
    tell_of_request(reveal, "credential.released", people=people, at=at)
