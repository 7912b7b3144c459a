"""What PostgreSQL could answer otherwise than SQLite, and what is therefore asked on both.

On PostgreSQL run the tests that reach the database below the pages: actions, queries, locks,
constraints, tasks, commands. Pages, and the API, are asked on SQLite; on PostgreSQL every address
is asked once as the lead (`test_authorisation.py`), so that what each reads and writes runs there.
"""

import subprocess
from collections.abc import Callable, Iterator
from functools import cache
from inspect import unwrap
from types import CodeType, FunctionType
from typing import Any, cast

import pytest
from django.test import Client

DATABASE = {"db", "django_db_setup", "live_server", "transactional_db"}


def is_the_same_on_any(item: pytest.Item) -> bool:
    """Return whether no other database could change what a test finds.

    It may reach none and starts no process, or asks pages by a client: itself, by a fixture, or by
    a function of the tests that it calls. A test whose transactions are real is never one of them:
    locks and what others see of a transaction are the database's own.
    """
    asked = set(getattr(item, "fixturenames", ()))
    mark = item.get_closest_marker("django_db")
    if item.get_closest_marker("postgres") is not None or asked & {
        "live_server",
        "transactional_db",
    }:
        return False
    if mark is not None and (mark.args or mark.kwargs.get("transaction")):
        return False
    named = frozenset[object]().union(*map(_named_by, _functions_of(item)))
    if mark is None and not asked & DATABASE:
        return subprocess not in named
    return "client" in asked or any(_is_client(one) for one in named)


def _functions_of(item: Any) -> Iterator[Callable[..., Any]]:
    """Yield the function of a test and those of its fixtures."""
    yield item.function
    for definitions in item._fixtureinfo.name2fixturedefs.values():
        yield definitions[-1].func


@cache
def _named_by(function: Callable[..., Any]) -> frozenset[object]:
    """Return what a function names, and what the functions of the tests do that it names."""
    found, waiting = set[object](), [cast("Any", function)]
    while waiting:
        one = unwrap(waiting.pop())
        if not isinstance(one, FunctionType) or not _is_of_the_tests(one):
            continue
        for name in _names(one.__code__):
            other = one.__globals__.get(name)
            if isinstance(other, (FunctionType, type, type(subprocess))) and other not in found:
                found.add(other)
                waiting.append(other)
    return frozenset(found)


def _is_of_the_tests(function: FunctionType) -> bool:
    """Return whether a function is the tests' own, this very file aside."""
    return function.__module__.startswith("tests.") and function.__module__ != __name__


def _names(code: CodeType) -> Iterator[str]:
    """Yield the names a function uses, with those of the functions inside it."""
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names(constant)


def _is_client(one: object) -> bool:
    return isinstance(one, type) and issubclass(one, Client)
