"""Outbound WebSockets under the policy of every outbound call.

Resolve, check every address, connect to the one that was checked, certificate against the name,
no redirects, no proxies; then messages of a bounded size, pings, and an end to silence.

Source: RFC 6455.
"""

import ssl
import time
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Final, Self

from websockets.exceptions import ConnectionClosed, InvalidStatus, WebSocketException
from websockets.sync.client import ClientConnection, connect

from gouvernail.egress.errors import EgressError, NotSentError
from gouvernail.egress.policy import Policy
from gouvernail.egress.urls import SOCKETS, checked_url, host_of, port_of
from gouvernail.egress.wire import (
    CheckedBackend,
    Deadline,
    Resolver,
    Trace,
    system_addresses,
    tls_context,
)

MAX_MESSAGE_BYTES: Final = 4 * 1024 * 1024
PING_SECONDS: Final = 20.0
_CLOSE_SECONDS: Final = 0.5
_QUEUE: Final = 64
_OURS: Final = frozenset({"host", "connection", "upgrade", "user-agent"})
_TOO_BIG: Final = 1009


class SocketClosedError(EgressError):
    """No further message will come from this socket.

    Codes: `closed` (by either side, in order), `too_large`, `reset` (cut, or pings unanswered),
    `silent` (nothing for as long as was allowed).
    """


class SocketRefusedError(EgressError):
    """The server answered, and with something else than a socket.

    Attributes:
        status: of HTTP; a redirect is an answer like another and is not followed. 0: no HTTP.
    """

    def __init__(self, code: str, detail: str = "", *, status: int = 0) -> None:
        super().__init__(code, detail)
        self.status = status


class Socket:
    """One open WebSocket. Read by one thread; any thread may close it."""

    def __init__(self, connection: ClientConnection, *, silence_seconds: float | None) -> None:
        self._connection = connection
        self._silence = silence_seconds
        self._last = time.monotonic()

    def receive(self, seconds: float) -> str | bytes | None:
        """Return the next message, or None when none came in time.

        What came before the other side closed is given first.

        Raises:
            SocketClosedError: there will be no more.
        """
        try:
            message = self._connection.recv(timeout=seconds)
        except TimeoutError:
            if self._silence is not None and time.monotonic() - self._last > self._silence:
                self.close()
                raise SocketClosedError("silent", f"nothing for {self._silence:g} s") from None
            return None
        except ConnectionClosed as closed:
            raise SocketClosedError(_word(closed), str(closed)) from None
        except UnicodeDecodeError:
            self.close()
            raise SocketClosedError("reset", "a text that is no UTF-8") from None
        self._last = time.monotonic()
        return message

    def send(self, text: str) -> None:
        """Send one text.

        Raises:
            SocketClosedError: it could not leave.
        """
        try:
            self._connection.send(text)
        except ConnectionClosed as closed:
            raise SocketClosedError(_word(closed), str(closed)) from None

    def close(self) -> None:
        """Say goodbye, wait half a second at most, close. Closing twice is harmless."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class Sockets:
    """Outbound WebSockets under one policy.

    `resolve` is the machine's own; tests give another to play a hostile name server. `before` is
    told each address first, and may refuse it.
    """

    def __init__(
        self,
        policy: Policy,
        *,
        resolve: Resolver = system_addresses,
        before: Callable[[str], None] | None = None,
    ) -> None:
        self.policy = policy
        self._resolve = resolve
        self._before = before

    def open(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        silence_seconds: float | None = None,
        max_message_bytes: int = MAX_MESSAGE_BYTES,
        ping_seconds: float = PING_SECONDS,
    ) -> Socket:
        """Open a socket.

        Args:
            url: `wss`, or `ws` where the policy allows plain speech.
            headers: beyond ours, such as `Authorization`.
            silence_seconds: how long a stream that never rests may say nothing.
            max_message_bytes: longer ones end the socket (`too_large`).
            ping_seconds: a ping each, and three times as long for its answer. A reader that leaves
                the queue full for longer loses the socket, and goes on from its cursor.

        Raises:
            NotSentError: nothing left, as for `Egress.send`.
            SocketRefusedError: `refused` (with the status of HTTP), `timeout` or `unreadable`.
        """
        if self._before is not None:
            self._before(url)
        address = checked_url(url, self.policy, schemes=SOCKETS)
        extra = dict(headers or {})
        if _OURS & {name.lower() for name in extra}:
            raise NotSentError("request_refused", "a header that is not the caller's to set")
        deadline = Deadline(self.policy.timeout_seconds)
        backend = CheckedBackend(self.policy, self._resolve, deadline, Trace())
        host = host_of(address)
        secure = address.scheme == "wss"
        sock = backend.connected(host, port_of(address))

        def shake() -> ClientConnection:
            return connect(
                str(address),
                sock=sock,
                ssl=tls_context(self.policy.ca_file) if secure else None,
                server_hostname=host if secure else None,
                proxy=None,
                compression=None,
                additional_headers=extra,
                user_agent_header=self.policy.user_agent,
                open_timeout=deadline.remaining(),
                ping_interval=ping_seconds,
                ping_timeout=3 * ping_seconds,
                close_timeout=_CLOSE_SECONDS,
                max_size=max_message_bytes,
                max_queue=_QUEUE,
                legacy=True,  # the connection itself: `Socket` is who closes it
            )

        return Socket(_shaken(shake), silence_seconds=silence_seconds)


def _shaken(shake: Callable[[], ClientConnection]) -> ClientConnection:
    """Shake hands: TLS, then HTTP. The library closes the connection that fails."""
    try:
        return shake()
    except ssl.SSLError as error:
        raise NotSentError("tls_failed", str(error)) from None
    except InvalidStatus as error:
        raise _refused(error.response.status_code) from None
    except TimeoutError:
        raise SocketRefusedError("timeout") from None
    except (WebSocketException, OSError, EOFError, ValueError) as error:
        # A redirect is refused by the library as a ValueError, since the socket was given to it.
        if isinstance(error.__cause__, InvalidStatus):
            raise _refused(error.__cause__.response.status_code) from None
        raise SocketRefusedError("unreadable", type(error).__name__) from None


def _refused(status: int) -> SocketRefusedError:
    return SocketRefusedError("refused", f"HTTP {status}", status=status)


def _word(closed: ConnectionClosed) -> str:
    codes = {frame.code for frame in (closed.rcvd, closed.sent) if frame is not None}
    if _TOO_BIG in codes:
        return "too_large"
    return "closed" if closed.rcvd is not None else "reset"
