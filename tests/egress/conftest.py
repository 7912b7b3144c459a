"""A server that answers exactly what a test writes, byte by byte."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest

from gouvernail.egress.wire import Resolver

Script = Callable[[socket.socket], None]
Serve = Callable[[Script], int]


def read_request(connection: socket.socket) -> bytes:
    """Return the head and the body that its length announces."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += connection.recv(65536)
    head, _, body = data.partition(b"\r\n\r\n")
    length = next(
        (
            int(line[15:])
            for line in head.lower().split(b"\r\n")
            if line.startswith(b"content-length:")
        ),
        0,
    )
    while len(body) < length:
        body += connection.recv(65536)
    return head + b"\r\n\r\n" + body


def answering(answer: bytes) -> Script:
    """Return a script that reads one request and says `answer`."""

    def script(connection: socket.socket) -> None:
        read_request(connection)
        connection.sendall(answer)

    return script


def sleeping(seconds: float) -> Script:
    """Return a script that accepts and says nothing for a while."""

    def script(_connection: socket.socket) -> None:
        time.sleep(seconds)

    return script


def resolving(*addresses: str) -> Resolver:
    """Return a name server that always says the same."""

    def resolve(_host: str, _port: int) -> list[str]:
        return list(addresses)

    return resolve


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Give a function that starts a server for each script and returns its port."""
    listeners: list[socket.socket] = []

    def start(script: Script) -> int:
        listener = socket.create_server(("127.0.0.1", 0))
        listeners.append(listener)

        def run() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                with closing(connection):
                    try:
                        script(connection)
                    except OSError:
                        continue

        threading.Thread(target=run, daemon=True).start()
        return int(listener.getsockname()[1])

    yield start
    for listener in listeners:
        listener.close()
