"""Cosignatures: what a witness adds to a checkpoint, and how one asks it to.

Sources: <https://c2sp.org/tlog-cosignature> (`cosignature/v1`, Ed25519, type 0x04) and
<https://c2sp.org/tlog-witness> (`add-checkpoint`). A witness remembers the last checkpoint it saw
and cosigns another only when that one continues it, so that two histories cannot both have one.
"""

import base64
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from gouvernail.kernel.merkle.errors import NoteError
from gouvernail.kernel.merkle.hashing import HASH_SIZE
from gouvernail.kernel.merkle.notes import (
    KEY_ID_SIZE,
    decode_base64,
    require_name,
    signature_lines,
    signature_of,
)

COSIGNATURE: Final = b"\x04"
TIME_SIZE: Final = 8
SIGNATURE_SIZE: Final = 64
MAX_TIME: Final = (1 << 63) - 1
MAX_PROOF: Final = 63


@dataclass(frozen=True, slots=True)
class WitnessKey:
    """The public key of a witness, under the name it signs with. `key` is 32 bytes."""

    name: str
    key: bytes

    @property
    def key_id(self) -> bytes:
        """Return the four bytes that stand before a cosignature of this key."""
        return sha256(self.name.encode() + b"\n" + COSIGNATURE + self.key).digest()[:KEY_ID_SIZE]

    @property
    def vkey(self) -> str:
        """Return the key as one line: name, key id in hexadecimal, base64 of type and key."""
        encoded = base64.b64encode(COSIGNATURE + self.key).decode()
        return f"{self.name}+{self.key_id.hex()}+{encoded}"


def parse_witness_key(line: str) -> WitnessKey:
    """Return the key of a verifier line.

    Raises:
        NoteError: malformed, not of type 0x04, or the key id is not that of the key.
    """
    name, _, rest = line.strip().partition("+")
    key_id, _, encoded = rest.partition("+")
    value = decode_base64(encoded)
    if value[:1] != COSIGNATURE or len(value) != 1 + HASH_SIZE:
        raise NoteError("not the Ed25519 key of a witness")
    witness = WitnessKey(require_name(name), value[1:])
    if witness.key_id.hex() != key_id:
        raise NoteError("the key id is not that of the key")
    return witness


def cosigned_bytes(text: str, time: int) -> bytes:
    """Return what a witness signs: a header, seconds since 1970, and the text of the note."""
    return f"cosignature/v1\ntime {time}\n{text}".encode()


def cosign(text: str, *, name: str, seed: bytes, time: int) -> str:
    """Return the line with which a witness cosigns the text of a checkpoint.

    Raises:
        NoteError: the name cannot name a key, or the time is not one.
    """
    if not 0 < time <= MAX_TIME:
        raise NoteError("the time of a cosignature is positive")
    private = Ed25519PrivateKey.from_private_bytes(seed)
    witness = WitnessKey(require_name(name), private.public_key().public_bytes_raw())
    signature = private.sign(cosigned_bytes(text, time))
    value = witness.key_id + time.to_bytes(TIME_SIZE, "big") + signature
    return f"— {name} {base64.b64encode(value).decode()}\n"


def cosigned_by(note: str, witnesses: Iterable[WitnessKey]) -> dict[str, int]:
    """Return the names of the witnesses that cosigned a note, and when (seconds since 1970).

    Lines of other keys are ignored; a wrong cosignature of a known witness refuses the note.

    Raises:
        NoteError: malformed, or a cosignature is wrong.
    """
    text, lines = signature_lines(note)
    keys = {(witness.name, witness.key_id): witness for witness in witnesses}
    found: dict[str, int] = {}
    for line in lines:
        name, value = signature_of(line)
        witness = keys.get((name, value[:KEY_ID_SIZE]))
        if witness is not None:
            found[name] = _cosignature_time(witness, value[KEY_ID_SIZE:], text)
    return found


def _cosignature_time(witness: WitnessKey, value: bytes, text: str) -> int:
    time = int.from_bytes(value[:TIME_SIZE], "big")
    if len(value) != TIME_SIZE + SIGNATURE_SIZE or not 0 < time <= MAX_TIME:
        raise NoteError("malformed cosignature")
    try:
        public = Ed25519PublicKey.from_public_bytes(witness.key)
        public.verify(value[TIME_SIZE:], cosigned_bytes(text, time))
    except InvalidSignature as error:
        raise NoteError("the cosignature of " + witness.name + " is wrong") from error
    return time


def checkpoint_request(old_size: int, proof: Sequence[bytes], note: str) -> str:
    """Return what one posts to a witness: the size it knows, the proof, and the new checkpoint.

    Raises:
        NoteError: a proof of more than 63 hashes.
    """
    if len(proof) > MAX_PROOF:
        raise NoteError("the proof is too long")
    lines = [f"old {old_size}", *(base64.b64encode(value).decode() for value in proof)]
    return "\n".join(lines) + "\n\n" + note


__all__ = [
    "COSIGNATURE",
    "WitnessKey",
    "checkpoint_request",
    "cosign",
    "cosigned_by",
    "cosigned_bytes",
    "parse_witness_key",
]
