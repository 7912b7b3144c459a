"""Deny by default: every address is answered for every role as a committed table says.

The tables are `tests/authorisation/*.yaml`, written by `python -m tests.authorisation.generate`
and read by a person. A new address without its rows fails here.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from html import unescape
from typing import Any

import pytest
from django.db import transaction
from django.test import TestCase
from pytest_django import DjangoDbBlocker, Settings

from tests.authorisation.asking import (
    OUTSIDERS,
    Answers,
    Around,
    answers,
    ask,
    kind_of,
    like,
    places_of,
    row_name,
    rows_of,
    table,
    unfolded,
    without_token,
)
from tests.authorisation.bodies import BODIES, things_for
from tests.authorisation.flooding import flood
from tests.authorisation.routes import Route, routes
from tests.authorisation.state import Before, written
from tests.authorisation.world import ROLES, World, make_world
from tests.make.watching import watched

pytestmark = pytest.mark.django_db

# What reading may write: who is signed in, when a key was used.
NOT_STATE = frozenset(
    {
        *("django_session", "people_apikey", "usersessions_usersession"),
        "consultations_reading",  # who opened it is not reminded of it
    }
)
PAGES = [route for route in routes() if not route.is_api]
UNSAFE = [
    route
    for route in PAGES
    # Behind a guest's link forms carry a mark of their own, and these two take no form at all.
    if "POST" in route.methods
    and route.name not in {"content:guest-page", "content:guest-picture", "content:guest-proof"}
]


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Return the organisation, made once and undone at the end; each request is undone too."""
    case: Any = TestCase  # its own way of undoing everything
    with django_db_blocker.unblock():
        outer = case._enter_atomics()
        try:
            yield make_world()
        finally:
            case._rollback_atomics(outer)


@pytest.fixture(autouse=True)
def proofs_outlast_a_run(settings: Settings) -> None:
    """Take signing in for a fresh proof all day: who may is asked here, how lately in step-up."""
    settings.STEP_UP_MINUTES = dict.fromkeys(settings.STEP_UP_MINUTES, 24 * 60)


@pytest.fixture(scope="module")
def before(world: World, django_db_blocker: DjangoDbBlocker) -> Before:
    """Return the tables of the organisation as it was made."""
    with django_db_blocker.unblock():
        return Before()


def test_every_address_has_its_rows_and_no_row_is_left_over() -> None:
    wanted = {
        (route.area, route.name, row_name(method, place))
        for route in routes()
        for method, place in rows_of(route)
    }
    found = {
        (area, name, row)
        for area in {route.area for route in routes()}
        for name, rows in table(area).items()
        for row in rows
    }

    hint = "run `python -m tests.authorisation.generate --write` and read what it adds"
    assert wanted - found == set(), hint
    assert found - wanted == set(), hint


def test_every_row_answers_for_every_role() -> None:
    holes = {
        (name, row): set(ROLES) ^ set(unfolded(told))
        for route in routes()
        for name, rows in table(route.area).items()
        for row, told in rows.items()
    }

    assert {where: roles for where, roles in holes.items() if roles} == {}


def test_no_answer_of_the_table_is_a_breakdown() -> None:
    broken = [
        (name, row)
        for route in routes()
        for name, rows in table(route.area).items()
        for row, told in rows.items()
        if set(unfolded(told).values()) & {"500"}
    ]

    assert broken == []


@pytest.mark.parametrize("role", [role for role in ROLES if role not in OUTSIDERS])
def test_the_frame_offers_nothing_that_is_refused(role: str, world: World) -> None:
    """Follow every link around the page of Today: the menus, the head and the foot."""
    client = like(world.clients[role])
    around = re.sub(r"(?s)<main\b.*</main>", "", client.get("/").content.decode())
    links = {unescape(link) for link in re.findall(r'<a [^>]*href="(/[^"#]*)', around)}

    assert len(links) > 3
    assert {link for link in links if client.get(link).status_code not in {200, 302}} == set()


@pytest.mark.parametrize(
    "route", [route for route in routes() if "GET" in route.methods], ids=lambda route: route.name
)
def test_reading_is_answered_as_the_table_says_and_changes_nothing(
    route: Route, world: World, before: Before
) -> None:
    changed: set[str] = set()

    @contextmanager
    def looked_at() -> Iterator[None]:
        with written() as tables:
            yield
        changed.update(before.changed(tables - NOT_STATE))

    wrong = wrong_answers(world, route, {"GET"}, around=looked_at)

    assert wrong == {}
    assert changed == set()


@pytest.mark.parametrize(
    "route",
    [route for route in routes() if route.methods != ("GET",)],
    ids=lambda route: route.name,
)
def test_changing_is_answered_as_the_table_says_by_actions_that_leave_entries(
    route: Route, world: World
) -> None:
    outside: list[str] = []
    silent: list[str] = []

    @contextmanager
    def looked_at() -> Iterator[None]:
        with watched() as watch:
            yield
        outside.extend(watch.outside)
        silent.extend(watch.silent)

    wrong = wrong_answers(world, route, set(route.methods) - {"GET"}, around=looked_at)

    assert wrong == {}
    assert outside == []
    assert silent == []


