"""`gouvernail inbox letter FILE...`: notifications of networks without access, taken in."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gouvernail.cli.main import FAILED, OK, with_django

if TYPE_CHECKING:
    from gouvernail.people.models import Person
    from gouvernail.registry.models import Account


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `inbox`."""
    parser = subparsers.add_parser("inbox", help="conversations with the public")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    letter = commands.add_parser(
        "letter",
        help="take in notification e-mails of networks that give no access",
        description="Each file is one e-mail (.eml), or a folder of them (a Maildir: what is in it "
        "stays there; an e-mail taken in before changes nothing). Exit code 0 when every one was "
        "taken in, 1 when one was not: it is named, with the reason.",
    )
    letter.add_argument("files", nargs="+", metavar="FILE", help="e-mails, or folders of them")
    letter.add_argument(
        "--account",
        required=True,
        metavar="NETWORK:HANDLE",
        help="our account that was notified, as facebook:alize",
    )
    letter.add_argument("--as", dest="as_", metavar="EMAIL", help="who brings them")
    letter.add_argument(
        "--receiver",
        default="",
        metavar="NAME",
        help="refuse what this mail server of ours found no good signature of",
    )
    letter.add_argument("--json", action="store_true", help="print JSON")
    letter.set_defaults(run=with_django(take_letters))


def take_letters(given: argparse.Namespace) -> int:
    """Take in e-mails; 1 when one was refused, or there is no such account."""
    from gouvernail.cli.accounts import acting_person
    from gouvernail.foundation.actors import acting

    by = acting_person(given.as_)
    account = _account(given.account, by)
    if account is None:
        print(f"no account of ours is called {given.account}", file=sys.stderr)
        return FAILED
    with acting(auth="cli"):
        rows = [_taken(path, account, by, given.receiver) for path in _files(given.files)]
    if given.json:
        print(json.dumps(rows, ensure_ascii=False))
    else:
        for row in rows:
            print("\t".join((row["done"], row["file"], row["told"])))
    return FAILED if any(row["done"] == "refused" for row in rows) else OK


def _account(name: str, by: "Person") -> "Account | None":
    from gouvernail.registry.permissions import visible_accounts

    network, _colon, handle = name.partition(":")
    rows = visible_accounts(by).filter(network=network.strip().lower())
    return rows.filter(handle__iexact=handle.strip().lstrip("@")).first()


def _files(names: list[str]) -> list[Path]:
    """Return the e-mails named, those of folders in the order of their names."""
    found: list[Path] = []
    for path in map(Path, names):
        inside = sorted(path.rglob("*")) if path.is_dir() else [path]
        found += [one for one in inside if not one.is_dir()]
    return found


def _taken(path: Path, account: "Account", by: "Person", receiver: str) -> dict[str, Any]:
    """Take in one e-mail, and say what became of it."""
    from gouvernail.foundation.clock import now
    from gouvernail.inbox.actions import take_letter
    from gouvernail.inbox.errors import ConversationInvalidError
    from gouvernail.networks.letters import MAX_BYTES

    with path.open("rb") as stream:
        data = stream.read(MAX_BYTES + 1)
    try:
        taken = take_letter(data, account_id=account.pk, by=by, at=now(), receiver=receiver)
    except ConversationInvalidError as error:
        return {"file": str(path), "done": "refused", "told": " ".join(error.fields.values())}
    done = "new" if taken.is_new else "known"
    return {"file": str(path), "done": done, "told": str(taken.conversation.pk)}
