"""Canonical bytes: the same value gives the same bytes, whatever way it was built."""

import hashlib
import json
from datetime import UTC, date, datetime, timedelta, timezone
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gouvernail.foundation.digests import canonical, instant, plain, sha256_hex

LEAVES = st.none() | st.booleans() | st.integers(-(2**52), 2**52) | st.text(max_size=12)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner),
    max_leaves=12,
)


@given(VALUES)
def test_canonical_bytes_are_json_and_read_back_the_same(value: object) -> None:
    assert json.loads(canonical(value)) == plain(value)


@given(st.dictionaries(st.text(max_size=6), LEAVES, max_size=6))
def test_the_order_of_keys_does_not_matter(value: dict[str, object]) -> None:
    assert canonical(value) == canonical(dict(reversed(value.items())))


def test_keys_sort_by_utf_16_units_and_nothing_is_escaped_needlessly() -> None:
    value = {"\ufb33": 1, "😀": 2, "é": 3}

    assert canonical(value) == '{"é":3,"😀":2,"\ufb33":1}'.encode()


def test_instants_ids_days_and_large_numbers_have_one_form() -> None:
    paris = timezone(timedelta(hours=1))
    at = datetime(2026, 11, 17, 13, 0, tzinfo=paris)

    assert instant(at) == "2026-11-17T12:00:00.000000Z"
    assert plain([at, date(2026, 1, 5), UUID(int=1), b"\x0f", 2**60, (1, "a")]) == [
        "2026-11-17T12:00:00.000000Z",
        "2026-01-05",
        "00000000-0000-0000-0000-000000000001",
        "0f",
        str(2**60),
        [1, "a"],
    ]
    assert instant(at.astimezone(UTC)) == instant(at)


@pytest.mark.parametrize("value", [1.5, {"a": [0.1]}, object(), {1, 2}])
def test_what_has_no_agreed_form_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        canonical(value)


def test_parts_are_joined_before_hashing() -> None:
    assert sha256_hex(b"a", b"bc") == hashlib.sha256(b"abc").hexdigest()
