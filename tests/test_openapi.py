"""The committed description of the API: what it is, what it promises, and that it is valid.

`make openapi` writes it; tests/test_docs.py compares it with the code, tests/api/test_fuzz.py holds
every answer to it.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from openapi_spec_validator import validate

from gouvernail.people.permissions import API_SCOPES

ROOT = Path(__file__).resolve().parent.parent
REFUSALS = {"400", "401", "403", "404", "409", "422"}
PUBLIC = {"/api/v1/public/accounts", "/api/v1/public/verify"}  # for everybody, without a key
DECIDING = ("decide", "approve", "lift", "confirm", "sign", "release")


@pytest.fixture(scope="module")
def description() -> dict[str, Any]:
    text = (ROOT / "docs/reference/openapi.json").read_text(encoding="utf-8")
    read: dict[str, Any] = json.loads(text)
    return read


def test_it_is_valid_openapi(description: dict[str, Any]) -> None:
    validate(description)


def test_every_operation_needs_a_key_and_says_how_it_refuses(description: dict[str, Any]) -> None:
    faults = [
        f"{method} {path}"
        for path, operations in description["paths"].items()
        for method, one in operations.items()
        if bool(one.get("security")) == (path in PUBLIC)
        or not set(one["responses"]) >= REFUSALS - ({"401", "403"} if path in PUBLIC else set())
        or not one["summary"]
    ]

    assert faults == []


def test_no_operation_does_what_only_a_person_may(description: dict[str, Any]) -> None:
    assert [path for path in description["paths"] if path.endswith(DECIDING)] == []


def test_what_is_sent_and_what_is_answered_are_different_shapes(
    description: dict[str, Any],
) -> None:
    taken, given = set(), set()
    for operations in description["paths"].values():
        for one in operations.values():
            taken |= references(one.get("requestBody", {}))
            given |= references(one["responses"])

    assert taken & given == set()


def test_no_answer_holds_more_than_it_says(description: dict[str, Any]) -> None:
    """With this, the calls of tests/api refuse any field that slips into an answer."""
    schemas = {
        f"#/components/schemas/{name}": one
        for name, one in description["components"]["schemas"].items()
    }
    wanted = {
        name
        for operations in description["paths"].values()
        for one in operations.values()
        for name in references(one["responses"])
    }
    while more := set().union(*(references(schemas[name]) for name in wanted)) - wanted:
        wanted |= more
    answered = [schemas[name] for name in wanted if schemas[name].get("type") == "object"]

    assert len(answered) >= 20
    assert [one["title"] for one in answered if one.get("additionalProperties") is not False] == []


def references(part: Any) -> set[str]:
    """Return the names of the schemas that a part of the description refers to."""
    if isinstance(part, dict):
        own = {part["$ref"]} if "$ref" in part else set()
        return own.union(*map(references, part.values())) if part else own
    return set().union(*map(references, part)) if isinstance(part, list) and part else set()


def test_there_is_a_scope_for_each_kind_of_work() -> None:
    assert {"accounts", "content", "rules", "ledger"} == {
        scope.split(":")[0] for scope in API_SCOPES
    }
