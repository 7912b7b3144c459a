"""A drill is played: time runs, posts come, the alarm is raised, the team speaks."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import override

from gouvernail.crisis.actions import add_entry, declare
from gouvernail.crisis.models import Incident
from gouvernail.crisis.permissions import may_run
from gouvernail.drills.actions.planning import SPEEDS
from gouvernail.drills.actions.telling import WORKER, team_of, tell_team
from gouvernail.drills.errors import (
    DrillInvalidError,
    DrillStateError,
    NobodyMayAlarmError,
    ScenarioIncompleteError,
)
from gouvernail.drills.models import Drill, Happening
from gouvernail.drills.models.scenarios import EventKind
from gouvernail.drills.permissions import alarm_unit, led_drill, played_drill
from gouvernail.drills.queries.scenarios import MINUTE, is_complete, sign_of
from gouvernail.drills.queries.timing import instant_of, new_leg, second_at
from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import Actor
from gouvernail.foundation.ids import uuid7
from gouvernail.ledger.actions import record
from gouvernail.people.errors import RightMissingError
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right
from gouvernail.practice.actions import say_on_stage

WORDS_LIMIT: Final = 500
BATCH: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What somebody brings into a drill: a post, a comment under another event, or an inject.

    `by` is a member of the cast, or any invented name for the trainer; `under` the key of an event
    that was played; `to` the role an inject is for, empty for everybody.
    """

    kind: str
    words: str
    by: str = ""
    under: str = ""
    to: str = ""


@action("drills.start_drill")
def start_drill(*, drill_id: UUID, by: Person, at: datetime) -> Drill:
    """Begin a drill: its script stands as it is now, its clock runs, its team is told.

    Raises:
        DrillStateError: it began before, or another one is led by the same trainer.
        ScenarioIncompleteError, NobodyMayAlarmError: it cannot be played as it is.
        DrillNotFoundError, RightMissingError.
    """
    drill = led_drill(drill_id, by=by)
    if drill.status != Drill.Status.PLANNED:
        raise DrillStateError
    scenario = drill.scenario
    if not is_complete(scenario.script):
        raise ScenarioIncompleteError
    players = [one.person for one in drill.players.select_related("person")]
    if not any(alarm_unit(one, drill) for one in players):
        raise NobodyMayAlarmError
    drill.script = {
        **scenario.script,
        "minutes": scenario.minutes,
        "story": {"fr": scenario.story, "en": scenario.story_en},
        "debrief": {"fr": scenario.debrief, "en": scenario.debrief_en},
    }
    drill.edition, drill.trainer = scenario.edition, by
    drill.status, drill.started_at = Drill.Status.RUNNING, at
    drill.legs = [new_leg(at, second=0, speed=drill.speed)]
    drill.save()
    record(actor=by, verb="drill.started", subject=drill, at=at)
    _set_script(drill, by=by, at=at)
    tell_team(drill, "started", people=team_of(drill) - {by.pk}, once="started", at=at)
    _play(drill, at=at)
    return drill


def _set_script(drill: Drill, *, by: Person, at: datetime) -> None:
    sign = sign_of(drill.script)
    names = {one["who"]: one for one in drill.part("cast")}
    for one in drill.part("events"):
        row = Happening(
            drill=drill,
            key=one["event"],
            second=int(one["minute"]) * MINUTE,
            kind=one["kind"],
            by=_in(drill.language, names.get(one.get("by", ""), {})),
            under=one.get("under", ""),
            to=one.get("to", ""),
            words=_with_picture(one, "fr"),
            words_en=_with_picture(one, "en"),
            is_sign=one["event"] == sign,
        )
        row.save(force_insert=True)
        record(actor=by, verb="drill_happening.set", subject=row, at=at)


def _in(language: str, item: dict[str, Any], name: str = "") -> str:
    """Return the words of an item in a language, the other ones where it has none. Pure."""
    ahead = f"{name}_" if name else ""
    other = "fr" if language == "en" else "en"
    return str(item.get(f"{ahead}{language}") or item.get(f"{ahead}{other}") or "")


def _with_picture(item: dict[str, Any], language: str) -> str:
    """Return the words of an event, and what its picture shows, said in words. Pure."""
    words, shown = str(item.get(language, "")), str(item.get(f"picture_{language}", ""))
    if not shown:
        return words
    with override(language):
        return f"{words}\n\n" + _("[Picture: %(shown)s]") % {"shown": shown}


@action("drills.pace_drill")
def pace_drill(*, drill_id: UUID, speed: int, by: Person, at: datetime) -> Drill:
    """Let time run at another speed; 0 pauses it, any other lets it go on.

    Raises:
        DrillInvalidError: no such speed.
        DrillStateError: it is not under way.
        DrillNotFoundError, RightMissingError, NotPlayingError.
    """
    drill = _on(led_drill(drill_id, by=by))
    if speed not in (0, *SPEEDS):
        raise DrillInvalidError({"speed": _("Choose one of the speeds.")})
    _play(drill, at=at)
    drill.legs = [*drill.legs, new_leg(at, second=second_at(drill.legs, at), speed=speed)]
    drill.status = Drill.Status.RUNNING if speed else Drill.Status.PAUSED
    drill.speed = speed or drill.speed
    drill.save(update_fields=("legs", "status", "speed"))
    record(actor=by, verb="drill.paced", subject=drill, at=at)
    return drill


