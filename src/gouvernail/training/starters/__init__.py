"""Courses to start from, in both languages, and how they are read from their files."""

from gouvernail.training.starters.reading import (
    KINDS,
    Both,
    StarterChoice,
    StarterCourse,
    StarterError,
    StarterLesson,
    StarterQuestion,
    read_course,
    starter_course,
    starter_courses,
)
from gouvernail.training.starters.rehearsing import (
    StarterScenario,
    read_scenario,
    starter_scenarios,
)

__all__ = [
    "KINDS",
    "Both",
    "StarterChoice",
    "StarterCourse",
    "StarterError",
    "StarterLesson",
    "StarterQuestion",
    "StarterScenario",
    "read_course",
    "read_scenario",
    "starter_course",
    "starter_courses",
    "starter_scenarios",
]
