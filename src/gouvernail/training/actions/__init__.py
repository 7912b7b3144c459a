"""Every change of training."""

from gouvernail.training.actions.attempts import answer_question, start_attempt
from gouvernail.training.actions.banks import (
    Choice,
    QuestionText,
    QuizFacts,
    create_bank,
    retire_question,
    write_question,
    write_quiz,
)
from gouvernail.training.actions.certifying import Finished, certify, revoke_certificate
from gouvernail.training.actions.courses import (
    CourseFacts,
    archive_course,
    create_course,
    restore_course,
    update_course,
)
from gouvernail.training.actions.learning import finish_course, read_lesson
from gouvernail.training.actions.starting import add_starter
from gouvernail.training.actions.writing import (
    LessonText,
    drop_draft,
    move_lesson,
    publish_version,
    remove_lesson,
    start_draft,
    update_draft,
    write_lesson,
)

__all__ = [
    "Choice",
    "CourseFacts",
    "Finished",
    "LessonText",
    "QuestionText",
    "QuizFacts",
    "add_starter",
    "answer_question",
    "archive_course",
    "certify",
    "create_bank",
    "create_course",
    "drop_draft",
    "finish_course",
    "move_lesson",
    "publish_version",
    "read_lesson",
    "remove_lesson",
    "restore_course",
    "retire_question",
    "revoke_certificate",
    "start_attempt",
    "start_draft",
    "update_course",
    "update_draft",
    "write_lesson",
    "write_question",
    "write_quiz",
]
