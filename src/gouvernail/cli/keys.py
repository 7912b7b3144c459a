"""`gouvernail keys`: the keys of the vault, of second factors and of encrypted backups.

gouvernail keys list                       which key is in force, what is sealed to each
gouvernail keys rotate                     follow it by another, while the site works
gouvernail keys retire                     forget the old ones once nothing needs them
gouvernail keys export --escrow FILE       a copy to print, behind a passphrase
gouvernail keys import --escrow FILE       put it back, on a new machine
gouvernail keys new FILE                   a new private key, for an environment or a credential
gouvernail keys recipient FILE             a pair for encrypted backups: FILE and FILE.pub
"""

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from gouvernail.cli.background.asking import passphrase
from gouvernail.cli.main import OK, with_django

if TYPE_CHECKING:
    from gouvernail.foundation.actors import Actor


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `keys`."""
    keys = subparsers.add_parser("keys", help="rotate, export and put back the vault’s keys")
    commands = keys.add_subparsers(title="commands", metavar="COMMAND", required=True)

    listed = commands.add_parser("list", help="which key is in force, what is sealed to each")
    listed.add_argument("--json", action="store_true", help="print JSON")
    listed.set_defaults(run=with_django(run_list))

    rotate = commands.add_parser("rotate", help="seal everything to a new key, online")
    rotate.add_argument("--key", default="", metavar="ID", help="to this key, given from outside")
    rotate.add_argument("--batch", type=int, default=50, help="values in one transaction")
    rotate.add_argument("--factors", action="store_true", help="the key of second factors instead")
    rotate.set_defaults(run=with_django(run_rotate))

    retire = commands.add_parser("retire", help="forget old keys that nothing is sealed to")
    retire.add_argument("--factors", action="store_true", help="of second factors instead")
    retire.set_defaults(run=with_django(run_retire))

    for name, run, sentence in (
        ("export", run_export, "write a copy of the private keys to print, behind a passphrase"),
        ("import", run_import, "put the keys of a copy back"),
    ):
        copy = commands.add_parser(name, help=sentence)
        copy.add_argument("--escrow", type=Path, required=True, metavar="FILE", help="the copy")
        copy.add_argument("--passphrase-file", type=Path, help="asked for if none")
        copy.set_defaults(run=with_django(run))

    for name, run, sentence in (
        ("new", run_new, "write a new private key, to be given by environment or credential"),
        ("recipient", run_recipient, "write a pair for encrypted backups: FILE and FILE.pub"),
    ):
        made = commands.add_parser(name, help=sentence)
        made.add_argument("file", type=Path, metavar="FILE", help="must not exist yet")
        made.set_defaults(run=with_django(run))


def run_list(given: argparse.Namespace) -> int:
    """Print each key, whether its private half can be read here, and what is sealed to it."""
    from gouvernail.vault.keyring.uses import key_uses

    uses = key_uses()
    if given.json:
        print(json.dumps([each.as_json() for each in uses]))
        return OK
    for each in uses:
        state = "in force" if each.in_force else "old"
        held = "private key here" if each.is_held else "private key not readable here"
        print(f"{each.id}  {state:8}  {each.boxes} values  {held}")
    for name, state in _factor_keys():
        print(f"{name}  {state:8}  second factors  private key here")
    return OK


def _factor_keys() -> list[tuple[str, str]]:
    """Return the keys of second factors that are read here, the one in force first."""
    from gouvernail.vault.errors import VaultKeyMissingError
    from gouvernail.vault.keyring import factors
    from gouvernail.vault.keyring.keys import key_id

    try:
        held = [key_id(key.public_key()) for key in factors.place().held()]
    except VaultKeyMissingError:
        return []
    states = ["in force", *["old"] * (len(held) - 1)]
    return list(zip(reversed(held), states, strict=True))


def run_rotate(given: argparse.Namespace) -> int:
    """Put another key in force and wrap every value anew, batch by batch."""
    from gouvernail.foundation.clock import now
    from gouvernail.vault.actions import begin_rotation, rewrap_batch, rotate_factors

    if given.factors:
        name, people = rotate_factors(by=_operator(), at=now())
        print(f"key {name} is in force; the second factors of {people} are sealed to it")
        print("in five minutes: gouvernail keys retire --factors, then make a new escrow copy")
        return OK
    key = begin_rotation(by=_operator(), at=now(), name=given.key)
    print(f"key {key.pk} is in force")
    done = 0
    while count := rewrap_batch(by=_operator(), at=now(), size=given.batch):
        done += count
        print(f"{done} values sealed to it")
    print("ended; in five minutes: gouvernail keys retire, then make a new escrow copy")
    return OK


def run_retire(given: argparse.Namespace) -> int:
    """Forget the private keys that nothing needs."""
    from gouvernail.foundation.clock import now
    from gouvernail.vault.actions import reseal_factors, retire_factor_keys, retire_keys

    if given.factors:
        reseal_factors(by=_operator(), at=now())  # what was sealed while the key changed
    retire = retire_factor_keys if given.factors else retire_keys
    for name in retire(by=_operator(), at=now()):
        print(f"key {name} is forgotten")
    return OK


def run_export(given: argparse.Namespace) -> int:
    """Write the copy for the safe."""
    from gouvernail.vault.keyring.escrow import Copy, escrow_copy
    from gouvernail.vault.keyring.factors import factor_keys
    from gouvernail.vault.keyring.keys import private_keys
    from gouvernail.vault.keyring.sources import write_new

    copied = Copy(vault=list(private_keys().values()), factors=factor_keys())
    copy = escrow_copy(copied, passphrase=passphrase(given.passphrase_file, twice=True))
    write_new(given.escrow, copy.encode(), mode=0o600)
    count = len(copied.vault) + len(copied.factors)
    print(f"{count} key(s) written to {given.escrow}: print it, then delete the file")
    print("keep the passphrase somewhere else; try it: gouvernail drill --escrow FILE")
    return OK


def run_import(given: argparse.Namespace) -> int:
    """Put the keys of a copy where this site looks for them."""
    from gouvernail.vault.keyring import factors, keys
    from gouvernail.vault.keyring.escrow import keys_in

    text = given.escrow.read_text(encoding="utf-8")
    copied = keys_in(text, passphrase=passphrase(given.passphrase_file))
    for name in [*keys.take_in(copied.vault), *factors.take_in(copied.factors)]:
        print(f"key {name} is here again")
    return OK


def run_new(given: argparse.Namespace) -> int:
    """Write one private key."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    from gouvernail.vault.keyring.keys import key_id
    from gouvernail.vault.keyring.sources import private_pem, write_new

    key = X25519PrivateKey.generate()
    write_new(given.file, private_pem(key), mode=0o600)
    print(f"key {key_id(key.public_key())} written to {given.file}")
    return OK


def run_recipient(given: argparse.Namespace) -> int:
    """Write a pair for encrypted backups."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    from gouvernail.vault.keyring.keys import public_pem
    from gouvernail.vault.keyring.sources import private_pem, write_new

    key, public = X25519PrivateKey.generate(), given.file.with_name(f"{given.file.name}.pub")
    write_new(given.file, private_pem(key), mode=0o600)
    write_new(public, public_pem(key.public_key()), mode=0o644)
    print(f"{given.file}: keep it off this machine, or backups open for whoever takes the disk")
    print(f"{public}: name it in GOUVERNAIL_BACKUP_RECIPIENT")
    return OK


def _operator() -> "Actor":
    from gouvernail.foundation.actors import Actor

    return Actor(kind="machine", ref="operator", auth="cli")
