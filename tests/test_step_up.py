"""What asks to prove again who one is: exactly these addresses, without a proof or an old one.

Freezing never asks. What follows a proof is in tests/people/test_step_up.py.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client, TestCase
from pytest_django import DjangoDbBlocker

from gouvernail.foundation.clock import now
from gouvernail.web.proof import PROVED_AT
from tests.authorisation.asking import answers, ask, kind_of, like
from tests.authorisation.routes import Route, routes
from tests.authorisation.world import World, make_world

pytestmark = pytest.mark.django_db

WHO = ("lead", "reviewer", "security")  # between them they may do what asks
# Address and method -> who asks, and how old a proof may be there.
ASKING = {
    ("inbox:report-export", "GET"): ("lead", "fresh"),
    ("listening:mention-export", "GET"): ("lead", "fresh"),
    ("blueprint:application-agree", "POST"): ("lead", "fresh"),
    ("blueprint:application-refuse", "POST"): ("lead", "recent"),
    ("advocacy:kit-approve", "POST"): ("lead", "recent"),
    ("advocacy:programme-export", "GET"): ("lead", "fresh"),
    ("advocacy:words-approve", "POST"): ("lead", "recent"),
    ("attestations:campaign-export", "GET"): ("lead", "fresh"),
    ("brand:audience-export", "GET"): ("lead", "fresh"),
    ("brand:guide-section-publish", "POST"): ("lead", "recent"),
    ("brand:library-export", "GET"): ("lead", "fresh"),
    ("brand:partner-export", "GET"): ("lead", "fresh"),
    ("brand:removal-answer", "POST"): ("lead", "recent"),
    ("brand:template-publish", "POST"): ("lead", "recent"),
    ("charter:edit", "POST"): ("lead", "fresh"),
    ("charter:risk-export", "GET"): ("lead", "fresh"),
    ("consultations:terms-edit", "POST"): ("lead", "fresh"),
    ("content:review-decide", "POST"): ("reviewer", "recent"),
    ("custody:board-export", "GET"): ("security", "fresh"),
    ("custody:departure-export", "GET"): ("security", "fresh"),
    ("custody:proof-export", "GET"): ("security", "fresh"),
    ("custody:review-export", "GET"): ("security", "fresh"),
    ("conduct:report-export", "GET"): ("lead", "fresh"),
    ("conduct:basis-agree", "POST"): ("lead", "fresh"),
    ("conduct:basis-decline", "POST"): ("lead", "fresh"),
    ("conduct:basis-end", "POST"): ("lead", "fresh"),
    ("conduct:basis-propose", "POST"): ("lead", "fresh"),
    ("conduct:case-decide", "POST"): ("lead", "recent"),
    ("conduct:case-export", "GET"): ("lead", "fresh"),
    ("conduct:case-judge", "POST"): ("lead", "recent"),
    ("conduct:case-lift", "POST"): ("lead", "recent"),
    ("conduct:figure-export", "GET"): ("lead", "fresh"),
    ("drills:drill-export", "GET"): ("lead", "fresh"),
    ("licences:person-export-csv", "GET"): ("lead", "fresh"),
    ("licences:person-export-json", "GET"): ("lead", "fresh"),
    ("licences:requirement-agree", "POST"): ("lead", "fresh"),
    ("licences:requirement-set", "POST"): ("lead", "fresh"),
    ("licences:starter-take", "POST"): ("lead", "fresh"),
    ("licences:restriction-lift", "POST"): ("lead", "recent"),
    ("licences:team-export-csv", "GET"): ("lead", "fresh"),
    ("licences:terms-set", "POST"): ("lead", "fresh"),
    ("licences:waiver-give", "POST"): ("lead", "recent"),
    ("licences:waiver-grant", "POST"): ("lead", "recent"),
    ("training:completion-export", "GET"): ("lead", "fresh"),
    ("training:import-refused", "GET"): ("lead", "fresh"),
    ("training:progress-export", "GET"): ("lead", "fresh"),
    ("openings:opening-decide", "POST"): ("reviewer", "recent"),
    ("openings:opening-export", "GET"): ("lead", "fresh"),
    ("crisis:statement-approve", "POST"): ("lead", "recent"),
    ("credentials:item-confirm", "POST"): ("lead", "fresh"),
    ("credentials:item-export", "GET"): ("lead", "fresh"),
    ("credentials:item-retire", "POST"): ("lead", "fresh"),
    ("credentials:item-undo", "POST"): ("lead", "fresh"),
    ("credentials:reveal-approve", "POST"): ("lead", "fresh"),
    ("credentials:reveal-ask", "POST"): ("lead", "fresh"),
    ("credentials:reveal-back", "POST"): ("lead", "fresh"),
    ("credentials:reveal-emergency", "POST"): ("lead", "fresh"),
    ("credentials:terms-edit", "POST"): ("lead", "fresh"),
    ("people:door-export", "GET"): ("security", "fresh"),
    ("people:key-create", "POST"): ("lead", "fresh"),
    ("people:person-export", "GET"): ("lead", "fresh"),
    ("people:person-reset-factors", "POST"): ("lead", "fresh"),
    ("policies:act-export", "GET"): ("lead", "fresh"),
    ("policies:policy-archive-agree", "POST"): ("lead", "recent"),
    ("policies:policy-sign", "POST"): ("lead", "recent"),
    ("policies:version-agree", "POST"): ("lead", "recent"),
    ("publishing:freeze-confirm", "POST"): ("lead", "fresh"),
    ("publishing:freeze-lift", "POST"): ("lead", "fresh"),
    ("records:history-bad", "GET"): ("lead", "fresh"),
    ("records:record-export", "GET"): ("lead", "fresh"),
    ("records:record-export-lines", "GET"): ("lead", "fresh"),
    ("registry:account-export", "GET"): ("lead", "fresh"),
    ("registry:account-map-export", "GET"): ("lead", "fresh"),
    ("registry:account-sheets-export", "GET"): ("lead", "fresh"),
    ("replies:reply-decide", "POST"): ("reviewer", "recent"),
    ("replies:reply-export", "GET"): ("lead", "fresh"),
    ("rulebooks:control-agree", "POST"): ("lead", "recent"),
    ("rulebooks:pack-retire", "POST"): ("lead", "recent"),
    ("rulebooks:version-agree", "POST"): ("lead", "recent"),
    ("rulebooks:waiver-grant", "POST"): ("lead", "recent"),
    ("signing:campaign-export", "GET"): ("lead", "fresh"),
    ("verification:directory-switch", "POST"): ("lead", "fresh"),
    ("verification:report-export", "GET"): ("lead", "fresh"),
}


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Return the organisation of the authorisation tables, undone at the end."""
    case: Any = TestCase
    with django_db_blocker.unblock():
        outer = case._enter_atomics()
        try:
            yield make_world()
        finally:
            case._rollback_atomics(outer)


