"""Restoring a backup into scratch to see whether it is one; the living site is not touched."""

import json
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit, urlunsplit

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.conf import settings

from gouvernail.continuity.archives import databases, manifest, restoring
from gouvernail.continuity.archives.manifest import DATABASE, Manifest
from gouvernail.continuity.errors import (
    BackupDamagedError,
    BackupFailedError,
    BackupLockedError,
    BackupNotFoundError,
    BackupOfAnotherKindError,
    BackupTooNewError,
)
from gouvernail.ledger.queries.sealed import sealed_roots
from gouvernail.ledger.signer.loop import places
from gouvernail.vault.keyring.escrow import Copy
from gouvernail.vault.keyring.keys import public_pem
from gouvernail.vault.keyring.sources import private_pem

SECONDS: Final = 4 * 3600
CANNOT: Final = (BackupLockedError, BackupFailedError, BackupOfAnotherKindError, BackupTooNewError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """How a drill ended: `passed` is None when it could not be tried to the end."""

    backup: Manifest | None
    passed: bool | None
    checks: list[dict[str, Any]]


def run_drill(
    folder: Path,
    *,
    identity: X25519PrivateKey | None = None,
    escrowed: Copy | None = None,
    copied_on: str = "",
) -> Result:
    """Restore the backup at `folder` into scratch, examine it there, and say what was found.

    Args:
        folder: one backup.
        identity: opens it if it is encrypted.
        escrowed: the keys from their copy; without them the present ones are tried.
        copied_on: the date of that copy, to be told with what was opened with it.
    """
    found: Manifest | None = None
    try:
        found = restoring.checked(folder, identity=identity)
        checks = _examined(found, folder, identity=identity, escrowed=escrowed)
    except (BackupDamagedError, BackupNotFoundError) as error:
        return Result(backup=found, passed=False, checks=[_said("files", error.message, ok=False)])
    except CANNOT as error:
        return Result(backup=found, passed=None, checks=[_said("restore", error.message, ok=None)])
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        return Result(backup=found, passed=None, checks=[_said("restore", str(error), ok=None)])
    proof = {"keys": "copy", "copied_on": copied_on} if escrowed else {"keys": "site"}
    for check in checks:
        if check["code"] == "canary":
            check["facts"].update(proof)
    whole = [{"code": "files", "ok": True, "facts": {"files": len(found.files)}}, *checks]
    answers = [check["ok"] for check in whole]
    passed = False if False in answers else None if None in answers else True
    return Result(backup=found, passed=passed, checks=whole)


def without_copy(reason: str) -> Result:
    """Return the failure of a drill whose copy of the keys cannot be read."""
    return Result(backup=None, passed=False, checks=[_said("escrow", reason, ok=False)])


def _said(code: str, reason: str, *, ok: bool | None) -> dict[str, Any]:
    return {"code": code, "ok": ok, "facts": {"reason": reason}}


def _examined(
    found: Manifest,
    folder: Path,
    *,
    identity: X25519PrivateKey | None,
    escrowed: Copy | None,
) -> list[dict[str, Any]]:
    place = databases.scratch() / f"drill-{os.getpid()}"
    with restoring.scratch_home(place) as scratch, _database(scratch) as url:
        restoring.unpack(found, folder, scratch, identity=identity)
        for name in (manifest.MANIFEST, manifest.DIGEST):
            shutil.copy(folder / name, scratch / name)
        _write_known(found.made_at, scratch / "known.json")
        environment = {**os.environ, **_environment(scratch, url), **_keys(scratch, escrowed)}
        return _asked(scratch, environment)


@contextmanager
def _database(scratch: Path) -> Iterator[str]:
    """Yield the address of an empty database, gone at the end; for SQLite the unpacked file."""
    if databases.kind() == "sqlite":
        yield f"sqlite:///{scratch / DATABASE}"
        return
    with databases.scratch_postgresql(f"gouvernail_drill_{secrets.token_hex(4)}") as name:
        parts = urlsplit(os.environ["DATABASE_URL"])
        yield urlunsplit(parts._replace(path=f"/{name}"))


def _environment(scratch: Path, url: str) -> dict[str, str]:
    return {
        "GOUVERNAIL_HOME": str(scratch),
        "GOUVERNAIL_MEDIA_STORE": "disk",  # the files of the backup alone, not those of the bucket
        "DATABASE_URL": url,
        "GOUVERNAIL_SECRET_KEY": secrets.token_urlsafe(32),
        "GOUVERNAIL_LOG_LEVEL": "ERROR",
        "DJANGO_SETTINGS_MODULE": "gouvernail.project.settings.production",
    }


def _keys(scratch: Path, escrowed: Copy | None) -> dict[str, str]:
    """Give the scratch home the log's public keys, and say where the other keys are."""
    folder = scratch / "keys"
    folder.mkdir(mode=0o700)
    for public in places().keys.glob("*.vkey"):
        shutil.copy(public, folder / public.name)
    if escrowed is None:
        return {
            "GOUVERNAIL_FACTORS_KEY_FILE": settings.FACTORS_KEY_FILE,
            "GOUVERNAIL_VAULT_PUBLIC_KEY_FILE": settings.VAULT_PUBLIC_KEY_FILE,
            "GOUVERNAIL_VAULT_PRIVATE_KEY_FILE": settings.VAULT_PRIVATE_KEY_FILE,
        }
    private, public = folder / "vault.key", folder / "vault.pub"
    private.write_bytes(b"".join(map(private_pem, escrowed.vault)))
    private.chmod(0o600)
    public.write_bytes(public_pem(escrowed.vault[-1].public_key()))
    factors = folder / "factors.key"
    factors.write_bytes(b"".join(map(private_pem, escrowed.factors)))
    factors.chmod(0o600)
    return {
        "GOUVERNAIL_FACTORS_KEY": "",
        "GOUVERNAIL_FACTORS_KEY_FILE": str(factors),
        "GOUVERNAIL_VAULT_KEY_SOURCE": "file",
        "GOUVERNAIL_VAULT_PUBLIC_KEY_FILE": str(public),
        "GOUVERNAIL_VAULT_PRIVATE_KEY_FILE": str(private),
    }


def _write_known(made_at: datetime, place: Path) -> None:
    """Note what the living site signed before the backup: the restored log must hold it too."""
    known = [{"size": size, "root": root} for size, root in sealed_roots(until=made_at).items()]
    place.write_text(json.dumps(known), encoding="utf-8")


def _asked(scratch: Path, environment: dict[str, str]) -> list[dict[str, Any]]:
    command = [sys.executable, "-m", "gouvernail.continuity.archives.examining", str(scratch)]
    done = subprocess.run(  # noqa: S603 - our own module
        command,
        check=False,
        capture_output=True,
        text=True,
        env=environment,
        timeout=SECONDS,
    )
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:] or ["no answer"]
        return [_said("restore", last[0][-300:], ok=False)]
    checks: list[dict[str, Any]] = json.loads(done.stdout.splitlines()[-1])
    return checks
