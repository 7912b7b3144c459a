"""A server that stands before another one and fails in every way networks fail.

Before a real server it is a faulty line; before `MastodonFake` it is a faulty network. What
it received and what it handed on are both kept, so that a test can count.
"""

import contextlib
import http.server
import json
import socket
import struct
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.utils import formatdate
from enum import StrEnum
from urllib.parse import urlsplit

from tests.servers.asking import ask

_HOP_BY_HOP = frozenset({"connection", "content-length", "transfer-encoding", "keep-alive", "date"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call as it came in; `target` is the path with its query."""

    method: str
    target: str
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)

    @property
    def path(self) -> str:
        return urlsplit(self.target).path


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One answer to give."""

    status: int
    headers: Mapping[str, str]
    body: bytes


Behind = Callable[[Call], Reply]


class Fault(StrEnum):
    """One way to fail; the name says whether the server behind heard the call."""

    UNHEARD_429 = "429 with Retry-After"
    UNHEARD_429_DATE = "429 with a date in Retry-After"
    UNHEARD_429_BARE = "429 that says nothing"
    UNHEARD_503_LATER = "503 with Retry-After"
    UNHEARD_503_BARE = "503 of a machine in between"
    UNHEARD_502 = "502 of a machine in between"
    UNHEARD_403_PAGE = "403 of a machine in between"
    UNHEARD_RESET = "reset before it was heard"
    UNHEARD_HANG = "accepted, then silence"
    UNHEARD_200_ERROR = "200 with an error in it"
    UNHEARD_REDIRECT = "a redirect"
    HEARD_HANG = "heard, then silence"
    HEARD_LOST = "heard, answer lost"
    HEARD_RESET = "heard, then reset"
    HEARD_TRUNCATED = "heard, half of the answer"
    HEARD_BROKEN_JSON = "heard, half of the JSON"
    HEARD_WRONG_TYPE = "heard, answer of another type"
    HEARD_EMPTY_200 = "heard, nothing in the answer"
    HEARD_500 = "heard, then 500"
    HEARD_NONSENSE = "heard, then noise"
    HEARD_FLOOD = "heard, then an endless answer"
    HEARD_DRIP = "heard, then one byte at a time"
    HEARD_OTHER = "heard, answered as an earlier call was"

    @property
    def heard(self) -> bool:
        return self.name.startswith("HEARD")


_PAGE = b"<html><body>Nothing to see here.</body></html>"
_HTML = {"content-type": "text/html"}
_JSON = {"content-type": "application/json"}


def _unheard_replies() -> Mapping[Fault, Reply]:
    said = json.dumps({"error": "RateLimitExceeded", "message": "Too many"}).encode()
    failed = json.dumps({"error": "InternalServerError", "message": "No"}).encode()
    date = {"retry-after": formatdate(time.time() + 90, usegmt=True)}
    return {
        Fault.UNHEARD_429: Reply(status=429, headers={**_JSON, "retry-after": "30"}, body=said),
        Fault.UNHEARD_429_DATE: Reply(status=429, headers={**_JSON, **date}, body=said),
        Fault.UNHEARD_429_BARE: Reply(status=429, headers=_HTML, body=_PAGE),
        Fault.UNHEARD_503_LATER: Reply(
            status=503, headers={**_HTML, "retry-after": "7"}, body=_PAGE
        ),
        Fault.UNHEARD_503_BARE: Reply(status=503, headers=_HTML, body=_PAGE),
        Fault.UNHEARD_502: Reply(status=502, headers=_HTML, body=_PAGE),
        Fault.UNHEARD_403_PAGE: Reply(status=403, headers=_HTML, body=_PAGE),
        Fault.UNHEARD_200_ERROR: Reply(status=200, headers=_JSON, body=failed),
        Fault.UNHEARD_REDIRECT: Reply(
            status=307, headers={"location": "http://169.254.169.254/"}, body=b""
        ),
    }


@dataclass(slots=True)
class _Plan:
    fault: Fault
    path: str
    method: str


class Hostile:
    """The faulty server. `url` is where it answers; without a plan it only hands on."""

    def __init__(self, behind: Behind, *, silence_seconds: float = 5) -> None:
        self.behind = behind
        self.received: list[Call] = []
        self.heard: list[Call] = []
        self.silence_seconds = silence_seconds
        self._plans: list[_Plan] = []
        self._said: dict[tuple[str, str], Reply] = {}
        self._quiet = threading.Condition()
        self._under_way = 0
        self._stopping = threading.Event()
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self._server.block_on_close = False
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """Stop answering."""
        self._stopping.set()
        self._server.shutdown()
        self._server.server_close()

    def fail_next(self, fault: Fault, path: str, *, method: str = "POST") -> None:
        """Fail the next call to a path this way, and only that one."""
        self._plans.append(_Plan(fault, path, method))

    def heard_at(self, path: str, *, method: str = "POST") -> int:
        """Return how many calls to a path the server behind heard."""
        return sum(call.path == path and call.method == method for call in self.heard)

    def _fault_for(self, call: Call) -> Fault | None:
        for plan in self._plans:
            if (plan.path, plan.method) == (call.path, call.method):
                self._plans.remove(plan)
                return plan.fault
        return None

    def _hand_on(self, call: Call) -> Reply:
        with self._quiet:
            self._under_way += 1
        try:
            self.heard.append(call)
            return self.behind(call)
        finally:
            with self._quiet:
                self._under_way -= 1
                self._quiet.notify_all()

    def wait_quiet(self) -> None:
        """Wait until the server behind has answered everything it heard."""
        with self._quiet:
            assert self._quiet.wait_for(lambda: not self._under_way, timeout=30)

    def serve(self, call: Call, line: "_Line") -> None:
        """Answer one call, or fail as planned."""
        self.received.append(call)
        fault = self._fault_for(call)
        if fault is None:
            answer = self._hand_on(call)
            self._said[(call.method, call.path)] = answer
            line.say(answer)
            return
        reply: Reply | None = self._hand_on(call) if fault.heard else _unheard_replies().get(fault)
        if fault is Fault.HEARD_OTHER:
            reply = self._said.get(
                (call.method, call.path), Reply(status=200, headers=_JSON, body=b"[]")
            )
        misbehave = _MISBEHAVIOUR.get(fault)
        if misbehave:
            misbehave(line, reply, self)
        elif reply is not None:
            line.say(reply)

    def keep_silent(self) -> None:
        """Say nothing for a while."""
        self._stopping.wait(self.silence_seconds)


class _Line:
    """The socket of one call."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock

    def say(self, reply: Reply, *, length: int | None = None) -> None:
        head = [f"HTTP/1.1 {reply.status} Said"]
        head += [f"{name}: {value}" for name, value in reply.headers.items()]
        head += [
            f"date: {formatdate(time.time(), usegmt=True)}",
            f"content-length: {len(reply.body) if length is None else length}",
            "connection: close",
        ]
        self.raw("\r\n".join(head).encode() + b"\r\n\r\n" + reply.body)

    def raw(self, data: bytes) -> None:
        with contextlib.suppress(OSError):
            self._sock.sendall(data)

    def reset(self) -> None:
        self._sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._sock.close()


Misbehaviour = Callable[[_Line, Reply | None, Hostile], None]


def _silence(line: _Line, reply: Reply | None, server: Hostile) -> None:
    server.keep_silent()


def _lose(line: _Line, reply: Reply | None, server: Hostile) -> None:
    return


def _reset(line: _Line, reply: Reply | None, server: Hostile) -> None:
    line.reset()


def _truncate(line: _Line, reply: Reply | None, server: Hostile) -> None:
    if reply:
        half = Reply(
            status=reply.status, headers=reply.headers, body=reply.body[: len(reply.body) // 2]
        )
        line.say(half, length=len(reply.body))


def _break_json(line: _Line, reply: Reply | None, server: Hostile) -> None:
    if reply:
        line.say(
            Reply(
                status=reply.status, headers=reply.headers, body=reply.body[: len(reply.body) // 2]
            )
        )


def _mistype(line: _Line, reply: Reply | None, server: Hostile) -> None:
    if reply:
        line.say(Reply(status=reply.status, headers=_HTML, body=_PAGE))


def _say_nothing(line: _Line, reply: Reply | None, server: Hostile) -> None:
    line.say(Reply(status=200, headers=_JSON, body=b"{}"))


def _claim_failure(line: _Line, reply: Reply | None, server: Hostile) -> None:
    body = json.dumps({"error": "InternalServerError", "message": "Internal Server Error"})
    line.say(Reply(status=500, headers=_JSON, body=body.encode()))


def _make_noise(line: _Line, reply: Reply | None, server: Hostile) -> None:
    line.raw(b"\x00\xff\x16\x03 not what you expect \r\n\r\n")


def _flood(line: _Line, reply: Reply | None, server: Hostile) -> None:
    line.raw(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n[")
    for _ in range(300):
        line.raw(b'"again",' * 8192)


def _drip(line: _Line, reply: Reply | None, server: Hostile) -> None:
    end = time.monotonic() + server.silence_seconds
    line.raw(b"HTTP/1.1 200 OK\r\nx: ")
    while time.monotonic() < end:
        line.raw(b"y")
        time.sleep(0.05)


_MISBEHAVIOUR: Mapping[Fault, Misbehaviour] = {
    Fault.UNHEARD_RESET: _reset,
    Fault.UNHEARD_HANG: _silence,
    Fault.HEARD_HANG: _silence,
    Fault.HEARD_LOST: _lose,
    Fault.HEARD_RESET: _reset,
    Fault.HEARD_TRUNCATED: _truncate,
    Fault.HEARD_BROKEN_JSON: _break_json,
    Fault.HEARD_WRONG_TYPE: _mistype,
    Fault.HEARD_EMPTY_200: _say_nothing,
    Fault.HEARD_500: _claim_failure,
    Fault.HEARD_NONSENSE: _make_noise,
    Fault.HEARD_FLOOD: _flood,
    Fault.HEARD_DRIP: _drip,
}


def _handler(server: Hostile) -> type[http.server.BaseHTTPRequestHandler]:
    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_one_request(self) -> None:
            try:
                self.raw_requestline = self.rfile.readline(65537)
                if not self.raw_requestline or not self.parse_request():
                    return
                body = self.rfile.read(int(self.headers.get("content-length") or 0))
            except OSError:
                return
            finally:
                self.close_connection = True  # reading the request says otherwise
            headers = {name.lower(): value for name, value in self.headers.items()}
            call = Call(method=self.command, target=self.path, headers=headers, body=body)
            server.serve(call, _Line(self.connection))

        def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
            del code, size

        def log_error(self, *said: object) -> None:
            del said

    return Handler


def before(url: str) -> Behind:
    """Return what hands every call on to a real server."""

    def hand_on(call: Call) -> Reply:
        headers = {
            name: value
            for name, value in call.headers.items()
            if name not in _HOP_BY_HOP and name != "host"
        }
        said = ask(call.method, url + call.target, headers=headers, body=call.body or None)
        kept = {name: value for name, value in said.headers.items() if name not in _HOP_BY_HOP}
        return Reply(status=said.status, headers=kept, body=said.body)

    return hand_on
