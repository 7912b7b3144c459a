# ruff: noqa: S104 - addresses of every interface are what is refused here
"""Every known way to make a server call its own network, and not one connection made (T12).

Each row is a whole address as somebody would paste it, with what the name server says. The
policy is that of a real site: no private host, port 443.
"""

import socket
from itertools import cycle

import pytest

from gouvernail.egress import (
    Egress,
    EgressError,
    NotSentError,
    OutcomeUnknownError,
    Policy,
    Request,
)
from tests.egress.conftest import Serve, answering, read_request, resolving

METADATA = "169.254.169.254"
FORMS: tuple[tuple[str, tuple[str, ...]], ...] = (
    # written as an address
    ("https://127.0.0.1/", ()),
    ("https://127.0.0.1:443/", ()),
    ("https://127.255.255.254/", ()),
    (f"https://{METADATA}/latest/meta-data/", ()),
    ("https://0.0.0.0/", ()),
    ("https://10.0.0.1/", ()),
    ("https://172.16.0.1/", ()),
    ("https://192.168.1.1/", ()),
    ("https://100.64.0.1/", ()),
    ("https://198.18.0.1/", ()),
    ("https://224.0.0.1/", ()),
    ("https://255.255.255.255/", ()),
    ("https://192.0.0.192/", ()),
    # the same in other clothes: decimal, octal, hexadecimal, short, mixed, padded
    ("https://2130706433/", ("127.0.0.1",)),
    ("https://0x7f000001/", ("127.0.0.1",)),
    ("https://0x7f.0x0.0x0.0x1/", ("127.0.0.1",)),
    ("https://0177.0.0.01/", ("127.0.0.1",)),
    ("https://017700000001/", ("127.0.0.1",)),
    ("https://127.1/", ("127.0.0.1",)),
    ("https://127.0.1/", ("127.0.0.1",)),
    ("https://0/", ("0.0.0.0",)),
    ("https://0x0/", ("0.0.0.0",)),
    ("https://127.0.0.0x1/", ("127.0.0.1",)),
    ("https://2852039166/", (METADATA,)),
    ("https://0xA9FEA9FE/", (METADATA,)),
    ("https://169.254.43518/", (METADATA,)),
    ("https://425.510.425.510/", (METADATA,)),
    ("https://127.000.000.001/", ("127.0.0.1",)),
    # a dot at the end, other dots, other digits
    ("https://127.0.0.1./", ("127.0.0.1",)),
    ("https://localhost./", ("127.0.0.1",)),
    ("https://127。0。0。1/", ("127.0.0.1",)),
    ("https://127．0．0．1/", ("127.0.0.1",)),
    ("https://①②⑦.⓪.⓪.①/", ("127.0.0.1",)),
    ("https://１２７.0.0.1/", ("127.0.0.1",)),
    ("https://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/", ("127.0.0.1",)),
    # IPv6, and IPv4 hidden in it
    ("https://[::1]/", ()),
    ("https://[::]/", ()),
    ("https://[0:0:0:0:0:0:0:1]/", ()),
    ("https://[::ffff:127.0.0.1]/", ()),
    ("https://[::ffff:7f00:1]/", ()),
    (f"https://[::ffff:{METADATA}]/", ()),
    ("https://[::127.0.0.1]/", ()),
    ("https://[::ffff:0:127.0.0.1]/", ()),
    ("https://[64:ff9b::127.0.0.1]/", ()),
    ("https://[64:ff9b::a9fe:a9fe]/", ()),
    ("https://[64:ff9b:1::7f00:1]/", ()),
    ("https://[2002:7f00:1::]/", ()),
    ("https://[2002:a9fe:a9fe::]/", ()),
    ("https://[2001:0:7f00:1::]/", ()),
    ("https://[fe80::1]/", ()),
    ("https://[fe80::1%25eth0]/", ()),
    ("https://[fd00:ec2::254]/", ()),
    ("https://[fec0::1]/", ()),
    ("https://[ff02::1]/", ()),
    ("https://[2001:db8::1]/", ()),
    # names that lead inside
    ("https://localhost/", ("127.0.0.1", "::1")),
    ("https://LOCALHOST/", ("127.0.0.1",)),
    ("https://localtest.example/", ("127.0.0.1",)),
    ("https://127.0.0.1.nip.example/", ("127.0.0.1",)),
    ("https://metadata.google.internal/", (METADATA,)),
    ("https://xn--bcher-kva.example/", ("10.0.0.1",)),
    ("https://bücher.example/", ("10.0.0.1",)),
    ("https://six.example/", ("::ffff:10.0.0.1",)),
    ("https://nat.example/", ("64:ff9b::a00:1",)),
    ("https://mixed.example/", ("9.9.9.9", "10.0.0.1")),
    ("https://mixed.example/", ("2606:4700::1111", "::1")),
    ("https://zone.example/", ("fe80::1%eth0",)),
    ("https://junk.example/", ("not an address",)),
    # who is being asked, in doubt
    ("https://user@127.0.0.1/", ("127.0.0.1",)),
    ("https://social.example@127.0.0.1/", ("127.0.0.1",)),
    ("https://127.0.0.1@social.example/", ("9.9.9.9",)),
    ("https://user:secret@social.example/", ("9.9.9.9",)),
    ("https://social.example\\@127.0.0.1/", ("127.0.0.1",)),
    ("https://127.0.0.1#@social.example/", ("9.9.9.9",)),
    ("https://127.0.0.1?@social.example/", ("9.9.9.9",)),
    ("https://social.example%2f@127.0.0.1/", ("127.0.0.1",)),
    ("https://127.0.0.1%00.social.example/", ("9.9.9.9",)),
    ("https://127.0.0.1%2esocial.example/", ("9.9.9.9",)),
    ("https:///127.0.0.1/", ("127.0.0.1",)),
    ("https:127.0.0.1/", ("127.0.0.1",)),
    ("https:\\\\127.0.0.1\\", ("127.0.0.1",)),
    # other ports, other schemes
    ("https://social.example:22/", ("9.9.9.9",)),
    ("https://social.example:6379/", ("9.9.9.9",)),
    ("https://social.example:0/", ("9.9.9.9",)),
    ("https://social.example:65536/", ("9.9.9.9",)),
    ("https://social.example:-1/", ("9.9.9.9",)),
    ("http://social.example/", ("9.9.9.9",)),
    ("http://127.0.0.1:8000/", ()),
    ("file:///etc/passwd", ()),
    ("file://127.0.0.1/etc/passwd", ()),
    ("gopher://127.0.0.1:6379/_SET", ()),
    ("dict://127.0.0.1:11211/stat", ()),
    ("ftp://127.0.0.1/", ()),
    ("ldap://127.0.0.1/", ()),
    ("jar:https://127.0.0.1!/", ()),
    ("data:text/plain,x", ()),
    ("javascript:alert(1)", ()),
    ("//127.0.0.1/", ()),
    ("unix:///var/run/docker.sock", ()),
    # a second request smuggled in
    ("https://127.0.0.1\r\nHost: social.example/", ("9.9.9.9",)),
    ("https://social.example/\r\nX-Injected: 1", ("127.0.0.1",)),
    ("https://social.example\t.127.0.0.1/", ("127.0.0.1",)),
    ("https://social.example /", ("127.0.0.1",)),
)  # fmt: skip


