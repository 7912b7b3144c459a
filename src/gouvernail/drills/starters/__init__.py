"""Drills to start from, in both languages, and how they are read from their files."""

from gouvernail.drills.starters.reading import (
    ACTS,
    DRILLS,
    DrillCast,
    DrillEvent,
    DrillExpectation,
    StarterDrill,
    read_drill,
    starter_drill,
    starter_drills,
)

__all__ = [
    "ACTS",
    "DRILLS",
    "DrillCast",
    "DrillEvent",
    "DrillExpectation",
    "StarterDrill",
    "read_drill",
    "starter_drill",
    "starter_drills",
]
