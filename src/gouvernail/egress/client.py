"""The one door out. See `Egress`."""

import hashlib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import httpcore
import httpx

from gouvernail.egress.errors import NotSentError, OutcomeUnknownError
from gouvernail.egress.policy import Policy
from gouvernail.egress.urls import checked_url
from gouvernail.egress.wire import (
    CheckedBackend,
    Deadline,
    Resolver,
    Trace,
    system_addresses,
    tls_context,
)

_OURS = frozenset({"host", "content-length", "transfer-encoding", "accept-encoding", "connection"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One call to make.

    Attributes:
        method: upper case.
        url: absolute, `https` (or `http` where the policy allows it), no user name in it.
        headers: without `Host` and lengths, which are ours to write.
        body: sent as it is.
        timeout_seconds: shorter or longer than the policy's, for this call.
    """

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes = field(default=b"", repr=False)
    timeout_seconds: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """One whole answer.

    Attributes:
        status: as received; a redirect is an answer like another and is not followed.
        headers: lower-case names; repeated ones joined by a comma.
        body: at most `Policy.max_response_bytes`.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def sha256(self) -> str:
        """Lower-case hex digest of the body."""
        return hashlib.sha256(self.body).hexdigest()


class _CheckedTransport(httpx.HTTPTransport):
    """httpx over connections that were checked, one connection a call."""

    def __init__(self, backend: CheckedBackend, tls: ssl.SSLContext) -> None:
        super().__init__(verify=tls, trust_env=False)
        self._pool = httpcore.ConnectionPool(
            ssl_context=tls, max_connections=1, retries=0, network_backend=backend
        )


class Egress:
    """Outbound HTTP under one policy; keeps no connection, cookie or state between calls.

    `resolve` is the machine's own; tests give another to play a hostile name server.
    """

    def __init__(self, policy: Policy, *, resolve: Resolver = system_addresses) -> None:
        self.policy = policy
        self._resolve = resolve

    def send(self, request: Request) -> Response:
        """Make one call and return the whole answer, whatever its status.

        Raises:
            NotSentError: nothing left; the caller may try again safely.
            OutcomeUnknownError: it may have been read and acted upon.
        """
        url = checked_url(request.url, self.policy)
        if _OURS & {name.lower() for name in request.headers}:
            raise NotSentError("request_refused", "a header that is not the caller's to set")
        trace = Trace()
        deadline = Deadline(request.timeout_seconds or self.policy.timeout_seconds)
        backend = CheckedBackend(self.policy, self._resolve, deadline, trace)
        transport = _CheckedTransport(backend, tls_context(self.policy.ca_file))
        try:
            with transport:
                return self._exchange(transport, url, request)
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, ValueError) as error:
            kind = type(error).__name__
            if not trace.sent:
                raise NotSentError("request_refused", kind) from None
            raise OutcomeUnknownError(_word(error), kind) from None
        except OutcomeUnknownError as error:
            if not trace.sent:
                raise NotSentError("connection_timeout", error.detail) from None
            raise

    def _exchange(self, transport: _CheckedTransport, url: httpx.URL, request: Request) -> Response:
        """Ask once. Below `httpx.Client`, which would read where a redirection leads."""
        headers = {
            "user-agent": self.policy.user_agent,
            "accept": "*/*",
            **request.headers,
            "accept-encoding": "identity",
            "connection": "close",
        }
        outgoing = httpx.Request(request.method, url, headers=headers, content=request.body)
        answer = transport.handle_request(outgoing)
        try:
            if answer.headers.get("content-encoding", "identity").lower() != "identity":
                raise OutcomeUnknownError("unreadable", "an encoding nobody asked for")
            body = bytearray()
            for chunk in answer.iter_raw():
                body += chunk
                if len(body) > self.policy.max_response_bytes:
                    raise OutcomeUnknownError("too_large", f"over {len(body)} bytes")
        finally:
            answer.close()
        lowered = {name.lower(): value for name, value in answer.headers.items()}
        return Response(
            status=answer.status_code, headers=MappingProxyType(lowered), body=bytes(body)
        )


def _word(error: Exception) -> str:
    """Say which of the two it was: the line was cut, or what came made no sense."""
    text = str(error).lower()
    cut = "disconnected" in text or "without sending" in text or "incomplete" in text
    return "reset" if cut else "unreadable"
