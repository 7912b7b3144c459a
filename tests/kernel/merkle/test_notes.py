import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gouvernail.kernel.merkle import (
    Checkpoint,
    NoteError,
    Signer,
    Verifier,
    open_checkpoint,
    open_note,
    parse_checkpoint,
    parse_skey,
    parse_vkey,
    sign,
    vkey,
)
from tests.make.merkle import KEY

# The example of the documentation of golang.org/x/mod/sumdb/note: key, text and signature.
GO_SKEY = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
GO_VKEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_TEXT = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
)
GO_NOTE = (
    GO_TEXT + "\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXg"
    "KvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
OTHER = Signer("witness.example/w", bytes(range(1, 33)))
CHECKPOINT = Checkpoint("example.com/log", 3, bytes(32))


def test_the_published_note_of_another_implementation_is_made_and_opened() -> None:
    signer = parse_skey(GO_SKEY)

    assert signer.verifier.vkey == GO_VKEY
    assert signer.skey == GO_SKEY
    assert vkey(signer.name, signer.verifier.key) == GO_VKEY
    assert sign(GO_TEXT, signer) == GO_NOTE
    assert open_note(GO_NOTE, [parse_vkey(GO_VKEY)]).text == GO_TEXT


@given(st.integers(0, len(GO_NOTE.encode()) - 1), st.integers(0, 7))
def test_a_note_with_one_bit_turned_never_opens_with_another_text(at: int, bit: int) -> None:
    changed = bytearray(GO_NOTE.encode())
    changed[at] ^= 1 << bit

    with pytest.raises((NoteError, UnicodeDecodeError)):
        open_note(changed.decode(), [parse_vkey(GO_VKEY)])


def cosigned(note: str, signer: Signer) -> str:
    text = note.rpartition("\n\n")[0] + "\n"
    return note + sign(text, signer).rpartition("\n\n")[2]


def test_signatures_of_unknown_keys_are_ignored() -> None:
    note = cosigned(sign(CHECKPOINT.text, KEY), OTHER)

    assert open_note(note, [KEY.verifier]).signed_by == (KEY.name,)
    assert open_note(note, [OTHER.verifier]).signed_by == (OTHER.name,)
    assert open_note(note, [KEY.verifier, OTHER.verifier]).signed_by == (KEY.name, OTHER.name)


def test_a_wrong_signature_of_a_known_key_refuses_the_whole_note() -> None:
    note = cosigned(sign(CHECKPOINT.text, KEY), OTHER)
    wrong = note.replace(note[-12:-5], "AAAAAAA")

    assert open_note(wrong, [KEY.verifier]).signed_by == (KEY.name,)
    with pytest.raises(NoteError):
        open_note(wrong, [KEY.verifier, OTHER.verifier])


def test_a_note_nobody_trusted_signed_is_refused() -> None:
    with pytest.raises(NoteError):
        open_note(sign(CHECKPOINT.text, KEY), [OTHER.verifier])
    with pytest.raises(NoteError):
        open_note(sign(CHECKPOINT.text, KEY), [])


def test_a_key_with_the_same_name_is_another_key() -> None:
    impostor = Signer(KEY.name, bytes(32))

    with pytest.raises(NoteError):
        open_note(sign(CHECKPOINT.text, impostor), [KEY.verifier])


@pytest.mark.parametrize(
    "note",
    [
        "",
        "text\n",
        "text\n\n",
        "text\n\n— a b",
        "text\n\n- example.com/log AAAA\n",
        "text\n\n—example.com/log AAAA\n",
        "text\n\n— example.com/log AAAA BBBB\n",
        "text\n\n— example.com/log AAA\n",
        "text\n\n— example.com/log AAAAAB==\n",
        "te\x00xt\n\n— example.com/log AAAAAAAA\n",
        "te\rxt\n\n— example.com/log AAAAAAAA\n",
        "text\n\n" + "— a+b AAAAAAAA\n",
        "text\n\n" + "— a AAAAAAAA\n" * 65,
    ],
)
def test_malformed_notes_are_refused(note: str) -> None:
    with pytest.raises(NoteError):
        open_note(note, [KEY.verifier])


@pytest.mark.parametrize(
    "line",
    [
        "",
        "name",
        "name+00000000+AQ==",
        GO_VKEY.replace("c74f20a3", "c74f20a4"),
        GO_VKEY.replace("+AR", "+BB"),
        GO_VKEY.replace("Peter", "Pete "),
        "+" + GO_VKEY,
    ],
)
def test_malformed_keys_are_refused(line: str) -> None:
    with pytest.raises(NoteError):
        parse_vkey(line)
    with pytest.raises(NoteError):
        parse_skey("PRIVATE+KEY+" + line)
    with pytest.raises(NoteError):
        parse_skey(line)


@pytest.mark.parametrize("text", ["no newline", "control\x01\n", "return\r\n"])
def test_texts_that_cannot_be_signed_are_refused(text: str) -> None:
    with pytest.raises(NoteError):
        sign(text, KEY)


@pytest.mark.parametrize("name", ["", "two words", "a+b", "a\u00a0b"])
def test_names_that_cannot_sign_are_refused(name: str) -> None:
    with pytest.raises(NoteError):
        sign("text\n", Signer(name, bytes(32)))
    with pytest.raises(NoteError):
        vkey(name, bytes(32))


@given(st.integers(0, 2**63), st.binary(min_size=32, max_size=32))
def test_checkpoints_can_be_read_back(size: int, root: bytes) -> None:
    checkpoint = Checkpoint(KEY.name, size, root)

    assert parse_checkpoint(checkpoint.text) == checkpoint
    assert open_checkpoint(sign(checkpoint.text, KEY), KEY.verifier) == checkpoint


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a\n1\n",
        "a\n01\n" + "A" * 43 + "=\n",
        "a\n-1\n" + "A" * 43 + "=\n",
        "a\n١\n" + "A" * 43 + "=\n",
        "a\n1\nAAAA\n",
        "a\n1\n" + "A" * 43 + "=",
        "\n1\n" + "A" * 43 + "=\n",
        "a\n1\n" + "A" * 43 + "=\n\n",
    ],
)
def test_malformed_checkpoints_are_refused(text: str) -> None:
    with pytest.raises(NoteError):
        parse_checkpoint(text)


