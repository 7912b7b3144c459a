"""One call, one deadline, and a failure that says whether anything left."""

import socket
import ssl
import time
from pathlib import Path

import pytest

from gouvernail.egress import Egress, NotSentError, OutcomeUnknownError, Policy, Request
from tests.egress.conftest import Serve, answering, read_request, resolving, sleeping
from tests.egress.tls import make_certificate

OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello"


def _egress(port: int, *, timeout_seconds: float = 5, max_response_bytes: int = 4096) -> Egress:
    policy = Policy(
        allowed_hosts=frozenset({f"127.0.0.1:{port}", f"network.example:{port}"}),
        timeout_seconds=timeout_seconds,
        max_response_bytes=max_response_bytes,
    )
    return Egress(policy, resolve=resolving("127.0.0.1"))


def _post(port: int, host: str = "network.example", scheme: str = "http") -> Request:
    return Request(method="POST", url=f"{scheme}://{host}:{port}/x?y=1", body=b"body")


def test_the_answer_comes_whole_and_the_host_name_is_kept(serve: Serve) -> None:
    seen: list[bytes] = []

    def script(connection: socket.socket) -> None:
        seen.append(read_request(connection))
        connection.sendall(OK)

    port = serve(script)

    answer = _egress(port).send(_post(port))

    assert (answer.status, answer.body) == (200, b"hello")
    assert answer.headers["content-type"] == "text/plain"
    assert answer.sha256 == "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"
    assert seen[0].startswith(b"POST /x?y=1 HTTP/1.1\r\n")
    assert f"host: network.example:{port}".encode() in seen[0].lower()
    assert seen[0].endswith(b"\r\n\r\nbody")


def test_a_redirect_is_an_answer_and_is_not_followed(serve: Serve) -> None:
    calls: list[bytes] = []

    def script(connection: socket.socket) -> None:
        calls.append(read_request(connection))
        connection.sendall(
            b"HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n"
        )

    port = serve(script)

    answer = _egress(port).send(_post(port))

    assert answer.status == 302
    assert len(calls) == 1


def test_nobody_listening_means_nothing_was_sent() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = int(closed.getsockname()[1])

    with pytest.raises(NotSentError) as failure:
        _egress(port).send(_post(port))

    assert failure.value.code == "connection_refused"
    assert not failure.value.permanent


def test_a_name_without_address_means_nothing_was_sent() -> None:
    def resolve(host: str, port: int) -> list[str]:
        raise socket.gaierror(-2, "Name or service not known")

    with pytest.raises(NotSentError) as failure:
        Egress(Policy(), resolve=resolve).send(Request(method="GET", url="https://a.example/"))

    assert failure.value.code == "name_not_found"
    assert not failure.value.permanent


def test_a_resolver_that_hangs_is_left_at_the_deadline() -> None:
    def resolve(host: str, port: int) -> list[str]:
        time.sleep(3)
        return ["1.1.1.1"]

    start = time.monotonic()
    with pytest.raises(NotSentError, match="name_not_found"):
        Egress(Policy(timeout_seconds=0.3), resolve=resolve).send(
            Request(method="GET", url="https://a.example/")
        )

    assert time.monotonic() - start < 2


def test_a_resolver_that_changes_its_mind_is_asked_once(serve: Serve) -> None:
    answers = iter([["127.0.0.1"], ["169.254.169.254"]])
    asked: list[str] = []
    port = serve(answering(OK))
    policy = Policy(allowed_hosts=frozenset({f"network.example:{port}"}))

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return next(answers)

    assert Egress(policy, resolve=resolve).send(_post(port)).status == 200
    assert asked == ["network.example"]


def test_a_second_look_up_that_turns_private_is_refused(serve: Serve) -> None:
    port = serve(answering(OK))
    policy = Policy(allowed_hosts=frozenset({f"network.example:{port}"}))

    with pytest.raises(NotSentError, match="address_refused"):
        Egress(policy, resolve=resolving("169.254.169.254")).send(_post(port))


def test_an_allowed_host_is_allowed_on_its_port_only(serve: Serve) -> None:
    port = serve(answering(OK))

    with pytest.raises(NotSentError, match="port_refused"):
        _egress(port + 1).send(_post(port))


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (b"", "reset"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhalf", "reset"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "unreadable"),
        (b"\x00\x01\x02 what is this\r\n\r\n", "unreadable"),
        (b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\nxx", "unreadable"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n" + b"x" * 9000, "too_large"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: -4\r\n\r\nhalf", "unreadable"),
    ],
)
def test_an_answer_that_cannot_be_used_leaves_the_outcome_unknown(
    serve: Serve, answer: bytes, code: str
) -> None:
    port = serve(answering(answer))

    with pytest.raises(OutcomeUnknownError) as failure:
        _egress(port).send(_post(port))

    assert failure.value.code == code


