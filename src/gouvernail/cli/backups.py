"""`gouvernail backup|restore|drill`: copies of the site, put back, and tried out.

gouvernail backup --to DIR                 copy the whole site, without its keys, while it works
gouvernail backup --list                   the backups there are
gouvernail restore BACKUP                  put one back into this home (GOUVERNAIL_HOME)
gouvernail drill                           restore the newest into scratch and examine it there
"""

import argparse
import json
import os
import secrets
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from gouvernail.cli.main import FAILED, OK, with_django

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

    from gouvernail.continuity.archives.drilling import Result
    from gouvernail.continuity.archives.manifest import Manifest
    from gouvernail.vault.keyring.escrow import Copy

UNSETTLED = "the data is back; nothing starts until the same command ends well"


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `backup`, `restore` and `drill`."""
    backup = subparsers.add_parser("backup", help="copy the whole site, without its keys")
    backup.add_argument("--to", type=Path, help="the folder of backups (GOUVERNAIL_BACKUP_DIR)")
    backup.add_argument("--recipient", type=Path, help="encrypt to this public key file")
    backup.add_argument("--list", action="store_true", help="list the backups there are")
    backup.add_argument("--scheduled", action="store_true", help="not by hand: one a day stays")
    backup.add_argument("--keep-all", action="store_true", help="let no old backup go")
    backup.add_argument("--drill", action="store_true", help="try the new backup out at once")
    backup.add_argument("--json", action="store_true", help="say what was made as JSON")
    backup.set_defaults(run=with_django(run_backup))

    restore = subparsers.add_parser("restore", help="put a backup back into this home")
    restore.add_argument("backup", type=Path, metavar="BACKUP", help="the folder of one backup")
    restore.add_argument("--replace", action="store_true", help="keep the site there is aside")
    restore.add_argument("--identity", type=Path, help="private key file of an encrypted backup")
    restore.add_argument("--check", action="store_true", help="check the files, change nothing")
    restore.add_argument("--anchored", type=Path, help="a newer checkpoint kept elsewhere")
    restore.add_argument("--as", dest="as_", metavar="EMAIL", help="who restores, and freezes")
    restore.add_argument("--json", action="store_true", help="say what was done as JSON")
    restore.set_defaults(run=_look_first)

    drill = subparsers.add_parser("drill", help="restore a backup into scratch and examine it")
    drill.add_argument("backup", nargs="?", type=Path, metavar="BACKUP", help="the newest if none")
    drill.add_argument("--identity", type=Path, help="private key file of an encrypted backup")
    drill.add_argument("--escrow", type=Path, help="open the canary with this copy of the keys")
    drill.add_argument("--passphrase-file", type=Path, help="of the copy; asked for if none")
    drill.add_argument("--json", action="store_true", help="print the checks as JSON")
    drill.set_defaults(run=with_django(run_drill))


def run_backup(given: argparse.Namespace) -> int:
    """Make a backup, or list those there are."""
    from django.conf import settings

    folder = (given.to or Path(settings.BACKUP_DIR)).resolve()
    if given.list:
        return _list(folder, as_json=given.json)
    made = _make(folder, recipient=_recipient(given), by_hand=not given.scheduled)
    if not given.keep_all:
        from gouvernail.continuity.archives.making import let_go

        let_go(folder, daily=settings.BACKUP_DAILY, weekly=settings.BACKUP_WEEKLY)
    if given.json:
        print(json.dumps(_told(made, folder)))
    else:
        print(f"{folder / made.name}: {len(made.files)} files, {made.size_bytes / 1e6:.1f} MB")
        print(f"{made.ledger_size} entries in the journal; the keys are not in it")
    return _drill(folder / made.name, given, identity=_default_identity()) if given.drill else OK


def _make(folder: Path, *, recipient: "X25519PublicKey | None", by_hand: bool) -> "Manifest":
    from gouvernail.continuity.actions import note_backup, plant_canary
    from gouvernail.continuity.archives.making import make_backup, on_the_same_disk
    from gouvernail.continuity.errors import BackupFailedError
    from gouvernail.foundation.actors import machine
    from gouvernail.foundation.clock import now

    started_at = now()
    plant_canary(by=machine("backup"), at=started_at)
    made, error = None, ""
    try:
        made = make_backup(folder, at=started_at, recipient=recipient, by_hand=by_hand)
    except BackupFailedError as failed:
        error = failed.message
        raise
    finally:
        if made is not None or error:
            note_backup(
                folder=folder,
                made=made,
                error=error,
                same_disk=on_the_same_disk(folder),
                started_at=started_at,
                at=now(),
            )
    return made


def _recipient(given: argparse.Namespace) -> "X25519PublicKey | None":
    from django.conf import settings

    from gouvernail.vault.keyring.keys import read_public_key

    named = given.recipient or settings.BACKUP_RECIPIENT
    return read_public_key(Path(named)) if named else None


def _list(folder: Path, *, as_json: bool) -> int:
    from gouvernail.continuity.archives.manifest import backups_in

    found = backups_in(folder)
    if as_json:
        print(json.dumps([_told(each, folder) for each in found]))
        return OK
    for each in found:
        locked = f"  encrypted to {each.encrypted_to}" if each.encrypted_to else ""
        print(
            f"{each.name}  {each.size_bytes / 1e6:8.1f} MB  {each.ledger_size} entries"
            f"  version {each.version}{locked}"
        )
    print(f"{len(found)} backups in {folder}", file=sys.stderr)
    return OK


def _told(made: "Manifest", folder: Path) -> dict[str, object]:
    said = asdict(made)
    return {
        "backup": str(folder / made.name),
        "made_at": made.made_at.isoformat(),
        "files": len(made.files),
        "size_bytes": made.size_bytes,
        **{name: said[name] for name in ("version", "database", "ledger_size", "encrypted_to")},
    }


def _look_first(given: argparse.Namespace) -> int:
    """Restore; where there is no backup, refuse without making a key in an empty home."""
    if not (given.backup / "manifest.json").is_file():
        os.environ["GOUVERNAIL_SECRET_KEY"] = secrets.token_urlsafe(32)  # of this refusal only
    return with_django(run_restore)(given)


def run_restore(given: argparse.Namespace) -> int:
    """Put a backup back, or only look whether it could be."""
    from gouvernail.continuity.archives import restoring
    from gouvernail.foundation.clock import now
    from gouvernail.foundation.errors import DomainError
    from gouvernail.kernel.merkle import MerkleError
    from gouvernail.ledger.errors import LedgerDefectError
    from gouvernail.ledger.signer.epochs import EpochRefusedError
    from gouvernail.ledger.signer.keys import SigningKeyError

    identity = _identity(given.identity)
    folder = given.backup.resolve()
    if given.check:
        return _check(folder, identity)
    at = now()
    found, aside = restoring.put_back(folder, identity=identity, replace=given.replace, at=at)
    try:
        settled = _settle(found, given)
    except (EpochRefusedError, SigningKeyError, MerkleError, LedgerDefectError) as error:
        print(f"the journal cannot be opened again: {error}", file=sys.stderr)
        print(UNSETTLED, file=sys.stderr)
        return FAILED
    except DomainError:  # such as nobody of that address: `main` says it
        print(UNSETTLED, file=sys.stderr)
        raise
    restoring.finish()
    told = {**_told(found, folder.parent), "aside": str(aside or ""), **settled}
    if given.json:
        print(json.dumps(told))
        return OK
    _print_restored(found, aside, settled)
    return OK


def _check(folder: Path, identity: "X25519PrivateKey | None") -> int:
    from gouvernail.continuity.archives import restoring

    found = restoring.checked(folder, identity=identity)
    print(f"{found.name}: {len(found.files)} files are those of the manifest")
    return OK


def _print_restored(found: "Manifest", aside: Path | None, settled: dict[str, object]) -> None:
    print(f"{found.name} is restored: the site as it was at {found.made_at:%F %T} UTC")
    if aside:
        print(f"what was here before is kept in {aside}")
    print(f"the journal goes on as {settled['log']}")
    if settled["frozen"]:
        print("publishing is frozen until people lift it, in the browser")
        print(f"{settled['doubtful']} publications may have left since: the sender looks for them")
        print(f"{settled['by_hand']} may have been published by hand: somebody must look")
    from gouvernail.foundation.objects import bucket_of_files

    if bucket_of_files() is not None:
        print("files are on this disk: gouvernail media move --to s3 puts them into the bucket")
    print("next: put the keys back (gouvernail keys import), gouvernail doctor, gouvernail run")


def _settle(found: "Manifest", given: argparse.Namespace) -> dict[str, object]:
    from gouvernail.cli.accounts import acting_person
    from gouvernail.continuity.actions import settle_restore
    from gouvernail.foundation.actors import acting
    from gouvernail.foundation.clock import now
    from gouvernail.people.models import Person

    by = acting_person(given.as_) if Person.objects.exists() else None
    note = given.anchored.read_text(encoding="utf-8") if given.anchored else ""
    with acting(auth="cli"):
        return settle_restore(made_at=found.made_at, known_note=note, by=by, at=now())


def run_drill(given: argparse.Namespace) -> int:
    """Restore into scratch, examine, remember; 0 only if everything was found whole."""
    from django.conf import settings

    from gouvernail.continuity.archives import manifest
    from gouvernail.continuity.archives.manifest import backups_in
    from gouvernail.continuity.errors import BackupNotFoundError

    folder = given.backup
    if folder is not None and given.escrow is not None:
        manifest.read(folder.resolve())  # before a passphrase is asked for
    if folder is None:
        place = Path(settings.BACKUP_DIR)
        found = backups_in(place)
        if not found:
            raise BackupNotFoundError(str(place))
        folder = place / found[0].name
    identity = _identity(given.identity) or _default_identity()
    return _drill(folder.resolve(), given, identity=identity)


def _drill(folder: Path, given: argparse.Namespace, *, identity: "X25519PrivateKey | None") -> int:
    from gouvernail.continuity.actions import note_drill
    from gouvernail.continuity.archives import drilling
    from gouvernail.foundation.clock import now
    from gouvernail.foundation.errors import DomainError

    started_at = now()
    try:
        escrowed, copied_on = _escrowed(given)
    except (DomainError, OSError, IndexError) as error:
        if getattr(given, "escrow", None) is not None:
            raise  # a person typed it
        result = drilling.without_copy(str(error))
    else:
        result = drilling.run_drill(
            folder, identity=identity, escrowed=escrowed, copied_on=copied_on
        )
    drill = note_drill(result=result, started_at=started_at, at=now())
    _print_drill(result, folder, as_json=given.json, seconds=drill.seconds)
    return OK if result.passed else FAILED


def _print_drill(result: "Result", folder: Path, *, as_json: bool, seconds: float) -> None:
    if as_json:
        told = {"backup": str(folder), "passed": result.passed, "checks": result.checks}
        print(json.dumps({**told, "seconds": round(seconds, 1)}))
        return
    marks = {True: "ok  ", False: "FAIL", None: "?   "}
    for check in result.checks:
        facts = ", ".join(f"{name} {value}" for name, value in check["facts"].items() if value)
        print(f"{marks[check['ok']]}  {check['code']}: {facts or 'as it should be'}")
    said = {True: "restored and whole", False: "NOT WHOLE", None: "NOT PROVEN"}[result.passed]
    print(f"{folder.name}: {said} in {seconds:.1f} s")


def _escrowed(given: argparse.Namespace) -> "tuple[Copy | None, str]":
    """Return the copy of the keys to try and its date: the one named, else that of the settings."""
    from datetime import UTC, datetime

    from django.conf import settings

    from gouvernail.cli.background.asking import credential, passphrase
    from gouvernail.vault.keyring.escrow import keys_in

    path, words = getattr(given, "escrow", None), getattr(given, "passphrase_file", None)
    if path is None:
        if not settings.DRILL_ESCROW:
            return None, ""
        path = Path(settings.DRILL_ESCROW)
        words = credential("drill.passphrase") or Path(settings.DRILL_PASSPHRASE_FILE)
    asked = passphrase(words)
    day = datetime.fromtimestamp(path.stat().st_mtime, UTC).date()
    return keys_in(path.read_text(encoding="utf-8"), passphrase=asked), day.isoformat()


def _identity(path: Path | None) -> "X25519PrivateKey | None":
    from gouvernail.vault.keyring.sources import read_private_key

    return read_private_key(path) if path else None


def _default_identity() -> "X25519PrivateKey | None":
    from django.conf import settings

    return _identity(Path(settings.BACKUP_IDENTITY)) if settings.BACKUP_IDENTITY else None
