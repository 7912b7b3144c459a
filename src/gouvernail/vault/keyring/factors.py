"""The key of second factors: seeds of one-time and recovery codes, sealed at rest.

A key of its own, outside the database and outside backups. Unlike the vault's it is opened by the
process that answers browsers, which must check codes: whoever takes that process over can read
the seeds; whoever takes a dump or a backup cannot. Boxes are those of the vault, as text:

    GVF1: base64 of a box (see `boxes`)

Boxes are bound to the organisation, not to a person: whoever may write in the database can add a
passkey of theirs anyway (docs/decisions/0010). During a rotation several keys are held, the one in
force last.
"""

import base64
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.conf import settings

from gouvernail.foundation.digests import canonical
from gouvernail.foundation.modes import read_by_all
from gouvernail.vault.errors import FactorUnreadableError, VaultKeyMissingError
from gouvernail.vault.keyring import sources
from gouvernail.vault.keyring.boxes import HEADER_BYTES, MAGIC, BoxError, open_box, seal
from gouvernail.vault.keyring.keys import key_id

MARK: Final = "GVF1:"


def seal_factor(text: str) -> str:
    """Return a seed sealed with the key in force, which is made at first need.

    Raises:
        VaultKeyMissingError: there is no key and none can be made, or it is no key.
    """
    key = factor_keys()[-1].public_key()
    return MARK + base64.b64encode(seal(text.encode(), to=key, facts=_facts())).decode()


def open_factor(sealed: str) -> str:
    """Return a seed.

    Raises:
        FactorUnreadableError: sealed with a key that is not here, altered, or never sealed.
    """
    try:
        box, name = _box(sealed), sealed_with(sealed)
        held = {key_id(key.public_key()): key for key in place().held()}
        return open_box(box, key=held[name], facts=_facts()).decode()
    except (ValueError, KeyError, VaultKeyMissingError):
        raise FactorUnreadableError from None


def sealed_with(sealed: str) -> str:
    """Return the id of the key a seed is sealed with; empty if it is not sealed.

    Raises:
        FactorUnreadableError: it says that it is sealed, and is not.
    """
    if not sealed.startswith(MARK):
        return ""
    try:
        return _box(sealed)[len(MAGIC) : HEADER_BYTES].hex()
    except BoxError:
        raise FactorUnreadableError from None


def factor_keys() -> list[X25519PrivateKey]:
    """Return the keys of this machine, the one in force last; the first is made if need be.

    Raises:
        VaultKeyMissingError: there is none, and none can be made.
    """
    here = place()
    keys = here.held()
    if not keys:
        here.make_first()
        keys = here.held()
    if not keys:
        raise VaultKeyMissingError(here.name)
    return keys


def follow() -> tuple[str, str]:
    """Put another key in force; return the id of the one before, and its own.

    A new one where keys are files. Where they are given, the last follows the one before it.

    Raises:
        KeySourceReadOnlyError: only one is given.
    """
    given = [key_id(key.public_key()) for key in factor_keys()]
    if settings.FACTORS_KEY and len(given) > 1:
        return given[-2], given[-1]
    key = X25519PrivateKey.generate()
    place().add(key)
    return given[-1], key_id(key.public_key())


def place() -> sources.Source:
    """Return where the key lies: a file, or what the environment gives."""
    if settings.FACTORS_KEY:
        return sources.Text("GOUVERNAIL_FACTORS_KEY", settings.FACTORS_KEY.encode())
    path = Path(settings.FACTORS_KEY_FILE)
    return sources.Files(path, mode=read_by_all(path.parent))  # the drill opens seeds too


def take_in(keys: list[X25519PrivateKey]) -> list[str]:
    """Keep keys that come from a copy, the last in force; return their ids.

    Raises:
        KeySourceReadOnlyError: the key comes from the environment: give them there.
    """
    held = {key_id(key.public_key()) for key in place().held()}
    names = [key_id(key.public_key()) for key in keys]
    for name, key in zip(names, keys, strict=True):
        if name not in held:
            place().add(key)
    return names


def _box(sealed: str) -> bytes:
    try:
        box = base64.b64decode(sealed.removeprefix(MARK), validate=True)
    except ValueError:
        raise BoxError("not a box") from None
    if not (sealed.startswith(MARK) and box.startswith(MAGIC)):
        raise BoxError("not a box")
    return box


def _facts() -> bytes:
    return canonical({"t": "factor", "org": settings.LEDGER_ORIGIN.partition("/")[0]})