def _on(drill: Drill) -> Drill:
    if not drill.is_on:
        raise DrillStateError
    return drill


def play_running(*, at: datetime) -> int:
    """Play what is due in every drill that runs; return how many events."""
    rows = Drill.objects.filter(status=Drill.Status.RUNNING).order_by("pk")
    keys = list(rows.values_list("pk", "legs")[:BATCH])
    due = [key for key, legs in keys if _is_due(key, second_at(legs, at))]
    return sum(play_due(drill_id=key, at=at) for key in due)


def _is_due(drill_id: UUID, second: int) -> bool:
    rows = Happening.objects.filter(drill=drill_id, status="waiting", second__lte=second)
    return rows.exists()


@action("drills.play_due")
def play_due(*, drill_id: UUID, at: datetime) -> int:
    """Play the events of a drill whose second has come, each at its own instant."""
    drill = Drill.objects.select_for_update().get(pk=drill_id)
    return _play(drill, at=at) if drill.status == Drill.Status.RUNNING else 0


def _play(drill: Drill, *, at: datetime) -> int:
    second = second_at(drill.legs, at)
    rows = drill.happenings.filter(status=Happening.Status.WAITING, second__lte=second)
    due = list(rows.order_by("second", "pk"))
    for row in due:
        when = instant_of(drill.legs, row.second) or at
        _perform(drill, row, by=WORKER, at=min(when, at), written=at)
    return len(due)


def _perform(
    drill: Drill, row: Happening, *, by: Person | Actor, at: datetime, written: datetime
) -> None:
    """Put an event on the stage, or into hands. Called inside an action; one leaf."""
    if row.kind != EventKind.INJECT:
        under = drill.happenings.filter(key=row.under).first() if row.under else None
        words = row.words_en if drill.language == "en" else row.words
        row.post = say_on_stage(
            stage=drill.pk,
            author=row.by,
            text=(words or row.words or row.words_en)[: 2 * WORDS_LIMIT],
            lang=drill.language,
            reply_to=under.post if under else None,
            at=at,
        )
    row.status, row.played_at = Happening.Status.PLAYED, at
    row.save(update_fields=("status", "played_at", "post"))
    record(actor=by, verb="drill_happening.played", subject=row, at=written)
    if row.kind == EventKind.INJECT:
        _hand_over(drill, row, at=written)


def _hand_over(drill: Drill, row: Happening, *, at: datetime) -> None:
    """Tell whoever an inject is for that something reached them."""
    rows = drill.players.filter(role=row.to) if row.to else drill.players.all()
    people = set(rows.values_list("person_id", flat=True))
    tell_team(drill, "inject", people=people, once=f"inject:{row.pk.hex}", at=at)


@action("drills.play_now")
def play_now(*, drill_id: UUID, happening_id: UUID, by: Person, at: datetime) -> Happening:
    """Play an event that was to come later, now.

    Raises:
        DrillStateError: it was played or left out, or the drill is not under way.
        DrillNotFoundError, RightMissingError, NotPlayingError.
    """
    drill, row = _waiting(drill_id, happening_id, by=by)
    row.second = second_at(drill.legs, at)
    row.save(update_fields=("second",))
    _perform(drill, row, by=by, at=at, written=at)
    return row


@action("drills.skip_happening")
def skip_happening(*, drill_id: UUID, happening_id: UUID, by: Person, at: datetime) -> Happening:
    """Leave out an event that was to come.

    Raises: as `play_now`.
    """
    _drill, row = _waiting(drill_id, happening_id, by=by)
    row.status = Happening.Status.SKIPPED
    row.save(update_fields=("status",))
    record(actor=by, verb="drill_happening.skipped", subject=row, at=at)
    return row


def _waiting(drill_id: UUID, happening_id: UUID, *, by: Person) -> tuple[Drill, Happening]:
    drill = _on(led_drill(drill_id, by=by))
    row = drill.happenings.filter(pk=happening_id, status=Happening.Status.WAITING).first()
    if row is None:
        raise DrillStateError
    return drill, row


