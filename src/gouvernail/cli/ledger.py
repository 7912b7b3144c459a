"""`gouvernail ledger verify|export|…`: the sealed log, checked and handed out.

gouvernail ledger verify                   the log in the database, and the tables against it
gouvernail ledger verify FOLDER|FILE.tar   an exported log; needs no database
gouvernail ledger export FOLDER|FILE.tar   the log up to its last checkpoint, as static files
gouvernail ledger consistency CHECKPOINT   the proof that the log continues one somebody kept
gouvernail ledger replay                   compare the tables with the entries
gouvernail ledger new-epoch                open another log after a restore cut this one short
gouvernail signer                          sign the head of the log whenever it has grown
"""

import argparse
import json
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from gouvernail.cli.main import FAILED, OK, with_django

if TYPE_CHECKING:
    from gouvernail.kernel.merkle import Verifier
    from gouvernail.ledger.queries.verification import Report


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `ledger`."""
    ledger = subparsers.add_parser("ledger", help="verify or export the sealed log")
    commands = ledger.add_subparsers(title="commands", metavar="COMMAND", required=True)

    verify = commands.add_parser("verify", help="check the log; exit code 1 if anything is wrong")
    verify.add_argument("archive", nargs="?", type=Path, help="an exported log: folder or .tar")
    verify.add_argument(
        "--vkey",
        action="append",
        default=[],
        help="public key line, or a file that holds it; again for each log and for statements",
    )
    verify.add_argument("--no-replay", action="store_true", help="do not compare with the tables")
    verify.add_argument("--json", action="store_true", help="write the report as JSON")
    verify.set_defaults(run=with_django(run_verify))

    export = commands.add_parser("export", help="write the log as static files")
    export.add_argument("target", type=Path, help="a folder, or a file ending in .tar")
    export.add_argument("--epoch", type=int, default=None, help="a log that a restore has ended")
    export.add_argument("--json", action="store_true", help="say what was written as JSON")
    export.set_defaults(run=with_django(run_export))

    proving = commands.add_parser("consistency", help="prove that the log continues a checkpoint")
    proving.add_argument("old", type=Path, help="a checkpoint of this log that somebody kept")
    proving.set_defaults(run=with_django(run_consistency))

    replaying = commands.add_parser("replay", help="compare the tables with the entries")
    replaying.add_argument("--json", action="store_true", help="write the differences as JSON")
    replaying.set_defaults(run=with_django(run_replay))

    opening = commands.add_parser("new-epoch", help="open another log after a restore")
    opening.add_argument("--reason", default="", help="why, in a few words")
    opening.add_argument("--anchored", type=Path, help="a checkpoint kept elsewhere, if newer")
    opening.add_argument("--json", action="store_true", help="say what was opened as JSON")
    opening.set_defaults(run=with_django(run_new_epoch))


def run_verify(given: argparse.Namespace) -> int:
    """Verify the log of the database, or an exported one."""
    from gouvernail.kernel.merkle import MerkleError

    try:
        report = _report(given)
    except (MerkleError, OSError, tarfile.TarError, KeyError, UnicodeDecodeError) as error:
        if given.json:
            print(json.dumps({"ok": False, "error": str(error)}))
        print(f"cannot verify: {error}", file=sys.stderr)
        return FAILED
    if given.json:
        print(json.dumps(report.as_json(), ensure_ascii=False))
    else:
        if given.archive is None:
            _print_earlier_logs(report)
        _print_report(report)
    return OK if report.ok else FAILED


def _report(given: argparse.Namespace) -> "Report":
    if given.archive is not None:
        return _verify_archive(given.archive, given.vkey)
    from gouvernail.ledger.queries.verification import verify_database

    keys = _given_keys(given.vkey) or _site_keys()
    return verify_database(*keys, replay=not given.no_replay)


def run_export(given: argparse.Namespace) -> int:
    """Write the log up to its last checkpoint."""
    from gouvernail.ledger.queries import printed_checkpoint
    from gouvernail.ledger.queries.exports import log_files, write_folder, write_tar
    from gouvernail.ledger.signer.keys import published_statement_keys
    from gouvernail.ledger.signer.loop import places

    verifier = _site_key(given.epoch)
    if verifier is None:
        print("the signer has not run yet: no public key, no checkpoint", file=sys.stderr)
        return FAILED
    write = write_tar if given.target.suffix == ".tar" else write_folder
    statements = published_statement_keys(places().keys)
    count = write(log_files(verifier, *statements, epoch=given.epoch), given.target)
    if given.json:
        print(json.dumps({"target": str(given.target), "files": count, "vkey": verifier.vkey}))
    else:
        print(f"{count} files written to {given.target}")
        print(f"public key: {verifier.vkey}")
        print(printed_checkpoint(given.epoch), end="")
    return OK


def run_consistency(given: argparse.Namespace) -> int:
    """Write the newest checkpoint and the proof that it continues an older one."""
    from gouvernail.kernel.merkle import MerkleError, open_checkpoint
    from gouvernail.ledger.queries import continuation, last_checkpoint

    verifier, newest = _site_key(None), last_checkpoint()
    if verifier is None or newest is None:
        print("no proof: nothing was signed yet", file=sys.stderr)
        return FAILED
    try:
        old = open_checkpoint(given.old.read_text(encoding="utf-8"), verifier)
        print(continuation(newest, known_size=old.size), end="")
    except (MerkleError, OSError, UnicodeDecodeError) as error:
        print(f"no proof: {error}", file=sys.stderr)
        return FAILED
    return OK


def run_replay(given: argparse.Namespace) -> int:
    """Compare every governed table with what the entries say."""
    from dataclasses import asdict

    from gouvernail.ledger.queries import replay_differences

    found = list(replay_differences())
    if given.json:
        print(json.dumps({"ok": not found, "differences": [asdict(one) for one in found]}))
        return FAILED if found else OK
    for one in found:
        print(f"{one.what}: {one.subject_kind} {one.subject_id} {one.field}".rstrip())
    print(f"{len(found)} differences" if found else "the tables are what the entries say")
    return FAILED if found else OK


def run_new_epoch(given: argparse.Namespace) -> int:
    """Open the log that follows one a restore cut short."""
    from gouvernail.foundation.actors import Actor
    from gouvernail.foundation.clock import now
    from gouvernail.kernel.merkle import MerkleError
    from gouvernail.ledger.actions import open_epoch
    from gouvernail.ledger.errors import LedgerDefectError
    from gouvernail.ledger.signer.epochs import EpochRefusedError
    from gouvernail.ledger.signer.keys import SigningKeyError

    try:
        known = given.anchored.read_text(encoding="utf-8") if given.anchored else ""
        epoch = open_epoch(
            by=Actor(kind="machine", ref="operator", auth="cli"),
            at=now(),
            reason=given.reason,
            known_note=known,
        )
    except (EpochRefusedError, SigningKeyError, LedgerDefectError, MerkleError, OSError) as error:
        print(f"no log was opened: {error}", file=sys.stderr)
        return FAILED
    if given.json:
        print(json.dumps({"origin": epoch.origin, "epoch": epoch.number}))
        return OK
    print(f"opened {epoch.origin}; {epoch.kept_size} entries of the log before it came back")
    print("the signer signs it from its next turn; hand its new public key to your auditors")
    return OK


def _site_key(epoch: int | None) -> "Verifier | None":
    from gouvernail.ledger.queries import head_epoch
    from gouvernail.ledger.signer.keys import published_key
    from gouvernail.ledger.signer.loop import places

    return published_key(places().keys, epoch=epoch or head_epoch())


def _site_keys() -> "list[Verifier]":
    from gouvernail.ledger.signer.keys import published_keys
    from gouvernail.ledger.signer.loop import places

    return published_keys(places().keys)


def _given_keys(given: list[str]) -> "list[Verifier]":
    from gouvernail.kernel.merkle import parse_vkey

    paths = [(line, Path(line)) for line in given]
    texts = [path.read_text(encoding="utf-8") if path.is_file() else line for line, path in paths]
    return [parse_vkey(line) for text in texts for line in text.splitlines() if line.strip()]


def _verify_archive(archive: Path, vkeys: list[str]) -> "Report":
    from gouvernail.ledger.queries.exports import folder_reader, tar_reader

    if archive.is_dir():
        return _verify_files(folder_reader(archive), vkeys)
    with tarfile.open(archive, "r:") as opened:
        return _verify_files(tar_reader(opened), vkeys)


def _verify_files(fetch: Callable[[str], bytes], vkeys: list[str]) -> "Report":
    from gouvernail.kernel.merkle import NoteError
    from gouvernail.ledger.queries.verification import verify_files

    if vkeys:
        keys = _given_keys(vkeys)
    else:
        print("no --vkey: trusting the keys inside the archive", file=sys.stderr)
        keys = _keys_inside(fetch)
    origin = fetch("checkpoint").decode().partition("\n")[0]
    own = next((key for key in keys if key.name == origin), keys[0] if keys else None)
    if own is None:
        raise NoteError("no public key was given")
    return verify_files(fetch, own, *(key for key in keys if key is not own))


def _keys_inside(fetch: Callable[[str], bytes]) -> "list[Verifier]":
    from gouvernail.ledger.queries.exports import STATEMENTS_PATH, VKEY_PATH

    try:
        statements = fetch(STATEMENTS_PATH).decode().splitlines()
    except KeyError:
        statements = []
    return _given_keys([fetch(VKEY_PATH).decode(), *statements])


def _print_earlier_logs(report: "Report") -> None:
    """Print one line for each log that another one follows: `verify_database` checked them too."""
    from gouvernail.ledger.queries import earlier_logs

    said = "verified" if report.ok else "checked; what does not hold is below"
    for log in earlier_logs():
        print(f"{log.origin}: {log.size} entries, ended by another log, {said}")


def _print_report(report: "Report") -> None:
    print(f"{report.origin}: {report.size} entries, root {report.root or 'none'}")
    print(f"{report.sealed_size} of them under {report.checkpoints} signed checkpoint(s)")
    for problem in report.problems:
        where = "" if problem.seq is None else f" (entry {problem.seq + 1})"
        print(f"{problem.code}: {problem.detail}{where}")
    print(f"{'verified' if report.ok else 'NOT VERIFIED'} in {report.seconds:.1f} s")
