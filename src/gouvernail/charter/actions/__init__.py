"""Writing the charter and what it says."""

from gouvernail.charter.actions.charter import (
    FACTORS_OF,
    SETTINGS,
    SETUP,
    CharterChoices,
    write_charter,
)
from gouvernail.charter.actions.frame import (
    Frame,
    TeamFacts,
    write_frame,
    write_modules,
    write_team_model,
)
from gouvernail.charter.actions.lines import remove_line, write_line
from gouvernail.charter.actions.starting import confirm_line, starter_for, take_starter
from gouvernail.charter.actions.ticks import tick_duty, untick_duty

__all__ = [
    "FACTORS_OF",
    "SETTINGS",
    "SETUP",
    "CharterChoices",
    "Frame",
    "TeamFacts",
    "confirm_line",
    "remove_line",
    "starter_for",
    "take_starter",
    "tick_duty",
    "untick_duty",
    "write_charter",
    "write_frame",
    "write_line",
    "write_modules",
    "write_team_model",
]
