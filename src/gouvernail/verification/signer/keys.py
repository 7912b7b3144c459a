"""The key that signs the public list, and nothing else; the log has another.

One file, `keys/directory.key`: an Ed25519 private key (PKCS #8, PEM) that only the user of the
signer reads. Its public halves, past and present, are rows that anybody may read.
"""

import os
import stat
from base64 import b64decode, b64encode
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from django.conf import settings

from gouvernail.foundation.modes import open_file, private_folder

FILE: Final = "directory.key"
MODE: Final = 0o600
OTHERS: Final = 0o077


class DirectoryKeyError(RuntimeError):
    """The key file cannot be used as it is; the list is not signed meanwhile."""


def key_file() -> Path:
    """Return where the key lies."""
    return Path(settings.GOUVERNAIL_HOME) / "keys" / FILE


def held_key() -> Ed25519PrivateKey:
    """Return the key of this machine, made on first use.

    Raises:
        DirectoryKeyError: others can read the file, it is another user’s, or it is no such key.
    """
    path = key_file()
    private_folder(path.parent)
    try:
        handle = open_file(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, MODE)
    except FileExistsError:
        return _read(path)
    return _write(handle)


def _beside() -> Path:
    return key_file().with_name(f"{FILE}.new")


def new_key() -> Ed25519PrivateKey:
    """Write a new key beside the present one, which stays in force, and return it."""
    beside = _beside()
    beside.unlink(missing_ok=True)
    return _write(open_file(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, MODE))


def waiting_key() -> Ed25519PrivateKey | None:
    """Return the key beside the present one, if there is one.

    Raises:
        DirectoryKeyError: as `held_key`.
    """
    beside = _beside()
    return _read(beside) if beside.exists() else None


def put_in_place() -> None:
    """Put the key beside in the place of the one before, in one step; nothing if it is done."""
    with suppress(FileNotFoundError):
        _beside().replace(key_file())


def _write(handle: int) -> Ed25519PrivateKey:
    key = Ed25519PrivateKey.generate()
    with os.fdopen(handle, "wb") as file:
        file.write(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        file.flush()
        os.fsync(file.fileno())
    return key


def _read(path: Path) -> Ed25519PrivateKey:
    if stat.S_IMODE(path.stat().st_mode) & OTHERS:
        raise DirectoryKeyError(f"others can read {path}: chmod 600 it, and replace the key")
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except PermissionError as error:
        raise DirectoryKeyError(f"{path} is another user’s") from error
    except (ValueError, TypeError) as error:
        raise DirectoryKeyError(f"{path} is not a signing key") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise DirectoryKeyError(f"{path} is not an Ed25519 key")
    return key


def public_text(key: Ed25519PublicKey) -> str:
    """Return the 32 bytes of a public key, in base64."""
    return b64encode(key.public_bytes_raw()).decode()


def key_id(text: str) -> str:
    """Return the sixteen hexadecimal digits that name a public key given in base64."""
    return sha256(b64decode(text)).hexdigest()[:16]


def public_pem(text: str) -> bytes:
    """Return a public key given in base64 as a PEM file, which openssl reads."""
    key = Ed25519PublicKey.from_public_bytes(b64decode(text))
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def endorses(former: str, endorsement: str, following: str) -> bool:
    """Return whether the key before signed for the one that follows; keys are given in base64."""
    key = Ed25519PublicKey.from_public_bytes(b64decode(former))
    try:
        key.verify(b64decode(endorsement), public_pem(following))
    except (InvalidSignature, ValueError):
        return False
    return True
