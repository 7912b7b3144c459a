"""A drill is played on the practice network; its times come from rows, and nothing leaves."""

from datetime import datetime, timedelta

import pytest
from django.core import mail

from gouvernail.crisis.actions import (
    add_entry,
    close_incident,
    freeze_from_room,
    take_seat,
)
from gouvernail.crisis.models import Entry, Seat
from gouvernail.drills.actions import (
    Said,
    cancel_drill,
    conclude_drill,
    end_drill,
    end_forgotten,
    inject,
    name_player,
    note_act,
    pace_drill,
    play_now,
    play_running,
    raise_alarm,
    remind_players,
    skip_happening,
    speak,
    start_drill,
)
from gouvernail.drills.errors import (
    DrillInvalidError,
    DrillNotFoundError,
    DrillStateError,
    NobodyMayAlarmError,
    NotPlayingError,
)
from gouvernail.drills.models import Drill, Happening
from gouvernail.drills.queries.figures import drills_compared, export_rows, lines_of, rehearsed
from gouvernail.drills.queries.playing import stage_of
from gouvernail.drills.queries.timing import instant_of, new_leg, second_at
from gouvernail.notifications.models import Notification
from gouvernail.notifications.queries import sentence
from gouvernail.people.errors import RightMissingError
from gouvernail.people.models import Person
from gouvernail.practice.queries import on_stage, timeline
from gouvernail.publishing.actions import seal_freeze
from gouvernail.watch.actions import open_watch, send_report
from gouvernail.watch.models import Report
from tests.make.drills import make_drill, make_running_drill, make_scenario

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def test_time_passes_at_its_speed_and_stops_when_paused(noon: datetime) -> None:
    legs = [new_leg(noon, second=0, speed=2)]
    legs.append(new_leg(noon + MINUTE, second=second_at(legs, noon + MINUTE), speed=0))
    legs.append(new_leg(noon + 5 * MINUTE, second=120, speed=10))

    assert [second_at(legs, noon + n * MINUTE) for n in (-1, 0, 1, 3, 5, 6)] == [
        *(0, 0, 120, 120, 120, 720),
    ]
    assert instant_of(legs, 60) == noon + MINUTE / 2
    assert instant_of(legs, 420) == noon + 5 * MINUTE + MINUTE / 2
    assert instant_of(legs[:2], 420) is None


def test_the_script_comes_at_its_minutes_on_a_stage_apart(
    claire: Person, yann: Person, noon: datetime
) -> None:
    drill = make_running_drill(by=claire, players={"watch": yann.pk}, at=noon, speed=2)

    play_running(at=noon + 3 * MINUTE)

    said = list(on_stage(drill.pk))
    assert [one.text[:12] for one in said] == [
        "Our autumn f",
        "Look what I ",
        "I give it to",
        "Brévent puts",
        "And meanwhil",
    ]
    assert said[1].at == noon + MINUTE  # minute 2, twice as fast, whenever the worker came by
    assert "[Picture:" in said[1].text
    assert (said[2].reply_to_id, said[4].reply_to_id) == (said[1].pk, said[0].pk)
    assert not timeline().exists()
    assert play_running(at=noon + 3 * MINUTE) == 0

    play_running(at=noon + 5 * MINUTE)
    assert drill.happenings.get(key="pace").status == "played"
    told = Notification.objects.get(person=yann, kind="drill.inject")
    assert sentence(told.kind, told.facts).startswith("Drill. ")


