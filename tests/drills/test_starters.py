"""The drills to start from: half an hour, scripted, timed, in both languages."""

from importlib.resources import files

import pytest

from gouvernail.drills import starters
from gouvernail.drills.starters import (
    ACTS,
    DRILLS,
    StarterDrill,
    read_drill,
    starter_drill,
    starter_drills,
)
from gouvernail.kernel.bilingual import DataFileError
from gouvernail.kernel.text import count
from tests.wording import faults_of, lines_of, words_in

each_drill = pytest.mark.parametrize("drill", starter_drills(), ids=lambda drill: drill.slug)


def test_there_are_four_drills_on_four_plans() -> None:
    assert tuple(drill.slug for drill in starter_drills()) == DRILLS
    plans = {drill.plan for drill in starter_drills()}
    assert plans == {"reputation", "hijack", "breach", "weather"}
    assert starter_drill("storm-outage").title.en == "The storm and the outage"


@each_drill
def test_a_drill_is_well_written_in_both_languages(drill: StarterDrill) -> None:
    assert [fault for words in words_in(drill) for fault in faults_of(words)] == []


@each_drill
def test_a_team_of_newcomers_is_done_in_half_an_hour(drill: StarterDrill) -> None:
    assert drill.minutes == 30
    assert drill.events[0].minute == 0
    assert drill.expected[-1].act == "all_clear"
    assert {each.act for each in drill.expected} == set(ACTS)
    assert {event.kind for event in drill.events} == {"post", "comment", "inject"}
    assert {event.to for event in drill.events} - {""} <= set(drill.roles)


@each_drill
def test_what_is_staged_fits_a_short_post_and_leads_nowhere_real(drill: StarterDrill) -> None:
    staged = [event for event in drill.events if event.kind != "inject"]

    for event in staged:
        for text in (event.words.fr, event.words.en):
            assert count("x", text).fits
            assert "http" not in text
            assert ".com" not in text
            assert ".fr" not in text


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("under: picture", "under: nothing", "expected_choice"),
        ("by: marion", "by: nobody", "expected_choice"),
        ("to: spokesperson", "to: caretaker", "expected_choice"),
        ("minute: 5\n  kind: post", "minute: 3\n  kind: post", "out_of_order"),
        ("minutes: 30", "minutes: 20", "expected_number"),
        ("act: assess", "act: detect", "repeated"),
        ("plan: reputation", "plan: reputation\ncolour: red", "unknown_key"),
        ("handle: brevent", "handle: Brévent!", "bad_id"),
    ],
)
def test_a_fault_is_told_at_its_line(before: str, after: str, code: str) -> None:
    whole = files(starters).joinpath("product-rumour.yaml").read_text("utf-8")
    line = whole[: whole.index(before)].count("\n") + 1

    with pytest.raises(DataFileError) as refused:
        read_drill(whole.replace(before, after, 1), "product-rumour.yaml")

    places = [place for place, told in lines_of(refused.value) if told == code]
    assert places
    assert code == "expected_number" or line - 1 <= places[0] <= line + 1
