"""Signed notes and checkpoints: a short text, and one line per signature under it.

Sources: <https://c2sp.org/signed-note> and <https://c2sp.org/tlog-checkpoint>. Only Ed25519
signatures (type 0x01) are made and trusted; other lines are carried along untouched, which is
where cosignatures of witnesses (0x04, 0x06) go.
"""

import base64
import binascii
import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from gouvernail.kernel.merkle.errors import NoteError
from gouvernail.kernel.merkle.hashing import HASH_SIZE

ED25519: Final = b"\x01"
KEY_ID_SIZE: Final = 4
MAX_SIGNATURES: Final = 64
MAX_NOTE_BYTES: Final = 1 << 20

_CONTROL: Final = re.compile(r"[\x00-\x09\x0b-\x1f]")
_NAME: Final = re.compile(r"[^\s+]+")
_DECIMAL: Final = re.compile(r"0|[1-9][0-9]*")


@dataclass(frozen=True, slots=True)
class Verifier:
    """A public key one trusts, under the name it signs with. `key` is 32 bytes."""

    name: str
    key: bytes

    @property
    def key_id(self) -> bytes:
        """Return the four bytes that stand before a signature of this key."""
        return sha256(self.name.encode() + b"\n" + ED25519 + self.key).digest()[:KEY_ID_SIZE]

    @property
    def vkey(self) -> str:
        """Return the key as one line: name, key id in hexadecimal, base64 of type and key."""
        return f"{self.name}+{self.key_id.hex()}+{_encode(ED25519 + self.key)}"


@dataclass(frozen=True, slots=True)
class Signer:
    """A private key and the name it signs with. `seed` is 32 secret bytes."""

    name: str
    seed: bytes

    def __repr__(self) -> str:
        """Return the name alone: the seed must not reach a log."""
        return f"Signer({self.name!r})"

    @property
    def verifier(self) -> Verifier:
        """Return the public half."""
        key = Ed25519PrivateKey.from_private_bytes(self.seed).public_key()
        return Verifier(self.name, key.public_bytes_raw())

    @property
    def skey(self) -> str:
        """Return the private key as the one line that its file holds."""
        verifier = self.verifier
        return f"PRIVATE+KEY+{self.name}+{verifier.key_id.hex()}+{_encode(ED25519 + self.seed)}"


