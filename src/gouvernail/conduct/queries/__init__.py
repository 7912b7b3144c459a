"""Reports and cases as lists, what of them waits for one person, and figures without names."""

from gouvernail.conduct.queries.basis import basis_in_force, basis_proposed, what_is_missing
from gouvernail.conduct.queries.cases import (
    CaseFilters,
    cases_for_export,
    cases_for_list,
    cases_waiting_for,
    comparable,
    concerning,
    decisions_of,
    outcome_of,
    proofs_of,
    signed_on,
    still_runs,
)
from gouvernail.conduct.queries.figures import Table, tables
from gouvernail.conduct.queries.reports import (
    Filters,
    helps_somewhere,
    lines_of,
    reports_for_export,
    reports_for_list,
    tally,
    to_help_with,
)

__all__ = [
    "CaseFilters",
    "Filters",
    "Table",
    "basis_in_force",
    "basis_proposed",
    "cases_for_export",
    "cases_for_list",
    "cases_waiting_for",
    "comparable",
    "concerning",
    "decisions_of",
    "helps_somewhere",
    "lines_of",
    "outcome_of",
    "proofs_of",
    "reports_for_export",
    "reports_for_list",
    "signed_on",
    "still_runs",
    "tables",
    "tally",
    "to_help_with",
    "what_is_missing",
]
