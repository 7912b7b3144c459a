# ruff: noqa: ARG002 - the signatures are those httpcore calls
"""Sockets with one deadline: resolve, check, connect to what was checked, speak.

This sits under httpx as the network backend of httpcore, so that the host name of the URL
still rules the `Host` header, the TLS server name and the certificate check, while the
connection goes to an address that was checked, and to no other.
"""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

import httpcore

from gouvernail.egress.addresses import is_address, is_private_host, is_public
from gouvernail.egress.errors import NotSentError, OutcomeUnknownError
from gouvernail.egress.policy import Policy

Resolver = Callable[[str, int], list[str]]


def system_addresses(host: str, port: int) -> list[str]:
    """Return the addresses the machine's resolver gives, in its order, each once.

    Raises:
        OSError: the name has none, or nobody answered.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(info[4][0]) for info in found))


@lru_cache(maxsize=8)
def tls_context(ca_file: str | None) -> ssl.SSLContext:
    """Return what checks certificates, with these authorities or the machine's own."""
    context = ssl.create_default_context(cafile=ca_file)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


class Deadline:
    """An instant that every step of a call shares."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def remaining(self) -> float:
        """Seconds left, never less than a millisecond; see `passed`."""
        return max(0.001, self._end - time.monotonic())

    def passed(self) -> bool:
        """Whether no time is left."""
        return time.monotonic() >= self._end


class Trace:
    """Whether anything of the request has left; set before the first byte is handed over."""

    def __init__(self) -> None:
        self.sent = False


class DeadlineStream(httpcore.NetworkStream):
    """One connected socket whose reads and writes all end at the deadline."""

    def __init__(self, sock: socket.socket, deadline: Deadline, trace: Trace) -> None:
        self._sock = sock
        self._deadline = deadline
        self._trace = trace

    def _time_left(self) -> None:
        if self._deadline.passed():
            self.close()
            raise OutcomeUnknownError("timeout")
        self._sock.settimeout(self._deadline.remaining())

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Return what came, or nothing at the end; the deadline rules, not `timeout`."""
        self._time_left()
        try:
            return self._sock.recv(max_bytes)
        except TimeoutError:
            raise OutcomeUnknownError("timeout") from None
        except OSError as error:
            raise OutcomeUnknownError("reset", type(error).__name__) from None

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Hand over all of it.

        Raises:
            httpcore.WriteError: the other side closed; its answer may still be read.
        """
        view = memoryview(buffer)
        while view:
            self._time_left()
            self._trace.sent = True
            try:
                view = view[self._sock.send(view) :]
            except TimeoutError:
                raise OutcomeUnknownError("timeout") from None
            except OSError as error:
                raise httpcore.WriteError(type(error).__name__) from None

    def close(self) -> None:
        """Close the socket; closing twice is harmless."""
        self._sock.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        """Return the same connection under TLS, the certificate checked against the name."""
        self._sock.settimeout(self._deadline.remaining())
        try:
            wrapped = ssl_context.wrap_socket(self._sock, server_hostname=server_hostname)
        except (OSError, ValueError) as error:
            self.close()
            raise NotSentError("tls_failed", str(error)) from None
        return DeadlineStream(wrapped, self._deadline, self._trace)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - the type httpcore declares
        """Return what httpcore may ask for; nothing is told."""
        return None


class CheckedBackend(httpcore.NetworkBackend):
    """Connects to addresses that the policy allows, and to no others."""

    def __init__(self, policy: Policy, resolve: Resolver, deadline: Deadline, trace: Trace) -> None:
        self._policy = policy
        self._resolve = resolve
        self._deadline = deadline
        self._trace = trace

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Return the stream of a connection to what was checked. See `connected`."""
        return DeadlineStream(self.connected(host, port), self._deadline, self._trace)

    def connected(self, host: str, port: int) -> socket.socket:
        """Resolve once, check every address, connect to the first that accepts.

        Raises:
            NotSentError: no name, a refused address, nobody there, or too late.
        """
        addresses = self._addresses(host, port)
        private = self._policy.allows_privately(host, port)
        for address in addresses:
            if not (is_private_host(address) if private else is_public(address)):
                raise NotSentError("address_refused", f"{host} is {address}")
        failure = NotSentError("name_not_found", host)
        for address in addresses:
            if self._deadline.passed():
                raise NotSentError("connection_timeout", host)
            try:
                sock = socket.create_connection((address, port), self._deadline.remaining())
            except TimeoutError:
                failure = NotSentError("connection_timeout", f"{host} at {address}")
            except OSError as error:
                failure = NotSentError("connection_refused", f"{host} at {address}: {error}")
            else:
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                return sock
        raise failure

    def _addresses(self, host: str, port: int) -> list[str]:
        """Ask the resolver from a thread, since nothing else can stop it at the deadline."""
        if is_address(host):
            return [host]
        answer: list[list[str]] = []
        failure: list[str] = []

        def ask() -> None:
            try:
                answer.append(self._resolve(host, port))
            except (OSError, UnicodeError) as error:
                failure.append(str(error))

        thread = threading.Thread(target=ask, name="egress-resolve", daemon=True)
        thread.start()
        thread.join(self._deadline.remaining())
        if answer:
            return answer[0]
        raise NotSentError(
            "name_not_found", failure[0] if failure else f"{host}: no answer in time"
        )