def test_a_team_plays_and_its_times_are_measured(  # noqa: PLR0915 - one drill
    claire: Person, yann: Person, amina: Person, noon: datetime
) -> None:
    players = {"lead": yann.pk, "watch": yann.pk, "spokesperson": amina.pk}
    drill = make_running_drill(by=claire, players=players, at=noon)
    play_running(at=noon + 5 * MINUTE)

    drill = raise_alarm(drill_id=drill.pk, severity=3, by=yann, at=noon + 5 * MINUTE)
    again = raise_alarm(drill_id=drill.pk, severity=4, by=amina, at=noon + 6 * MINUTE)
    room = drill.incident
    assert room is not None
    assert again.incident == room
    assert (room.is_drill, room.origin_kind, room.severity) == (True, "drill", 3)
    assert {(one.role, one.person) for one in Seat.objects.filter(incident=room)} == {
        ("lead", yann),
        ("watch", yann),
        ("spokesperson", amina),
    }
    add_entry(incident_id=room.pk, kind="fact", text="A photo.", by=yann, at=noon + 9 * MINUTE)
    freeze = freeze_from_room(
        incident_id=room.pk,
        scope_kind="network",
        scope_value="practice",
        by=yann,
        at=noon + 11 * MINUTE,
    )
    seal_freeze(freeze_id=freeze.pk, at=noon + 11 * MINUTE)
    said = Said(kind="comment", words="We are checking.", by="brand", under="picture")
    spoken = speak(drill_id=drill.pk, said=said, by=amina, at=noon + 16 * MINUTE)
    assert spoken.post is not None
    assert spoken.post.reply_to == drill.happenings.get(key="picture").post
    assert Entry.objects.filter(incident=room, kind="word", text="We are checking.").exists()
    open_watch(incident_id=room.pk, at=noon + 6 * MINUTE)
    report = Report.objects.get(watch__incident=room)
    send_report(
        report_id=report.pk,
        parts={"sentence": "A false photo."},
        edition=report.edition,
        by=yann,
        at=noon + 20 * MINUTE,
    )
    note_act(drill_id=drill.pk, act="correct", verdict="done", by=claire, at=noon + 24 * MINUTE)
    ended = end_drill(drill_id=drill.pk, by=claire, at=noon + 30 * MINUTE)

    lines = {one.act: one for one in lines_of(ended, at=noon + 30 * MINUTE)}
    minutes = {act: line.minute for act, line in lines.items()}
    assert minutes == {
        "detect": 5,
        "assess": 9,
        "freeze": 11,
        "first_word": 16,
        "first_report": 20,
        "correct": 24,
        "all_clear": None,
    }
    assert lines["detect"].after == 3 * 60  # the picture came at minute 2
    assert [act for act, line in lines.items() if not line.is_in_time] == [
        *("first_word", "all_clear"),
    ]
    assert mail.outbox == []
    room.refresh_from_db()
    assert room.status == "open"  # the freeze of the practice network is lifted by two first
    assert not ended.happenings.filter(status="waiting").exists()
    with pytest.raises(DrillStateError):
        speak(drill_id=drill.pk, said=said, by=amina, at=noon + 31 * MINUTE)


def test_drills_of_a_scenario_compare_at_any_speed(
    claire: Person, yann: Person, noon: datetime
) -> None:
    players = {"watch": yann.pk}
    scenario = make_scenario(by=claire, at=noon)
    day = timedelta(days=1)

    def played(at: datetime, *, alarm: int, speed: int) -> Drill:
        drill = make_running_drill(
            by=claire, players=players, scenario=scenario, at=at, speed=speed
        )
        play_running(at=at + 2 * MINUTE / speed)
        drill = raise_alarm(drill_id=drill.pk, severity=2, by=yann, at=at + alarm * MINUTE / speed)
        assert drill.incident_id is not None
        over = at + 30 * MINUTE / speed
        close_incident(incident_id=drill.incident_id, closing="Over.", by=yann, at=over)
        return end_drill(drill_id=drill.pk, by=claire, at=over)

    first = played(noon, alarm=8, speed=1)
    second = played(noon + day, alarm=4, speed=10)

    line = lines_of(second, at=noon + 2 * day)[0]
    assert (line.act, line.after, line.before, line.gained) == ("detect", 120, 360, 240)
    assert line.wall == 12
    rows, _page = drills_compared(claire, scenario=scenario.pk)
    assert [(one.drill, one.in_time) for one in rows] == [(second, 2), (first, 1)]
    year = rehearsed(claire, at=noon + 2 * day)
    assert (year.drills, year.in_time, year.expected, year.percent) == (2, 3, 14, 21)
    assert [row[7] for row in export_rows(claire)] == [120, 360]


