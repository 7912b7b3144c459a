#!/usr/bin/env python3
"""Verify an exported Gouvernail ledger, or one proof from it, without Gouvernail.

For auditors: this one file, Python 3.9 or later, and the `cryptography` package are all it takes.
It shares no code with the product, and is one file so that it can be read whole and carried away.

    verify_ledger.py log   FOLDER|FILE.tar  --vkey KEY  [--statements KEYS] [--since OLD_CHECKPOINT]
    verify_ledger.py proof ENTRY.json ENTRY.tlog-proof  --vkey KEY
    verify_ledger.py since OLD_CHECKPOINT REQUEST  --vkey KEY
    verify_ledger.py receipt RECEIPT.json  --vkey KEY

KEY is the public key line of the log, or a file that holds it. Get it from the organisation by
another way than the export itself. OLD_CHECKPOINT is a checkpoint you kept earlier: the log must
contain all of it. REQUEST holds a newer checkpoint and the proof that it continues the old one
(`gouvernail ledger consistency`). RECEIPT is what somebody who signed a policy kept: its entry, the
proof, and what it says of who signed which text. A log `…/2` or later was opened after a restore
and begins with the statement of an operator: KEYS are the public keys that sign these
(`statements.vkey`, got like KEY), without which such a log is not verified. The proof of another
entry than the first does not show that opening, and `proof` says so. With `--witness KEY` (may be
repeated), the checkpoint must bear the cosignature of that witness too. Exit code 0: verified; 1:
not verified; 2: wrong use.

Formats: RFC 6962 (hashes, proofs), c2sp.org/signed-note, c2sp.org/tlog-checkpoint,
c2sp.org/tlog-tiles, c2sp.org/tlog-proof@v1, c2sp.org/tlog-cosignature, c2sp.org/tlog-witness.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import sys
import tarfile
from collections.abc import Callable, Sequence
from datetime import datetime, timezone
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

Fetch = Callable[[str], bytes]  # gives the content of a file of the export, by its path

HASH = 32
TILE = 256
TILE_HEIGHT = 8
KEY_ID = 4
LOG_KEY, WITNESS_KEY = b"\x01", b"\x04"
TIME = 8
THOUSAND = 1000
RECEIPT, SIGNED = "gouvernail-signature/1", "signature.given"
OPENED, STATEMENT = "epoch.opened", "gouvernail/epoch/v1"
OPENING_NOT_SEEN = ", whose opening (entry 1) was not looked at"
DASH = "\u2014 "
VERIFIED, NOT_VERIFIED = 0, 1


class RefusedError(Exception):
    """The log, or the proof, does not hold. The message says why."""


def require(holds: object, why: str) -> None:
    """Refuse unless `holds`."""
    if not holds:
        raise RefusedError(why)


def decode(text: str) -> bytes:
    """Return the bytes of base64 text written in the one canonical way."""
    try:
        value = base64.b64decode(text, validate=True)
    except ValueError:
        raise RefusedError("not base64: " + text[:40]) from None
    require(base64.b64encode(value).decode() == text, "not canonical base64: " + text[:40])
    return value


def number(text: str) -> int:
    """Return a decimal number written in the one canonical way."""
    require(text.isascii() and text.isdigit() and str(int(text)) == text, "not a number: " + text)
    return int(text)


def leaf_hash(leaf: bytes) -> bytes:
    """Return the RFC 6962 hash of a leaf."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the RFC 6962 hash of a node."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def checkpoint_text(origin: str, size: int, root: bytes) -> str:
    """Return the three lines of a checkpoint."""
    return f"{origin}\n{size}\n{base64.b64encode(root).decode()}\n"


def read_checkpoint(text: str) -> tuple[str, int, bytes]:
    """Return the origin, the size and the root that the text of a checkpoint says."""
    said = text[:-1].split("\n")
    require(len(said) > 2 and all(said), "not a checkpoint")
    root = decode(said[2])
    require(len(root) == HASH, "the root is not 32 bytes")
    return said[0], number(said[1]), root


