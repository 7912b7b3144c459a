"""Every change of a report of staff."""

from gouvernail.conduct.actions.following import follow_up, forget_old, redact_words
from gouvernail.conduct.actions.helping import answer, pass_on, sort_as, take_up
from gouvernail.conduct.actions.reporting import NewReport, make_report, reopen, say, withdraw

__all__ = [
    "NewReport",
    "answer",
    "follow_up",
    "forget_old",
    "make_report",
    "pass_on",
    "redact_words",
    "reopen",
    "say",
    "sort_as",
    "take_up",
    "withdraw",
]
