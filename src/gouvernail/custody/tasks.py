"""What happens by itself: departures are heard, and time is followed once a day."""

from datetime import datetime, timedelta
from uuid import UUID

from gouvernail.custody.actions import (
    follow_account,
    follow_departure,
    follow_return,
    forget_person,
    keep_drills,
    keep_up,
    note_look,
    remind_reviews,
    work_out,
)
from gouvernail.custody.queries.proofs import text_of, to_look_at
from gouvernail.foundation.actors import machine
from gouvernail.foundation.models import OutboxEvent
from gouvernail.foundation.outbox import Reader
from gouvernail.foundation.schedule import Periodic
from gouvernail.registry.queries.reading import read_profile

LOOKS = 200  # profiles a turn: the others wait for the next
LOOK_AGAIN = timedelta(minutes=50)


def hear_departure(event: OutboxEvent, at: datetime) -> None:
    """Make a line to revoke of every access of somebody who left."""
    follow_departure(person_id=UUID(event.payload["person_id"]), at=at)


def hear_return(event: OutboxEvent, at: datetime) -> None:
    """Count in again somebody who came back."""
    follow_return(person_id=UUID(event.payload["person_id"]), at=at)


def hear_vault(event: OutboxEvent, at: datetime) -> None:
    """Look again at an account whose item of the vault was put in, seen, renewed or taken out."""
    work_out(account_ids=[UUID(event.payload["account_id"])], at=at)


def hear_account(event: OutboxEvent, at: datetime) -> None:
    """Let go of an account that was closed and released, or that is personal now."""
    follow_account(account_id=UUID(event.payload["account_id"]), at=at)


def hear_erasure(event: OutboxEvent, at: datetime) -> None:
    """Forget what was kept of somebody beside their accesses."""
    forget_person(person_id=UUID(event.payload["person_id"]), at=at)


def keep(at: datetime) -> None:
    """Order what time asks for, and keep levels true."""
    keep_up(at=at)


def look(at: datetime) -> None:
    """Read the profiles that must show a token, or no longer show one; then follow the drills."""
    for proof in to_look_at(before=at - LOOK_AGAIN)[:LOOKS]:
        shown = read_profile(proof.account.connection)
        text = None if shown is None else text_of(shown)
        note_look(proof.pk, text=text, by=machine("worker"), at=at)
    keep_drills(at=at)


def remind(at: datetime) -> None:
    """Remind who has not answered an access review."""
    remind_reviews(at=at)


READERS = (
    Reader("custody.leavers", frozenset({"people.left"}), hear_departure),
    Reader("custody.returned", frozenset({"people.returned"}), hear_return),
    Reader("custody.vault", frozenset({"credentials.item"}), hear_vault),
    Reader("custody.accounts", frozenset({"registry.account"}), hear_account),
    Reader("custody.erased", frozenset({"people.erased"}), hear_erasure),
)
PERIODIC = (
    Periodic("custody.keep_up", timedelta(hours=6), keep),
    Periodic("custody.proofs", timedelta(hours=1), look),
    Periodic("custody.remind_reviews", timedelta(hours=1), remind),
)
