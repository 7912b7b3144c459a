"""Cursors come from strangers."""

import base64
import json

import pytest

from gouvernail.foundation.paging import page_of, page_of_keys
from gouvernail.people.models import Person, Unit


def _cursor(*values: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


HOSTILE = {
    "not an id": _cursor("n", "Ada", "zz"),
    "an object": _cursor("n", {"a": 1}, {"b": 2}),
    "a list": _cursor("n", ["a"], []),
    "nothing": _cursor("n", None, None),
    "a NUL": _cursor("n", "a\x00", "b\x00"),
    "no number at all": _cursor("n", float("nan"), float("inf")),
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


def test_rows_already_read_are_paged_by_their_keys() -> None:
    keys = [(number // 3, f"n{number:02}") for number in range(7)]

    first, following, former = page_of_keys(keys, size=3)
    assert (keys[first], former) == (keys[:3], "")
    second, after, back = page_of_keys(keys, cursor=following, size=3)
    assert keys[second] == keys[3:6]
    assert page_of_keys(keys, cursor=back, size=3)[0] == first
    last, end, _back = page_of_keys(keys, cursor=after, size=3)
    assert (keys[last], end) == (keys[6:], "")
    assert page_of_keys([], cursor=after, size=3) == (slice(0, 0), "", "")
    for stranger in ("!", "bnVsbA", page_of_keys([("a", "b"), ("c", "d")], size=1)[1]):
        assert page_of_keys(keys, cursor=stranger, size=3)[0] == first
