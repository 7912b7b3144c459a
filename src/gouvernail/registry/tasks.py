"""What the register does by itself: it looks for what sleeps, reads profiles, and reminds."""

from datetime import datetime, timedelta
from uuid import UUID

from django.urls import reverse

from gouvernail.foundation.actors import machine
from gouvernail.foundation.clock import site_day
from gouvernail.foundation.models import OutboxEvent
from gouvernail.foundation.outbox import Reader
from gouvernail.foundation.schedule import Periodic
from gouvernail.notifications.actions import Message, tell
from gouvernail.registry.actions.findings import look_for_findings
from gouvernail.registry.actions.profiles import forget_person, note_profile
from gouvernail.registry.queries.agreements import running_out
from gouvernail.registry.queries.profiles import readable_connections
from gouvernail.registry.queries.reading import read_profile

READ_AT_ONCE = 200  # profiles a turn: the others wait for the next
STALE = timedelta(hours=23)


def look(at: datetime) -> None:
    """Look at the whole register, on the day it is where the site is."""
    today = site_day(at)
    look_for_findings(at=at, today=today)


def read_profiles(at: datetime) -> None:
    """Read the profiles that the networks show to everybody; those that do not answer wait."""
    for connection in readable_connections(before=at - STALE)[:READ_AT_ONCE]:
        shown = read_profile(connection)
        if shown is not None:
            note_profile(connection.account_id, shown=shown, by=machine("worker"), at=at)


def remind_of_agreements(at: datetime) -> None:
    """Tell who signed and who answers for the account, a month before and once it has run out."""
    today = site_day(at)
    for agreement in running_out(today=today):
        over = agreement.expires_on is not None and agreement.expires_on < today
        people = {agreement.person, agreement.account.owner, agreement.filed_by} - {None}
        message = Message(
            kind="agreement.over" if over else "agreement.ending",
            once=f"agreement:{agreement.pk}:{'over' if over else 'ending'}",
            path=reverse("registry:account-agreement", args=(agreement.account_id,)),
            facts={"title": agreement.account.name},
            subject_kind="agreement",
            subject_id=str(agreement.pk),
        )
        told = [person.pk for person in people if person is not None and person.is_active]
        tell(people=told, message=message, at=at)


def hear_erasure(event: OutboxEvent, at: datetime) -> None:
    """Forget what somebody wrote of profiles."""
    forget_person(person_id=UUID(event.payload["person_id"]), at=at)


READERS = (Reader("registry.erased", frozenset({"people.erased"}), hear_erasure),)
PERIODIC = [
    Periodic(name="registry.agreements", every=timedelta(hours=6), run=remind_of_agreements),
    Periodic(name="registry.findings", every=timedelta(days=1), run=look),
    Periodic(name="registry.profiles", every=timedelta(hours=1), run=read_profiles),
]
