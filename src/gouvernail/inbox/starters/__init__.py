"""The plan for conflicts to start from, in both languages, and how it is read from its file."""

from gouvernail.inbox.starters.reading import (
    HEAT,
    ConflictStage,
    ConflictStep,
    StarterConflictPlan,
    read_conflict_plan,
    starter_conflict_plan,
)

__all__ = [
    "HEAT",
    "ConflictStage",
    "ConflictStep",
    "StarterConflictPlan",
    "read_conflict_plan",
    "starter_conflict_plan",
]