def proved(world: World, role: str, *, minutes: float | None) -> Client:
    """Return a browser of that role whose last proof is so many minutes old, or absent."""
    client = like(world.clients[role])
    session = client.session
    session.pop(PROVED_AT, None)
    if minutes is not None:
        session[PROVED_AT] = (now() - timedelta(minutes=minutes)).timestamp()
    session.save()
    return client


def answered(world: World, route: Route, method: str, role: str, minutes: float | None) -> str:
    with transaction.atomic():
        client = proved(world, role, minutes=minutes)
        found = ask(world, route, method, place=route.places[0], role=role, client=client)
        transaction.set_rollback(True)
    return kind_of(found)


@pytest.mark.parametrize(("name", "method"), ASKING)
def test_each_act_asks_without_a_proof_or_with_an_old_one(
    world: World, name: str, method: str
) -> None:
    route = next(one for one in routes() if one.name == name)
    role, kind = ASKING[(name, method)]
    limit = settings.STEP_UP_MINUTES[kind]

    assert answered(world, route, method, role, None) == "prove-again"
    assert answered(world, route, method, role, limit + 1) == "prove-again"
    assert answered(world, route, method, role, limit - 1) != "prove-again"


@pytest.fixture(scope="module")
def unproved(world: World, django_db_blocker: DjangoDbBlocker) -> World:
    """Return the organisation, with browsers that never proved who holds them."""
    with django_db_blocker.unblock():
        clients = {role: proved(world, role, minutes=None) for role in WHO}
    return replace(world, clients=clients, sessions={})


@pytest.mark.parametrize(
    "route",
    [one for one in routes() if not one.is_api and ":" in one.name],
    ids=lambda route: route.name,
)
def test_no_other_address_asks(unproved: World, route: Route) -> None:
    found = {
        method
        for method in route.methods
        if "prove-again" in answers(unproved, route, method, route.places[0], roles=WHO).values()
    }

    assert found == {method for name, method in ASKING if name == route.name}


def test_stopping_everything_never_asks() -> None:
    assert "publishing:freeze-engage" in {one.name for one in routes()}
    assert ("publishing:freeze-engage", "POST") not in ASKING
