# ruff: noqa: S104 - addresses of every interface are what is refused here
"""The door opens on public addresses only, however an address is dressed up (T12)."""

import pytest

from gouvernail.egress import Egress, NotSentError, Policy, Request
from gouvernail.egress.addresses import is_private_host, is_public
from tests.egress.conftest import resolving

REFUSED = (
    # loopback, private, link-local and special, as they are
    "127.0.0.1", "127.1.2.3", "127.255.255.255", "10.0.0.1", "10.255.255.255", "172.16.0.1",
    "172.31.255.255", "192.168.0.1", "192.168.255.255", "169.254.169.254", "169.254.0.1",
    "100.64.0.1", "100.127.255.255", "0.0.0.0", "0.1.2.3", "192.0.0.1", "192.0.0.170",
    "192.0.2.1", "198.18.0.1", "198.19.255.255", "198.51.100.7", "203.0.113.9", "192.88.99.1",
    "192.31.196.1", "192.52.193.1", "192.175.48.1", "224.0.0.1", "239.255.255.255", "240.0.0.1",
    "255.255.255.255",
    # the same in IPv6
    "::", "::1", "fe80::1", "fe80::1%eth0", "febf::1", "fc00::1", "fd12:3456:789a::1", "fec0::1",
    "ff02::1", "ff0e::1", "100::1", "2001:db8::1", "3fff::1", "2001::1", "2001:2::1",
    "2001:10::1", "2001:20::1", "5f00::1", "2620:4f:8000::1",
    # one address that hides another
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::ffff:0:127.0.0.1",
    "::127.0.0.1", "::10.0.0.1", "64:ff9b::127.0.0.1", "64:ff9b::10.0.0.1",
    "64:ff9b::169.254.169.254", "64:ff9b:1::127.0.0.1", "2002:7f00:1::1", "2002:a00:1::1",
    "2001:0:7f00:1::1", "::ffff:7f00:1", "0:0:0:0:0:ffff:c0a8:1",
    # not addresses at all
    "", "localhost", "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "1.2.3.4.5",
)  # fmt: skip

PUBLIC = ("1.1.1.1", "9.9.9.9", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2a00:1450::1",
          "::ffff:1.1.1.1", "64:ff9b::1.1.1.1")  # fmt: skip


def test_the_table_of_disguises_is_long_enough() -> None:
    assert len(set(REFUSED)) >= 60


@pytest.mark.parametrize("address", REFUSED)
def test_an_address_that_is_not_public_is_refused(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_is_accepted(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "10.1.2.3", "192.168.1.1", "fd00::1"])
def test_a_host_named_by_the_installation_may_be_private(address: str) -> None:
    assert is_private_host(address)


@pytest.mark.parametrize(
    "address",
    [
        "169.254.169.254",
        "::ffff:169.254.169.254",
        "fe80::1",
        "0.0.0.0",
        "::",
        "224.0.0.1",
        "ff02::1",
    ],
)
def test_no_name_may_lead_to_link_local_or_nowhere(address: str) -> None:
    assert not is_private_host(address)


@pytest.mark.parametrize("address", [a for a in REFUSED if ":" in a or a.count(".") == 3])
def test_a_public_name_that_resolves_elsewhere_is_refused_before_any_connection(
    address: str,
) -> None:
    egress = Egress(Policy(timeout_seconds=5), resolve=resolving(address))

    with pytest.raises(NotSentError) as refusal:
        egress.send(Request(method="GET", url="https://social.example/"))

    assert refusal.value.code == "address_refused"
    assert refusal.value.permanent


def test_one_bad_address_among_good_ones_is_enough_to_refuse() -> None:
    egress = Egress(Policy(), resolve=resolving("1.1.1.1", "127.0.0.1"))

    with pytest.raises(NotSentError, match="address_refused"):
        egress.send(Request(method="GET", url="https://social.example/"))


@pytest.mark.parametrize(
    "url",
    [
        "https://2130706433/", "https://0x7f000001/", "https://0x7f.1/", "https://0177.0.0.1/",
        "https://127.1/", "https://0/", "https://017700000001/", "https://127.0.0.0x1/",
        "https://1.1.1.1.5/", "https://2130706433./", "https://user@social.example/",
        "https://user:pw@social.example/", "https://social.example\\@127.0.0.1/", "ftp://a.example/",
        "file:///etc/passwd", "gopher://a.example/", "//a.example/", "a.example", "", "https://",
        "https:///path", "https://[fe80::1%25eth0]/", "https://a.example:99999/", "javascript:1",
        "https://a b.example/", "https://a.example\r\nX: y/", "http://[::1", "https://127。0。0。1/",
        "https://①②⑦.⓪.⓪.①/",
    ],
)  # fmt: skip
def test_an_address_that_is_not_a_plain_web_address_is_refused(url: str) -> None:
    egress = Egress(Policy(), resolve=_never)

    with pytest.raises(NotSentError) as refusal:
        egress.send(Request(method="GET", url=url))

    assert refusal.value.permanent


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/", "https://[::1]/", "https://[::]/", "https://[::ffff:127.0.0.1]/",
        "https://[::ffff:7f00:1]/", "https://169.254.169.254/", "https://10.0.0.1/",
        "https://[fd00::1]/", "https://[64:ff9b::7f00:1]/", "https://[2002:7f00:1::]/",
    ],
)  # fmt: skip
def test_an_address_written_in_the_url_is_checked_like_a_resolved_one(url: str) -> None:
    with pytest.raises(NotSentError, match="address_refused"):
        Egress(Policy(timeout_seconds=5)).send(Request(method="GET", url=url))


@pytest.mark.parametrize("host", ["localhost", "localhost.", "LOCALHOST", "ip6-localhost"])
def test_names_of_this_machine_are_refused(host: str) -> None:
    egress = Egress(Policy(), resolve=resolving("127.0.0.1"))

    with pytest.raises(NotSentError, match="address_refused"):
        egress.send(Request(method="GET", url=f"https://{host}/"))


@pytest.mark.parametrize(
    "url", ["http://a.example/", "https://a.example:8443/", "https://a.example:22/"]
)
def test_other_ports_and_plain_http_are_refused_unless_asked_for(url: str) -> None:
    with pytest.raises(NotSentError, match="port_refused"):
        Egress(Policy(), resolve=_never).send(Request(method="GET", url=url))


def _never(host: str, port: int) -> list[str]:
    raise AssertionError(f"{host} was looked up")


@pytest.mark.parametrize(
    ("named", "host", "port", "allowed"),
    [
        ("localhost", "localhost", 8101, True),
        ("localhost:8101", "localhost", 8101, True),
        ("localhost:8101", "localhost", 8102, False),
        ("localhost", "localhost.", 8101, False),
        ("localhost", "sub.localhost", 8101, False),
        ("::1", "::1", 8101, True),
        ("[::1]", "::1", 8101, True),
        ("[::1]:8101", "::1", 8101, True),
        ("[::1]:8101", "::1", 80, False),
        ("127.0.0.1", "127.0.0.2", 80, False),
    ],
)
def test_an_exception_is_for_exactly_what_was_named(
    named: str,
    host: str,
    port: int,
    allowed: bool,  # noqa: FBT001 - a column of the table
) -> None:
    assert Policy(allowed_hosts=frozenset({named})).allows_privately(host, port) == allowed
