"""Scenarios of drills, and drills as they were played."""

from gouvernail.drills.models.drills import Drill, Happening, Player, Remark
from gouvernail.drills.models.scenarios import Scenario

__all__ = ["Drill", "Happening", "Player", "Remark", "Scenario"]
