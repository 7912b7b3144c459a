"""A review that a guest may be asked to, and the browser of somebody from outside."""

import pytest
from django.test import Client

from gouvernail.approvals.models import Request, RouteStep
from gouvernail.foundation import clock
from gouvernail.people.models import Person, Unit
from tests.make.approvals import make_route
from tests.make.content import make_submitted


@pytest.fixture
def asked(hugo: Person, claire: Person, energy: Unit) -> Request:
    """A draft that a colleague and somebody legal must agree to; guests may be legal."""
    route = make_route(("colleague", "legal"), subject_kind="draft", is_default=True)
    RouteStep.objects.filter(route=route).update(guests=True)
    _draft, request = make_submitted(author=hugo, unit=energy, at=clock.now())
    return request


@pytest.fixture
def outsider() -> Client:
    """A browser that nobody signed in with, watched for forged requests."""
    return Client(enforce_csrf_checks=True)
