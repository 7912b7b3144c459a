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

__all__ = [
    "KINDS",
    "Both",
    "StarterChoice",
    "StarterCourse",
    "StarterError",
    "StarterLesson",
    "StarterQuestion",
    "read_course",
    "starter_course",
    "starter_courses",
]
