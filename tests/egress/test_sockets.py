"""WebSockets leave by the same door: checked addresses, bounded messages, an end to silence."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from websockets.sync.server import ServerConnection, serve

from gouvernail.egress import NotSentError, Policy, SocketClosedError, SocketRefusedError, Sockets
from tests.egress.conftest import Serve, answering, resolving, sleeping

Speak = Callable[[ServerConnection], None]
Listen = Callable[[Speak], str]
LOOPBACK = Policy(allowed_hosts=frozenset({"127.0.0.1"}), timeout_seconds=2)


@pytest.fixture
def listen() -> Iterator[Listen]:
    """Give a function that starts a WebSocket server for each script and returns its address."""
    servers = []

    def start(speak: Speak) -> str:
        server = serve(speak, "127.0.0.1", 0)
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return f"ws://127.0.0.1:{server.socket.getsockname()[1]}/"

    yield start
    for server in servers:
        server.shutdown()


def test_messages_arrive_in_order_and_the_end_is_told_after_the_last(listen: Listen) -> None:
    def speak(connection: ServerConnection) -> None:
        connection.send("été")
        connection.send(b"\x00\x01")

    with Sockets(LOOPBACK).open(listen(speak)) as opened:
        got = [opened.receive(2), opened.receive(2)]
        with pytest.raises(SocketClosedError) as end:
            opened.receive(2)

    assert got == ["été", b"\x00\x01"]
    assert end.value.code == "closed"


def test_the_caller_says_who_calls_and_what_it_sends_arrives(listen: Listen) -> None:
    seen: list[object] = []

    def speak(connection: ServerConnection) -> None:
        assert connection.request is not None
        seen.append(connection.request.headers["Authorization"])
        seen.append(connection.request.headers["User-Agent"])
        seen.append(connection.recv())
        connection.send("done")

    with Sockets(LOOPBACK).open(listen(speak), headers={"Authorization": "Bearer t"}) as opened:
        opened.send("hello")
        assert opened.receive(2) == "done"

    assert seen == ["Bearer t", "Gouvernail", "hello"]


def test_a_message_over_the_limit_ends_the_socket(listen: Listen) -> None:
    url = listen(lambda connection: connection.send("x" * 5000))

    with (
        Sockets(LOOPBACK).open(url, max_message_bytes=4096) as opened,
        pytest.raises(SocketClosedError) as end,
    ):
        opened.receive(2)

    assert end.value.code == "too_large"


def test_a_stream_that_never_rests_and_falls_silent_is_ended(listen: Listen) -> None:
    over = threading.Event()

    def speak(_connection: ServerConnection) -> None:
        over.wait(5)

    url = listen(speak)

    with Sockets(LOOPBACK).open(url, silence_seconds=0.05) as opened:
        assert opened.receive(0.001) is None
        with pytest.raises(SocketClosedError) as end:
            opened.receive(0.06)

    over.set()
    assert end.value.code == "silent"


def test_another_thread_closes_it_on_demand(listen: Listen) -> None:
    def speak(connection: ServerConnection) -> None:
        for _message in connection:
            pass

    opened = Sockets(LOOPBACK).open(listen(speak))
    closing = threading.Timer(0.05, opened.close)
    closing.start()

    with pytest.raises(SocketClosedError):
        opened.receive(10)
    closing.join()


def test_a_server_that_answers_pings_no_more_is_left(serve: Serve) -> None:
    def script(connection: socket.socket) -> None:
        from websockets.server import ServerProtocol  # noqa: PLC0415 - for this script alone

        protocol = ServerProtocol()
        protocol.receive_data(connection.recv(65536))
        (request,) = protocol.events_received()
        protocol.send_response(protocol.accept(request))  # type: ignore[arg-type]  # a request
        connection.sendall(b"".join(protocol.data_to_send()))
        time.sleep(2)

    url = f"ws://127.0.0.1:{serve(script)}/"

    with (
        Sockets(LOOPBACK).open(url, ping_seconds=0.05) as opened,
        pytest.raises(SocketClosedError) as end,
    ):
        opened.receive(5)

    assert end.value.code == "reset"


@pytest.mark.parametrize(
    ("answer", "code", "status"),
    [
        (b"HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n", "refused", 401),
        (b"HTTP/1.1 302 Go\r\nLocation: ws://169.254.169.254/\r\n\r\n", "refused", 302),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", "refused", 200),
        (b"HTTP/1.1 101 Yes\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n", "unreadable", 0),
        (b"garbage\r\n\r\n", "unreadable", 0),
        (b"", "unreadable", 0),
        (b"HTTP/1.1 101 Yes\r\n" + b"A: b\r\n" * 2000 + b"\r\n", "unreadable", 0),
    ],
)
def test_an_answer_that_is_no_socket_is_told_and_no_redirect_is_followed(
    serve: Serve, answer: bytes, code: str, status: int
) -> None:
    with pytest.raises(SocketRefusedError) as refusal:
        Sockets(LOOPBACK).open(f"ws://127.0.0.1:{serve(answering(answer))}/")

    assert (refusal.value.code, refusal.value.status) == (code, status)


def test_a_server_that_accepts_and_says_nothing_is_left_at_the_deadline(serve: Serve) -> None:
    policy = Policy(allowed_hosts=frozenset({"127.0.0.1"}), timeout_seconds=0.1)

    with pytest.raises(SocketRefusedError, match="timeout"):
        Sockets(policy).open(f"ws://127.0.0.1:{serve(sleeping(1))}/")


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("https://a.example/", "url_refused"),
        ("wss://user@a.example/", "url_refused"),
        ("wss://2130706433/", "url_refused"),
        ("wss://0x7f.1/", "url_refused"),
        ("wss://a.example:8443/", "port_refused"),
        ("ws://a.example/", "port_refused"),
        ("wss://127.0.0.1/", "address_refused"),
        ("wss://[::ffff:10.0.0.1]/", "address_refused"),
        ("wss://rebound.example/", "address_refused"),
    ],
)
def test_the_door_is_the_one_of_every_call(url: str, code: str) -> None:
    sockets = Sockets(Policy(timeout_seconds=2), resolve=resolving("1.1.1.1", "169.254.169.254"))

    with pytest.raises(NotSentError) as refusal:
        sockets.open(url)

    assert refusal.value.code == code


def test_headers_of_the_protocol_are_not_the_callers_to_set() -> None:
    with pytest.raises(NotSentError, match="request_refused"):
        Sockets(LOOPBACK).open("ws://127.0.0.1:9/", headers={"Host": "other.example"})


def test_a_certificate_nobody_vouches_for_is_refused(serve: Serve, tmp_path: Path) -> None:
    import ssl  # noqa: PLC0415 - for this server alone

    from tests.egress.tls import make_certificate  # noqa: PLC0415

    certificate, key = make_certificate(tmp_path, "localhost")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)

    def script(connection: socket.socket) -> None:
        context.wrap_socket(connection, server_side=True)

    policy = Policy(allowed_hosts=frozenset({"localhost"}), timeout_seconds=2)
    with pytest.raises(NotSentError) as refusal:
        Sockets(policy, resolve=resolving("127.0.0.1")).open(f"wss://localhost:{serve(script)}/")

    assert refusal.value.code == "tls_failed"
