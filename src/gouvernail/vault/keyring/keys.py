"""The site's vault keys: a public one to seal with, private ones to open with.

One public key is in force: the one in the public file. During a rotation more than one private
key is kept, each found by its id; see `vault.actions` for how one follows the other.
"""

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_public_key,
)
from django.conf import settings

from gouvernail.foundation.modes import is_shared
from gouvernail.vault.errors import VaultKeyMissingError
from gouvernail.vault.keyring import sources
from gouvernail.vault.keyring.boxes import short_id


def public_key_file() -> Path:
    """Return where the public key lies; every process may read it."""
    return Path(settings.VAULT_PUBLIC_KEY_FILE)


def make_keys(*, ours: bool = False) -> None:
    """Make the pair if the site has none: private key 0600, public key 0644.

    Two processes may try at once: the first file written stands. Where each process has a user of
    its own, only the one that opens credentials makes it and says that it is `ours`.

    Raises:
        VaultKeyMissingError: there is none, and none is ours to make.
    """
    if public_key_file().exists():
        return
    source = sources.source()
    if ours or not is_shared(public_key_file().parent):
        source.make_first()
    keys = source.held()
    if not keys:
        raise VaultKeyMissingError(source.name)
    sources.write_once(public_key_file(), public_pem(keys[-1].public_key()), mode=0o644)


def public_key() -> X25519PublicKey:
    """Return the key to seal with; the pair is made at first need.

    Raises:
        VaultKeyMissingError: no such file, or not a key.
    """
    make_keys()
    return read_public_key(public_key_file())


def read_public_key(path: Path) -> X25519PublicKey:
    """Return the public key in a PEM file.

    Raises:
        VaultKeyMissingError: no such file, or not a key.
    """
    try:
        key = load_pem_public_key(path.read_bytes())
    except (OSError, ValueError):
        raise VaultKeyMissingError(path.name) from None
    if not isinstance(key, X25519PublicKey):
        raise VaultKeyMissingError(path.name)
    return key


def private_key(name: str = "") -> X25519PrivateKey:
    """Return the private key of that id, by default the one in force.

    Raises:
        VaultKeyMissingError: it is not among those this process may read.
    """
    wanted = name or key_id(public_key())
    found = private_keys().get(wanted)
    if found is None:
        raise VaultKeyMissingError(f"{sources.source().name}: {wanted}")
    return found


def private_keys() -> dict[str, X25519PrivateKey]:
    """Return the private keys this process may read, by id, oldest first.

    Raises:
        VaultKeyMissingError: there is none, or one of them is no key.
    """
    keys = sources.source().held()
    if not keys:
        raise VaultKeyMissingError(sources.source().name)
    return {key_id(key.public_key()): key for key in keys}


def take_in(keys: list[X25519PrivateKey]) -> list[str]:
    """Keep private keys that come from a copy, and put the last in force; return their ids.

    Raises:
        KeySourceReadOnlyError: keys come from outside: give them there.
    """
    held = {key_id(key.public_key()) for key in sources.source().held()}
    for key in keys:
        if key_id(key.public_key()) not in held:
            sources.source().add(key)
    put_in_force(keys[-1].public_key())
    return [key_id(key.public_key()) for key in keys]


def put_in_force(key: X25519PublicKey) -> None:
    """Make `key` the one to seal with from now on, in one step."""
    sources.replace(public_key_file(), public_pem(key), mode=0o644)


def key_id(key: X25519PublicKey) -> str:
    """Return sixteen hexadecimal digits that name a public key."""
    return short_id(key).hex()


def public_pem(key: X25519PublicKey) -> bytes:
    """Return a public key as text."""
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
