"""Asking every address as everyone, and reading the answers back from the tables."""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import yaml
from django.conf import settings
from django.contrib.auth import decorators as auth
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import resolve_url
from django.test import Client
from django.test.client import ClientHandler
from django.views.decorators import http

from gouvernail.web.middleware import PROVING
from tests.authorisation.bodies import BODIES, CREATORS, things_for
from tests.authorisation.frame import (
    known_addresses,
    known_sessions,
    refusals_unlogged,
    view_at,
    without_the_frame,
)
from tests.authorisation.routes import PLACES, Route
from tests.authorisation.world import ROLES, World

FOLDER = Path(__file__).parent
OUTSIDERS = ("anonymous", "left")
GROUPS = {"outsiders": OUTSIDERS, "signed-in": tuple(r for r in ROLES if r not in OUTSIDERS)}
Answers = dict[str, str]
Around = Callable[[], AbstractContextManager[object]]  # what looks at one request


def places_of(route: Route, method: str) -> tuple[str, ...]:
    """Return whose objects a route is asked about by a method."""
    return PLACES if route.name in CREATORS and method != "GET" else route.places


def row_name(method: str, place: str) -> str:
    """Return the key of a row in the table of a route."""
    return method if place == "any" else f"{method} {place}"


def answers(
    world: World,
    route: Route,
    method: str,
    place: str,
    *,
    elsewhere: Answers | None = None,
    around: Around = nullcontext,
    roles: Iterable[str] = ROLES,
) -> Answers:
    """Return what each role is answered; whatever it did is undone, after `around` ended.

    `elsewhere` is what they were answered at another place: it is not asked again where the view
    turns them away before it knows of an object. A method that it does not take at all is asked
    once as nobody and once as somebody.
    """
    told, found = elsewhere or {}, Answers()
    for role in roles:
        nearest = found.get("anonymous" if role in OUTSIDERS else "lead", "")
        answer = told.get(role) or (nearest if nearest == "405" else "")
        if not _turned_away(world, route, method, place, role, answer):
            answer = _undone(world, route, method, place, role, around=around)
        found[role] = answer
    return found


def _turned_away(
    world: World, route: Route, method: str, place: str, role: str, answer: str
) -> bool:
    """Return whether the outermost layers of the view gave this answer: they see no object.

    They are Django's own, in either order: the methods it takes, and who has signed in.
    """
    if answer not in {"405", "sign-in"}:
        return False
    view = view_at(route.path(things_for(world, route.name, place=place, role=role)))
    while True:
        taken, signed_in = _closed_over(view, http), _closed_over(view, auth)
        if "request_method_list" in taken:
            if method not in taken["request_method_list"]:
                return answer == "405"
            view = taken["func"]
        elif "test_func" in signed_in and _asks_nothing_else(signed_in["test_func"]):
            if role in OUTSIDERS:
                return answer == "sign-in"
            view = signed_in["view_func"]
        else:
            return False


def _asks_nothing_else(test: Any) -> bool:
    """Return whether whoever has signed in passes, as Django's `login_required` says."""
    return bool(test.__qualname__ == "login_required.<locals>.<lambda>")


def _closed_over(view: Any, module: ModuleType) -> dict[str, Any]:
    """Return what a decorator of a module closed over; nothing if it did not make the view."""
    code = getattr(view, "__code__", None)
    if code is None or code.co_filename != module.__file__:
        return {}
    return {
        name: cell.cell_contents
        for name, cell in zip(code.co_freevars, view.__closure__, strict=True)
    }


def _undone(
    world: World, route: Route, method: str, place: str, role: str, *, around: Around
) -> str:
    with transaction.atomic():
        with around(), known_sessions(world.sessions):
            answer = kind_of(ask(world, route, method, place=place, role=role))
        transaction.set_rollback(True)
    return answer


def ask(
    world: World,
    route: Route,
    method: str,
    *,
    place: str,
    role: str,
    client: Client | None = None,
    more: dict[str, Any] | None = None,
) -> Any:
    """Ask one address once, as somebody, with a body they could have sent, and `more` if any."""
    things = things_for(world, route.name, place=place, role=role)
    path = route.path(things)
    body: dict[str, Any] = {}
    if method != "GET" and route.name in BODIES:
        body = BODIES[route.name](things)
    body = {**(more or {}), **body}
    if route.is_api:
        key = world.keys.get(role)
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        sent = None if method == "GET" else body
        with known_addresses(), refusals_unlogged():
            return _browser().generic(
                method, path, _json(sent), content_type="application/json", headers=headers
            )
    asker = client or like(world.clients[role])
    with without_the_frame(), known_addresses(), refusals_unlogged():
        return asker.get(path) if method == "GET" else asker.post(path, body)


def like(client: Client, *, checked: bool = False) -> Client:
    """Return a browser of its own with the same cookies: answers may set some."""
    other = _browser(checked=checked)
    other.cookies.update(client.cookies)
    return other


def _browser(*, checked: bool = False) -> Client:
    browser = Client(raise_request_exception=False)
    browser.handler = _handler(checked=checked)
    return browser


@cache
def _handler(*, checked: bool) -> ClientHandler:
    """Return the one site that all browsers ask, as on a server: none is built for each."""
    return ClientHandler(enforce_csrf_checks=checked)


def without_token(world: World, role: str) -> Client:
    """Return a browser that Django checks for forged requests."""
    return like(world.clients[role], checked=True)


def _json(body: dict[str, Any] | None) -> str:
    return "" if body is None else json.dumps(body)


def kind_of(response: HttpResponse) -> str:
    """Return the class of an answer: its status, or where it sends people first."""
    if response.status_code in {301, 302}:
        where = response.headers["Location"].split("?")[0]
        if where == resolve_url(settings.LOGIN_URL):
            return "sign-in"
        if where in {resolve_url(name) for name in PROVING}:
            return "prove-again"
        return "302"
    return str(response.status_code)


def folded(found: Answers) -> dict[str, list[str]] | str:
    """Return answers as the table writes them: who, by answer; one word when all are alike."""
    kinds = sorted(set(found.values()))
    if len(kinds) == 1:
        return kinds[0]
    return {kind: _named([role for role in ROLES if found[role] == kind]) for kind in kinds}


def _named(roles: list[str]) -> list[str]:
    """Return roles with whole groups by their name."""
    for name, group in GROUPS.items():
        if set(group) <= set(roles):
            roles = [name, *(role for role in roles if role not in group)]
    return roles


def unfolded(row: Any) -> Answers:
    """Return what a row of the table says for each role."""
    if not isinstance(row, dict):
        return dict.fromkeys(ROLES, str(row))
    return {
        role: str(kind)
        for kind, named in row.items()
        for name in named
        for role in GROUPS.get(name, (name,))
    }


@cache
def table(area: str) -> dict[str, dict[str, Any]]:
    """Return the rows of an area: route, then method and place, then answers."""
    path = FOLDER / f"{area}.yaml"
    if not path.exists():
        return {}
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader) or {}


def rows_of(route: Route) -> Iterator[tuple[str, str]]:
    """Yield each method and place that the table must answer for."""
    for method in route.methods:
        for place in places_of(route, method):
            yield method, place
