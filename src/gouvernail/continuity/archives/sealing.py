"""Files encrypted to a recipient: made here with the public key, opened where the private one is.

    GVF1 | 8 bytes: which key | 80 bytes: wrapped file key | chunks of 1 MiB + 16, the last shorter

Each chunk is AES-256-GCM under the file's own key; its nonce counts and says which chunk is last,
so that chunks can be neither moved nor cut off. The wrap is bound to the file's path.
"""

import secrets
from collections.abc import Iterable, Iterator
from typing import BinaryIO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from gouvernail.vault.keyring.boxes import (
    DATA_KEY_BYTES,
    ID_BYTES,
    WRAPPED_BYTES,
    BoxError,
    short_id,
    unwrap,
    wrap,
)

MAGIC: Final = b"GVF1"
CHUNK: Final = 1 << 20
TAG_BYTES: Final = 16


class SealedFileError(ValueError):
    """These bytes do not open with this key under this path."""


def sealed(chunks: Iterable[bytes], *, to: X25519PublicKey, path: str) -> Iterator[bytes]:
    """Yield the encrypted file; `chunks` are pieces of the plain one, of any length."""
    key = secrets.token_bytes(DATA_KEY_BYTES)
    yield MAGIC + short_id(to) + wrap(key, to=to, facts=_facts(path))
    cipher = AESGCM(key)
    for number, (chunk, is_last) in enumerate(_marked(_regular(chunks))):
        yield cipher.encrypt(_nonce(number, last=is_last), chunk, None)


def unsealed(file: BinaryIO, *, key: X25519PrivateKey, path: str) -> Iterator[bytes]:
    """Yield the plain pieces of an encrypted file.

    Raises:
        SealedFileError: another key, another path, altered, cut off or not such a file.
    """
    head = file.read(len(MAGIC) + ID_BYTES + WRAPPED_BYTES)
    if not head.startswith(MAGIC):
        raise SealedFileError("not an encrypted file")
    try:
        data_key = unwrap(head[len(MAGIC) + ID_BYTES :], key=key, facts=_facts(path))
        pieces = iter(lambda: file.read(CHUNK + TAG_BYTES), b"")
        cipher = AESGCM(data_key)
        ended = False
        for number, (piece, is_last) in enumerate(_marked(pieces)):
            yield cipher.decrypt(_nonce(number, last=is_last), piece, None)
            ended = is_last
    except (BoxError, InvalidTag):
        raise SealedFileError("does not open") from None
    if not ended:
        raise SealedFileError("cut off")


def _facts(path: str) -> bytes:
    return b"gouvernail backup " + path.encode()


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _regular(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the same bytes in pieces of exactly `CHUNK`, and a rest; at least one piece."""
    rest = b""
    for chunk in chunks:
        rest += chunk
        while len(rest) > CHUNK:
            yield rest[:CHUNK]
            rest = rest[CHUNK:]
    yield rest


def _marked(pieces: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Yield each piece, and whether it is the last one."""
    waiting: bytes | None = None
    for piece in pieces:
        if waiting is not None:
            yield waiting, False
        waiting = piece
    if waiting is not None:
        yield waiting, True
