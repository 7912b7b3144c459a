"""The plan for conflicts to start from: stages in order, known replies, both languages."""

from importlib.resources import files

import pytest

from gouvernail.inbox import starters
from gouvernail.inbox.starters import HEAT, read_conflict_plan, starter_conflict_plan
from gouvernail.kernel.bilingual import DataFileError
from tests.wording import faults_of, lines_of, words_in

PLAN = starter_conflict_plan()


def test_a_thread_that_heats_up_has_its_stages_in_order() -> None:
    heated = [stage.messages for stage in PLAN.stages if stage.heat != "after"]

    assert tuple(stage.heat for stage in PLAN.stages) == HEAT
    assert heated == sorted(heated)
    assert all(stage.replies for stage in PLAN.stages)
    assert PLAN.stages[2].steps[0].slug == "capture"


def test_the_plan_is_well_written_in_both_languages() -> None:
    assert [fault for words in words_in(PLAN) for fault in faults_of(words)] == []


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("heat: hot", "heat: warm", "repeated"),
        ("who: expert", "who: nobody", "expected_choice"),
        ("replies: [thanks,", "replies: [poem,", "expected_choice"),
        ("step: second-pair", "step: hold-posts", "repeated"),
        ("  messages: 2\n", "  messages: 2\n  colour: red\n", "unknown_key"),
    ],
)
def test_a_fault_is_told_at_its_line(before: str, after: str, code: str) -> None:
    whole = files(starters).joinpath("conflict.yaml").read_text("utf-8")
    line = whole[: whole.index(before)].count("\n") + 1

    with pytest.raises(DataFileError) as refused:
        read_conflict_plan(whole.replace(before, after, 1), "conflict.yaml")

    assert any(
        told == code and line - 1 <= place <= line + 12 for place, told in lines_of(refused.value)
    )
