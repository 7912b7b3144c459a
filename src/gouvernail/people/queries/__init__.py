"""Who is of the organisation, where, and what they may be asked."""

from gouvernail.people.queries.team import (
    Asked,
    absences_of,
    colleagues,
    export_rows,
    grants_of,
    people_asked,
    team_counts,
)
from gouvernail.people.queries.units import (
    Standing,
    UnitLine,
    standing_in,
    unit_choices,
    unit_lines,
)

__all__ = [
    "Asked",
    "Standing",
    "UnitLine",
    "absences_of",
    "colleagues",
    "export_rows",
    "grants_of",
    "people_asked",
    "standing_in",
    "team_counts",
    "unit_choices",
    "unit_lines",
]
