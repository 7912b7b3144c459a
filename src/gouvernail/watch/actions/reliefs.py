"""Handing over the watch: two sides agree, then the seat of the officer changes hands."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from gouvernail.crisis.actions import take_seat
from gouvernail.crisis.permissions import may_run, open_room, visible_incident
from gouvernail.foundation.actions import action
from gouvernail.ledger.actions import record
from gouvernail.people.errors import RightMissingError
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, visible_person
from gouvernail.watch.actions.telling import tell_of_incident
from gouvernail.watch.actions.watches import room_watch
from gouvernail.watch.errors import (
    NotYoursToAnswerError,
    ReliefAnsweredError,
    WatchInvalidError,
)
from gouvernail.watch.models import Relief
from gouvernail.watch.permissions import visible_relief
from gouvernail.watch.queries.watches import OFFICER, asked_relief, officer_of

WORDS_LIMIT: Final = 10_000
ANSWER_LIMIT: Final = 300


@action("watch.ask_relief")
def ask_relief(
    *,
    incident_id: UUID,
    taker_id: UUID,
    words: str,
    planned_at: datetime | None = None,
    by: Person,
    at: datetime,
) -> Relief:
    """Ask somebody to take over the watch, and say what they must know.

    The seat stays as it is until they accept.

    Raises:
        WatchInvalidError: nothing is said, they hold it, one is asked already, or in the past.
        PersonNotFoundError, NoWatchError, IncidentNotFoundError, RightMissingError,
        IncidentClosedError.
    """
    watch = room_watch(incident_id, by=by)
    taker = visible_person(taker_id, viewer=by)
    seat = officer_of(watch.incident)
    wrong = {}
    if seat is not None and seat.person_id == taker.pk:
        wrong["taker"] = _("They are on duty already.")
    if not words.strip():
        wrong["words"] = _("Say what must be known before taking over.")
    elif len(words) > WORDS_LIMIT:
        wrong["words"] = _("At most %(most)s characters, please.") % {"most": WORDS_LIMIT}
    if planned_at is not None and planned_at <= at:
        wrong["planned_at"] = _("This is in the past.")
    if asked_relief(watch) is not None:
        wrong["taker"] = _("Somebody is asked already: take that back first.")
    if wrong:
        raise WatchInvalidError(wrong)
    relief = Relief(
        watch=watch,
        giver_id=seat.person_id if seat else None,
        taker=taker,
        planned_at=planned_at,
        words=words.strip(),
        asked_by=by,
        asked_at=at,
    )
    relief.save(force_insert=True)
    record(actor=by, verb="watch_relief.asked", subject=relief, at=at)
    _tell(relief, "relief_asked", people={taker.pk} - {by.pk}, name=by.name, at=at)
    return relief


@action("watch.accept_relief")
def accept_relief(*, relief_id: UUID, by: Person, at: datetime) -> Relief:
    """Take over the watch as asked: the shift before ends here, with its words.

    Raises:
        NotYoursToAnswerError: somebody else is asked.
        ReliefAnsweredError: it is over, or the seat changed hands meanwhile.
        WatchPartNotFoundError, RightMissingError, IncidentClosedError: who asked may no more.
    """
    relief = _asked(relief_id, by=by)
    if relief.taker_id != by.pk or not by.is_active:
        raise NotYoursToAnswerError
    seat = officer_of(relief.watch.incident)
    if (seat.person_id if seat else None) != relief.giver_id:
        raise ReliefAnsweredError
    _answer(relief, Relief.Status.ACCEPTED, by=by, at=at)
    take_seat(
        incident_id=relief.watch.incident_id,
        role=OFFICER,
        person_id=by.pk,
        handover=relief.words,
        by=relief.asked_by,
        at=at,
    )
    people = {relief.asked_by_id, relief.giver_id} - {by.pk, None}
    told = {one for one in people if one is not None}
    _tell(relief, "relief_accepted", people=told, name=by.name, at=at)
    return relief


@action("watch.decline_relief")
def decline_relief(*, relief_id: UUID, answer: str, by: Person, at: datetime) -> Relief:
    """Say that one cannot take over, and why; who asked is told.

    Raises:
        WatchInvalidError: it does not say why.
        NotYoursToAnswerError, ReliefAnsweredError, WatchPartNotFoundError.
    """
    relief = _asked(relief_id, by=by)
    if relief.taker_id != by.pk or not by.is_active:
        raise NotYoursToAnswerError
    relief.answer = " ".join(answer.split())[:ANSWER_LIMIT]
    if not relief.answer:
        raise WatchInvalidError({"answer": _("Say in a word why you cannot.")})
    _answer(relief, Relief.Status.DECLINED, by=by, at=at)
    _tell(relief, "relief_declined", people={relief.asked_by_id}, name=by.name, at=at)
    return relief


@action("watch.withdraw_relief")
def withdraw_relief(*, relief_id: UUID, by: Person, at: datetime) -> Relief:
    """Take back what was asked, so that somebody else may be.

    Raises:
        ReliefAnsweredError, WatchPartNotFoundError, RightMissingError, IncidentClosedError.
    """
    relief = _asked(relief_id, by=by)
    incident = visible_incident(relief.watch.incident_id, viewer=by)
    if not may_run(by, incident):
        raise RightMissingError(str(Right.RUN_INCIDENTS))
    open_room(incident.pk, by=by)
    _answer(relief, Relief.Status.WITHDRAWN, by=by, at=at)
    return relief


def _asked(relief_id: UUID, *, by: Person) -> Relief:
    visible_relief(relief_id, viewer=by)
    rows = Relief.objects.select_for_update(of=("self",)).select_related(
        "watch__incident__unit", "asked_by", "taker"
    )
    relief = rows.get(pk=relief_id)
    if relief.status != Relief.Status.ASKED or relief.watch.ended_at is not None:
        raise ReliefAnsweredError
    return relief


def _answer(relief: Relief, status: str, *, by: Person, at: datetime) -> None:
    relief.status, relief.answered_by, relief.answered_at = status, by, at
    relief.save(update_fields=("status", "answered_by", "answered_at", "answer"))
    record(actor=by, verb=f"watch_relief.{status}", subject=relief, at=at)


def _tell(relief: Relief, kind: str, *, people: set[UUID], name: str, at: datetime) -> None:
    once = f"relief:{relief.pk.hex}:{kind}"
    tell_of_incident(
        relief.watch.incident,
        kind,
        people=people,
        once=once,
        at=at,
        facts={"by": name},
        path=reverse("watch:relief-detail", args=[relief.pk]),
    )
