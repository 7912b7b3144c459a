"""A copy of the keys of the vault and of second factors, for a safe, behind a passphrase.

    GOUVERNAIL ESCROW 2
    organisation gouvernail.local
    keys 1f0c…, 9ab2…
    factors 77d0…      (copies of the first format have no such line, and no such keys)
    01 3f2a 8c1d…      number, checksum, up to 48 hexadecimal digits
    …

Lines are short and each has a checksum, so that a copy typed from paper says which line is wrong.
The passphrase goes through scrypt (N 2^17, r 8, p 1); the keys under AES-256-GCM, bound to the
head of the copy. Whoever has the copy and the passphrase can open every stored token and the
seed of every second factor.
"""

import secrets
from dataclasses import dataclass
from typing import Final
from zlib import crc32

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from django.conf import settings

from gouvernail.vault.errors import EscrowUnreadableError
from gouvernail.vault.keyring.keys import key_id

TITLE: Final = "GOUVERNAIL ESCROW 2"
HEAD_LINES: Final = {"GOUVERNAIL ESCROW 1": 3, TITLE: 4}
KEY_BYTES: Final = 32
SALT_BYTES: Final = 16
NONCE_BYTES: Final = 12
DIGITS: Final = 48
COST: Final = 2**17


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """What a copy holds; the one in force comes last. Copies of before hold no `factors`."""

    vault: list[X25519PrivateKey]
    factors: list[X25519PrivateKey]


def escrow_copy(copied: Copy, *, passphrase: str) -> str:
    """Return the text of a copy of these keys. About half a second and 128 MB."""
    organisation = settings.LEDGER_ORIGIN.partition("/")[0]
    head = [TITLE, f"organisation {organisation}"]
    head += [f"keys {_names(copied.vault)}".strip(), f"factors {_names(copied.factors)}".strip()]
    salt, nonce = secrets.token_bytes(SALT_BYTES), secrets.token_bytes(NONCE_BYTES)
    value = b"".join(key.private_bytes_raw() for key in (*copied.vault, *copied.factors))
    sealed = AESGCM(_derived(passphrase, salt)).encrypt(nonce, value, _facts(head))
    digits = (salt + nonce + sealed).hex()
    chunks = [digits[at : at + DIGITS] for at in range(0, len(digits), DIGITS)]
    lines = [f"{n:02} {_checksum(n, chunk)} {chunk}" for n, chunk in enumerate(chunks, start=1)]
    return "\n".join([*head, *lines]) + "\n"


def keys_in(copy: str, *, passphrase: str) -> Copy:
    """Return the keys of a copy.

    Raises:
        EscrowUnreadableError: a line was mistyped (it is named), or the passphrase is another.
    """
    lines = [" ".join(line.split()) for line in copy.splitlines() if line.strip()]
    count = HEAD_LINES.get(lines[0], 0) if lines else 0
    head, body = lines[:count], lines[count:]
    if not head:
        raise EscrowUnreadableError
    value = b"".join(_line(n, line) for n, line in enumerate(body, start=1))
    salt, rest = value[:SALT_BYTES], value[SALT_BYTES:]
    try:
        key = _derived(passphrase, salt)
        raw = AESGCM(key).decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], _facts(head))
    except (InvalidTag, ValueError):
        raise EscrowUnreadableError from None
    keys = [
        X25519PrivateKey.from_private_bytes(raw[at : at + KEY_BYTES])
        for at in range(0, len(raw), KEY_BYTES)
    ]
    of_vault = len(head[2].split()) - 1  # the head is authenticated
    return Copy(vault=keys[:of_vault], factors=keys[of_vault:])


def _names(keys: list[X25519PrivateKey]) -> str:
    return ", ".join(key_id(key.public_key()) for key in keys)


def _line(number: int, line: str) -> bytes:
    said, _, rest = line.lower().partition(" ")
    checksum, _, chunk = rest.partition(" ")
    chunk = chunk.replace(" ", "")
    if said != f"{number:02}" or checksum != _checksum(number, chunk):
        raise EscrowUnreadableError(line=number)
    return bytes.fromhex(chunk)


def _checksum(number: int, chunk: str) -> str:
    return f"{crc32(f'{number} {chunk}'.encode()) & 0xFFFF:04x}"


def _derived(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=KEY_BYTES, n=COST, r=8, p=1).derive(passphrase.encode())


def _facts(head: list[str]) -> bytes:
    return "\n".join(head).encode()
