"""The servers of the tests: what they install, where they listen, that they stop."""

import http.client
from pathlib import Path

import pytest

from tests.servers import install
from tests.servers.asking import ask
from tests.servers.hostile import Fault, Hostile, Reply
from tests.servers.pds.server import Pds
from tests.servers.snac2 import Snac2
from tests.servers.tools import NotInstalledError, accepts, is_stamped, tools_folder

LISTENING = "0A"


def listening_addresses(port: int) -> set[str]:
    """Return the addresses, in the kernel's hexadecimal, that somebody listens to at a port."""
    found: set[str] = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        for line in Path(table).read_text().splitlines()[1:]:
            local, state = line.split()[1], line.split()[3]
            address, _, number = local.partition(":")
            if state == LISTENING and int(number, 16) == port:
                found.add(address)
    return found


@pytest.mark.servers
def test_real_servers_listen_on_loopback_only(pds: Pds, snac2: Snac2) -> None:
    for url in (pds.url, pds.plc_url, snac2.url):
        assert listening_addresses(int(url.rpartition(":")[2])) == {"0100007F"}


@pytest.mark.servers
def test_a_server_that_is_stopped_answers_no_more_and_leaves_nothing() -> None:
    server = Snac2()
    assert accepts(server.port)

    server.stop()

    assert not accepts(server.port)
    assert not server.folder.parent.exists()


@pytest.mark.servers
def test_installing_again_changes_nothing_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert install.main(["snac2", "pds"]) == 0

    said = capsys.readouterr().out
    assert [line.split(":")[0] for line in said.splitlines()] == ["snac2", "pds"]
    assert said.count("already in") == 2


def test_what_cannot_be_installed_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert install.main(["pds", "gopher"]) == 2
    assert "Unknown: gopher. Known: pds snac2 seaweedfs." in capsys.readouterr().err


def test_a_missing_server_says_how_to_have_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("GOUVERNAIL_TOOLS", str(tmp_path))

    assert tools_folder() == tmp_path
    for kind, name in ((Pds, "pds"), (Snac2, "snac2")):
        with pytest.raises(NotInstalledError, match=f"python -m tests.servers.install {name}"):
            kind()


def test_half_an_installation_is_none(tmp_path: Path) -> None:
    (tmp_path / "program").write_text("half")
    assert not is_stamped(tmp_path, "1")

    (tmp_path / ".installed").write_text("0")
    assert not is_stamped(tmp_path, "1")


def is_well_answered(url: str) -> bool:
    try:
        said = ask("POST", url, timeout=5)
    except (OSError, ValueError, http.client.HTTPException):
        return False
    return (said.status, said.body) == (200, b"0123456789")


@pytest.mark.parametrize("fault", list(Fault))
def test_a_fault_says_truly_whether_the_server_behind_heard(fault: Fault) -> None:
    line = Hostile(
        lambda _call: Reply(status=200, headers={}, body=b"0123456789"), silence_seconds=0.05
    )
    try:
        line.fail_next(fault, "/x")
        assert not is_well_answered(f"{line.url}/x")
        line.wait_quiet()
        assert line.heard_at("/x") == int(fault.heard)
        assert is_well_answered(f"{line.url}/x")
    finally:
        line.stop()
