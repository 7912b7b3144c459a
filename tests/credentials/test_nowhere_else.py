"""A value of the vault is read nowhere: every page, export, API, letter, log, fault and dump.

`tests/canaries.py` looks after each test of the suite; here one value is carried to each place
where it could get out, and looked for in the shapes it could have there.
"""

import json
import logging
from base64 import b64encode
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import LazySettings
from django.core import mail
from django.db import connection
from django.test import Client

from gouvernail.blueprint.actions import exported_model
from gouvernail.credentials.actions import approve_reveal, open_reveal
from gouvernail.credentials.keyring import RelayKeyError
from gouvernail.credentials.models import Item
from gouvernail.credentials.tasks import answer_waiting, opener
from gouvernail.credentials.views import items
from gouvernail.foundation.clock import now
from gouvernail.people.actions import create_key
from gouvernail.people.models import Person
from gouvernail.people.permissions import API_SCOPES
from gouvernail.registry.models import Account
from tests.authorisation.routes import Route, routes
from tests.canaries import in_database
from tests.make.credentials import PASSWORD, Tab, make_item, make_reveal, make_showing
from tests.make.ledger import leaves

SHAPES = {
    "as it is": PASSWORD,
    "base64": b64encode(PASSWORD.encode()).decode().rstrip("="),
    "hex": PASSWORD.encode().hex(),
    "backwards": PASSWORD[::-1],
    "in an address": quote(PASSWORD, safe=""),
    "in JSON": json.dumps(PASSWORD)[1:-1],
}
KNOWN = {"account_id", "item_id", "reveal_id", "showing_id", "unit_id", "person_id"}


def shapes_in(text: str) -> list[str]:
    return [shape for shape, value in SHAPES.items() if value in text]


def said(answer: Any) -> str:
    whole = b"".join(answer) if answer.streaming else answer.content
    return whole.decode("utf-8", "replace") + repr(dict(answer.headers))


@pytest.fixture
def carried(account: Account, karim: Person, hugo: Person) -> dict[str, object]:
    """Carry a value through its life to where one tab reads it; return the keys of it all."""
    at = now()
    item = make_item(account=account, by=karim, at=at)
    reveal = make_reveal(item=item, by=hugo, at=at)
    approve_reveal(reveal_id=reveal.pk, by=karim, at=at)
    open_reveal(reveal_id=reveal.pk, by=hugo, at=at)
    tab = Tab()
    showing = make_showing(reveal=reveal, tab=tab, at=at)
    assert answer_waiting(at=at) == 1
    assert tab.read(showing)["value"] == PASSWORD  # it can be read, by that tab alone
    return {
        "account_id": account.pk,
        "item_id": item.pk,
        "reveal_id": reveal.pk,
        "showing_id": showing.pk,
        "unit_id": account.unit_id,
        "person_id": hugo.pk,
    }


def asked() -> Iterator[Route]:
    """Return every address that is read without anything else than the keys of the vault."""
    for route in routes():
        if "GET" in route.methods and set(route.parameters) <= KNOWN and "logout" not in route.name:
            yield route


def test_no_page_export_or_answer_of_the_api_holds_it(
    carried: dict[str, object], karim: Person, hugo: Person, claire: Person,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    caplog.set_level(logging.DEBUG)
    found, read, exports = [], 0, 0
    _row, secret = create_key(name="c", scopes=API_SCOPES, by=claire, at=now())
    for reader in (claire, hugo, karim):  # who leads reads everything, the others where they act
        client = Client()
        client.force_login(reader)
        for route in asked():
            if reader != claire and route.area != "credentials":
                continue
            key = {"Authorization": f"Bearer {secret}"} if route.is_api else {}
            answer = client.get(route.path(carried), headers=key)
            assert answer.status_code < 500, route.name
            read += answer.status_code == 200
            exports += "attachment" in answer.headers.get("Content-Disposition", "")
            found += [(route.name, shape) for shape in shapes_in(said(answer))]

    assert found == []
    assert read > 120  # whatever is added is read too; nothing silently drops out
    assert exports > 10
    assert shapes_in("\n".join(exported_model(by=claire).values())) == []
    assert shapes_in("\n".join(f"{one.getMessage()} {one.args}" for one in caplog.records)) == []
    assert shapes_in("\n".join(map(str, leaves()))) == []
    assert in_database() == []
    if connection.vendor == "sqlite":  # the whole file, as a dump writes it
        connection.ensure_connection()
        assert shapes_in("\n".join(connection.connection.iterdump())) == []


class BrokenError(Exception):
    """A fault of ours, at the worst moment."""


def broken(*_given: object, **_named: object) -> None:
    raise BrokenError


def test_a_fault_while_it_is_put_in_or_renewed_tells_nobody_what_it_was(
    account: Account, item: Item, karim: Person, settings: LazySettings,
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    caplog.set_level(logging.DEBUG)
    settings.ADMINS = [("Yann", "yann@nordet.example")]  # Django writes to them on a fault
    for name in ("add_item", "renew_item"):
        monkeypatch.setattr(items, name, broken)
    client = Client(raise_request_exception=False)
    client.force_login(karim)
    facts = {"label": "Mot de passe", "place": "x.com", "value": PASSWORD}

    answers = [
        client.post(f"/credentials/accounts/{account.pk}/new", facts),
        client.post(f"/credentials/items/{item.pk}/renew", facts),
    ]

    assert [one.status_code for one in answers] == [500, 500]
    assert [shapes_in(said(one)) for one in answers] == [[], []]
    letters = [str(one.message()) for one in mail.outbox]
    assert len(letters) == 2
    assert "BrokenError" in letters[0]
    assert shapes_in("\n".join(letters)) == []
    assert "BrokenError" in caplog.text
    assert shapes_in(caplog.text) == []


def test_a_fault_while_it_is_shown_leaves_nothing_in_the_journal_of_the_process(
    account: Account, karim: Person, hugo: Person, monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    at = now()
    reveal = make_reveal(item=make_item(account=account, by=karim, at=at), by=hugo, at=at)
    approve_reveal(reveal_id=reveal.pk, by=karim, at=at)
    open_reveal(reveal_id=reveal.pk, by=hugo, at=at)
    make_showing(reveal=reveal, tab=Tab(), at=at)

    def fails(value: object, **_named: object) -> bytes:
        message = f"cannot seal {value}"  # as a careless line of ours would say it
        raise RelayKeyError(message)

    monkeypatch.setattr(opener, "seal_to_browser", fails)
    caplog.set_level(logging.DEBUG)

    assert answer_waiting(at=at) == 0
    assert "comes to nothing" in caplog.text
    assert shapes_in(caplog.text) == []
    assert in_database() == []
