"""Cosignatures of witnesses: bytes, keys and what is refused."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from gouvernail.kernel.merkle import (
    Checkpoint,
    NoteError,
    WitnessKey,
    checkpoint_request,
    cosign,
    cosigned_by,
    parse_witness_key,
    sign,
)
from tests.make.merkle import KEY

NAME = "audit.example.org/witness"
TEXT = Checkpoint(KEY.name, 5, bytes(32)).text
TIME = 1_800_000_000


def public_of(seed: bytes) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


WITNESS = WitnessKey(NAME, public_of(bytes(32)))


def test_a_cosignature_holds_for_its_note_its_time_and_its_key_only() -> None:
    line = cosign(TEXT, name=NAME, seed=bytes(32), time=TIME)
    note = sign(TEXT, KEY)

    assert cosigned_by(note + line, [WITNESS]) == {NAME: TIME}
    assert cosigned_by(note, [WITNESS]) == {}
    assert cosigned_by(note + line, [WitnessKey(NAME, public_of(b"1" * 32))]) == {}
    assert cosigned_by(note + line, [WitnessKey("someone.else", WITNESS.key)]) == {}
    with pytest.raises(NoteError, match="is wrong"):
        cosigned_by(sign(TEXT.replace("\n5\n", "\n6\n"), KEY) + line, [WITNESS])


def test_the_line_is_the_key_id_the_time_and_the_signature_of_the_specification() -> None:
    line = cosign(TEXT, name=NAME, seed=bytes(32), time=TIME)
    value = base64.b64decode(line.split(" ")[2])

    assert line.startswith(f"\u2014 {NAME} ")
    assert line.endswith("\n")
    assert len(value) == 4 + 8 + 64
    assert value[:4] == WITNESS.key_id
    assert int.from_bytes(value[4:12], "big") == TIME
    signed = b"cosignature/v1\ntime 1800000000\n" + TEXT.encode()
    Ed25519PublicKey.from_public_bytes(WITNESS.key).verify(value[12:], signed)


@pytest.mark.parametrize("at", [4, 11, 12, 40, 75])
def test_a_changed_bit_of_a_cosignature_is_refused(at: int) -> None:
    name, value = cosign(TEXT, name=NAME, seed=bytes(32), time=TIME)[2:].split(" ")
    changed = bytearray(base64.b64decode(value))
    changed[at] ^= 1
    note = sign(TEXT, KEY) + f"\u2014 {name} {base64.b64encode(changed).decode()}\n"

    with pytest.raises(NoteError):
        cosigned_by(note, [WITNESS])


@pytest.mark.parametrize("length", [5, 12, 75, 77])
def test_a_cosignature_of_another_length_is_refused(length: int) -> None:
    value = (WITNESS.key_id + TIME.to_bytes(8, "big") + bytes(100))[:length]
    note = sign(TEXT, KEY) + f"\u2014 {NAME} {base64.b64encode(value).decode()}\n"

    with pytest.raises(NoteError, match="malformed"):
        cosigned_by(note, [WITNESS])


@pytest.mark.parametrize("time", [0, -1, 1 << 63])
def test_a_time_that_is_none_is_refused(time: int) -> None:
    with pytest.raises(NoteError, match="positive"):
        cosign(TEXT, name=NAME, seed=bytes(32), time=time)


def test_the_last_time_there_is_is_taken() -> None:
    line = cosign(TEXT, name=NAME, seed=bytes(32), time=(1 << 63) - 1)

    assert cosigned_by(sign(TEXT, KEY) + line, [WITNESS]) == {NAME: (1 << 63) - 1}


@pytest.mark.parametrize("name", ["", "two words", "a+b"])
def test_a_name_that_names_no_key_is_refused(name: str) -> None:
    with pytest.raises(NoteError):
        cosign(TEXT, name=name, seed=bytes(32), time=TIME)


def test_the_key_line_of_a_witness_is_read_back_and_no_other() -> None:
    other = base64.b64encode(b"\x04" + bytes(31)).decode()

    assert parse_witness_key(WITNESS.vkey) == WITNESS
    assert parse_witness_key(WITNESS.vkey + "\n") == WITNESS
    for line in (
        KEY.verifier.vkey,
        WITNESS.vkey.replace(NAME, "someone.else"),
        f"{NAME}+{WITNESS.key_id.hex()}+{other}",
        WitnessKey(NAME, bytes(31)).vkey,
        WitnessKey(NAME, bytes(33)).vkey,
        WITNESS.vkey.replace(NAME, "two words"),
        "nonsense",
    ):
        with pytest.raises(NoteError):
            parse_witness_key(line)


def test_a_request_is_the_known_size_the_proof_and_the_checkpoint() -> None:
    note = sign(TEXT, KEY)

    assert checkpoint_request(0, [], note) == "old 0\n\n" + note
    hashes = [bytes([n]) * 32 for n in range(63)]
    lines = checkpoint_request(3, hashes, note).partition("\n\n")[0].split("\n")
    assert lines[0] == "old 3"
    assert [base64.b64decode(line) for line in lines[1:]] == hashes
    with pytest.raises(NoteError, match="too long"):
        checkpoint_request(3, [*hashes, bytes(32)], note)
