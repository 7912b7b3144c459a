"""A plugin: no secret the suite handles is found where one could read it (T10, T11).

Whatever a test wraps in `Secret` (tokens, passwords, keys of applications) is noted. When the test
ends, the value must be in no line of a log, in nothing that was printed, in no answer of the site
and in no column of the database, sealed ones included.
"""

from collections.abc import Generator
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from gouvernail.networks.contract import Secret

SHORTEST = 12  # a shorter value is found everywhere by chance
_noted: set[str] = set()
_shown: list[str] = []
_note, _ask = Secret.__init__, Client.request


def _noting(self: Secret, value: str) -> None:
    _note(self, value)
    if len(value) >= SHORTEST and not value.isspace():
        _noted.add(value)


def _reading(self: Client, **request: Any) -> Any:
    answer: Any = _ask(self, **request)
    if _noted and isinstance(answer, HttpResponse):
        text = answer.content.decode("utf-8", "replace")
        headers = repr(dict(answer.headers))
        _shown.extend(f"an answer to {request.get('PATH_INFO')}" for _ in leaks(text + headers))
    return answer


def pytest_configure() -> None:
    """Listen from now on."""
    setattr(Secret, "__init__", _noting)  # noqa: B010 - mypy refuses to assign a method
    setattr(Client, "request", _reading)  # noqa: B010 - likewise


def leaks(text: str) -> list[str]:
    """Return the noted values that a text holds."""
    return [value for value in _noted if value in text]


def in_database() -> list[str]:
    """Return the tables where a noted value can be read."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - our own names
            if any(leaks(_readable(cell)) for row in cursor.fetchall() for cell in row):
                found.append(f"the table {table}")
    return found


def _readable(cell: object) -> str:
    if isinstance(cell, bytes | memoryview):
        return bytes(cell).decode("latin-1")
    return cell if isinstance(cell, str) else ""


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    """Forget what another test handled."""
    _noted.clear()
    _shown.clear()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fail a test that passed and left a secret where it could be read."""
    report = yield
    if call.when != "call" or not report.passed or not _noted:
        return report
    found = [*_shown, *(title for title, text in report.sections if leaks(text))]
    if "db" in getattr(item, "fixturenames", ()) or "transactional_db" in item.fixturenames:  # type: ignore[attr-defined]  # pytest's own
        found += in_database()
    if found:
        report.outcome = "failed"
        report.longrepr = f"A secret of this test can be read in {', '.join(sorted(set(found)))}."
    return report
