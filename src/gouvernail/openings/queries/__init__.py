"""Questions about requests for new accounts: what they say, what the adviser finds, who waits."""

from gouvernail.openings.queries.checklist import (
    STEPS,
    Line,
    checklist_of,
    conditions_of,
    voucher_of,
)
from gouvernail.openings.queries.evidence import Advice, advice_for, summary_for
from gouvernail.openings.queries.listing import (
    Filters,
    Task,
    openings_for_export,
    openings_for_list,
    tally,
    tasks_of,
    to_decide,
)
from gouvernail.openings.queries.requests import (
    KIND,
    SECTION_NAMES,
    SECTIONS,
    Gap,
    Stage,
    digest_of,
    gaps_of,
    is_late,
    line_of,
    route_of,
    subject_of,
    unaccepted,
)
from gouvernail.openings.queries.rhythm import KINDS, STARTS, Figure, figures, kind_choices

__all__ = [
    "KIND",
    "KINDS",
    "SECTIONS",
    "SECTION_NAMES",
    "STARTS",
    "STEPS",
    "Advice",
    "Figure",
    "Filters",
    "Gap",
    "Line",
    "Stage",
    "Task",
    "advice_for",
    "checklist_of",
    "conditions_of",
    "digest_of",
    "figures",
    "gaps_of",
    "is_late",
    "kind_choices",
    "line_of",
    "openings_for_export",
    "openings_for_list",
    "route_of",
    "subject_of",
    "summary_for",
    "tally",
    "tasks_of",
    "to_decide",
    "unaccepted",
    "voucher_of",
]
