#!/usr/bin/env python3
"""Witness a Gouvernail ledger from another machine, so that nobody is shown another history.

For auditors and partners: this file, `verify_ledger.py` beside it, Python 3.9 and `cryptography`.
A witness keeps one thing, the last checkpoint of the log it saw. It cosigns a newer one only when
that one continues it, and never two histories. It needs no access to the site: the site asks it.

    witness_ledger.py key NAME FILE                      make a key; prints its public line
    witness_ledger.py sign REQUEST --vkey LOG_KEY ...    cosign one request from a file
    witness_ledger.py serve --vkey LOG_KEY ...           answer POST /add-checkpoint
                      --key FILE --state FOLDER [--listen 127.0.0.1:8390]

NAME is yours, without spaces: `audit.example.org/witness`. Exit code 0: cosigned; 1: refused.
Put a web server with HTTPS in front of `serve`. Formats: c2sp.org/tlog-witness and
c2sp.org/tlog-cosignature (cosignature/v1, Ed25519).
"""

from __future__ import annotations

import argparse
import base64
import fcntl
import hashlib
import os
import secrets
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from verify_ledger import (
    DASH,
    KEY_ID,
    TIME,
    WITNESS_KEY,
    Key,
    RefusedError,
    read_key,
    read_request,
    require,
    verify_continuation,
)

COSIGNED, REFUSED = 0, 1
MAX_REQUEST = 1 << 20
OK, BAD_REQUEST, FORBIDDEN, NOT_FOUND, CONFLICT, UNPROCESSABLE = 200, 400, 403, 404, 409, 422


class AnswerError(Exception):
    """A refusal, with the status that tlog-witness gives it."""

    def __init__(self, status: int, text: str) -> None:
        """Say why; `text` is the body of the answer."""
        super().__init__(text)
        self.status = status


class Witness:
    """One log, the key it is cosigned with, and the last checkpoint seen, in a file."""

    def __init__(self, log: Key, key_line: str, state: Path) -> None:
        """Prepare; `key_line` is what `make_key` wrote."""
        name, _, seed = key_line.strip().rpartition(" ")
        self.log, self.name = log, name
        self.private = Ed25519PrivateKey.from_private_bytes(base64.b64decode(seed))
        state.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.file = state / (hashlib.sha256(log.name.encode()).hexdigest() + ".checkpoint")

    def add(self, request: str, *, at: int) -> str:
        """Cosign the checkpoint of a request if it continues the last one; return the line.

        The file is locked from reading to writing: two requests at once cannot both pass.
        """
        try:
            old_size, proof, note = read_request(request)
        except RefusedError as error:
            raise AnswerError(BAD_REQUEST, str(error)) from error
        if note.partition("\n")[0] != self.log.name:
            raise AnswerError(NOT_FOUND, "another log")
        try:
            new = self.log.open_checkpoint(note)
        except RefusedError as error:
            raise AnswerError(FORBIDDEN, str(error)) from error
        if old_size > new[0]:
            raise AnswerError(BAD_REQUEST, "the old size is larger than the new one")
        with self.file.with_suffix(".lock").open("w", encoding="utf-8") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self._advance(old_size, new, proof, note)
        return self._cosignature(note.rpartition("\n\n")[0] + "\n", at)

    def _advance(
        self, old_size: int, new: tuple[int, bytes], proof: list[bytes], note: str
    ) -> None:
        known = (0, hashlib.sha256(b"").digest())
        if self.file.exists():
            known = self.log.open_checkpoint(self.file.read_text(encoding="utf-8"))
        if old_size != known[0]:
            raise AnswerError(CONFLICT, str(known[0]))
        if old_size == new[0] and known[1] != new[1]:
            raise AnswerError(CONFLICT, str(known[0]))
        try:
            verify_continuation(known, new, proof)
        except RefusedError as error:
            raise AnswerError(UNPROCESSABLE, str(error)) from error
        fresh = self.file.with_suffix(".new")
        with fresh.open("w", encoding="utf-8") as file:
            file.write(note)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self.file)

    def _cosignature(self, text: str, at: int) -> str:
        signed = f"cosignature/v1\ntime {at}\n{text}".encode()
        key_id = key_id_of(self.name, self.private)
        value = key_id + at.to_bytes(TIME, "big") + self.private.sign(signed)
        return f"{DASH}{self.name} {base64.b64encode(value).decode()}\n"


