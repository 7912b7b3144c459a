"""Every operation of the API, sent what its description allows and what it does not.

Schemathesis writes the calls from the description. Whatever is sent: no breakdown, and an answer
of the shape that is promised for its status.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from gouvernail.api.app import api
from gouvernail.foundation.ids import uuid7
from gouvernail.people.actions import create_key
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import API_SCOPES
from tests.make.content import make_draft
from tests.make.policies import make_charter
from tests.make.publishing import make_delivery
from tests.make.registry import make_account

EXAMPLES = 20
schema = schemathesis.openapi.from_dict(api.get_openapi_schema())
schema.app = get_wsgi_application()
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@pytest.fixture(autouse=True)
def connection_kept() -> Iterator[None]:
    """Keep the connection of the test open between calls, as Django's own test client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def site(claire: Person, energy: Unit, noon: datetime) -> dict[str, Any]:
    """Return a key that opens everything, and one object for each parameter of a path."""
    account = make_account(unit=energy)
    return {
        "key": create_key(name="Fuzz", scopes=API_SCOPES, by=claire, at=noon)[1],
        "account_id": account.pk,
        "draft_id": make_draft(author=claire, unit=energy, accounts=(account,)).pk,
        "delivery_id": make_delivery(account, by=claire).pk,
        "slug": make_charter(by=claire).slug,
        "unit_id": energy.pk,
        "number": 1,
        "waiver_id": uuid7(),
        "verdict_id": uuid7(),
        "partner_id": uuid7(),
        "proof_id": uuid7(),
        "seq": 0,
    }


@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
def test_no_call_breaks_an_operation(case: schemathesis.Case[Any], site: dict[str, Any]) -> None:
    for name in case.path_parameters:
        case.path_parameters[name] = str(site[name])
    if isinstance(case.body, dict) and "unit_id" in case.body:
        case.body["unit_id"] = str(site["unit_id"])
    with transaction.atomic():
        response = case.call(headers={"Authorization": f"Bearer {site['key']}"})
        case.validate_response(response, checks=CHECKS)
        transaction.set_rollback(True)