def test_the_trainer_pauses_brings_in_and_leaves_out(
    claire: Person, yann: Person, amina: Person, noon: datetime
) -> None:
    drill = make_running_drill(by=claire, players={"watch": yann.pk, "lead": amina.pk}, at=noon)
    pace_drill(drill_id=drill.pk, speed=0, by=claire, at=noon + MINUTE)
    assert play_running(at=noon + 9 * MINUTE) == 0
    pace_drill(drill_id=drill.pk, speed=1, by=claire, at=noon + 10 * MINUTE)
    play_running(at=noon + 11 * MINUTE)
    assert drill.happenings.get(key="picture").played_at == noon + 11 * MINUTE

    late = noon + 12 * MINUTE
    quality = drill.happenings.get(key="quality")
    play_now(drill_id=drill.pk, happening_id=quality.pk, by=claire, at=late)
    radio = drill.happenings.get(key="radio")
    skip_happening(drill_id=drill.pk, happening_id=radio.pk, by=claire, at=late)
    with pytest.raises(DrillStateError):
        play_now(drill_id=drill.pk, happening_id=radio.pk, by=claire, at=late)
    for said in (
        Said(kind="post", words="Me too!", by="karl"),
        Said(kind="inject", words="Go.", to="lead"),
    ):
        inject(drill_id=drill.pk, said=said, by=claire, at=late)
    with pytest.raises(DrillInvalidError) as refused:
        inject(drill_id=drill.pk, said=Said(kind="comment", words=""), by=claire, at=late)
    assert set(refused.value.fields) == {"words", "by", "under"}

    assert stage_of(drill, viewer=amina, at=late).injects[0].said == "Go."
    assert "Go." not in [one.said for one in stage_of(drill, viewer=yann, at=late).injects]
    assert Happening.objects.filter(source="trainer").count() == 2


def test_only_the_team_plays_and_only_the_trainer_leads(
    claire: Person, yann: Person, julie: Person, nina: Person, noon: datetime
) -> None:
    drill = make_running_drill(by=claire, players={"watch": yann.pk}, at=noon)

    with pytest.raises(NotPlayingError):
        raise_alarm(drill_id=drill.pk, severity=2, by=claire, at=noon)
    with pytest.raises(DrillNotFoundError):
        speak(drill_id=drill.pk, said=Said(kind="post", words="Hi", by="brand"), by=nina, at=noon)
    with pytest.raises(DrillInvalidError):
        speak(drill_id=drill.pk, said=Said(kind="post", words="Hi", by="karl"), by=yann, at=noon)
    with pytest.raises(DrillInvalidError):
        pace_drill(drill_id=drill.pk, speed=7, by=claire, at=noon)
    assert stage_of(drill, viewer=claire, at=noon).leads
    assert not stage_of(drill, viewer=yann, at=noon).leads


def test_a_drill_is_planned_reminded_of_called_off(
    claire: Person, yann: Person, noon: datetime
) -> None:
    drill = make_drill(
        by=claire, players={"watch": yann.pk}, at=noon, planned_at=noon + timedelta(days=2)
    )
    for person_id in (claire.pk, None):
        name_player(drill_id=drill.pk, role="lead", person_id=person_id, by=claire, at=noon)
    assert [one.role for one in drill.players.all()] == ["watch"]
    assert remind_players(at=noon) == 0
    assert remind_players(at=noon + timedelta(days=1, hours=1)) == 1
    assert remind_players(at=noon + timedelta(days=1, hours=2)) == 0
    cancel_drill(drill_id=drill.pk, by=claire, at=noon + timedelta(days=1, hours=3))

    kinds = Notification.objects.filter(person=yann).order_by("at").values_list("kind", flat=True)
    assert list(kinds) == ["drill.planned", "drill.soon", "drill.cancelled"]
    with pytest.raises(DrillStateError):
        start_drill(drill_id=drill.pk, by=claire, at=noon)
    with pytest.raises(DrillInvalidError) as refused:
        make_drill(by=claire, players={}, at=noon, planned_at=noon - timedelta(days=1))
    assert set(refused.value.fields) == {"planned_at"}


