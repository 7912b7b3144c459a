"""What people learn, how it is asked, and what they hold for it."""

from gouvernail.training.models.assignments import Assignment, Due, Waiver
from gouvernail.training.models.certificates import Certificate, Completion, OutsideProof
from gouvernail.training.models.courses import Course, CourseVersion, Lesson, LessonRead
from gouvernail.training.models.files import TrainingFile
from gouvernail.training.models.imports import (
    CompletionImport,
    ImportedFile,
    Problem,
    RefusedLine,
)
from gouvernail.training.models.library import Resource
from gouvernail.training.models.quizzes import Attempt, Bank, Question, Quiz
from gouvernail.training.models.scenarios import QueuedPost, Run, Scenario, ScenarioVersion
from gouvernail.training.models.sessions import Place, Session

__all__ = [
    "Assignment",
    "Attempt",
    "Bank",
    "Certificate",
    "Completion",
    "CompletionImport",
    "Course",
    "CourseVersion",
    "Due",
    "ImportedFile",
    "Lesson",
    "LessonRead",
    "OutsideProof",
    "Place",
    "Problem",
    "Question",
    "QueuedPost",
    "Quiz",
    "RefusedLine",
    "Resource",
    "Run",
    "Scenario",
    "ScenarioVersion",
    "Session",
    "TrainingFile",
    "Waiver",
]
