"""The site's two vault keys: a public one to seal with, a private one to open with."""

import os
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)
from django.conf import settings

from gouvernail.vault.errors import VaultKeyMissingError


def private_key_file() -> Path:
    """Return where the private key lies; only processes that open secrets read it."""
    return Path(settings.VAULT_PRIVATE_KEY_FILE)


def public_key_file() -> Path:
    """Return where the public key lies; every process may read it."""
    return Path(settings.VAULT_PUBLIC_KEY_FILE)


def make_keys() -> None:
    """Make the pair if the site has none: private key 0600, public key 0644.

    Two processes may try at once: the first file written stands. Where the private key is not
    ours to read and there is no public key either, nothing is made.
    """
    if public_key_file().exists():
        return
    if not private_key_file().exists():
        pem = X25519PrivateKey.generate().private_bytes(
            Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
        )
        _write_once(private_key_file(), pem, mode=0o600)
    pem = private_key().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    _write_once(public_key_file(), pem, mode=0o644)


def public_key() -> X25519PublicKey:
    """Return the key to seal with; the pair is made at first need.

    Raises:
        VaultKeyMissingError: no such file, or not a key.
    """
    make_keys()
    path = public_key_file()
    try:
        key = load_pem_public_key(path.read_bytes())
    except (OSError, ValueError):
        raise VaultKeyMissingError(path.name) from None
    if not isinstance(key, X25519PublicKey):
        raise VaultKeyMissingError(path.name)
    return key


def private_key() -> X25519PrivateKey:
    """Return the key to open with.

    Raises:
        VaultKeyMissingError: no such file, not ours to read, or not a key.
    """
    path = private_key_file()
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError):
        raise VaultKeyMissingError(path.name) from None
    if not isinstance(key, X25519PrivateKey):
        raise VaultKeyMissingError(path.name)
    return key


def key_id(key: X25519PublicKey) -> str:
    """Return sixteen hexadecimal digits that name a public key."""
    return sha256(key.public_bytes_raw()).hexdigest()[:16]


def _write_once(path: Path, content: bytes, *, mode: int) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}.new")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass  # the other process was first, and its key stands
    finally:
        draft.unlink()
