"""Pages without what is the same for all: what stands around them, and finding their addresses."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from functools import lru_cache
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.sessions.backends.db import SessionStore
from django.template.base import NodeList
from django.template.loader import get_template
from django.urls import ResolverMatch, get_resolver

from gouvernail.people.models import Person
from gouvernail.people.permissions import active_grants
from gouvernail.web.context import Shell

FRAME = ("_freezebar", "_head", "_help", "_nav", "_tabbar", "_top")


@contextmanager
def without_the_frame() -> Iterator[None]:
    """Leave the menus, the head, the foot and the title's end of every page undrawn meanwhile."""
    around: list[Any] = [get_template(f"web/{name}.html") for name in FRAME]
    kept = [one.template.nodelist for one in around]
    shell: Any = Shell
    organisation, shell.organisation = shell.organisation, None
    for one in around:
        one.template.nodelist = NodeList()
    try:
        yield
    finally:
        shell.organisation = organisation
        for one, nodes in zip(around, kept, strict=True):
            one.template.nodelist = nodes


@contextmanager
def known_sessions(known: dict[object, Any]) -> Iterator[None]:
    """Read a session, and its person with their roles, once: each request is undone by itself.

    Each decodes the row of its session anew and is given a person of its own.
    """
    store: Any = SessionStore
    backend: Any = AuthenticationBackend
    row_of, person_of = store._get_session_from_db, backend.get_user

    def row(self: Any) -> Any:
        key = ("session", self.session_key)
        if key not in known:
            found = row_of(self)
            if found is None:
                return None
            known[key] = found
        return known[key]

    def person(self: Any, user_id: Any) -> Any:
        key = ("person", user_id)
        if key not in known:
            known[key] = found = person_of(self, user_id)
            if isinstance(found, Person):
                active_grants(found)  # which the person keeps
        return copy(known[key])

    store._get_session_from_db, backend.get_user = row, person
    try:
        yield
    finally:
        store._get_session_from_db = row_of
        del backend.get_user  # it is inherited


@contextmanager
def refusals_unlogged() -> Iterator[None]:
    """Log no refusal meanwhile: there are thousands. What breaks down is logged as ever."""
    log = logging.getLogger("django.request")
    log.addFilter(_is_breakdown)
    try:
        yield
    finally:
        log.removeFilter(_is_breakdown)


def _is_breakdown(record: logging.LogRecord) -> bool:
    return record.levelno >= logging.ERROR


@contextmanager
def known_addresses() -> Iterator[None]:
    """Look an address up in the hundreds of patterns once, not again for each who asks it."""
    resolver: Any = get_resolver()
    resolver.resolve = _resolved
    try:
        yield
    finally:
        del resolver.resolve


def view_at(path: str) -> Any:
    """Return the view that answers an address."""
    return _resolved(path).func


@lru_cache(maxsize=4096)
def _resolved(path: str) -> ResolverMatch:
    resolver: Any = get_resolver()
    return type(resolver).resolve(resolver, path)  # type: ignore[no-any-return]  # Django's own
