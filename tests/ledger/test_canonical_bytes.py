"""The fast encoder writes what RFC 8785 says, byte for byte, or refuses."""

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from gouvernail.ledger.errors import UnrecordableValueError
from gouvernail.ledger.queries.states import leaf_bytes

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXT,
    lambda inner: st.lists(inner) | st.dictionaries(TEXT, inner),
)


@given(st.dictionaries(TEXT, PLAIN))
def test_the_bytes_are_those_of_the_reference_encoder(event: dict[str, object]) -> None:
    assert leaf_bytes(event) == rfc8785.dumps(event)  # type: ignore[arg-type]  # plain values


def test_keys_are_ordered_by_utf_16_units() -> None:
    """U+1F600 comes before U+FB33 in UTF-16, after it by code points."""
    assert leaf_bytes({"\ufb33": 1, "\U0001f600": 2}) == '{"\U0001f600":2,"\ufb33":1}'.encode()


@pytest.mark.parametrize("value", ["\ud800", object(), float("nan"), {1, 2}])
def test_what_json_cannot_hold_is_refused(value: object) -> None:
    with pytest.raises(UnrecordableValueError):
        leaf_bytes({"v": value})
