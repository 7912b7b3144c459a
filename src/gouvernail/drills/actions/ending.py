"""A drill ends: its times are kept, the trainer says what they saw, the team what it changes."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import override

from gouvernail.crisis.actions import close_incident
from gouvernail.crisis.models import Incident
from gouvernail.crisis.queries.freezing import standing_freezes
from gouvernail.drills.actions.telling import WORKER, team_of, tell_team
from gouvernail.drills.errors import DrillInvalidError, DrillStateError
from gouvernail.drills.models import Drill, Happening, Remark
from gouvernail.drills.permissions import led_drill
from gouvernail.drills.queries.figures import results_of
from gouvernail.drills.queries.timing import new_leg, second_at
from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import Actor
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person

NOTE_LIMIT: Final = 300
TEXT_LIMIT: Final = 5_000
BATCH: Final = 100
FORGOTTEN: Final = timedelta(days=1)
"""How long after its length a drill that nobody ended goes on."""


@action("drills.note_act")
def note_act(
    *, drill_id: UUID, act: str, verdict: str, note: str = "", by: Person, at: datetime
) -> Remark:
    """Say how an act that was expected was done; the trainer may say it anew.

    The first time it is said to be done, in part or well, is the time of an act that no row
    measures. Saying it after the end moves no time.

    Raises:
        DrillInvalidError: no such act or verdict, or too many words.
        DrillStateError: the drill has not begun.
        DrillNotFoundError, RightMissingError, NotPlayingError.
    """
    drill = led_drill(drill_id, by=by)
    if drill.started_at is None:
        raise DrillStateError
    wrong = {}
    if act not in {one["act"] for one in drill.part("expected")}:
        wrong["act"] = _("Choose one of the list.")
    if verdict not in Remark.Verdict.values:
        wrong["verdict"] = _("Say whether it was done.")
    if len(note.strip()) > NOTE_LIMIT:
        wrong["note"] = _("At most %(most)s characters, please.") % {"most": NOTE_LIMIT}
    if wrong:
        raise DrillInvalidError(wrong)
    remark = drill.remarks.filter(act=act).first()
    missed = remark is not None and remark.verdict == Remark.Verdict.MISSED
    if remark is None:
        remark = Remark(drill=drill, act=act, seen_at=at)
    elif missed:
        remark.seen_at = at
    remark.verdict, remark.note, remark.noted_by = verdict, note.strip(), by
    remark.save()
    record(actor=by, verb="drill_remark.noted", subject=remark, at=at)
    return remark


@action("drills.end_drill")
def end_drill(*, drill_id: UUID, by: Person, at: datetime) -> Drill:
    """End a drill: its times are measured and kept, its team is told, its room is closed.

    A room where a freeze stands stays open: two people lift it first, as they would.

    Raises:
        DrillStateError: it is not under way.
        DrillNotFoundError, RightMissingError, NotPlayingError.
    """
    drill = led_drill(drill_id, by=by)
    if not drill.is_on:
        raise DrillStateError
    _end(drill, by=by, at=at)
    tell_team(drill, "ended", people=team_of(drill) - {by.pk}, once="ended", at=at)
    _close_room(drill, by=by, at=at)
    return drill


def _end(drill: Drill, *, by: Person | Actor, at: datetime) -> None:
    """Stop the clock of a drill, keep its times, leave out what was to come. Inside an action."""
    drill.legs = [*drill.legs, new_leg(at, second=second_at(drill.legs, at), speed=0)]
    drill.results = results_of(drill)
    drill.status, drill.ended_at = Drill.Status.ENDED, at
    drill.save(update_fields=("legs", "results", "status", "ended_at"))
    record(actor=by, verb="drill.ended", subject=drill, at=at)
    for row in drill.happenings.filter(status=Happening.Status.WAITING):
        row.status = Happening.Status.SKIPPED
        row.save(update_fields=("status",))
        record(actor=by, verb="drill_happening.skipped", subject=row, at=at)


def end_forgotten(*, at: datetime) -> int:
    """End the drills whose length passed more than a day ago, paused or not; return how many."""
    rows = Drill.objects.filter(status__in=Drill.ON, started_at__lt=at - FORGOTTEN)
    keys = list(rows.order_by("started_at", "pk").values_list("pk", flat=True)[:BATCH])
    return sum(end_forgotten_drill(drill_id=key, at=at) for key in keys)


@action("drills.end_forgotten_drill")
def end_forgotten_drill(*, drill_id: UUID, at: datetime) -> int:
    """End a drill that everybody forgot, and tell its team; return 1 if it was one.

    Its room stays open: closing it says in somebody's name how it ended.
    """
    drill = Drill.objects.select_for_update().get(pk=drill_id)
    if not drill.is_on or drill.started_at is None:
        return 0
    if at <= drill.started_at + timedelta(minutes=drill.script.get("minutes", 0)) + FORGOTTEN:
        return 0
    _end(drill, by=WORKER, at=at)
    tell_team(drill, "ended", people=team_of(drill), once="ended", at=at)
    return 1


def _close_room(drill: Drill, *, by: Person, at: datetime) -> None:
    room = drill.incident
    if room is None or room.status != Incident.Status.OPEN or standing_freezes(room):
        return
    with override(drill.language):
        words = _("The trainer ended the drill.")
    close_incident(incident_id=room.pk, closing=words, by=by, at=at)


@action("drills.conclude_drill")
def conclude_drill(*, drill_id: UUID, lessons: str, by: Person, at: datetime) -> Drill:
    """Write what the team changes after a drill.

    Raises:
        DrillInvalidError: too many words.
        DrillStateError: it has not ended.
        DrillNotFoundError, RightMissingError.
    """
    drill = led_drill(drill_id, by=by)
    if drill.status != Drill.Status.ENDED:
        raise DrillStateError
    words = lessons.strip()
    if len(words) > TEXT_LIMIT:
        most = _("At most %(most)s characters, please.") % {"most": TEXT_LIMIT}
        raise DrillInvalidError({"lessons": most})
    drill.lessons = words
    drill.save(update_fields=("lessons",))
    record(actor=by, verb="drill.concluded", subject=drill, at=at)
    return drill
