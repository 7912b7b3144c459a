"""What the organisation chose, and what its governance model says: one aggregate a file."""

from gouvernail.charter.models.charter import Charter
from gouvernail.charter.models.duties import Duty, DutyTick
from gouvernail.charter.models.objectives import Objective, TeamModel
from gouvernail.charter.models.risks import Risk
from gouvernail.charter.models.scope import (
    Community,
    Document,
    Group,
    Line,
    ModelLine,
    PerimeterLine,
    Stakeholder,
    StrategyLink,
    Variant,
)

__all__ = [
    "SECTIONS",
    "Charter",
    "Community",
    "Document",
    "Duty",
    "DutyTick",
    "Group",
    "Line",
    "ModelLine",
    "Objective",
    "PerimeterLine",
    "Risk",
    "Stakeholder",
    "StrategyLink",
    "TeamModel",
    "Variant",
]

# What the charter says, by the word of its addresses.
SECTIONS: dict[str, type[Line]] = {
    "channels": PerimeterLine,
    "documents": Document,
    "stakeholders": Stakeholder,
    "groups": Group,
    "variants": Variant,
    "strategy": StrategyLink,
    "objectives": Objective,
    "risks": Risk,
    "duties": Duty,
}