@action("drills.inject")
def inject(*, drill_id: UUID, said: Said, by: Person, at: datetime) -> Happening:
    """Bring in what the script does not hold: an inject, or words on the stage.

    Raises:
        DrillInvalidError: nothing is said, too much, by nobody, or under nothing.
        DrillStateError: it is not under way.
        DrillNotFoundError, RightMissingError, NotPlayingError.
    """
    drill = _on(led_drill(drill_id, by=by))
    if said.kind not in EventKind.values:
        raise DrillInvalidError({"kind": _("Choose one of the list.")})
    wrong = _wrong_words(said.words)
    names = {one["who"]: _in(drill.language, one) for one in drill.part("cast")}
    author = names.get(said.by, said.by.strip()[:120])
    if said.kind != EventKind.INJECT and not author:
        wrong["by"] = _("Say who writes it.")
    if said.kind == EventKind.COMMENT and _on_stage(drill, said.under) is None:
        wrong["under"] = _("Choose the post it stands under.")
    if said.to and said.to not in {one["role"] for one in drill.part("roles")}:
        wrong["to"] = _("Choose one of the list.")
    if wrong:
        raise DrillInvalidError(wrong)
    row = _happening(drill, said, Happening.Source.TRAINER, by=by, at=at)
    row.by = author if said.kind != EventKind.INJECT else ""
    row.save(force_insert=True)
    record(actor=by, verb="drill_happening.set", subject=row, at=at)
    _perform(drill, row, by=by, at=at, written=at)
    return row


def _wrong_words(words: str) -> dict[str, str]:
    if not words.strip():
        return {"words": _("Write what is said.")}
    if len(words.strip()) > WORDS_LIMIT:
        most = _("At most %(most)s characters, please.") % {"most": WORDS_LIMIT}
        return {"words": most}
    return {}


def _on_stage(drill: Drill, key: str) -> Happening | None:
    """Return a post of the stage by its key; None for a comment, or what is not there."""
    rows = drill.happenings.filter(key=key, kind=EventKind.POST, post__isnull=False)
    return rows.first() if key else None


def _happening(drill: Drill, said: Said, source: str, *, by: Person, at: datetime) -> Happening:
    key = uuid7()
    return Happening(
        id=key,
        drill=drill,
        key=key.hex,
        second=second_at(drill.legs, at),
        kind=said.kind,
        source=source,
        under=said.under if said.kind == EventKind.COMMENT else "",
        to=said.to if said.kind == EventKind.INJECT else "",
        words=said.words.strip(),
        written_by=by,
    )


@action("drills.raise_alarm")
def raise_alarm(*, drill_id: UUID, severity: int, by: Person, at: datetime) -> Drill:
    """Raise the alarm: an incident of the drill opens, whose seats are those of its team.

    Once raised it stays: whoever is second is shown the room.

    Raises:
        DrillStateError: the drill is not under way.
        IncidentInvalidError: no such severity.
        DrillNotFoundError, NotPlayingError, RightMissingError.
    """
    drill = _on(played_drill(drill_id, by=by))
    if drill.incident is not None:
        return drill
    unit = alarm_unit(by, drill)
    if unit is None:
        raise RightMissingError(str(Right.FREEZE))
    said = drill.title_en if drill.language == "en" and drill.title_en else drill.title
    drill.incident = declare(
        kind=drill.plan_kind,
        title=said,
        severity=severity,
        origin=("drill", str(drill.pk)),
        by=by,
        at=at,
        unit_id=unit.pk,
        is_drill=True,
        team=dict(drill.players.values_list("role", "person_id")),
    )
    drill.save(update_fields=("incident",))
    record(actor=by, verb="drill.alarmed", subject=drill, at=at)
    return drill


@action("drills.speak")
def speak(*, drill_id: UUID, said: Said, by: Person, at: datetime) -> Happening:
    """Speak on the stage in the name of one of our accounts: a post, or a comment under one.

    It is noted in the timeline of the room as a public word.

    Raises:
        DrillInvalidError: nothing is said, too much, by another voice, or under nothing.
        DrillStateError: it is not under way.
        DrillNotFoundError, NotPlayingError.
    """
    drill = _on(played_drill(drill_id, by=by))
    ours = {one["who"]: one for one in drill.part("cast") if one["kind"] == "ours"}
    kind = EventKind.COMMENT if said.under else EventKind.POST
    wrong = _wrong_words(said.words)
    if said.by not in ours:
        wrong["by"] = _("Choose one of our accounts.")
    if said.under and _on_stage(drill, said.under) is None:
        wrong["under"] = _("Choose the post it stands under.")
    if wrong:
        raise DrillInvalidError(wrong)
    spoken = Said(kind=kind, words=said.words, by=said.by, under=said.under)
    row = _happening(drill, spoken, Happening.Source.TEAM, by=by, at=at)
    row.by = _in(drill.language, ours[said.by])
    row.post = say_on_stage(
        stage=drill.pk,
        author=row.by,
        text=row.words,
        lang=drill.language,
        reply_to=under.post if (under := _on_stage(drill, row.under)) else None,
        at=at,
    )
    row.status, row.played_at = Happening.Status.PLAYED, at
    row.save(force_insert=True)
    record(actor=by, verb="drill_happening.said", subject=row, at=at)
    _note_word(drill, row, by=by, at=at)
    return row


def _note_word(drill: Drill, row: Happening, *, by: Person, at: datetime) -> None:
    """Note a public word in the room while it is open, whoever holds its seats by now."""
    room = Incident.objects.select_for_update(of=("self",)).filter(drill=drill).first()
    if room is None or room.status != Incident.Status.OPEN:
        return
    teller = by if may_run(by, room) else WORKER
    add_entry(incident_id=room.pk, kind="word", text=row.words, by=teller, at=at)