@pytest.fixture
def connections(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Note every address that anything tries to reach, and let nothing through."""
    tried: list[object] = []

    def connect(_self: socket.socket, address: object) -> None:
        tried.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket.socket, "connect", connect)
    return tried


def test_the_table_is_long_enough() -> None:
    assert len(set(FORMS)) >= 60


@pytest.mark.parametrize(("url", "answers"), FORMS, ids=[ascii(url) for url, _ in FORMS])
def test_not_one_connection_is_made(
    url: str, answers: tuple[str, ...], connections: list[object]
) -> None:
    egress = Egress(Policy(timeout_seconds=2), resolve=lambda _host, _port: list(answers))

    with pytest.raises(NotSentError) as refused:
        egress.send(Request(method="GET", url=url))

    assert connections == []
    assert refused.value.permanent or refused.value.code == "name_not_found"


def test_a_public_name_would_have_been_called(connections: list[object]) -> None:
    egress = Egress(Policy(timeout_seconds=2), resolve=lambda _host, _port: ["9.9.9.9"])

    with pytest.raises(NotSentError, match="connection_refused"):
        egress.send(Request(method="GET", url="https://social.example/"))

    assert connections == [("9.9.9.9", 443)]


@pytest.mark.parametrize("order", [("9.9.9.9", "127.0.0.1"), ("127.0.0.1", "9.9.9.9")])
def test_a_name_server_that_alternates_never_gets_a_private_connection(
    order: tuple[str, str], connections: list[object]
) -> None:
    answers = cycle(order)
    egress = Egress(Policy(timeout_seconds=2), resolve=lambda _host, _port: [next(answers)])

    for _ in range(20):
        with pytest.raises(NotSentError):
            egress.send(Request(method="GET", url="https://rebind.example/"))

    assert set(connections) == {("9.9.9.9", 443)}
    assert len(connections) == 10


@pytest.mark.parametrize(
    "place",
    [
        "http://127.0.0.1/", f"http://{METADATA}/latest/", "https://[::1]/", "file:///etc/passwd",
        "gopher://127.0.0.1:6379/_", "//127.0.0.1/", "/elsewhere", "javascript:alert(1)", "",
    ],
)  # fmt: skip
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirection_is_followed_wherever_it_leads(
    serve: Serve, place: str, status: int
) -> None:
    asked: list[bytes] = []

    def script(connection: socket.socket) -> None:
        asked.append(read_request(connection))
        head = f"HTTP/1.1 {status} Moved\r\nLocation: {place}\r\nContent-Length: 0\r\n\r\n"
        connection.sendall(head.encode())

    port = serve(script)
    egress = Egress(Policy(allowed_hosts=frozenset({f"network.example:{port}"}), timeout_seconds=5),
                    resolve=lambda _host, _port: ["127.0.0.1"])  # fmt: skip

    answer = egress.send(Request(method="GET", url=f"http://network.example:{port}/"))

    assert (answer.status, len(asked)) == (status, 1)


def test_a_host_that_was_allowed_cannot_lead_to_the_machine_that_lends_identities(
    connections: list[object],
) -> None:
    policy = Policy(allowed_hosts=frozenset({"intranet.example"}), timeout_seconds=2)

    for address in (METADATA, "fe80::1", "0.0.0.0", f"::ffff:{METADATA}", "64:ff9b::a9fe:a9fe"):
        egress = Egress(policy, resolve=resolving(address))
        with pytest.raises(NotSentError, match="address_refused"):
            egress.send(Request(method="GET", url="http://intranet.example/"))

    assert connections == []


@pytest.mark.parametrize("length", ["100000000", "5"])
def test_an_answer_is_cut_at_its_real_size_not_at_the_one_it_claims(
    serve: Serve, length: str
) -> None:
    port = serve(
        answering(f"HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n".encode() + b"x" * 70_000)
    )
    policy = Policy(
        allowed_hosts=frozenset({f"network.example:{port}"}),
        timeout_seconds=5,
        max_response_bytes=4096,
    )
    egress = Egress(policy, resolve=lambda _host, _port: ["127.0.0.1"])
    request = Request(method="GET", url=f"http://network.example:{port}/")

    if length == "5":
        assert egress.send(request).body == b"xxxxx"
        return
    with pytest.raises(EgressError) as refused:
        egress.send(request)
    assert isinstance(refused.value, OutcomeUnknownError)
    assert refused.value.code == "too_large"
