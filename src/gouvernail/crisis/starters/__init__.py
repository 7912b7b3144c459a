"""Crisis plans to start from, in both languages, and how they are read from their files."""

from gouvernail.crisis.starters.reading import (
    KINDS,
    TAKEOVER,
    narrowed,
    read_commons,
    read_plan,
    starter_commons,
    starter_plan,
    starter_plans,
)
from gouvernail.crisis.starters.shapes import (
    StarterChannel,
    StarterCommons,
    StarterContact,
    StarterLevel,
    StarterPlan,
    StarterRole,
    StarterStatement,
    StarterStep,
    StarterTakeover,
)
from gouvernail.crisis.starters.writing import plan_text

__all__ = [
    "KINDS",
    "TAKEOVER",
    "StarterChannel",
    "StarterCommons",
    "StarterContact",
    "StarterLevel",
    "StarterPlan",
    "StarterRole",
    "StarterStatement",
    "StarterStep",
    "StarterTakeover",
    "narrowed",
    "plan_text",
    "read_commons",
    "read_plan",
    "starter_commons",
    "starter_plan",
    "starter_plans",
]