def test_a_reset_after_the_request_leaves_the_outcome_unknown(serve: Serve) -> None:
    def script(connection: socket.socket) -> None:
        read_request(connection)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")

    port = serve(script)

    with pytest.raises(OutcomeUnknownError, match="reset"):
        _egress(port).send(_post(port))


@pytest.mark.parametrize("interval", [0.02, 5.0])
def test_the_deadline_is_for_the_whole_call_even_when_bytes_drip(
    serve: Serve, interval: float
) -> None:
    def script(connection: socket.socket) -> None:
        read_request(connection)
        for byte in b"HTTP/1.1 200 OK\r\nX: " + b"y" * 1000:
            connection.sendall(bytes([byte]))
            time.sleep(interval)

    port = serve(script)

    start = time.monotonic()
    with pytest.raises(OutcomeUnknownError, match="timeout"):
        _egress(port, timeout_seconds=0.5).send(_post(port))

    assert time.monotonic() - start < 3


def test_a_server_that_does_not_read_is_left_at_the_deadline(serve: Serve) -> None:
    port = serve(sleeping(2))
    request = Request(
        method="POST",
        url=f"http://127.0.0.1:{port}/",
        body=b"x" * 32_000_000,
        timeout_seconds=0.4,
    )

    with pytest.raises(OutcomeUnknownError, match="timeout"):
        _egress(port).send(request)


def test_an_early_refusal_is_read_even_when_the_upload_was_cut(serve: Serve) -> None:
    def script(connection: socket.socket) -> None:
        connection.recv(100)
        connection.sendall(b"HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n")
        connection.shutdown(socket.SHUT_WR)
        while connection.recv(1_000_000):
            pass

    port = serve(script)
    request = Request(method="POST", url=f"http://127.0.0.1:{port}/", body=b"x" * 4_000_000)

    assert _egress(port).send(request).status == 413


@pytest.mark.parametrize("name", ["Host", "content-length", "Accept-Encoding"])
def test_headers_that_rule_the_connection_are_not_the_callers(name: str) -> None:
    with pytest.raises(NotSentError, match="request_refused"):
        _egress(1).send(Request(method="GET", url="http://127.0.0.1:1/", headers={name: "x"}))


def test_a_header_that_smuggles_a_line_never_leaves(serve: Serve) -> None:
    seen: list[bytes] = []

    def script(connection: socket.socket) -> None:
        seen.append(connection.recv(10))

    port = serve(script)
    request = Request(
        method="GET", url=f"http://127.0.0.1:{port}/", headers={"x": "a\r\nAuthorization: b"}
    )

    with pytest.raises(NotSentError, match="request_refused"):
        _egress(port).send(request)

    assert seen in ([], [b""])


def test_tls_checks_the_certificate_against_the_name_of_the_url(
    serve: Serve, tmp_path: Path
) -> None:
    certificate, key = make_certificate(tmp_path, "network.example")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    names: list[str] = []
    context.sni_callback = lambda *heard: names.append(str(heard[1]))

    def script(connection: socket.socket) -> None:
        with context.wrap_socket(connection, server_side=True) as secured:
            read_request(secured)
            secured.sendall(OK)

    port = serve(script)
    policy = Policy(
        allowed_hosts=frozenset({f"network.example:{port}", f"other.example:{port}"}),
        ca_file=str(certificate),
        timeout_seconds=5,
    )
    egress = Egress(policy, resolve=resolving("127.0.0.1"))

    assert egress.send(_post(port, scheme="https")).body == b"hello"
    assert names == ["network.example"]
    with pytest.raises(NotSentError, match="tls_failed"):
        egress.send(_post(port, host="other.example", scheme="https"))


def test_a_server_that_hangs_in_the_handshake_got_nothing(serve: Serve) -> None:
    port = serve(sleeping(1))

    with pytest.raises(NotSentError, match="tls_failed"):
        _egress(port, timeout_seconds=0.3).send(_post(port, scheme="https"))


def test_environment_proxies_are_ignored(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    port = serve(answering(OK))
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")

    assert _egress(port).send(_post(port)).status == 200


def test_a_request_shows_neither_its_headers_nor_its_body() -> None:
    shown = repr(
        Request(method="GET", url="https://a.example/", headers={"a": "s3cret"}, body=b"s3cret")
    )

    assert "s3cret" not in shown
