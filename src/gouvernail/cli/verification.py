"""`gouvernail accounts verify` and `gouvernail directory`: is this ours, and the public list’s key.

gouvernail accounts verify URL...          official, not_ours or unknown; 1 unless all are official
gouvernail directory keys                  which key signs the public list, and which did
gouvernail directory rotate                let another key follow; as the signer’s user
gouvernail directory sign                  sign the public list now; as the signer’s user
"""

import argparse
import json
import sys
from typing import TYPE_CHECKING, Any

from gouvernail.cli.main import FAILED, MISUSED, OK, with_django

if TYPE_CHECKING:
    from gouvernail.verification.models import SnapshotKey


def add_verify(parser: argparse.ArgumentParser) -> None:
    """Fill in `accounts verify`."""
    parser.add_argument("urls", nargs="+", metavar="URL", help="addresses, or - for a list of them")
    parser.add_argument("--public", action="store_true", help="what the public is told, only")
    parser.add_argument("--as", dest="as_", metavar="EMAIL", help="the person who asks")
    parser.add_argument("--json", action="store_true", help="print one JSON object a line")
    parser.set_defaults(run=with_django(verify))


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `directory` and its subcommands."""
    parser = subparsers.add_parser("directory", help="the public list: its key, its signature")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name, run, words in (
        ("keys", list_keys, "which key signs the public list, and which did"),
        ("rotate", rotate, "let another key follow, vouched for by the present one"),
        ("sign", sign, "sign the public list now"),
    ):
        command = commands.add_parser(name, help=words)
        command.add_argument("--json", action="store_true", help="print JSON")
        command.set_defaults(run=with_django(run))


def verify(given: argparse.Namespace) -> int:
    """Say what each address is; 0 when all are official, 1 otherwise."""
    urls = _urls(given)
    if not urls:
        print("no address to verify", file=sys.stderr)
        return MISUSED
    answers = _public(urls) if given.public else _registered(urls, as_=given.as_)
    for answer in answers:
        if given.json:
            print(json.dumps(answer, ensure_ascii=False))
        else:
            known = (answer["answer"], answer["detail"], answer["asked"])
            former = (answer["handle"], answer["until"]) if answer.get("until") else ()
            print("\t".join((*known, *former)))
    return OK if all(answer["answer"] == "official" for answer in answers) else FAILED


def _urls(given: argparse.Namespace) -> list[str]:
    if given.urls == ["-"]:
        return [line.strip() for line in sys.stdin if line.strip()]
    return list(given.urls)


def _public(urls: list[str]) -> list[dict[str, Any]]:
    from gouvernail.verification.permissions import open_directory
    from gouvernail.verification.queries.answers import answers_to
    from gouvernail.verification.queries.listing import answer_shape

    directory = open_directory()
    return [
        {"asked": url} | answer_shape(answer, directory=directory)
        for url, answer in zip(urls, answers_to(urls, directory=directory), strict=True)
    ]


def _registered(urls: list[str], *, as_: str | None) -> list[dict[str, Any]]:
    """Return what the register knows, to whoever may see its accounts."""
    from gouvernail.cli.accounts import acting_person
    from gouvernail.foundation.clock import site_day
    from gouvernail.people.permissions import Right, require
    from gouvernail.registry.permissions import visible_accounts
    from gouvernail.verification.queries.answers import register_answers

    person = acting_person(as_)
    require(person, Right.SEE_ACCOUNTS)
    accounts = visible_accounts(person).select_related("unit")
    return [
        {
            "asked": url,
            "answer": answer.verdict,
            "detail": answer.detail,
            "account": str(answer.account.pk) if answer.account else None,
            "name": answer.account.name if answer.account else None,
            "handle": answer.account.handle if answer.account else None,
            "unit": answer.account.unit.code if answer.account else None,
            "public": answer.public,
            "until": site_day(answer.until).isoformat() if answer.until else None,
        }
        for url, answer in zip(urls, register_answers(urls, accounts=accounts), strict=True)
    ]


def list_keys(given: argparse.Namespace) -> int:
    """Print the public keys, the present one first."""
    from gouvernail.verification.queries.documents import published_keys

    for key in published_keys():
        _print_key(key, as_json=given.json)
    return OK


def rotate(given: argparse.Namespace) -> int:
    """Put another key in force; 1 when the present one cannot be used."""
    from gouvernail.foundation import clock
    from gouvernail.verification.actions.snapshots import rotate_key
    from gouvernail.verification.signer.keys import DirectoryKeyError

    try:
        key = rotate_key(at=clock.now())
    except DirectoryKeyError as error:
        print(f"directory_key: {error}", file=sys.stderr)
        return FAILED
    _print_key(key, as_json=given.json)
    return OK


def _print_key(key: "SnapshotKey", *, as_json: bool) -> None:
    told = {
        "key_id": key.key_id,
        "public_key": key.public_key,
        "started_at": key.started_at.isoformat(),
        "retired_at": key.retired_at.isoformat() if key.retired_at else None,
    }
    if as_json:
        print(json.dumps(told))
        return
    until = f"until {told['retired_at']}" if told["retired_at"] else "in force"
    print(f"{key.key_id}  since {told['started_at']}  {until}")


def sign(given: argparse.Namespace) -> int:
    """Sign the list if it changed; 1 when the page is closed or the key cannot be used."""
    from gouvernail.foundation import clock
    from gouvernail.verification.actions.snapshots import sign_snapshot
    from gouvernail.verification.signer.keys import DirectoryKeyError

    try:
        snapshot = sign_snapshot(at=clock.now())
    except DirectoryKeyError as error:
        print(f"directory_key: {error}", file=sys.stderr)
        return FAILED
    if snapshot is None:
        print("directory_closed: nobody opened the public page", file=sys.stderr)
        return FAILED
    told = {
        "accounts": snapshot.accounts,
        "sha256": snapshot.sha256,
        "key_id": snapshot.key.key_id,
        "made_at": snapshot.made_at.isoformat(),
    }
    print(json.dumps(told) if given.json else "\n".join(f"{k}: {v}" for k, v in told.items()))
    return OK
