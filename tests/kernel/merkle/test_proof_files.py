import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gouvernail.kernel.merkle import (
    MerkleError,
    ProofError,
    TlogProof,
    inclusion_proof,
    parse_proof,
    verify_proof,
)
from tests.make.merkle import KEY, make_log, make_note

LOG = make_log(21)
NOTE = make_note(LOG)


def proof_of(index: int, extra: bytes = b"") -> str:
    path = tuple(inclusion_proof(index, 21, LOG.read))
    return TlogProof(index=index, path=path, checkpoint=NOTE, extra=extra).text


def test_the_file_reads_as_the_specification_shows() -> None:
    path = base64.b64encode(bytes(32)).decode()
    proof = TlogProof(index=5, path=(bytes(32),), checkpoint="note\n", extra=b"more")

    assert proof.text == f"c2sp.org/tlog-proof@v1\nextra bW9yZQ==\nindex 5\n{path}\n\nnote\n"


@given(st.integers(0, 20), st.binary(max_size=40))
def test_proof_files_can_be_read_back_and_verify(index: int, extra: bytes) -> None:
    text = proof_of(index, extra)

    assert parse_proof(text).extra == extra
    assert parse_proof(text).text == text
    assert verify_proof(text, LOG.leaves[index], KEY.verifier).size == 21


@given(st.integers(0, 20), st.data())
def test_a_proof_file_with_one_character_changed_is_refused(
    index: int, data: st.DataObject
) -> None:
    text = proof_of(index)
    at = data.draw(st.integers(0, len(text) - 1))
    changed = text[:at] + data.draw(st.characters(exclude_characters=text[at])) + text[at + 1 :]

    with pytest.raises((MerkleError, UnicodeEncodeError)):
        verify_proof(changed, LOG.leaves[index], KEY.verifier)


def test_a_proof_of_another_leaf_is_refused() -> None:
    with pytest.raises(ProofError):
        verify_proof(proof_of(3), LOG.leaves[4], KEY.verifier)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "c2sp.org/tlog-proof@v1",
        "c2sp.org/tlog-proof@v1\n\n" + NOTE,
        "c2sp.org/tlog-proof@v2\nindex 0\n\n" + NOTE,
        "c2sp.org/tlog-proof@v1\nindex 00\n\n" + NOTE,
        "c2sp.org/tlog-proof@v1\nindex -1\n\n" + NOTE,
        "c2sp.org/tlog-proof@v1\nindex 0\nAAAA\n\n" + NOTE,
        "c2sp.org/tlog-proof@v1\nindex 0\n!\n\n" + NOTE,
        "c2sp.org/tlog-proof@v1\nindex 0\n" + "AAAA\n" * 65 + "\n" + NOTE,
        "c2sp.org/tlog-proof@v1\nextra !\nindex 0\n\n" + NOTE,
    ],
)
def test_malformed_files_are_refused(text: str) -> None:
    with pytest.raises(ProofError):
        verify_proof(text, LOG.leaves[0], KEY.verifier)
