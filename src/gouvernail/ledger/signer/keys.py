"""The signing key of the log: one file, readable by its owner only."""

import os
import secrets
import stat
from pathlib import Path
from typing import Final

from gouvernail.kernel.merkle import NoteError, Signer, Verifier, parse_skey, parse_vkey

KEY_NAME: Final = "ledger.key"
VKEY_NAME: Final = "ledger.vkey"
SEED_BYTES: Final = 32


class SigningKeyError(RuntimeError):
    """The key file cannot be used as it is; signing without it would start another log."""


def signing_key(origin: str, folder: Path) -> Signer:
    """Return the key in `folder`, made on first use; its name is the origin of the log.

    Writes the public half beside it, as a line to hand to auditors.

    Raises:
        SigningKeyError: others can read the file, it is damaged, or is the key of another log.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / KEY_NAME
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _existing(origin, path)
    signer = Signer(origin, secrets.token_bytes(SEED_BYTES))
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(signer.skey + "\n")
        file.flush()
        os.fsync(file.fileno())
    (folder / VKEY_NAME).write_text(signer.verifier.vkey + "\n", encoding="utf-8")
    return signer


def _existing(origin: str, path: Path) -> Signer:
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise SigningKeyError(f"others can read {path}: chmod 600 it, and consider it stolen")
    try:
        signer = parse_skey(path.read_text(encoding="utf-8"))
    except (NoteError, UnicodeDecodeError) as error:
        raise SigningKeyError(f"{path} is not a signing key") from error
    if signer.name != origin:
        raise SigningKeyError(f"{path} is the key of {signer.name}, not of {origin}")
    public = path.with_name(VKEY_NAME)
    if not public.exists():
        public.write_text(signer.verifier.vkey + "\n", encoding="utf-8")
    return signer


def published_key(folder: Path) -> Verifier | None:
    """Return the public key that the signer wrote in `folder`; None before it first ran.

    Raises:
        SigningKeyError: the file is damaged.
    """
    path = folder / VKEY_NAME
    try:
        return parse_vkey(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (NoteError, UnicodeDecodeError) as error:
        raise SigningKeyError(f"{path} is not a public key") from error