def test_a_drill_without_anybody_who_may_raise_the_alarm_does_not_begin(
    claire: Person, noon: datetime
) -> None:
    drill = make_drill(by=claire, players={}, at=noon)

    with pytest.raises(NobodyMayAlarmError):
        start_drill(drill_id=drill.pk, by=claire, at=noon)


def test_lessons_are_written_after_the_end(claire: Person, yann: Person, noon: datetime) -> None:
    drill = make_running_drill(by=claire, players={"watch": yann.pk}, at=noon)
    with pytest.raises(DrillStateError):
        conclude_drill(drill_id=drill.pk, lessons="Soon.", by=claire, at=noon)

    end_drill(drill_id=drill.pk, by=claire, at=noon + MINUTE)
    conclude_drill(drill_id=drill.pk, lessons="Call quality.", by=claire, at=noon + MINUTE)

    drill.refresh_from_db()
    assert drill.lessons == "Call quality."
    assert lines_of(drill, at=noon + MINUTE)[0].second is None


def test_a_drill_whose_trainer_is_gone_is_paused_and_ended_by_who_runs_incidents_there(
    claire: Person, yann: Person, amina: Person, noon: datetime
) -> None:
    drill = make_running_drill(by=yann, players={"watch": amina.pk}, at=noon)
    with pytest.raises(NotPlayingError):
        pace_drill(drill_id=drill.pk, speed=0, by=claire, at=noon + MINUTE)

    Person.objects.filter(pk=yann.pk).update(is_active=False)
    with pytest.raises(RightMissingError):
        pace_drill(drill_id=drill.pk, speed=0, by=amina, at=noon + MINUTE)
    pace_drill(drill_id=drill.pk, speed=0, by=claire, at=noon + MINUTE)
    ended = end_drill(drill_id=drill.pk, by=claire, at=noon + 2 * MINUTE)

    assert ended.status == "ended"


def test_a_drill_forgotten_for_a_day_past_its_length_ends_by_itself(
    claire: Person, yann: Person, noon: datetime
) -> None:
    drill = make_running_drill(by=claire, players={"watch": yann.pk}, at=noon)
    pace_drill(drill_id=drill.pk, speed=0, by=claire, at=noon + MINUTE)
    over = noon + timedelta(days=1, minutes=drill.script["minutes"])

    assert end_forgotten(at=over) == 0
    assert end_forgotten(at=over + MINUTE) == 1
    assert end_forgotten(at=over + 2 * MINUTE) == 0

    drill.refresh_from_db()
    assert (drill.status, drill.ended_at) == ("ended", over + MINUTE)
    assert not drill.happenings.filter(status="waiting").exists()
    told = Notification.objects.filter(kind="drill.ended")
    assert {one.person for one in told} == {claire, yann}


def test_who_was_relieved_in_the_room_still_speaks_on_the_stage(
    claire: Person, yann: Person, amina: Person, noon: datetime
) -> None:
    players = {"lead": yann.pk, "spokesperson": amina.pk}
    drill = make_running_drill(by=claire, players=players, at=noon)
    drill = raise_alarm(drill_id=drill.pk, severity=3, by=yann, at=noon + MINUTE)
    room = drill.incident
    assert room is not None
    late = noon + 2 * MINUTE
    take_seat(incident_id=room.pk, role="spokesperson", person_id=yann.pk, by=yann, at=late)
    said = Said(kind="post", words="We are checking.", by="brand")

    spoken = speak(drill_id=drill.pk, said=said, by=amina, at=late)

    assert spoken.post is not None
    assert Entry.objects.get(incident=room, kind="word").text == "We are checking."
