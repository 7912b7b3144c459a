"""An incoming webhook on loopback: keeps what it is sent, and answers as it is told."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Webhook:
    """What was posted, by path, and the status and words of the next answers."""

    taken: list[tuple[str, Any]] = field(default_factory=list)
    status: int = 200
    words: bytes = b"ok"
    port: int = 0

    def url(self, path: str) -> str:
        """Return the address of one channel."""
        return f"http://127.0.0.1:{self.port}{path}"


@contextmanager
def webhook() -> Iterator[Webhook]:
    """Serve until the block ends."""
    kept = Webhook()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            kept.taken.append((self.path, json.loads(body)))
            self.send_response(kept.status)
            self.send_header("Content-Length", str(len(kept.words)))
            self.end_headers()
            self.wfile.write(kept.words)

        def log_message(self, *_said: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    kept.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield kept
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)
