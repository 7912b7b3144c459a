"""The gesture of whoever asked, and what the process that opens values answers."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Q

from gouvernail.credentials.actions.deciding import has_passed
from gouvernail.credentials.actions.items import announce_item
from gouvernail.credentials.actions.settling import ACCOUNT_DAYS, CLOCK, close, settle
from gouvernail.credentials.actions.telling import tell_of_request, watchers_of
from gouvernail.credentials.errors import (
    BrowserKeyInvalidError,
    RequestOfAnotherError,
    RevealNotOpenError,
    RevealOverError,
    ShowingNotFoundError,
    ValueReplacedError,
)
from gouvernail.credentials.keyring import RelayKeyError, usable
from gouvernail.credentials.models import Reveal, Showing
from gouvernail.credentials.permissions import lock_items, visible_items, visible_reveal
from gouvernail.foundation.actions import action
from gouvernail.foundation.clock import site_day
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person
from gouvernail.people.permissions import Act, require_step_up

RELAY_LASTS: Final = timedelta(seconds=60)
AT_ONCE: Final = 5  # showings of one request that wait at a time: tabs, impatient clicks
Status = Reveal.Status


@action("credentials.open_reveal")
def open_reveal(*, reveal_id: UUID, by: Person, at: datetime) -> Reveal:
    """Start the time box: values may be shown until it ends. A second click changes nothing.

    Raises:
        RevealNotFoundError: missing, or hidden from `by`.
        RequestOfAnotherError: somebody else asked.
        ProofNeededError: the last proof of who they are is too old.
        RevealNotOpenError: nobody approved yet, and the waiting time is not over.
        RevealOverError: refused, taken back, used or expired.
    """
    reveal = own_live(reveal_id, by=by, at=at)
    require_step_up(Act.REVEAL, at=at)
    if reveal.status == Status.OPEN:
        return reveal
    if reveal.status != Status.APPROVED:
        raise RevealNotOpenError
    reveal.status, reveal.version = Status.OPEN, reveal.item.version
    reveal.opened_at, reveal.open_until = at, at + timedelta(minutes=reveal.minutes)
    if reveal.is_emergency:
        reveal.account_due_on = site_day(at) + timedelta(days=ACCOUNT_DAYS)
    reveal.save()
    record(actor=by, verb="reveal.opened", subject=reveal, at=at)
    return reveal


@action("credentials.end_reveal")
def end_reveal(*, reveal_id: UUID, by: Person, at: datetime) -> Reveal:
    """End the time box before its time.

    Raises:
        RevealNotFoundError, RequestOfAnotherError, RevealOverError: as `open_reveal`.
    """
    reveal = own_live(reveal_id, by=by, at=at)
    close(reveal, Status.ENDED, verb="reveal.ended", by=by, at=at)
    return reveal


@action("credentials.ask_showing")
def ask_showing(
    *, reveal_id: UUID, point: bytes, newest: bool = False, by: Person, at: datetime
) -> Showing:
    """Leave the one-time key of a browser tab for the process that opens values.

    `point` is an uncompressed point of P-256, 65 bytes. What comes back can be read by the tab
    that made the key, and is forgotten within a minute.

    `newest` asks for the value that was put in last and that nobody has said to work yet.

    Raises:
        RevealNotFoundError, RequestOfAnotherError, RevealOverError: as `open_reveal`.
        ProofNeededError: the last proof of who they are is too old, in this session.
        RevealNotOpenError: the time box was not started, or too much is asked at once.
        ValueReplacedError: the value the time box was opened for is destroyed.
        BrowserKeyInvalidError: the key is none.
    """
    reveal = own_live(reveal_id, by=by, at=at)
    require_step_up(Act.REVEAL, at=at)
    if not reveal.is_open(at) or reveal.open_until is None:
        raise RevealNotOpenError
    number = reveal.item.next_version if newest else reveal.version
    if number is None or reveal.version != reveal.item.version:
        raise ValueReplacedError
    waiting = reveal.showings.filter(state=Showing.State.WAITING, expires_at__gt=at)
    if waiting.count() >= AT_ONCE:
        raise RevealNotOpenError
    try:
        usable(point)
    except RelayKeyError:
        raise BrowserKeyInvalidError from None
    return Showing.objects.create(
        reveal=reveal,
        version=number,
        public_key=point,
        asked_at=at,
        expires_at=min(at + RELAY_LASTS, reveal.open_until),
    )


@action("credentials.note_shown")
def note_shown(*, showing_id: UUID, sealed: bytes, facts: bytes, at: datetime) -> Showing:
    """Hand what was sealed to its browser, and enter who saw what: both, or neither.

    Everything is asked again here, under the lock of the request: what ended, was refused or is no
    longer theirs meanwhile is not handed over.

    Raises:
        ShowingNotFoundError: answered, forgotten or too late.
        RevealNotOpenError: the request is no longer open, or not for whoever asked.
    """
    lock_items(Q(reveals__showings__pk=showing_id))
    rows = Reveal.objects.select_for_update(of=("self",))
    reveal = rows.filter(showings__pk=showing_id).first()
    showing = Showing.objects.select_for_update().filter(pk=showing_id).first()
    waits = showing is not None and showing.state == Showing.State.WAITING
    if reveal is None or showing is None or not waits or showing.expires_at <= at:
        raise ShowingNotFoundError
    if not may_be_shown(reveal, number=showing.version, at=at):
        raise RevealNotOpenError
    showing.state, showing.sealed, showing.facts = Showing.State.READY, sealed, facts.decode()
    showing.save(update_fields=("state", "sealed", "facts"))
    reveal.shown, reveal.shown_at = reveal.shown + 1, at
    if showing.version != reveal.version:
        reveal.next_shown = showing.version
    reveal.save(update_fields=("shown", "shown_at", "next_shown"))
    record(actor=CLOCK, verb="reveal.shown", subject=reveal, at=at, on_behalf=reveal.asked_by)
    hour = f"{at:%Y-%m-%dT%H}"
    tell_of_request(reveal, "credential.shown", people=watchers_of(reveal), again=hour, at=at)
    announce_item(reveal.item, at=at)
    return showing


@action("credentials.fail_showing")
def fail_showing(*, showing_id: UUID, at: datetime) -> None:
    """Say that nothing comes: the browser stops waiting. Nothing is said of why but that."""
    rows = Showing.objects.filter(pk=showing_id, state=Showing.State.WAITING, expires_at__gt=at)
    rows.update(state=Showing.State.FAILED)


def may_be_shown(reveal: Reveal, *, number: int | None, at: datetime) -> bool:
    """Return whether value `number` may leave, now, for whoever asked. Three queries."""
    person = reveal.asked_by
    return (
        reveal.is_open(at)
        and reveal.version == reveal.item.version
        and number in {reveal.item.version, reveal.item.next_version} - {None}
        and not reveal.item.is_retired
        and person.is_active
        and visible_items(person).filter(pk=reveal.item_id).exists()
    )


def own_live(reveal_id: UUID, *, by: Person, at: datetime) -> Reveal:
    """Return a request of `by` that still stands, locked; what waited long enough is released.

    Raises:
        RevealNotFoundError, RequestOfAnotherError, RevealOverError: it does not, or is not theirs.
    """
    reveal = visible_reveal(reveal_id, viewer=by, lock=True)
    if reveal.asked_by_id != by.pk:
        raise RequestOfAnotherError
    if not reveal.is_live or has_passed(reveal, at=at):
        raise RevealOverError
    if reveal.status == Status.ASKED:
        settle(reveal, at=at)
    return reveal
