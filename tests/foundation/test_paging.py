"""Cursors come from strangers."""

import base64
import json

import pytest

from gouvernail.foundation.paging import page_of
from gouvernail.people.models import Person, Unit


def _cursor(*values: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


HOSTILE = {
    "not an id": _cursor("n", "Ada", "zz"),
    "an object": _cursor("n", {"a": 1}, {"b": 2}),
    "a list": _cursor("n", ["a"], []),
    "nothing": _cursor("n", None, None),
    "a NUL": _cursor("n", "a\x00", "b\x00"),
    "another direction": _cursor(["n"], "a", "b"),
    "nested beyond reason": base64.urlsafe_b64encode(b"[" * 5000).decode(),
    "not text": base64.urlsafe_b64encode(b"\xff\xfe").decode(),
    "no base64": "é%%%",
    "a number": base64.urlsafe_b64encode(b"12").decode(),
}


@pytest.mark.parametrize("cursor", HOSTILE.values(), ids=HOSTILE)
def test_a_cursor_nobody_gave_out_starts_over(nordet: Unit, hugo: Person, cursor: str) -> None:
    page = page_of(Person.objects.all(), order=("name", "id"), cursor=cursor)

    assert page.rows == [hugo]
