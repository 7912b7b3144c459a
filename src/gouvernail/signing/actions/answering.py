"""The questions that come before a signature, answered by whoever signs with a code."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import acting
from gouvernail.signing.actions.codes import open_code
from gouvernail.signing.actions.signing import refuse_unsignable
from gouvernail.signing.models import Tablet
from gouvernail.signing.queries.quizzes import quiz_before
from gouvernail.training.actions import answer_question, start_attempt
from gouvernail.training.models import Attempt


@action("signing.ask_with_code")
def ask_with_code(*, code: str, at: datetime, tablet: Tablet | None = None) -> Attempt | None:
    """Begin the questions of a campaign for the person of a code, or go on with those under way.

    None where there are none, or they were answered well enough.

    Raises:
        CodeRefusedError: it opens nothing.
        NoAttemptLeftError, QuizNotFoundError, QuizInvalidError: as `training.start_attempt`.
        as `sign`: nothing is to be signed, or another version binds now.
    """
    found = open_code(code, at=at, tablet=tablet, lock=True)
    campaign, person = found.line.campaign, found.line.person
    refuse_unsignable(found.line, digest=campaign.version.digest, at=at)
    quiz = quiz_before(campaign, person)
    if quiz is None or quiz.is_passed:
        return None
    with acting(auth=f"code:{found.pk}"):
        return start_attempt(quiz.quiz.pk, by=person, at=at)


@action("signing.answer_with_code")
def answer_with_code(
    *,
    code: str,
    attempt_id: UUID,
    given: Mapping[int, Sequence[str]],
    at: datetime,
    tablet: Tablet | None = None,
) -> Attempt | None:
    """Answer questions of an attempt of the person of a code, by place; the last one marks it.

    Raises:
        CodeRefusedError: it opens nothing.
        AttemptNotFoundError, AttemptStateError, AnswerInvalidError: as `training.answer_question`.
    """
    found = open_code(code, at=at, tablet=tablet, lock=True)
    attempt = None
    with acting(auth=f"code:{found.pk}"):
        for place, chosen in sorted(given.items()):
            attempt = answer_question(
                attempt_id, place=place, given=chosen, by=found.line.person, at=at
            )
    return attempt
