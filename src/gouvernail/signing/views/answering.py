"""What a code opens before its signature: the text, and the questions that come first."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from gouvernail.foundation import clock
from gouvernail.foundation.errors import DomainError
from gouvernail.foundation.ids import is_uuid
from gouvernail.foundation.refusals import status_of
from gouvernail.policies.queries.citing import named_in
from gouvernail.signing.actions.answering import answer_with_code, ask_with_code
from gouvernail.signing.forms import SignForm, question_forms
from gouvernail.signing.models import Line, Tablet
from gouvernail.signing.queries.reading import reading_of
from gouvernail.training.errors import AttemptNotFoundError
from gouvernail.training.forms.quizzes import AnswerForm
from gouvernail.training.models import Attempt
from gouvernail.training.queries.drawing import is_answer
from gouvernail.training.queries.quizzes import attempt_of, reread

LEFT_ALONE: Final = 900  # seconds that a shared screen shows something to somebody


@dataclass(frozen=True, slots=True)
class Opened:
    """What a code opened, and on which shared device, if on one."""

    line: Line
    code: str
    tablet: Tablet | None


def text(
    request: HttpRequest,
    opened: Opened,
    *,
    form: SignForm | None = None,
    refused: DomainError | None = None,
) -> HttpResponse:
    """Show the text to be signed, with what was just refused."""
    reading = reading_of(opened.line)
    context = {
        "reading": reading,
        "version": reading.version,
        "cited": named_in(reading.clauses, viewer=opened.line.person),
        "form": form or SignForm(initial={"digest": reading.version.digest}),
        "refused": refused,
    }
    status = refused.status if refused else status_of(form) if form else 200
    return _shown(request, opened, "signing/code_text.html", context, status=status)


def questions(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Ask the questions that come first, all on one page."""
    try:
        attempt = ask_with_code(code=opened.code, at=clock.now(), tablet=opened.tablet)
    except DomainError as refused:
        return text(request, opened, refused=refused)
    if attempt is None:
        return text(request, opened)
    return _asked(request, opened, attempt, question_forms(None, attempt))


def answers(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Take in the answers; those that lack are asked again, with what was chosen."""
    try:
        attempt = _attempt(request, opened)
        if attempt.ended_at is None:
            forms = question_forms(request.POST, attempt)
            given = _given(attempt, forms)
            if len(given) < len(forms):
                return _asked(request, opened, attempt, forms)
            answer_with_code(
                code=opened.code,
                attempt_id=attempt.pk,
                given=given,
                at=clock.now(),
                tablet=opened.tablet,
            )
            attempt.refresh_from_db()
    except DomainError as refused:
        return text(request, opened, refused=refused)
    return text(request, opened) if attempt.passed else _not_passed(request, opened, attempt)


def _attempt(request: HttpRequest, opened: Opened) -> Attempt:
    sent = request.POST["attempt"]
    if not is_uuid(sent):
        raise AttemptNotFoundError
    return attempt_of(UUID(sent), viewer=opened.line.person)


def _given(attempt: Attempt, forms: dict[int, AnswerForm]) -> dict[int, list[str]]:
    found = {}
    for place, form in forms.items():
        given = form.given() if form.is_valid() else []
        if is_answer(attempt.questions[place], given):
            found[place] = given
        else:
            said = _("Answer this one too, please.")
            form.add_error("answer" if "answer" in form.fields else None, said)
    return found


def _asked(
    request: HttpRequest, opened: Opened, attempt: Attempt, forms: dict[int, AnswerForm]
) -> HttpResponse:
    asked = [(place + 1, attempt.questions[place], form) for place, form in forms.items()]
    context = {"attempt": attempt, "asked": asked}
    status = status_of(*forms.values())
    return _shown(request, opened, "signing/code_questions.html", context, status=status)


def _not_passed(request: HttpRequest, opened: Opened, attempt: Attempt) -> HttpResponse:
    again = [reread(attempt, place) for place in range(len(attempt.questions))]
    context = {
        "attempt": attempt,
        "answers": again,
        "right": sum(one.is_right for one in again),
    }
    return _shown(request, opened, "signing/code_answers.html", context)


def _shown(
    request: HttpRequest,
    opened: Opened,
    template: str,
    context: dict[str, object],
    *,
    status: int = 200,
) -> HttpResponse:
    told = {
        "policy": opened.line.campaign.version.policy,
        "line": opened.line,
        "code": opened.code,
        "tablet": opened.tablet,
        "bare_fixed": True,
    }
    response = render(request, template, told | context, status=status)
    if opened.tablet is not None:  # whoever walked away left their code on the page
        response.headers["Refresh"] = f"{LEFT_ALONE};url={request.path}"
    return response