@dataclass(frozen=True, slots=True)
class Note:
    """A note at least one trusted key signed: `text` ends in a newline, `signed_by` names them."""

    text: str
    signed_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The head of a log: its origin, how many leaves it has, and their root."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """Return the three lines that are signed."""
        return f"{self.origin}\n{self.size}\n{_encode(self.root)}\n"


def _encode(value: bytes) -> str:
    return base64.b64encode(value).decode()


def decode_base64(text: str) -> bytes:
    """Return the bytes of standard base64, refusing any spelling but the canonical one.

    Raises:
        NoteError: not that.
    """
    try:
        value = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise NoteError("not base64") from error
    if _encode(value) != text:
        raise NoteError("not canonical base64")
    return value


def vkey(name: str, public_key: bytes) -> str:
    """Return the verifier line of a 32-byte Ed25519 public key."""
    return Verifier(require_name(name), public_key).vkey


def require_name(name: str) -> str:
    """Return `name` if it can name a key.

    Raises:
        NoteError: empty, or with a space or a plus.
    """
    if not _NAME.fullmatch(name):
        raise NoteError("a key name is not empty and has no space and no plus")
    return name


def parse_vkey(line: str) -> Verifier:
    """Return the key of a verifier line.

    Raises:
        NoteError: malformed, not Ed25519, or the key id is not that of the key.
    """
    name, _, rest = line.strip().partition("+")
    key_id, _, encoded = rest.partition("+")
    verifier = Verifier(require_name(name), _key_bytes(encoded))
    if verifier.key_id.hex() != key_id:
        raise NoteError("the key id is not that of the key")
    return verifier


def parse_skey(line: str) -> Signer:
    """Return the private key of a line as `Signer.skey` writes it.

    Raises:
        NoteError: malformed, or the key id is not that of the key.
    """
    prefix, _, rest = line.strip().partition("+KEY+")
    name, _, rest = rest.partition("+")
    key_id, _, encoded = rest.partition("+")
    if prefix != "PRIVATE":
        raise NoteError("not a private key")
    signer = Signer(require_name(name), _key_bytes(encoded))
    if signer.verifier.key_id.hex() != key_id:
        raise NoteError("the key id is not that of the key")
    return signer


def _key_bytes(encoded: str) -> bytes:
    value = decode_base64(encoded)
    if value[:1] != ED25519 or len(value) != 1 + HASH_SIZE:
        raise NoteError("not an Ed25519 key")
    return value[1:]


def sign(text: str, signer: Signer) -> str:
    """Return the note of `text` with one signature.

    Raises:
        NoteError: the text does not end in a newline or holds a control character.
    """
    require_name(signer.name)
    if not text.endswith("\n") or _CONTROL.search(text):
        raise NoteError("the text of a note ends in a newline and has no control characters")
    signature = Ed25519PrivateKey.from_private_bytes(signer.seed).sign(text.encode())
    line = f"— {signer.name} {_encode(signer.verifier.key_id + signature)}\n"
    return f"{text}\n{line}"


def open_note(note: str, trusted: Iterable[Verifier]) -> Note:
    """Return the text of a note that at least one trusted key signed.

    Lines of unknown keys are ignored; a bad signature of a known key refuses the whole note.

    Raises:
        NoteError: malformed, a signature is wrong, or no trusted key signed.
    """
    text, lines = signature_lines(note)
    keys = {(verifier.name, verifier.key_id): verifier for verifier in trusted}
    signed_by: list[str] = []
    for line in lines:
        name, value = signature_of(line)
        verifier = keys.get((name, value[:KEY_ID_SIZE]))
        if verifier is None:
            continue
        _verify(verifier, value[KEY_ID_SIZE:], text)
        if name not in signed_by:
            signed_by.append(name)
    if not signed_by:
        raise NoteError("no trusted key signed this note")
    return Note(text, tuple(signed_by))


def signature_lines(note: str) -> tuple[str, list[str]]:
    """Return the text of a note and its signature lines, unverified.

    Raises:
        NoteError: not a signed note.
    """
    text, gap, signatures = note.rpartition("\n\n")
    if not gap or not signatures.endswith("\n") or _CONTROL.search(note):
        raise NoteError("not a signed note")
    lines = signatures[:-1].split("\n")
    if len(lines) > MAX_SIGNATURES or len(note) > MAX_NOTE_BYTES:
        raise NoteError("the note is too long")
    return text + "\n", lines


def signature_of(line: str) -> tuple[str, bytes]:
    """Return the name and the bytes (key id, then signature) of one signature line.

    Raises:
        NoteError: malformed.
    """
    name, _, value = line.removeprefix("— ").partition(" ")
    if line != f"— {name} {value}":
        raise NoteError("malformed signature line")
    signature = decode_base64(value)
    if len(signature) <= KEY_ID_SIZE:
        raise NoteError("malformed signature line")
    return require_name(name), signature


def _verify(verifier: Verifier, signature: bytes, text: str) -> None:
    try:
        Ed25519PublicKey.from_public_bytes(verifier.key).verify(signature, text.encode())
    except (InvalidSignature, ValueError) as error:
        raise NoteError("the signature of " + verifier.name + " is wrong") from error


def parse_checkpoint(text: str) -> Checkpoint:
    """Return the checkpoint of a note's text; extension lines are allowed and ignored.

    Raises:
        NoteError: not a checkpoint.
    """
    lines = text.split("\n")
    if len(lines) < 4 or lines.pop() or not all(lines):  # noqa: PLR2004 -- three lines and the end
        raise NoteError("not a checkpoint")
    origin, size, root = lines[:3]
    if not _DECIMAL.fullmatch(size):
        raise NoteError("the size of the checkpoint is not a number")
    value = decode_base64(root)
    if len(value) != HASH_SIZE:
        raise NoteError("the root of the checkpoint is not 32 bytes")
    return Checkpoint(origin, int(size), value)


def open_checkpoint(note: str, verifier: Verifier) -> Checkpoint:
    """Return the checkpoint of a note signed by `verifier`, whose name must be the origin.

    Raises:
        NoteError: malformed, not signed by that key, or of another log.
    """
    checkpoint = parse_checkpoint(open_note(note, [verifier]).text)
    if checkpoint.origin != verifier.name:
        raise NoteError("the checkpoint is of another log")
    return checkpoint
