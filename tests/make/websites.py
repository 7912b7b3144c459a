"""A website on loopback, good or hostile, for whatever reads websites."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = tuple[int, Mapping[str, str], bytes]
HTML = {"Content-Type": "text/html; charset=utf-8"}


def page(body: str, *, head: str = "") -> Answer:
    """Return a page in UTF-8."""
    html = f"<!doctype html><html><head>{head}</head><body>{body}</body></html>"
    return 200, HTML, html.encode()


def to(where: str, status: int = 302) -> Answer:
    """Return a redirection."""
    return status, {"Location": where}, b""


@dataclass
class Website:
    """What it answers, by path, and which paths it was asked for."""

    pages: Mapping[str, Answer | Callable[[], Answer]]
    asked: list[str] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    port: int = 0
    wait_seconds: float = 0.0

    @property
    def url(self) -> str:
        """Return the address of its first page."""
        return f"http://127.0.0.1:{self.port}/"

    def answer(self, path: str) -> Answer:
        """Return the answer to one path; a missing page where nothing was said."""
        found = self.pages.get(path, (404, HTML, b"<p>Not here"))
        return found() if callable(found) else found


@contextmanager
def serving(pages: Mapping[str, Answer | Callable[[], Answer]]) -> Iterator[Website]:
    """Serve a website on a free port until the block ends."""
    website = Website(pages)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            website.asked.append(self.path)
            website.agents.add(self.headers.get("User-Agent", ""))
            if website.wait_seconds and self.path != "/robots.txt":
                time.sleep(website.wait_seconds)
            status, headers, body = website.answer(self.path)
            try:
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except OSError:  # the reader had enough
                return

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002, ARG002 - the base's
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    website.port = server.server_port
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield website
    finally:
        server.shutdown()
        server.server_close()
