"""How one delivery stands post by post, and what its account's network lets through."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict

from django.utils.translation import gettext as _

from gouvernail.foundation.clock import now
from gouvernail.publishing.models import Delivery, Pace, RemoteStep
from gouvernail.publishing.sender import pace
from gouvernail.publishing.sender.wire import parts_of
from gouvernail.records.models import Record
from gouvernail.registry.models import Account


@dataclass(frozen=True, slots=True, kw_only=True)
class PostOfThread:
    """One post of a thread; `state` is a kind of `{% state %}`. `url` only while it is online."""

    number: int
    text: str
    state: str
    word: str
    url: str
    remote_id: str


class _Standing(TypedDict):
    state: str
    word: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbered:
    """One archived copy and the number of its post in the thread; 0 outside a thread."""

    record: Record
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PaceView:
    """What holds an account back: `open` (nobody answers), `held` (asked to wait) or `empty`."""

    state: str
    until: datetime | None
    failures: int
    rate: pace.Rate


_STATES = {
    RemoteStep.Status.DONE: "ok",
    RemoteStep.Status.SENDING: "info",
    RemoteStep.Status.UNKNOWN: "stop",
    RemoteStep.Status.FAILED: "idle",
    RemoteStep.Status.WAITING: "clock",
}


def thread_of(delivery: Delivery) -> list[PostOfThread]:
    """Return the posts of a thread, in order; nothing for a single post. One query."""
    if delivery.parts == 1:
        return []
    texts = parts_of(delivery.fields)
    rows = delivery.steps.filter(kind=RemoteStep.Kind.POST).order_by("position")
    return [
        PostOfThread(
            number=step.position + 1,
            text=texts[step.position],
            remote_id=step.remote_id,
            **_standing(delivery, step),
        )
        for step in rows
    ]


def _standing(delivery: Delivery, step: RemoteStep) -> _Standing:
    status = RemoteStep.Status(step.status)
    if status != RemoteStep.Status.DONE:
        return {"state": _STATES[status], "word": str(status.label), "url": step.remote_url}
    if not delivery.is_taken_down:
        return {"state": _STATES[status], "word": _("online"), "url": step.remote_url}
    withdrawn = delivery.status == Delivery.Status.WITHDRAWN
    word = delivery.get_status_display() if withdrawn else _("was online")
    return {"state": "idle", "word": word, "url": ""}


def number_in_thread(records: Iterable[Record], thread: Iterable[PostOfThread]) -> list[Numbered]:
    """Return archived copies with their place in the thread, in its order; 0 if unknown."""
    places = {post.remote_id: post.number for post in thread if post.remote_id}
    rows = [Numbered(record=one, number=places.get(one.remote_id, 0)) for one in records]
    return sorted(rows, key=lambda row: row.number)


def pace_of(account: Account, *, at: datetime | None = None) -> PaceView | None:
    """Return what holds an account back now; None when nothing does. One query."""
    row, moment = Pace.objects.filter(name=pace.name_of(account.pk)).first(), at or now()
    rate = pace.rate_of(account.network)
    if row is None:
        return None
    until = pace.waits_until(row, at=moment)
    if row.opened_at is not None:
        return PaceView(state="open", until=until, failures=row.failures, rate=rate)
    if until is not None:
        return PaceView(state="held", until=until, failures=row.failures, rate=rate)
    if pace.tokens(row, rate, moment) < pace.ACT:
        return PaceView(state="empty", until=None, failures=row.failures, rate=rate)
    return None
