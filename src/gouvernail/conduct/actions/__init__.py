"""Every change of a report of staff, of the legal basis, and of a case."""

from gouvernail.conduct.actions.basis import (
    BasisChoices,
    agree_to_basis,
    decline_basis,
    end_basis,
    may_record,
    propose_basis,
    require_open,
)
from gouvernail.conduct.actions.deciding import (
    Ruling,
    appeal_case,
    decide_appeal,
    decide_case,
    lift_early,
)
from gouvernail.conduct.actions.files import KeptFile, forget_kept, keep_report_file
from gouvernail.conduct.actions.following import follow_up, forget_old, redact_words
from gouvernail.conduct.actions.hearing import (
    appoint,
    ask_for_another,
    give_account,
    give_time,
    stand_aside,
    take_case,
    weigh,
)
from gouvernail.conduct.actions.helping import answer, pass_on, sort_as, take_up
from gouvernail.conduct.actions.opening import NewCase, NewProof, add_proof, open_case
from gouvernail.conduct.actions.reporting import NewReport, make_report, reopen, say, withdraw
from gouvernail.conduct.actions.timing import erase_from_cases, follow_cases, forget_cases

__all__ = [
    "BasisChoices",
    "KeptFile",
    "NewCase",
    "NewProof",
    "NewReport",
    "Ruling",
    "add_proof",
    "agree_to_basis",
    "answer",
    "appeal_case",
    "appoint",
    "ask_for_another",
    "decide_appeal",
    "decide_case",
    "decline_basis",
    "end_basis",
    "erase_from_cases",
    "follow_cases",
    "follow_up",
    "forget_cases",
    "forget_kept",
    "forget_old",
    "give_account",
    "give_time",
    "keep_report_file",
    "lift_early",
    "make_report",
    "may_record",
    "open_case",
    "pass_on",
    "propose_basis",
    "redact_words",
    "reopen",
    "require_open",
    "say",
    "sort_as",
    "stand_aside",
    "take_case",
    "take_up",
    "weigh",
    "withdraw",
]
