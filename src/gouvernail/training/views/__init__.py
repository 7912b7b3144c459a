"""Pages of training."""

from gouvernail.training.views.attempts import attempt_detail, attempt_start, quiz_detail
from gouvernail.training.views.banks import (
    bank_detail,
    bank_list,
    question_retire,
    question_write,
    quiz_create,
    quiz_edit,
)
from gouvernail.training.views.certificates import (
    certificate_check,
    certificate_detail,
    certificate_pdf,
    certificate_revoke,
)
from gouvernail.training.views.editing import (
    course_archive,
    course_create,
    course_edit,
    course_publish,
    course_write,
    draft_drop,
    draft_start,
    lesson_change,
    lesson_write,
    starter_list,
)
from gouvernail.training.views.files import file_read
from gouvernail.training.views.learning import (
    course_detail,
    course_finish,
    course_list,
    lesson_detail,
    lesson_read,
)

__all__ = [
    "attempt_detail",
    "attempt_start",
    "bank_detail",
    "bank_list",
    "certificate_check",
    "certificate_detail",
    "certificate_pdf",
    "certificate_revoke",
    "course_archive",
    "course_create",
    "course_detail",
    "course_edit",
    "course_finish",
    "course_list",
    "course_publish",
    "course_write",
    "draft_drop",
    "draft_start",
    "file_read",
    "lesson_change",
    "lesson_detail",
    "lesson_read",
    "lesson_write",
    "question_retire",
    "question_write",
    "quiz_create",
    "quiz_detail",
    "quiz_edit",
    "starter_list",
]
