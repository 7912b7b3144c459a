"""Walk a demo from inside a machine that has no network but itself.

    unshare --net python -m tests.make.offline HOME SITE PAGES

starts the demo in `HOME`, signs in as its first person, follows links to at most `PAGES` pages and
every file they load, and prints JSON: the status of each address, and what names another host.
"""

import fcntl
import json
import re
import socket
import struct
import subprocess
import sys
import time
from collections import deque
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urldefrag, urlencode, urljoin, urlsplit
from urllib.request import (  # noqa: TID251 - our own address
    HTTPCookieProcessor,
    ProxyHandler,
    build_opener,
)

PORT = 8000
SITE = f"http://localhost:{PORT}"
LOADING = {
    "src", "srcset", "poster", "data", "background", "action", "formaction", "manifest",
    "hx-get", "hx-post", "hx-put", "hx-patch", "hx-delete", "xlink:href",
}  # fmt: skip
LINKS = {"a", "area"}  # people follow these; nothing is loaded by them
OF_STYLES = re.compile(r"""(?:url\(|@import\s+)\s*["']?([^"')\s]+)""")
# Whatever a script may load by a literal address of another host.
OF_SCRIPTS = re.compile(
    r"""(?:\b(?:fetch|import|importScripts|open|EventSource|WebSocket|Worker|sendBeacon)\(\s*"""
    r"""|\bfrom\s*|\bimport\s*|\.(?:src|href|action)\s*=\s*)["'`]((?:https?:|wss?:)?//[^"'`]+)"""
)


class Reader(HTMLParser):
    """What a page loads, and where its links lead."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.loads: set[str] = set()
        self.links: list[str] = []
        self.forms: list[str] = []
        self.hidden: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        for name, value in given.items():
            if name == "href" and tag in LINKS:
                self.links.append(urldefrag(urljoin(self.address, value))[0])
            elif name in LOADING or name == "href":
                parts = value.split(",") if name == "srcset" else [value]
                self.loads |= {urljoin(self.address, part.split()[0]) for part in parts if part}
            elif name == "style":
                self.loads |= {urljoin(self.address, each) for each in OF_STYLES.findall(value)}
        if tag == "form":
            self.forms.append(urljoin(self.address, given.get("action", "")))
        if tag == "input" and given.get("type") == "hidden":
            self.hidden[given.get("name", "")] = given.get("value", "")


class Walk:
    """One reader, and what they were answered."""

    def __init__(self) -> None:
        self.open = build_opener(ProxyHandler({}), HTTPCookieProcessor(CookieJar())).open
        self.statuses: dict[str, int] = {}
        self.elsewhere: set[str] = set()
        self.files: set[str] = set()

    def ask(self, address: str, form: dict[str, str] | None = None) -> tuple[int, str, str]:
        """Return status, type and text of one address."""
        body = urlencode(form).encode() if form is not None else None
        try:
            with self.open(address, body, 30) as answer:
                kind = answer.headers.get_content_type()
                return answer.status, kind, answer.read().decode("utf-8", "replace")
        except HTTPError as error:
            return error.code, "", ""

    def page(self, address: str) -> Reader:
        """Ask for one page; note what it loads."""
        status, kind, text = self.ask(address)
        self.statuses[address] = status
        return self.read(address, kind, text)

    def read(self, address: str, kind: str, text: str) -> Reader:
        """Note what a page, a style or a script loads."""
        reader = Reader(address)
        if kind == "text/html":
            reader.feed(text)
            self.note(address, reader.loads)
        elif kind == "text/css":
            self.note(address, {urljoin(address, each) for each in OF_STYLES.findall(text)})
        elif kind.endswith("javascript"):
            self.note(address, set(OF_SCRIPTS.findall(text)))
        return reader

    def note(self, by: str, loads: set[str]) -> None:
        for each in loads:
            if each.startswith(("data:", "blob:")):
                continue
            if not is_ours(each):
                self.elsewhere.add(f"{by} loads {each}")
            elif "/static/" in each:
                self.files.add(urldefrag(each)[0])

    def sign_in(self) -> str:
        """Sign in as the first person of the demo; return where that leads."""
        door = self.page(f"{SITE}/account/login/")
        first = next(form for form in door.forms if "/_/sign-in/" in form)
        status, _kind, _text = self.ask(first, {**door.hidden})
        self.statuses[first] = status
        return f"{SITE}/"

    def pages(self, start: str, most: int) -> None:
        """Follow links, nearest first."""
        waiting, seen = deque([start]), {start}
        while waiting and len(self.statuses) < most:
            for link in self.page(waiting.popleft()).links:
                if link not in seen and is_ours(link) and "/account/logout" not in link:
                    seen.add(link)
                    waiting.append(link)

    def static_files(self) -> None:
        """Read every file that pages and styles load."""
        read: set[str] = set()
        while left := self.files - read:
            address = left.pop()
            read.add(address)
            self.page(address)


def is_ours(address: str) -> bool:
    return urlsplit(address).netloc == urlsplit(SITE).netloc


def raise_loopback() -> None:
    """Bring the loopback interface up, as `ip link set lo up` does."""
    get, put, up = 0x8913, 0x8914, 0x1
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        name = struct.pack("16sh", b"lo", 0)
        (flags,) = struct.unpack("16xh", fcntl.ioctl(any_socket, get, name)[:18])
        fcntl.ioctl(any_socket, put, struct.pack("16sh", b"lo", flags | up))


def alone() -> bool:
    """Return whether this machine has no interface but its own loopback."""
    return [name for _number, name in socket.if_nameindex()] == ["lo"]


def wait_for_answer(site: subprocess.Popen[bytes], walk: Walk, *, seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while True:
        try:
            walk.ask(f"{SITE}/account/login/")
        except (URLError, OSError):
            if site.poll() is not None or time.monotonic() > deadline:
                raise
            time.sleep(0.2)
        else:
            return


def main(home: str, site: str, pages: str) -> None:
    """Start the demo, walk it, print what was seen."""
    raise_loopback()
    command = [sys.executable, "-m", "gouvernail.cli.main", "demo", "--site", site]
    log = (Path(home) / "log").open("wb")
    with log, subprocess.Popen([*command, "--port", str(PORT)], stdout=log, stderr=log) as started:
        try:
            walk = Walk()
            wait_for_answer(started, walk)
            walk.pages(walk.sign_in(), int(pages))
            walk.static_files()
        finally:
            started.terminate()
    told = {"alone": alone(), "statuses": walk.statuses, "elsewhere": sorted(walk.elsewhere)}
    print(json.dumps(told))  # noqa: T201 - the answer


if __name__ == "__main__":
    main(*sys.argv[1:])
