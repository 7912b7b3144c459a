"""What an action refuses, written beside the inputs it concerns."""

from collections.abc import Callable
from typing import TypeVar

from django.forms import Form

from gouvernail.foundation.errors import DomainError, InvalidInputError

T = TypeVar("T")
ELSEWHERE = frozenset({403, 404})  # not about what was typed: they go on their way


def tried(form: Form, act: Callable[[], T]) -> T | None:
    """Return what `act` returns; if it cannot take an answer, say so in `form` and return None.

    Other refusals (a missing right, a stale page) are not about one input: they go on their way.
    """
    try:
        return act()
    except InvalidInputError as error:
        for name, message in error.fields.items():
            form.add_error(name if name in form.fields else None, message)
        if not error.fields:
            form.add_error(None, error.message)
        return None


def tried_all(form: Form, act: Callable[[], T]) -> T | None:
    """Return what `act` returns; whatever it refuses is said in `form`, which keeps what was typed.

    For a form with words of one's own: a colleague who was faster loses nobody an answer. What one
    may not see or do, or must prove first, goes on its way.
    """
    try:
        return tried(form, act)
    except DomainError as error:
        if error.status in ELSEWHERE:
            raise
        form.add_error(None, error.message)
        return None


def status_of(*forms: Form) -> int:
    """Return the status of a page that shows these forms: 422 when one was refused."""
    return 422 if any(form.is_bound and form.errors for form in forms) else 200
