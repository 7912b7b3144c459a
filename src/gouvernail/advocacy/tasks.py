"""What happens to ambassadors by itself. Only accounts with a consent in force are ever read."""

import logging
from collections import defaultdict
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import DatabaseError

from gouvernail.advocacy.actions import (
    end_parts_of,
    follow_consents,
    forget_ideas,
    note_look,
    note_posts,
    tell_the_week,
    turn_days,
)
from gouvernail.advocacy.errors import AdvocacyNotFoundError, ConsentMissingError
from gouvernail.advocacy.models import PersonalAccount
from gouvernail.advocacy.queries.reading import posts_since, story_of
from gouvernail.advocacy.queries.watching import accounts_to_read, own_approved, stories_of
from gouvernail.foundation.clock import site_day
from gouvernail.foundation.models import OutboxEvent
from gouvernail.foundation.outbox import Reader
from gouvernail.foundation.schedule import Periodic
from gouvernail.networks.contract.posted import Posted

LOG = logging.getLogger(__name__)
ODD: Final = (ValueError, LookupError, TypeError, DatabaseError)
"""What an answer nobody expected ends in: that account waits for its next turn, no other does."""
AGAIN: Final = timedelta(hours=12)
AT_ONCE: Final = 50  # accounts a turn: the others wait for the next


def turn(at: datetime) -> None:
    """Offer and end stories on their days; end the parts of those who left."""
    turn_days(at=at)
    end_parts_of(at=at)


def follow(at: datetime) -> None:
    """End the consents that are over, remind of those that will be."""
    follow_consents(at=at)


def news(at: datetime) -> None:
    """Tell the week to those who asked for it, and empty what is too old."""
    tell_the_week(at=at)
    forget_ideas(at=at)


def read_shares(at: datetime) -> None:
    """Look for shared stories on the accounts whose owners agree to it, one after the other."""
    for account in accounts_to_read(today=site_day(at), before=at - AGAIN)[:AT_ONCE]:
        try:
            read_account(account, at=at)
        except ODD as error:
            LOG.warning("account %s could not be read: %s", account.pk, type(error).__name__)


def read_account(account: PersonalAccount, *, at: datetime) -> int:
    """Look for shared stories on one account; return how many are new. Two to ten calls."""
    try:
        note_look(account.pk, at=at)  # before anything can fail: it does not come first again
    except (ConsentMissingError, AdvocacyNotFoundError):
        return 0
    kits = stories_of(account)
    if not kits:
        return 0
    own = own_approved(account)
    since = max(account.membership.joined_at, min(kit.approved_at or at for kit in kits))
    found: dict[UUID, list[Posted]] = defaultdict(list)
    try:
        for post in posts_since(account, since=since, at=at):
            kit = story_of(post.text, kits, own)
            if kit is not None:
                found[kit.pk].append(post)
        return note_posts(account.pk, found=found, at=at)
    except (ConsentMissingError, AdvocacyNotFoundError):
        return 0  # taken back while we were looking: nothing is kept


def hear_erasure(event: OutboxEvent, at: datetime) -> None:
    """Empty what somebody erased had declared, written and suggested."""
    person_id = UUID(event.payload["person_id"])
    end_parts_of(person_id=person_id, at=at)
    forget_ideas(person_id=person_id, at=at)


READERS = (Reader("advocacy.erased", frozenset({"people.erased"}), hear_erasure),)
PERIODIC = (
    Periodic("advocacy.days", timedelta(minutes=15), turn),
    Periodic("advocacy.consents", timedelta(hours=6), follow),
    Periodic("advocacy.news", timedelta(hours=12), news),
    Periodic("advocacy.shares", timedelta(hours=1), read_shares),
)
