"""Six hundred hostile words in every text people write, through every page: never markup (T13)."""

import csv
import io
import re
from collections.abc import Callable, Iterator
from itertools import count, cycle
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, models, transaction
from django.test import Client, TestCase
from openpyxl import load_workbook
from pytest_django import DjangoDbBlocker

from tests.authorisation.bodies import things_for
from tests.authorisation.routes import Route, routes
from tests.authorisation.world import World, make_world
from tests.web.markup import Found, read
from tests.web.payloads import ADDRESSES, FORMULAS, MARK, payloads

pytestmark = pytest.mark.django_db
WORDS = payloads()
PAGES = [route for route in routes() if not route.is_api and "GET" in route.methods]
# Not words: what the code compares, looks up or parses. Everything else that is text is written.
CODES = re.compile(
    r"(^|_)(id|path|slug|code|key|sha256|digest|hash|token|prefix|language|zone|zone_name|kind|mime|"
    r"status|state|network|seat|verb|country|version|origin|did|rkey|password|email|auth|signature|"
    r"subject|checkpoint|note|root|name_en_code|scope_value|topic|event|channel|session|ip|source|"
    r"at_text|format|encoding|colour|role|outcome|severity|stage|step|gate|reader|lease|owner_mark)$"
)
# A part of addresses, whose form its maker checks.
ADDRESSED = {"practice.profile.handle", "policies.clause.anchor"}
OWN_AREAS = tuple(label.split(".")[-1] for label in settings.AREAS)
OF_A_FILE = {"element style"}  # a whole file for another host has its looks within
_turn = count()


def written_fields(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """Return the columns of a model that hold people's words, or addresses they pasted."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not field.choices
        and not field.primary_key
        and not CODES.search(field.name)
        and f"{model._meta.label_lower}.{field.name}" not in ADDRESSED
    ]


def words(field: models.Field[Any, Any]) -> str:
    """Return hostile words for one column of one row; each begins with another of them."""
    turn = next(_turn) * 7
    if isinstance(field, models.URLField) or field.name.endswith("url"):
        return ADDRESSES[turn % len(ADDRESSES)]
    first = turn % len(WORDS)
    return " ".join([*WORDS[first:], *WORDS[:first]])


def poison(words: Callable[[models.Field[Any, Any]], str]) -> dict[str, int]:
    """Write `words` in every row; return how many rows of each column took them."""
    taken: dict[str, int] = {}
    for model in apps.get_models():
        if model._meta.app_label not in OWN_AREAS:
            continue
        for field in written_fields(model):
            for key in list(model._base_manager.values_list("pk", flat=True)):
                try:
                    with transaction.atomic():
                        model._base_manager.filter(pk=key).update(**{field.name: words(field)})
                except DatabaseError:
                    continue  # a trigger keeps this row as it is
                name = f"{model._meta.label}.{field.name}"
                taken[name] = taken.get(name, 0) + 1
    return taken


@pytest.fixture(scope="module")
def poisoned(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[tuple[World, dict[str, int]]]:
    """Give an organisation of hostile words, undone at the end."""
    case: Any = TestCase
    with django_db_blocker.unblock():
        outer = case._enter_atomics()
        try:
            yield make_world(), poison(words)
        finally:
            case._rollback_atomics(outer)


def pages(world: World, route: Route) -> Iterator[tuple[str, Any]]:
    """Yield what the lead is answered on each address of a route."""
    client = Client(raise_request_exception=False)
    client.cookies.update(world.clients["lead"].cookies)
    things = things_for(world, route.name, place=route.places[0], role="lead")
    if not set(route.parameters) <= things.keys():
        return  # no such object in that world: the tables of authorisation fail for it
    path = route.path(things)
    with transaction.atomic():
        yield path, client.get(path)
        transaction.set_rollback(True)


def found_on(world: World, route: Route) -> list[tuple[str, int, Found]]:
    """Return each page of a route, read."""
    read_ones = []
    for path, answer in pages(world, route):
        if not answer.headers.get("Content-Type", "").startswith("text/html"):
            continue
        found = read(answer.content.decode())
        if answer.headers.get("Content-Disposition", "").startswith("attachment"):
            found.wrong = [one for one in found.wrong if one not in OF_A_FILE]
        read_ones.append((path, answer.status_code, found))
    return read_ones


def test_there_are_over_five_hundred_different_words() -> None:
    assert len(set(WORDS)) == len(WORDS) >= 500


def test_the_words_are_in_many_columns_of_every_area(
    poisoned: tuple[World, dict[str, int]],
) -> None:
    taken = poisoned[1]
    areas = {name.split(".")[0] for name in taken}

    assert len(taken) >= 60
    assert {"people", "registry", "content", "publishing", "policies", "approvals"} <= areas


@pytest.mark.timeout(600)
def test_no_page_lets_a_word_become_markup(poisoned: tuple[World, dict[str, int]]) -> None:
    world = poisoned[0]
    wrong: dict[str, list[str]] = {}
    shown, broken = 0, []
    for route in PAGES:
        for path, status, found in found_on(world, route):
            if found.wrong or found.outside:
                wrong[path] = (found.wrong + found.outside)[:5]
            if status >= 500:
                broken.append(path)
            shown += any(MARK in text for text in found.text)

    assert wrong == {}
    assert broken == []
    assert shown >= 40  # the words were there to be read


def cells_of(answer: Any) -> list[str]:
    """Return what a spreadsheet would find in a file, each cell as its text."""
    content = b"".join(answer) if answer.streaming else answer.content
    if answer.headers["Content-Type"].startswith("text/csv"):
        text = content.decode("utf-8-sig")
        return [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    sheets = load_workbook(io.BytesIO(content)).worksheets
    cells = [cell for sheet in sheets for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr", "n"}
    assert not [cell for cell in cells if cell.data_type == "n" and cell.value is not None]
    return []


def test_no_export_holds_a_cell_that_a_spreadsheet_would_run(
    poisoned: tuple[World, dict[str, int]],
) -> None:
    world, turn = poisoned[0], cycle(FORMULAS)
    client = Client()
    client.cookies.update(world.clients["lead"].cookies)
    found: dict[str, list[str]] = {}
    with transaction.atomic():
        poison(lambda _field: next(turn))
        for route in PAGES:
            for form in ("csv", "xlsx") if "form" in route.parameters else ("",):
                things = things_for(world, route.name, place=route.places[0], role="lead")
                if not set(route.parameters) <= things.keys() | {"form"}:
                    continue
                path = route.path(things | {"form": form})
                answer = client.get(path)
                if (
                    "csv" in answer.headers["Content-Type"]
                    or "sheet" in answer.headers["Content-Type"]
                ):
                    found[path] = cells_of(answer)
        transaction.set_rollback(True)

    assert len(found) >= 4
    assert [cell for cells in found.values() for cell in cells if runs(cell)] == []
    assert sum(cell.startswith("'") for cells in found.values() for cell in cells) >= 10


def runs(cell: str) -> bool:
    """Return whether a spreadsheet would take a cell for a formula, after trimming it."""
    bare = cell.strip(" \u00a0\ufeff\u200b\t\r\n")
    return bool(bare) and bare[0] in "=+-@＝＋－＠"
