"""The keys of the log: one file each, readable by its owner only.

Each epoch has a key of its own, which signs checkpoints and nothing else. What an operator states
when a log is opened after a restore is signed with another key.
"""

import os
import secrets
import stat
from pathlib import Path
from typing import Final

from django.conf import settings

from gouvernail.kernel.merkle import NoteError, Signer, Verifier, parse_skey, parse_vkey
from gouvernail.ledger.queries.heads import head_epoch

KEY: Final = "ledger"
STATEMENTS: Final = "statements"
SEED_BYTES: Final = 32


class SigningKeyError(RuntimeError):
    """The key file cannot be used as it is; signing without it would start another log."""


def file_stem(epoch: int) -> str:
    """Return the name of an epoch's key file, without its ending."""
    return KEY if epoch == 1 else f"{KEY}-{epoch}"


def signing_key(origin: str, folder: Path, *, epoch: int = 1) -> Signer:
    """Return the key in `folder`, made on first use; its name is the origin of the log.

    Writes the public half beside it, as a line to hand to auditors.

    Raises:
        SigningKeyError: others can read the file, it is damaged, or is the key of another log.
    """
    return _key(origin, folder / f"{file_stem(epoch)}.key")


def statement_key(folder: Path) -> Signer:
    """Return the key that signs what an operator states, made on first use.

    Raises:
        SigningKeyError: others can read the file, it is damaged, or is the key of another site.
    """
    return _key(statements_name(), folder / f"{STATEMENTS}.key")


def statements_name() -> str:
    """Return the name that statements of this site are signed with."""
    origin: str = settings.LEDGER_ORIGIN
    return f"{origin.rpartition('/')[0] or origin}/{STATEMENTS}"


def published_statement_key(folder: Path) -> Verifier | None:
    """Return the public key that statements are checked with; None before there was one.

    Raises:
        SigningKeyError: the file is damaged.
    """
    return _published(folder / f"{STATEMENTS}.vkey")


def _key(origin: str, path: Path) -> Signer:
    """Return the key of a file, made on first use.

    Raises:
        SigningKeyError: others can read the file, it is damaged, or is the key of another log.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _existing(origin, path)
    signer = Signer(origin, secrets.token_bytes(SEED_BYTES))
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(signer.skey + "\n")
        file.flush()
        os.fsync(file.fileno())
    path.with_suffix(".vkey").write_text(signer.verifier.vkey + "\n", encoding="utf-8")
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
    public = path.with_suffix(".vkey")
    if not public.exists():
        public.write_text(signer.verifier.vkey + "\n", encoding="utf-8")
    return signer


def published_key(folder: Path, *, epoch: int = 1) -> Verifier | None:
    """Return the public key that the signer wrote in `folder`; None before it first ran.

    Raises:
        SigningKeyError: the file is damaged.
    """
    return _published(folder / f"{file_stem(epoch)}.vkey")


def last_published(folder: Path) -> int:
    """Return the number of the latest log whose public key is in `folder`; 0 for none."""
    stem = file_stem(1)
    found = [
        path.stem.removeprefix(stem).lstrip("-") or "1" for path in folder.glob(f"{stem}*.vkey")
    ]
    return max((int(number) for number in found if number.isdecimal()), default=0)


def published_keys(folder: Path) -> list[Verifier]:
    """Return the public keys of all epochs so far that have one, the first log's first.

    Raises:
        SigningKeyError: a file is damaged.
    """
    found = (published_key(folder, epoch=number) for number in range(1, head_epoch() + 1))
    return [verifier for verifier in found if verifier is not None]


def _published(path: Path) -> Verifier | None:
    try:
        return parse_vkey(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (NoteError, UnicodeDecodeError) as error:
        raise SigningKeyError(f"{path} is not a public key") from error
