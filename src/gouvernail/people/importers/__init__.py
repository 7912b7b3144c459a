"""People and units from a spreadsheet saved as CSV: read, recognised, compared with what is there.

Nothing here writes: `planned_people` and `planned_units` say what each row would do, and why one
is refused; `people.actions.import_people` and `import_units` then do it.
"""

from gouvernail.people.importers.people import planned_people
from gouvernail.people.importers.plans import Outcome, Plan, PlannedRow, counts_of
from gouvernail.people.importers.tables import Table, read_table
from gouvernail.people.importers.units import planned_units

__all__ = [
    "Outcome",
    "Plan",
    "PlannedRow",
    "Table",
    "counts_of",
    "planned_people",
    "planned_units",
    "read_table",
]