def test_a_checkpoint_of_another_log_is_refused() -> None:
    note = sign(Checkpoint("example.com/other", 1, bytes(32)).text, KEY)

    with pytest.raises(NoteError):
        open_checkpoint(note, KEY.verifier)


def test_a_private_key_does_not_show_itself() -> None:
    assert KEY.seed.hex() not in repr(KEY)
    assert str(KEY.seed) not in str(KEY)


def test_a_public_key_that_is_no_point_verifies_nothing() -> None:
    nowhere = Verifier("example.com/log", b"\xff" * 32)
    line = sign("text\n", KEY).split(" ")[-1]
    forged = "text\n\n— example.com/log " + line

    with pytest.raises(NoteError):
        open_note(forged, [nowhere])


@pytest.mark.parametrize("size", [0, 3, 4])
def test_a_signature_that_is_no_longer_than_its_key_id_is_malformed(size: int) -> None:
    note = sign(CHECKPOINT.text, KEY)
    short = base64.b64encode(bytes(size)).decode()

    with pytest.raises(NoteError):
        open_note(note + f"— someone {short}\n", [KEY.verifier])
    longer = base64.b64encode(bytes(5)).decode()
    assert open_note(note + f"— someone {longer}\n", [KEY.verifier]).text == CHECKPOINT.text


def test_a_note_of_a_mebibyte_is_read_and_a_longer_one_is_not() -> None:
    rest = (1 << 20) - len(sign("\n", KEY))
    longest = sign("a" * rest + "\n", KEY)
    assert len(longest) == 1 << 20
    assert open_note(longest, [KEY.verifier]).text == "a" * rest + "\n"

    with pytest.raises(NoteError, match="too long"):
        open_note(sign("a" * (rest + 1) + "\n", KEY), [KEY.verifier])


@pytest.mark.parametrize("line", ["-- someone AAAAAAAA", "someone AAAAAAAA", "— someoneAAAAAAAA"])
def test_a_signature_line_without_its_dash_or_space_is_malformed(line: str) -> None:
    with pytest.raises(NoteError):
        open_note(sign(CHECKPOINT.text, KEY) + line + "\n", [KEY.verifier])


def test_a_line_that_is_no_private_key_is_none() -> None:
    assert parse_skey(KEY.skey) == KEY
    for line in (KEY.skey.replace("PRIVATE", "PUBLIC"), KEY.verifier.vkey, ""):
        with pytest.raises(NoteError):
            parse_skey(line)
