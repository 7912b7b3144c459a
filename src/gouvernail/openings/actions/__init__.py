"""Everything that happens to a request for a new account."""

from gouvernail.approvals.actions.decisions import Choice
from gouvernail.openings.actions.assumptions import set_assumption
from gouvernail.openings.actions.checklist import (
    Beginning,
    Upload,
    abandon_opening,
    begin_opening,
    finish_opening,
    tick_check,
    untick_check,
)
from gouvernail.openings.actions.decisions import answer_appeal, appeal_refusal, decide_opening
from gouvernail.openings.actions.merging import decline_rework, finish_rework, merge_opening
from gouvernail.openings.actions.reminders import remind_people
from gouvernail.openings.actions.writing import (
    NewOpening,
    answer_naming,
    draft_opening,
    give_up_opening,
    submit_opening,
    take_back_opening,
    write_opening,
)

__all__ = [
    "Beginning",
    "Choice",
    "NewOpening",
    "Upload",
    "abandon_opening",
    "answer_appeal",
    "answer_naming",
    "appeal_refusal",
    "begin_opening",
    "decide_opening",
    "decline_rework",
    "draft_opening",
    "finish_opening",
    "finish_rework",
    "give_up_opening",
    "merge_opening",
    "remind_people",
    "set_assumption",
    "submit_opening",
    "take_back_opening",
    "tick_check",
    "untick_check",
    "write_opening",
]
