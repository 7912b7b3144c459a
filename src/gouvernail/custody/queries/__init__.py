"""What is known of who can get in: one account, one person, the board, a departure."""

from gouvernail.custody.queries.criteria import Known, Verdict, level_of, verdicts_of
from gouvernail.custody.queries.networks import hold_of
from gouvernail.custody.queries.standings import Custody, custody_of, standings_of
from gouvernail.custody.queries.words import reason_words

__all__ = [
    "Custody",
    "Known",
    "Verdict",
    "custody_of",
    "hold_of",
    "level_of",
    "reason_words",
    "standings_of",
    "verdicts_of",
]
