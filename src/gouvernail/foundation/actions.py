"""`@action`: the frame of every change of state.

An action opens one transaction. Actions called inside it join that transaction. What must happen
once, last and together (appending ledger leaves) is handed to `at_end` and runs when the
*outermost* action returns, still inside the transaction, so that locks it takes are held briefly.
What takes such locks always runs in the same order, or two actions could wait for each other.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import transaction

P = ParamSpec("P")
R = TypeVar("R")
Flush = Callable[[list[Any]], None]
Pending = dict[tuple[bool, Flush], list[Any]]

_pending: ContextVar[Pending | None] = ContextVar("gouvernail_pending", default=None)

ACTIONS: dict[str, Callable[..., Any]] = {}


class OutsideActionError(RuntimeError):
    """Something that belongs to an action was done outside one: a defect of ours."""


def in_action() -> bool:
    """Return whether an action is under way in this thread of execution."""
    return _pending.get() is not None


def at_end(flush: Flush, item: object, *, last: bool = False) -> None:
    """Hand `item` to `flush` when the outermost action ends; items keep their order.

    A flush that is `last` runs after all that are not.

    Raises:
        OutsideActionError: no action is under way.
    """
    pending = _pending.get()
    if pending is None:
        raise OutsideActionError(flush.__qualname__)
    pending.setdefault((last, flush), []).append(item)


def action(name: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a function an action named `area.verb_noun`.

    The function runs in a transaction; when the outermost action ends normally, what `at_end`
    gathered is flushed in that same transaction. If anything raises, nothing happened.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        @wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            pending = _pending.get()
            if pending is not None:
                with _forgotten_if_refused(pending), transaction.atomic():
                    return function(*args, **kwargs)
            return _run_outermost(function, *args, **kwargs)

        ACTIONS[name] = run
        return run

    return decorate


@contextmanager
def _forgotten_if_refused(pending: Pending) -> Iterator[None]:
    """Drop what an inner action handed over when it fails: a caller may go on without it."""
    before = {key: len(items) for key, items in pending.items()}
    try:
        yield
    except BaseException:
        for key, items in pending.items():
            del items[before.get(key, 0) :]
        raise


def as_one(function: Callable[P, R]) -> Callable[P, R]:
    """Make the actions that `function` calls end together, as if it were one of them."""

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        if in_action():
            return function(*args, **kwargs)
        return _run_outermost(function, *args, **kwargs)

    return run


def _run_outermost(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    pending: Pending = {}
    token = _pending.set(pending)
    try:
        with transaction.atomic():
            result = function(*args, **kwargs)
            for (_last, flush), items in sorted(pending.items(), key=lambda pair: pair[0][0]):
                if items:
                    flush(items)
            return result
    finally:
        _pending.reset(token)