def key_id_of(name: str, private: Ed25519PrivateKey) -> bytes:
    """Return the four bytes that stand before a cosignature of this key."""
    raw = WITNESS_KEY + private.public_key().public_bytes_raw()
    return hashlib.sha256(name.encode() + b"\n" + raw).digest()[:KEY_ID]


def make_key(name: str, file: Path) -> str:
    """Write a new private key, readable by its owner only; return its public line."""
    require(name and not set(name) & set("+ \t\n"), "a name has no space and no plus")
    seed = secrets.token_bytes(32)
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as opened:
        opened.write(f"{name} {base64.b64encode(seed).decode()}\n")
    private = Ed25519PrivateKey.from_private_bytes(seed)
    raw = WITNESS_KEY + private.public_key().public_bytes_raw()
    return f"{name}+{key_id_of(name, private).hex()}+{base64.b64encode(raw).decode()}"


def make_server(witness: Witness, host: str, port: int) -> ThreadingHTTPServer:
    """Return a server that answers POST /add-checkpoint, and nothing else."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            """Cosign, or say why not."""
            try:
                line = witness.add(self._request(), at=int(time.time()))
                self._answer(OK, line, "text/plain; charset=utf-8")
            except AnswerError as refusal:
                size = refusal.status == CONFLICT
                kind = "text/x.tlog.size" if size else "text/plain; charset=utf-8"
                self._answer(refusal.status, f"{refusal}\n", kind)
            except ValueError:  # not UTF-8, or not a number
                self._answer(BAD_REQUEST, "not a request\n", "text/plain; charset=utf-8")

        def _request(self) -> str:
            if self.path != "/add-checkpoint":
                raise AnswerError(NOT_FOUND, "no such address")
            length = int(self.headers.get("content-length") or 0)
            if not 0 < length <= MAX_REQUEST:
                raise AnswerError(BAD_REQUEST, "too long")
            return self.rfile.read(length).decode()

        def _answer(self, status: int, text: str, kind: str) -> None:
            content = text.encode()
            self.send_response(status)
            self.send_header("content-type", kind)
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    return ThreadingHTTPServer((host, port), Handler)


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    key = commands.add_parser("key", help="make a key")
    key.add_argument("name")
    key.add_argument("file", type=Path)
    sign = commands.add_parser("sign", help="cosign one request from a file")
    sign.add_argument("request", type=Path)
    serve = commands.add_parser("serve", help="answer requests over HTTP")
    serve.add_argument("--listen", default="127.0.0.1:8390")
    for command in (sign, serve):
        command.add_argument("--vkey", required=True, help="public key of the log, or its file")
        command.add_argument("--key", required=True, type=Path, help="this witness’s key")
        command.add_argument("--state", required=True, type=Path, help="where it remembers")
    given = parser.parse_args()
    try:
        return run(given)
    except (RefusedError, AnswerError, OSError, ValueError) as error:
        print(f"REFUSED: {error}")
        return REFUSED


def run(given: argparse.Namespace) -> int:
    """Do what was asked."""
    if given.command == "key":
        print(make_key(given.name, given.file))
        return COSIGNED
    key_line = given.key.read_text(encoding="utf-8")
    witness = Witness(read_key(given.vkey), key_line, given.state)
    if given.command == "sign":
        request = given.request.read_text(encoding="utf-8")
        print(witness.add(request, at=int(time.time())), end="")
        return COSIGNED
    host, _, port = given.listen.rpartition(":")
    print(f"witness of {witness.log.name} on {given.listen}", flush=True)
    make_server(witness, host, int(port)).serve_forever()
    return COSIGNED


if __name__ == "__main__":
    sys.exit(main())
