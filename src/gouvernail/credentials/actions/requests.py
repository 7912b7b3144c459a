"""Asking to see a value."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.charter.models import Charter
from gouvernail.charter.queries import separation
from gouvernail.credentials.actions.settling import close, settle
from gouvernail.credentials.actions.telling import deciders_of, tell_of_request
from gouvernail.credentials.errors import AlreadyAskedError, ItemRetiredError, RevealInvalidError
from gouvernail.credentials.models import Item, Reveal
from gouvernail.credentials.permissions import require_ask, visible_item
from gouvernail.credentials.queries import Times, times_of
from gouvernail.foundation.actions import action
from gouvernail.foundation.ids import uuid7
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person
from gouvernail.people.permissions import Act, Right, may, require_step_up

ANSWER_WITHIN: Final = timedelta(hours=24)
LONGEST_REASON: Final = 1000  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Why somebody wants to see a value, for how many minutes, and whether it cannot wait."""

    reason: str
    minutes: int
    emergency: bool = False


@action("credentials.ask_reveal")
def ask_reveal(*, item_id: UUID, asked: Asked, by: Person, at: datetime) -> Reveal:
    """Ask to see the value of an item; another person approves, or nobody refuses in time.

    An emergency opens by itself after the waiting time of the unit, unless somebody refuses; it
    takes the place of an ordinary request of theirs that nobody answered. In a small team, whoever
    may approve opens alone after theirs, and everybody else is told.

    Raises:
        ItemNotFoundError: missing, or hidden from `by`.
        RightMissingError: `by` does not work with the account.
        ProofNeededError: the last proof of who they are is too old.
        ItemRetiredError: the value is destroyed.
        RevealInvalidError: no reason, or longer than the unit allows.
        AlreadyAskedError: a request of theirs for this item still stands.
    """
    item = visible_item(item_id, viewer=by, lock=True)
    require_ask(by, item.account)
    require_step_up(Act.REVEAL, at=at)
    if item.is_retired:
        raise ItemRetiredError
    times = times_of(item.account)
    _check(asked, times)
    mine = Reveal.objects.select_for_update().filter(item=item, asked_by=by)
    for standing in mine.filter(status__in=Reveal.LIVE):
        settle(standing, at=at)
        if replaces(asked, standing):
            close(standing, Reveal.Status.WITHDRAWN, verb="reveal.withdrawn", by=by, at=at)
        elif standing.is_live:
            raise AlreadyAskedError
    reveal = Reveal(
        pk=uuid7(),
        item=item,
        way=Reveal.Way.EMERGENCY if asked.emergency else Reveal.Way.FOUR_EYES,
        reason=asked.reason.strip(),
        minutes=asked.minutes,
        asked_by=by,
        asked_at=at,
        opens_at=_opens_at(item, asked, times, by=by, at=at),
        waits_until=at + ANSWER_WITHIN,
    )
    if reveal.opens_at is not None:
        reveal.waits_until = max(reveal.waits_until, reveal.opens_at)
    reveal.save(force_insert=True)
    record(actor=by, verb="reveal.asked", subject=reveal, at=at)
    tell_of_request(reveal, _kind(reveal), people=deciders_of(reveal), at=at)
    return reveal


def replaces(asked: Asked, standing: Reveal) -> bool:
    """Return whether what is asked takes the place of a request that waits for an answer."""
    waits = standing.status == Reveal.Status.ASKED
    return asked.emergency and waits and not standing.is_emergency


def _opens_at(
    item: Item, asked: Asked, times: Times, *, by: Person, at: datetime
) -> datetime | None:
    if asked.emergency:
        return at + timedelta(hours=times.emergency_hours)
    if separation() == Charter.Separation.SMALL and may(
        by, Right.APPROVE_REVEALS, unit=item.account.unit
    ):
        return at + timedelta(minutes=times.alone_minutes)
    return None


def _kind(reveal: Reveal) -> str:
    if reveal.is_emergency:
        return "credential.emergency"
    return "credential.alone" if reveal.opens_at is not None else "credential.to_approve"


def _check(asked: Asked, times: Times) -> None:
    faults = {}
    if not asked.reason.strip():
        faults["reason"] = _("Say why: it is kept in the journal.")
    elif len(asked.reason) > LONGEST_REASON:
        faults["reason"] = _("At most %(count)d characters.") % {"count": LONGEST_REASON}
    if not 1 <= asked.minutes <= times.longest_minutes:
        limit = {"count": times.longest_minutes}
        faults["minutes"] = _("Between 1 and %(count)d minutes.") % limit
    if faults:
        raise RevealInvalidError(faults)
