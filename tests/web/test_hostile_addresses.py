"""What anyone can type after the question mark of an address breaks no page."""

import base64
import json
from contextlib import nullcontext
from urllib.parse import urlencode

import pytest
from django.test import Client

from gouvernail.people.models import Person, Unit
from tests.authorisation.frame import without_the_frame
from tests.authorisation.routes import Route, routes
from tests.make.content import make_draft
from tests.make.registry import make_account

LISTS = [
    route
    for route in routes()
    if route.places == ("any",) and not route.is_api and not route.parameters
]
WHOLE = "web:today"  # what stands around each page is the same for all, and drawn around this one


def cursor(*values: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


HOSTILE = [
    dict.fromkeys(["unit", "person", "account", "parent", "try_unit"], "not-an-id"),
    dict.fromkeys(["unit", "person", "account"], "01a1fd63-4bf0-7e84-a91d-53a3a2c75ca4"),
    dict.fromkeys(["cursor", "events"], cursor("n", "not a date", "not an id")),
    dict.fromkeys(["cursor", "events"], cursor("n", {"a": 1}, [2])),
    dict.fromkeys(["cursor", "events"], cursor("p", None, None)),
    dict.fromkeys(["cursor", "events"], "é" * 50),
    dict.fromkeys(["page", "number", "version", "on", "size"], "-1"),
    dict.fromkeys(["page", "version", "on", "view", "since", "until", "from", "to"], "9" * 40),
    dict.fromkeys(["q", "state", "sort", "network", "status", "fault", "tag", "role"], "\x00'\"<"),
    dict.fromkeys(["q", "state", "try_network", "try_tag", "kind"], "%\ud7ff\u202e" * 200),
    {"q": "x" * 5000, "try_unit": "1", "on": "0001-01-01", "view": "month"},
]


def test_the_page_that_is_drawn_whole_is_among_them() -> None:
    assert WHOLE in {route.name for route in LISTS}


@pytest.mark.parametrize("route", LISTS, ids=lambda route: route.name)
def test_no_page_breaks(route: Route, claire: Person, energy: Unit, client: Client) -> None:
    make_draft(author=claire, unit=energy, accounts=(make_account(unit=energy),))
    client.force_login(claire)
    client.raise_request_exception = False

    with nullcontext() if route.name == WHOLE else without_the_frame():
        answers = {
            urlencode(query): client.get(f"{route.path({})}?{urlencode(query)}").status_code
            for query in HOSTILE
        }

    assert {query: status for query, status in answers.items() if status >= 500} == {}
