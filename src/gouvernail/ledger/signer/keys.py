"""The keys of the log: one file each, readable by its owner only.

Each epoch has a key of its own, which signs checkpoints and nothing else. What an operator states
when a log is opened after a restore is signed with another key.
"""

import os
import secrets
import stat
from pathlib import Path
from typing import Final

from gouvernail.foundation.modes import open_file, private_folder, write_whole
from gouvernail.kernel.merkle import NoteError, Signer, Verifier, parse_skey, parse_vkey
from gouvernail.ledger.queries.epochs import statements_name
from gouvernail.ledger.queries.heads import head_epoch

KEY: Final = "ledger"
STATEMENTS: Final = "statements"
SEED_BYTES: Final = 32
READ: Final = 0o644  # of public keys: the folder says who gets that far


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

    The public half of an earlier one, which came back with a backup, stays under its own name: what
    was stated with it must still be checked.

    Raises:
        SigningKeyError: others can read the file, it is damaged, or is the key of another site.
    """
    private = folder / f"{STATEMENTS}.key"
    known = published_statement_key(folder)
    if known is not None and not private.exists():
        (folder / f"{STATEMENTS}.vkey").rename(folder / statement_file(known))
    return _key(statements_name(), private)


def statement_file(verifier: Verifier) -> str:
    """Return the name of the file of a public key of statements that is no longer signed with."""
    return f"{STATEMENTS}-{verifier.key_id.hex()}.vkey"


def published_statement_key(folder: Path) -> Verifier | None:
    """Return the public key that statements are checked with; None before there was one.

    Raises:
        SigningKeyError: the file is damaged.
    """
    return _published(folder / f"{STATEMENTS}.vkey")


def keep_statement_keys(lines: str, folder: Path) -> None:
    """Put public keys of statements, as an export holds them, beside those that are known here.

    Raises:
        SigningKeyError: a file here is damaged, or a line is not a public key.
    """
    try:
        given = [parse_vkey(line) for line in lines.splitlines() if line.strip()]
    except NoteError as error:
        raise SigningKeyError("the backup’s key of statements is not a public key") from error
    for verifier in given:
        if verifier not in published_statement_keys(folder):
            write_whole(
                private_folder(folder) / statement_file(verifier), f"{verifier.vkey}\n", READ
            )


def published_statement_keys(folder: Path) -> list[Verifier]:
    """Return every public key that statements of this site were signed with, the present last.

    Raises:
        SigningKeyError: a file is damaged.
    """
    earlier = sorted(folder.glob(f"{STATEMENTS}-*.vkey"))
    found = [_published(path) for path in (*earlier, folder / f"{STATEMENTS}.vkey")]
    return [verifier for verifier in found if verifier is not None]


def _key(origin: str, path: Path) -> Signer:
    """Return the key of a file, made on first use.

    Raises:
        SigningKeyError: others can read the file, it is damaged, or is the key of another log.
    """
    private_folder(path.parent)
    try:
        handle = open_file(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _existing(origin, path)
    signer = Signer(origin, secrets.token_bytes(SEED_BYTES))
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(signer.skey + "\n")
        file.flush()
        os.fsync(file.fileno())
    write_whole(path.with_suffix(".vkey"), signer.verifier.vkey + "\n", READ)
    return signer


def _existing(origin: str, path: Path) -> Signer:
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise SigningKeyError(f"others can read {path}: chmod 600 it, and consider it stolen")
    try:
        signer = parse_skey(path.read_text(encoding="utf-8"))
    except PermissionError as error:
        raise SigningKeyError(f"{path} is another user’s: it was not made by the signer") from error
    except (NoteError, UnicodeDecodeError) as error:
        raise SigningKeyError(f"{path} is not a signing key") from error
    if signer.name != origin:
        raise SigningKeyError(f"{path} is the key of {signer.name}, not of {origin}")
    public = path.with_suffix(".vkey")
    if not public.exists():
        write_whole(public, signer.verifier.vkey + "\n", READ)
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
    """Return the public keys of all epochs so far that have one, then those of statements.

    Raises:
        SigningKeyError: a file is damaged.
    """
    found = (published_key(folder, epoch=number) for number in range(1, head_epoch() + 1))
    logs = [verifier for verifier in found if verifier is not None]
    return [*logs, *published_statement_keys(folder)]


def _published(path: Path) -> Verifier | None:
    try:
        return parse_vkey(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (NoteError, UnicodeDecodeError) as error:
        raise SigningKeyError(f"{path} is not a public key") from error