class Key:
    """A public key, as `name+id+base64(type || key)`: of a log, or of a witness."""

    def __init__(self, line: str, kind: bytes = LOG_KEY) -> None:
        """Read a key line."""
        self.name, _, rest = line.strip().partition("+")
        key_id, _, encoded = rest.partition("+")
        raw = decode(encoded)
        require(raw[:1] == kind and len(raw) == 1 + HASH, "not an Ed25519 key line of that kind")
        digest = hashlib.sha256(self.name.encode() + b"\n" + raw).digest()
        self.key_id = digest[:KEY_ID]
        require(self.name and self.key_id.hex() == key_id, "the key id is not that of the key")
        self.public = Ed25519PublicKey.from_public_bytes(raw[1:])

    def open_checkpoint(self, note: str) -> tuple[int, bytes]:
        """Return size and root of a checkpoint that this key signed."""
        text = self.signed_text(note)
        require(text, "the checkpoint is not signed by this key")
        origin, size, root = read_checkpoint(text)
        require(origin == self.name, "the checkpoint is of another log")
        return size, root

    def signed_text(self, note: str) -> str:
        """Return the text of a note that this key signed; nothing if it did not claim to."""
        text, signatures = self._signatures(note)
        for signature in signatures:
            self._verify(signature, text.encode())
        return text if signatures else ""

    def cosigned_at(self, note: str) -> int:
        """Return when this witness cosigned a checkpoint, in seconds since 1970."""
        text, signatures = self._signatures(note)
        require(signatures, f"{self.name} did not cosign the checkpoint")
        time = 0
        for signature in signatures:
            time = int.from_bytes(signature[:TIME], "big")
            self._verify(signature[TIME:], f"cosignature/v1\ntime {time}\n{text}".encode())
        return time

    def _signatures(self, note: str) -> tuple[str, list[bytes]]:
        """Return the text of a note and the signatures that claim to be of this key."""
        text, gap, signatures = note.rpartition("\n\n")
        require(gap and signatures.endswith("\n"), "not a signed checkpoint")
        found = []
        for line in signatures[:-1].split("\n"):
            name, _, signature = line[len(DASH) :].partition(" ")
            require(line.startswith(DASH) and name and signature, "malformed signature line")
            raw = decode(signature)
            if (name, raw[:KEY_ID]) == (self.name, self.key_id):  # others are not ours to judge
                found.append(raw[KEY_ID:])
        return text + "\n", found

    def _verify(self, signature: bytes, signed: bytes) -> None:
        try:
            self.public.verify(signature, signed)
        except InvalidSignature:
            raise RefusedError(f"the signature of {self.name} is wrong") from None


class Tree:
    """An RFC 6962 tree: `levels[l][i]` is the hash over leaves i*2^l up to (i+1)*2^l."""

    def __init__(self) -> None:
        """Start empty."""
        self.levels: list[list[bytes]] = [[]]

    @property
    def size(self) -> int:
        """Return the number of leaves."""
        return len(self.levels[0])

    def add(self, leaf: bytes) -> None:
        """Append a leaf and the hashes of the subtrees it completes."""
        value, level = leaf_hash(leaf), 0
        self.levels[0].append(value)
        while len(self.levels[level]) % 2 == 0:
            value = node_hash(self.levels[level][-2], value)
            level += 1
            if level == len(self.levels):
                self.levels.append([])
            self.levels[level].append(value)

    def root(self, size: int) -> bytes:
        """Return the root of the first `size` leaves."""
        if size == 0:
            return hashlib.sha256(b"").digest()
        value, done = b"", 0
        for level in range(len(self.levels)):  # smallest complete subtree first, from the right
            if size >> level & 1:
                left = self.levels[level][(size >> level) - 1]
                value = node_hash(left, value) if done else left
                done = 1
        return value


def tile_path(name: object, index: int, width: int) -> str:
    """Return the C2SP path of a tile; `name` is its level, or `entries`."""
    path = f"{index % THOUSAND:03d}"
    while index >= THOUSAND:
        index //= THOUSAND
        path = f"x{index % THOUSAND:03d}/{path}"
    return f"tile/{name}/{path}" + ("" if width == TILE else f".p/{width}")


def entries_of(content: bytes, width: int) -> list[bytes]:
    """Return the entries of a bundle: each after its length on two bytes."""
    entries, at = [], 0
    while at < len(content):
        end = at + 2 + int.from_bytes(content[at : at + 2], "big")
        entries.append(content[at + 2 : end])
        at = end
    require(at == len(content) and len(entries) == width, "a bundle of entries is damaged")
    return entries