@pytest.mark.postgres
@pytest.mark.xdist_group("the lead")  # in one process, that makes one world
@pytest.mark.parametrize("route", routes(), ids=lambda route: route.name)
def test_every_address_answers_the_lead_on_postgresql_too(route: Route, world: World) -> None:
    """Run what every page reads, and what every act writes, in the other database."""
    methods, rows = set(route.methods), first_rows(route)

    found = wrong_answers(world, route, methods, around=nullcontext, roles=("lead",), rows=rows)

    assert found == {}


def first_rows(route: Route) -> list[tuple[str, str]]:
    """Return a row for each method, in the place that comes first: one's own, or anywhere."""
    return list({method: (method, place) for method, place in reversed([*rows_of(route)])}.values())


def wrong_answers(
    world: World,
    route: Route,
    methods: set[str],
    *,
    around: Around,
    roles: Iterable[str] = ROLES,
    rows: Iterable[tuple[str, str]] | None = None,
) -> dict[tuple[str, str, str], str]:
    """Return what is not as the table says, by method, place and role; `around` each request."""
    told = table(route.area).get(route.name, {})
    wrong: dict[tuple[str, str, str], str] = {}
    asked: dict[str, Answers] = {}
    for method, place in rows_of(route) if rows is None else rows:
        if method not in methods:
            continue
        expected = unfolded(told.get(row_name(method, place), "no row"))
        elsewhere = asked.get(method)
        found = answers(
            world, route, method, place, elsewhere=elsewhere, around=around, roles=roles
        )
        asked[method] = found
        wrong |= {
            (method, place, role): f"{found[role]}, not {expected[role]}"
            for role in found
            if found[role] != expected[role]
        }
    return wrong


@pytest.mark.parametrize("route", UNSAFE, ids=lambda route: route.name)
def test_nothing_is_posted_without_the_token_of_the_page(route: Route, world: World) -> None:
    place = route.places[0]
    with transaction.atomic():
        for role in ("anonymous", "lead"):
            forged = without_token(world, role)
            answer = ask(world, route, "POST", place=place, role=role, client=forged)
            assert kind_of(answer) == "403", role
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    "route",
    [route for route in routes() if set(route.methods) & {"POST", "PATCH", "PUT"}],
    ids=lambda route: route.name,
)
def test_no_field_is_set_that_the_form_does_not_ask(
    route: Route, world: World, before: Before
) -> None:
    place = places_of(route, "POST")[0]
    things = things_for(world, route.name, place=place, role="contributor")
    body = BODIES[route.name](things) if route.name in BODIES else {}
    unit, person = str(world.units["sibling"].pk), str(world.people["lead"].pk)
    more = flood(route, body, unit=unit, person=person)
    for method in set(route.methods) & {"POST", "PATCH", "PUT"}:
        changes = [
            changed_by(world, before, route, method, place=place, more=sent) for sent in ({}, more)
        ]

        (usual, done), (flooded, more_done) = changes
        if route.is_api and flooded == "422":  # refused whole: what is unknown is not read past
            done, usual = (Counter(), Counter()), flooded

        assert (flooded, more_done) == (usual, done), method


def changed_by(
    world: World, before: Before, route: Route, method: str, *, place: str, more: dict[str, Any]
) -> tuple[str, Any]:
    """Return the answer to one request of an author, and what it changed; then undo it."""
    with transaction.atomic():
        with written() as tables:
            answer = kind_of(ask(world, route, method, place=place, role="contributor", more=more))
        changed = before.differences(tables)
        transaction.set_rollback(True)
    return answer, changed


@pytest.mark.parametrize("route", PAGES, ids=lambda route: route.name)
def test_other_methods_do_nothing(route: Route, world: World, before: Before) -> None:
    path = route.path(things_for(world, route.name, place=route.places[0], role="lead"))
    with transaction.atomic():
        with written() as tables:
            for method in ("PUT", "PATCH", "DELETE"):
                answer = like(world.clients["lead"]).generic(method, path)
                assert answer.status_code in {200, 301, 302, 403, 404, 405}, method
        assert before.changed(tables - NOT_STATE) == set()
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    "route", [route for route in routes() if route.is_api], ids=lambda route: route.name
)
def test_a_signed_in_browser_is_no_key(route: Route, world: World) -> None:
    path = route.path(things_for(world, route.name, place=route.places[0], role="lead"))
    with transaction.atomic():
        for method in route.methods:
            answer = like(world.clients["lead"]).generic(
                method, path, "{}", content_type="application/json"
            )
            anybody = route.name.endswith("openapi.json") or ":public/" in route.name
            assert answer.status_code == 401 or anybody, method
        transaction.set_rollback(True)
