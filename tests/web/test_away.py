"""While the database is away or over its limit, readers are told to come back."""

import sqlite3
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

import pytest
from django.conf import settings
from django.db import DatabaseError, OperationalError, ProgrammingError, connection, connections
from django.db.models import Func, TextField, Value
from django.test import Client

from gouvernail.foundation.patience import limit_statements
from gouvernail.people.models import Person
from gouvernail.web.away import Pause, pause_of
from tests.make.people import make_person

WORDS = {
    Pause.AWAY: ("en", "Its database is away", "Try again in 10 seconds."),
    Pause.BUSY: ("fr", "Sa base de données a mis trop de temps", "Réessayez dans 30 secondes."),
}


@pytest.fixture
def reader(client: Client, claire: Person) -> Client:
    client.force_login(claire)
    client.raise_request_exception = False
    return client


def failing_with(error: DatabaseError, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every question of the page of accounts end with `error`."""

    def answer(*_given: object, **_named: object) -> None:
        raise error

    monkeypatch.setattr("gouvernail.people.permissions.visible_units", answer, raising=False)
    monkeypatch.setattr("django.db.models.query.QuerySet._fetch_all", answer)


def caused(cause: Exception, kind: type[DatabaseError] = OperationalError) -> DatabaseError:
    error = kind(str(cause))
    error.__cause__ = cause
    return error


def of_sqlite(code: int) -> DatabaseError:
    cause = sqlite3.OperationalError("said")
    cause.sqlite_errorcode = code
    return caused(cause)


def of_postgresql(state: str) -> DatabaseError:
    cause = Exception("said")
    cause.sqlstate = state  # type: ignore[attr-defined]
    return caused(cause)


CASES = {
    "SQLite cannot open its file": (of_sqlite(sqlite3.SQLITE_CANTOPEN), Pause.AWAY),
    "SQLite’s disk is full": (of_sqlite(sqlite3.SQLITE_FULL), Pause.AWAY),
    "SQLite is locked": (of_sqlite(sqlite3.SQLITE_BUSY), Pause.BUSY),
    "no server": (caused(Exception("connection refused")), Pause.AWAY),
    "server stops": (of_postgresql("57P01"), Pause.AWAY),
    "server starts": (of_postgresql("57P03"), Pause.AWAY),
    "too many connections": (of_postgresql("53300"), Pause.AWAY),
    "statement over its limit": (of_postgresql("57014"), Pause.BUSY),
    "lock over its limit": (of_postgresql("55P03"), Pause.BUSY),
    "deadlock": (of_postgresql("40P01"), Pause.BUSY),
    "no such table, SQLite": (of_sqlite(sqlite3.SQLITE_ERROR), None),
    "no such table, PostgreSQL": (of_postgresql("42P01"), None),
    "our own mistake": (caused(Exception("said"), ProgrammingError), None),
    "not of the database": (ZeroDivisionError(), None),
}


@pytest.mark.parametrize("case", CASES)
def test_what_passes_by_itself_is_told_from_what_is_ours(case: str) -> None:
    error, pause = CASES[case]

    assert pause_of(error) is pause


@pytest.mark.django_db
@pytest.mark.parametrize("pause", Pause)
def test_a_page_says_when_to_come_back(
    reader: Client, pause: Pause, monkeypatch: pytest.MonkeyPatch
) -> None:
    language, words, again = WORDS[pause]
    reader.cookies["django_language"] = language
    code = sqlite3.SQLITE_CANTOPEN if pause is Pause.AWAY else sqlite3.SQLITE_BUSY
    failing_with(of_sqlite(code), monkeypatch)

    page = reader.get("/accounts/")
    fragment = reader.get("/accounts/", headers={"HX-Request": "true"})
    api = reader.get("/api/v1/accounts")

    assert [each.status_code for each in (page, fragment, api)] == [503, 503, 503]
    assert [each["Retry-After"] for each in (page, fragment, api)] == [str(pause.value)] * 3
    for said in (page.text, fragment.text):
        assert words in said
        assert again in said
    assert f'data-code="database_{pause.name.lower()}"' in page.text
    assert fragment["HX-Retarget"] == "#toasts"
    assert api.json()["code"] == f"database_{pause.name.lower()}"


@pytest.mark.django_db
def test_what_is_ours_stays_ours(reader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    failing_with(of_sqlite(sqlite3.SQLITE_ERROR), monkeypatch)

    assert reader.get("/accounts/").status_code == HTTPStatus.INTERNAL_SERVER_ERROR


@pytest.fixture
def web_process() -> Iterator[None]:
    """Open connections as the process that answers browsers does, with a limit of a second."""
    given = connections.settings["default"]
    options = given["OPTIONS"].get("options")
    connection.close()
    yield
    connection.close()
    given["OPTIONS"]["options"] = options


@pytest.mark.postgres
@pytest.mark.skipif(settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"), reason="SQLite")
@pytest.mark.django_db(transaction=True)
@pytest.mark.urls("tests.web.refusing_urls")
def test_a_statement_over_the_limit_is_stopped_and_the_reader_told(
    client: Client, web_process: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "STATEMENT_SECONDS", 1)
    limit_statements()
    client.raise_request_exception = False
    client.cookies["django_language"] = "en"

    slow, after = client.get("/slow"), client.get("/quick")

    assert (slow.status_code, slow["Retry-After"]) == (503, "30")
    assert "took too long" in slow.text
    assert (after.status_code, after.text) == (200, "1s 30s 15s")


@pytest.mark.postgres
@pytest.mark.skipif(settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"), reason="SQLite")
@pytest.mark.django_db(transaction=True)
def test_a_table_that_is_streamed_for_longer_than_the_limit_is_whole(
    web_process: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("Ada", "Léa", "Zoé"):
        make_person(name=name)
    monkeypatch.setattr(settings, "STATEMENT_SECONDS", 1)
    connection.close()
    limit_statements()
    nap = Func(Value(0.7), function="pg_sleep", output_field=TextField())
    slow = Person.objects.annotate(nap=nap).order_by("name")

    assert [one.name for one in slow.iterator(chunk_size=1)] == ["Ada", "Léa", "Zoé"]
    with pytest.raises(OperationalError, match="statement timeout"):
        list(slow)


def test_the_limits_are_those_of_the_page_of_settings() -> None:
    page = Path(__file__).parents[2].joinpath("docs/reference/settings.md").read_text("utf-8")
    seconds = (settings.IDLE_SECONDS, settings.LOCK_SECONDS, settings.STATEMENT_SECONDS)

    for name, value in zip(("IDLE", "LOCK", "STATEMENT"), seconds, strict=True):
        assert f"| `GOUVERNAIL_DATABASE_{name}_SECONDS` | `{value}` |" in page
