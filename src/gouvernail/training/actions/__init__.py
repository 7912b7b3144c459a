"""Every change of training."""

from gouvernail.training.actions.assigning import (
    Asked,
    assign_course,
    end_assignment,
    end_waiver,
    follow_assignment,
    waive,
)
from gouvernail.training.actions.attempts import answer_question, start_attempt
from gouvernail.training.actions.attending import hold_session, pass_on
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
from gouvernail.training.actions.importing import import_completions
from gouvernail.training.actions.learning import finish_course, read_lesson
from gouvernail.training.actions.library import (
    ResourceFacts,
    archive_resource,
    review_resource,
    write_resource,
)
from gouvernail.training.actions.proving import (
    NewProof,
    decide_proof,
    send_proof,
    withdraw_proof,
)
from gouvernail.training.actions.reminding import remind_by_hand
from gouvernail.training.actions.sessions import (
    SessionFacts,
    answer_invitation,
    cancel_session,
    change_session,
    invite,
    plan_session,
)
from gouvernail.training.actions.starting import add_starter
from gouvernail.training.actions.taking import resume_import, start_import, stop_import
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
    "Asked",
    "Choice",
    "CourseFacts",
    "Finished",
    "LessonText",
    "NewProof",
    "QuestionText",
    "QuizFacts",
    "ResourceFacts",
    "SessionFacts",
    "add_starter",
    "answer_invitation",
    "answer_question",
    "archive_course",
    "archive_resource",
    "assign_course",
    "cancel_session",
    "certify",
    "change_session",
    "create_bank",
    "create_course",
    "decide_proof",
    "drop_draft",
    "end_assignment",
    "end_waiver",
    "finish_course",
    "follow_assignment",
    "hold_session",
    "import_completions",
    "invite",
    "move_lesson",
    "pass_on",
    "plan_session",
    "publish_version",
    "read_lesson",
    "remind_by_hand",
    "remove_lesson",
    "restore_course",
    "resume_import",
    "retire_question",
    "review_resource",
    "revoke_certificate",
    "send_proof",
    "start_attempt",
    "start_draft",
    "start_import",
    "stop_import",
    "update_course",
    "update_draft",
    "waive",
    "withdraw_proof",
    "write_lesson",
    "write_question",
    "write_quiz",
    "write_resource",
]