def verify_log(
    fetch: Fetch,
    key: Key,
    since: tuple[int, bytes] | None = None,
    statements: Sequence[Key] = (),
) -> tuple[int, bytes]:
    """Verify every file of a log and return its size and root.

    `since` is the size and root of a checkpoint known earlier: the log must begin with it.
    `statements` are the keys that may have signed the opening of a log after a restore.
    """
    size, root = key.open_checkpoint(fetch("checkpoint").decode())
    tree = Tree()
    mentions: dict[tuple[int, str], int] = {}
    for first in range(0, size, TILE):
        width = min(TILE, size - first)
        for leaf in entries_of(fetch(tile_path("entries", first // TILE, width)), width):
            mention = seen_checkpoint(leaf, tree.size, key.name)
            check_opening(leaf, tree.size, key.name, statements)
            if mention:
                mentions.setdefault(mention, tree.size)
            tree.add(leaf)
    compare_tiles(fetch, tree)
    require(tree.root(size) == root, "the entries do not lead to the signed root")
    for (earlier, digest), index in mentions.items():
        where = f"entry {index + 1} saw a checkpoint"
        require(earlier <= index, where + " of its own future")
        text = checkpoint_text(key.name, earlier, tree.root(earlier))
        require(hashlib.sha256(text.encode()).hexdigest() == digest, where + " of another history")
    if since:
        require(since[0] <= size, "the log is shorter than the checkpoint you kept")
        require(
            tree.root(since[0]) == since[1],
            "the log does not begin with the checkpoint you kept: history was rewritten",
        )
    return size, root


def seen_checkpoint(leaf: bytes, index: int, origin: str) -> tuple[int, str] | None:
    """Check that an entry is of this log and place; return the checkpoint it says it saw."""
    where = f"entry {index + 1}"
    try:
        entry = json.loads(leaf)
        place, log, saw = entry["seq"], entry["log"], entry["prev_cp"]
        mention = (number(saw["size"]), str(saw["sha256"])) if saw else None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise RefusedError(where + " cannot be read") from None
    require((place, log) == (str(index), origin), where + " is of another place or log")
    return mention


def is_reopened(origin: str) -> bool:
    """Return whether a log of this name was opened after a restore."""
    last = origin.rpartition("/")[2]
    return last.isdigit() and int(last) > 1


def check_opening(leaf: bytes, index: int, origin: str, statements: Sequence[Key]) -> None:
    """Check the entry that opens a log after a restore: where it stands, what it says, who signed.

    A log whose name ends in `/2` or more must begin with one.
    """
    entry = json.loads(leaf)
    due = index == 0 and is_reopened(origin)
    if entry.get("type") != OPENED and not due:
        return
    where = f"entry {index + 1}: "
    require(index == 0, where + "a log cannot be opened in the middle of another")
    state = (entry.get("data") or {}).get("state") or {}
    require(
        entry.get("type") == OPENED and state.get("statement"),
        where + "the log does not begin with the statement of an operator",
    )
    require(statements, where + "there is a statement to check: give its key with --statements")
    try:
        check_statement(state, origin, statements)
    except RefusedError as refused:
        raise RefusedError(where + str(refused)) from None
    except (KeyError, TypeError, ValueError, AttributeError):
        raise RefusedError(where + "the opening of the log cannot be read") from None


def check_statement(state: dict[str, str], origin: str, statements: Sequence[Key]) -> None:
    """Check that a key of statements signed what the opening of a log says."""
    texts = [key.signed_text(state["statement"]) for key in statements]
    lines = next((text for text in texts if text), "").split("\n")
    require(any(texts), "the statement is not signed by a key of statements")
    after = "".join(lines[2:3]).partition("after ")[2]
    kept = base64.b64encode(bytes.fromhex(state["kept_root"])).decode()
    says = [STATEMENT, f"opens {origin}", f"after {after}", f"kept {state['kept_size']} {kept}"]
    if state["previous_note"]:
        text = state["previous_note"].rpartition("\n\n")[0] + "\n"
        before, size, root = read_checkpoint(text)
        require(before == after, "the checkpoint before the log is of another one")
        says.append(f"signed {size} {base64.b64encode(root).decode()}")
    require(state["origin"] == origin, "the opening is of another log")
    for line in says:
        require(line in lines[: len(says)], "the statement does not say: " + line)
    rest = [line for line in lines[len(says) :] if line.startswith("signed ")]
    require(not rest, "the statement names a checkpoint that the opening does not hold")


def compare_tiles(fetch: Fetch, tree: Tree) -> None:
    """Compare every hash tile of the export with what the entries give."""
    for level, hashes in enumerate(tree.levels[::TILE_HEIGHT]):
        for first in range(0, len(hashes), TILE):
            part = hashes[first : first + TILE]
            path = tile_path(level, first // TILE, len(part))
            require(fetch(path) == b"".join(part), path + " is not what the entries give")


def verify_proof(
    leaf: bytes, text: str, key: Key, statements: Sequence[Key] = ()
) -> tuple[int, int]:
    """Verify that the log of `key` holds `leaf`; return its index and the size of the log."""
    head, gap, note = text.partition("\n\n")
    lines = head.split("\n")
    require(gap and lines.pop(0) == "c2sp.org/tlog-proof@v1", "not a tlog-proof file")
    if lines and lines[0].startswith("extra "):
        decode(lines.pop(0)[len("extra ") :])
    require(lines and lines[0].startswith("index "), "not a tlog-proof file")
    index = number(lines.pop(0)[len("index ") :])
    size, root = key.open_checkpoint(note)
    require(index < size, "the entry lies outside the log")
    path = [decode(line) for line in lines]
    require(climb(leaf_hash(leaf), index, size - 1, path) == root, "the entry is not in the log")
    if is_object(leaf):
        check_opening(leaf, index, key.name, statements)
    return index, size


def verify_receipt(text: str, key: Key, statements: Sequence[Key] = ()) -> tuple[int, str]:
    """Verify the receipt of a signature; return the index of its entry, and what it proves."""
    try:
        receipt = json.loads(text)
        entry, proof, says = receipt["entry"], receipt["proof"], receipt["says"]
        leaf = json.loads(entry)
        state, opening = leaf["data"]["state"], receipt.get("opening")
        stands = {
            "signature": leaf["subject"]["id"],
            "person": state["person_id"],
            "version": state["version_id"],
            "digest": state["digest"],
            "method": state["method"],
            "at": leaf["at"],
        }
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise RefusedError("not the receipt of a signature") from error
    require(receipt["receipt"] == RECEIPT and leaf["type"] == SIGNED, "not a signature")
    require(says == stands, "the receipt does not say what its entry says")
    index, _size = verify_proof(entry.encode(), proof, key, statements)
    said = f"the text {stands['digest']} was signed on {stands['at']} by person {stands['person']}"
    if opening:
        random, value = bytes.fromhex(opening["random"]), opening["value"]
        digest = hashlib.sha256(b"\x02" + random + value.encode()).hexdigest()
        require(digest == leaf["pii"].get("fields"), "what opens the entry is of another one")
        statement = json.loads(value)["fields"]["statement"]
        told = receipt.get("for_people", {}).get("statement", statement)
        require(told == statement, "the statement is not the one that was signed")
        said += f": {statement}"
    return index, said


def is_object(leaf: bytes) -> bool:
    """Return whether an entry is a JSON object, as every entry of Gouvernail is."""
    try:
        return isinstance(json.loads(leaf), dict)
    except ValueError:
        return False


def climb(value: bytes, index: int, last: int, path: list[bytes]) -> bytes:
    """Return the root an inclusion path leads to (RFC 9162 section 2.1.3.2)."""
    for sibling in path:
        require(last > 0 and len(sibling) == HASH, "the path has the wrong length")
        if index % 2 == 1 or index == last:
            value = node_hash(sibling, value)
            while index % 2 == 0 and index > 0:
                index, last = index // 2, last // 2
        else:
            value = node_hash(value, sibling)
        index, last = index // 2, last // 2
    require(last == 0, "the path has the wrong length")
    return value


def read_request(request: str) -> tuple[int, list[bytes], str]:
    """Return the old size, the proof and the new checkpoint of an `add-checkpoint` request."""
    head, gap, note = request.partition("\n\n")
    first, *lines = head.split("\n")
    require(gap and first.startswith("old "), "not a request to a witness")
    proof = [decode(line) for line in lines]
    require(all(len(value) == HASH for value in proof), "a hash is not 32 bytes")
    return number(first[len("old ") :]), proof, note


def verify_continuation(old: tuple[int, bytes], new: tuple[int, bytes], proof: list[bytes]) -> None:
    """Verify that the log `new` begins with all of `old` (RFC 9162 section 2.1.4.2)."""
    (first, first_root), (second, second_root) = old, new
    require(first <= second, "the new checkpoint is of a shorter log")
    if first in (0, second):
        require(not proof, "the proof has the wrong length")
        require(first == 0 or first_root == second_root, "two logs of one size differ")
        return
    path = [first_root, *proof] if first & (first - 1) == 0 else list(proof)
    require(path, "the proof has the wrong length")
    index, last = first - 1, second - 1
    while index % 2 == 1:
        index, last = index // 2, last // 2
    old_hash = new_hash = path[0]
    for sibling in path[1:]:
        require(last > 0, "the proof has the wrong length")
        if index % 2 == 1 or index == last:
            old_hash, new_hash = node_hash(sibling, old_hash), node_hash(sibling, new_hash)
            while index % 2 == 0 and index > 0:
                index, last = index // 2, last // 2
        else:
            new_hash = node_hash(new_hash, sibling)
        index, last = index // 2, last // 2
    require(last == 0, "the proof has the wrong length")
    require(old_hash == first_root, "the proof is about another old checkpoint")
    require(new_hash == second_root, "the new log does not begin with the old one")


def reader(source: Path) -> Fetch:
    """Return what reads files of an export; nothing is unpacked on disk."""
    if source.is_dir():
        return lambda path: (source / path).read_bytes()
    archive = tarfile.open(source, "r:")  # noqa: SIM115 -- open until the program ends
    members = {each.name.removeprefix("./"): each for each in archive if each.isfile()}

    def fetch(path: str) -> bytes:
        require(path in members, path + " is missing")
        file = archive.extractfile(members[path])
        return file.read() if file else b""

    return fetch


def read_key(given: str, kind: bytes = LOG_KEY) -> Key:
    """Return the key of a line, or of the file that holds it."""
    path = Path(given)
    return Key(path.read_text(encoding="utf-8") if path.is_file() else given, kind)


def read_keys(given: str) -> list[Key]:
    """Return the keys of one line, or of a file of such lines; none for nothing."""
    path = Path(given)
    text = path.read_text(encoding="utf-8") if given and path.is_file() else given
    return [Key(line) for line in text.splitlines() if line.strip()]


def text_of(path: str) -> str:
    """Return the content of a file of text."""
    return Path(path).read_text(encoding="utf-8")


def run(given: argparse.Namespace) -> str:
    """Do what was asked and return what to say."""
    key, statements = read_key(given.vkey), read_keys(given.statements)
    if given.command == "proof":
        proof = text_of(given.proof)
        index, size = verify_proof(Path(given.entry).read_bytes(), proof, key, statements)
        note = proof.partition("\n\n")[2]
        said = f"verified: entry {index + 1} is in the log of {size} entries of {key.name}"
        said += OPENING_NOT_SEEN if index and is_reopened(key.name) else ""
    elif given.command == "receipt":
        receipt = text_of(given.receipt)
        index, told = verify_receipt(receipt, key, statements)
        note = json.loads(receipt)["proof"].partition("\n\n")[2]
        said = f"verified: entry {index + 1} of {key.name} proves that {told}"
        said += OPENING_NOT_SEEN if index and is_reopened(key.name) else ""
    elif given.command == "since":
        old = key.open_checkpoint(text_of(given.old))
        old_size, path, note = read_request(text_of(given.request))
        new = key.open_checkpoint(note)
        require(old_size == old[0], "the proof is about another old checkpoint")
        verify_continuation(old, new, path)
        said = f"verified: the log of {new[0]} entries begins with the {old[0]} you kept"
    else:
        since = key.open_checkpoint(text_of(given.since)) if given.since else None
        fetch = reader(Path(given.source))
        size, root = verify_log(fetch, key, since, statements)
        note = fetch("checkpoint").decode()
        said = f"verified: {size} entries of {key.name}, root {root.hex()}"
        said += f", all of the first {since[0]} unchanged" if since else ""
    for line in given.witness:
        witness = read_key(line, WITNESS_KEY)
        said += f", cosigned by {witness.name} at {utc(witness.cosigned_at(note))}"
    return said


def utc(seconds: int) -> str:
    """Return an instant for reading."""
    return datetime.fromtimestamp(seconds, timezone.utc).strftime("%F %T UTC")  # noqa: UP017 -- Python 3.9


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    log = commands.add_parser("log", help="verify a whole exported log")
    log.add_argument("source", help="folder or .tar")
    log.add_argument("--since", default="", help="a checkpoint you kept earlier")
    proof = commands.add_parser("proof", help="verify one entry")
    proof.add_argument("entry", help="the entry, as downloaded")
    proof.add_argument("proof", help="its .tlog-proof")
    since = commands.add_parser("since", help="verify that a checkpoint continues one you kept")
    since.add_argument("old", help="the checkpoint you kept")
    since.add_argument("request", help="the newer checkpoint, with its proof")
    receipt = commands.add_parser("receipt", help="verify the receipt of a signature")
    receipt.add_argument("receipt", help="the receipt, as downloaded")
    for command in (log, proof, since, receipt):
        command.add_argument("--statements", default="", help="public keys of statements")
        command.add_argument("--vkey", required=True, help="public key line, or its file")
        command.add_argument("--witness", action="append", default=[], help="key of a witness")
    try:
        print(run(parser.parse_args()))
    except (RefusedError, OSError, UnicodeDecodeError, tarfile.TarError) as error:
        print(f"NOT VERIFIED: {error}")
        return NOT_VERIFIED
    return VERIFIED


if __name__ == "__main__":
    sys.exit(main())
