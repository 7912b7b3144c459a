"""A user for each process, as deploy/systemd starts them: it works, and keys stay apart."""

import os
import shutil
import signal
import socket
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import Settings

from gouvernail.foundation.clock import now
from gouvernail.foundation.modes import close_database
from gouvernail.ledger.models import Checkpoint
from gouvernail.people.models import Person, Unit
from gouvernail.publishing.actions import engage_freeze
from gouvernail.publishing.models import Delivery, Freeze
from tests.make.publishing import make_delivery
from tests.project.divided import Site, is_gone, soon, why_not
from tests.publishing.proof.stage import connected
from tests.servers.asking import ask
from tests.servers.hostile import Call, Reply
from tests.servers.mastodon_fake import MastodonFake

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(bool(why_not()), reason=why_not() or "it can"),
]
LEAST = {"GOUVERNAIL_SENDER_POLL_SECONDS": "0.1", "GOUVERNAIL_SIGNER_SECONDS": "1"}


def server() -> Path:
    """Return the folder of the socket of the server of the tests."""
    told = connection.settings_dict
    folder = Path(told["HOST"] or told["OPTIONS"]["host"])
    assert folder.is_absolute()
    return folder


def database_url() -> str:
    return f"postgresql:///{connection.settings_dict['NAME']}?host={server()}&user=postgres"


@contextmanager
def open_to_all(socket_folder: Path) -> Iterator[None]:
    """Let every user reach the server of the tests, which is one user's own."""
    places = [socket_folder, *socket_folder.glob(".s.PGSQL.*")]
    former = [place.stat().st_mode & 0o7777 for place in places]
    for place in places:
        place.chmod(0o711 if place.is_dir() else 0o777)
    try:
        yield
    finally:
        for place, mode in zip(places, former, strict=True):
            place.chmod(mode)


@pytest.fixture
def site(settings: Settings, energy: Unit, claire: Person) -> Iterator[Site]:
    """Yield a divided home whose database is also the one of this test."""
    if connection.vendor == "postgresql":
        with open_to_all(server()), Site(DATABASE_URL=database_url(), **LEAST) as site:
            _point_at(settings, site)
            yield site
        return
    own = connection.settings_dict["NAME"]
    with Site(**LEAST) as site:
        file = site.home / "data" / "gouvernail.sqlite3"
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(file)])
        shutil.chown(file, site.uids["gouvernail"])
        close_database(file)
        connection.close()
        connection.settings_dict["NAME"] = str(file)
        _point_at(settings, site)
        try:
            yield site
        finally:
            connection.close()
            connection.settings_dict["NAME"] = own


def _point_at(settings: Settings, site: Site) -> None:
    keys = site.home / "keys"
    settings.GOUVERNAIL_HOME = site.home
    settings.VAULT_PUBLIC_KEY_FILE = str(keys / "vault.pub")
    settings.VAULT_PRIVATE_KEY_FILE = str(keys / "vault.key")


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int, path: str) -> bool:
    try:
        return ask("GET", f"http://127.0.0.1:{port}{path}").status == 200
    except OSError:
        return False


@pytest.fixture
def network() -> Iterator[MastodonFake]:
    network = MastodonFake()
    yield network
    network.stop()


def test_three_users_publish_sign_and_seal_and_none_reads_the_keys_of_another(
    site: Site, network: MastodonFake, energy: Unit, claire: Person
) -> None:
    port, sender = free_port(), site.start("sender")
    site.start("worker")
    site.start("signer")
    site.start("web", "--server", "waitress", "--port", str(port))
    soon((site.home / "keys" / "vault.pub").exists, site)
    account = connected(network, "energie", unit=energy, by=claire)
    first = make_delivery(account, by=claire, text="Premier.", publish_at=now())
    soon(lambda: status_of(first) in {"sent", "verified"}, site)
    soon(Checkpoint.objects.exists, site)
    soon(lambda: answers(port, "/account/login/"), site)
    they_keep_apart(site)

    asked = slow(network)
    second = make_delivery(account, by=claire, text="Second.", publish_at=now())
    assert asked.wait(30), site.said()
    os.kill(sender, signal.SIGSTOP)
    engage_freeze(by=claire, at=now() - timedelta(seconds=6))
    soon(lambda: Freeze.objects.get().status == Freeze.Status.SEALED, site)

    assert is_gone(sender)
    assert status_of(second) == "sending"  # whoever starts next finds it unknown, and looks
    assert "holds everybody up" in site.said()


def slow(network: MastodonFake) -> threading.Event:
    """Let the network be slow to answer the next post; return what tells that it was asked."""
    asked, behind = threading.Event(), network.line.behind

    def slowly(call: Call) -> Reply:
        if call.method == "POST":
            asked.set()
            threading.Event().wait(3)
        return behind(call)

    network.line.behind = slowly
    return asked


def status_of(delivery: Delivery) -> str:
    return str(Delivery.objects.get(pk=delivery.pk).status)


def they_keep_apart(site: Site) -> None:
    """Hold every user to what it may read and change in the home."""
    assert [site.owner(f"keys/{name}") for name in ("django", "vault.key", "ledger.key")] == [
        "gouvernail",
        "gouvernail-sender",
        "gouvernail-signer",
    ]
    keys, memory = site.home / "keys", site.home / "signer"
    for private in ("vault.key", "ledger.key"):
        assert site.refuses("web", f"open({str(keys / private)!r})")
        assert site.refuses("web", f"os.unlink({str(keys / private)!r})")
        assert site.mode(f"keys/{private}") == 0o600
    assert site.refuses("sender", f"open({str(keys / 'ledger.key')!r})")
    assert site.refuses("signer", f"open({str(keys / 'vault.key')!r})")
    assert site.refuses("web", f"os.rename({str(keys / 'django')!r}, {str(keys / 'vault.pub')!r})")
    assert site.refuses("web", f"os.rename({str(keys)!r}, {str(site.home / 'aside')!r})")
    # what the signer remembers is read by pages, and written by nobody else
    assert not site.refuses("web", f"open({str(memory / 'checkpoint')!r}).read()")
    assert site.refuses("web", f"open({str(memory / 'checkpoint')!r}, 'a')")
    assert site.refuses("web", f"open({str(memory / 'incident-0.json')!r}, 'x')")
    assert site.refuses("web", f"os.listdir({str(site.home / 'spool')!r})")


@pytest.mark.soak
@pytest.mark.timeout(600)
@pytest.mark.sqlite
def test_installing_backing_up_rotating_and_restoring_each_as_its_user() -> None:
    with Site(DJANGO_SETTINGS_MODULE="gouvernail.project.settings.production") as site:
        assert site.command("web", "prepare") == 0, site.said()
        words = ("--organisation", "Nordet", "--name", "Ada", "--email", "ada@nordet.example")
        assert site.command("web", "setup", *words) == 0, site.said()
        assert site.mode("data/gouvernail.sqlite3") == 0o660
        site.start("sender")
        site.start("signer")
        soon((site.home / "keys" / "vault.pub").exists, site)
        soon((site.home / "signer" / "checkpoint").exists, site)
        backups = site.place / "backups"
        backups.mkdir()
        os.chown(backups, site.uids["gouvernail-sender"], site.gid)
        assert site.command("backup", "backup", "--drill", "--to", str(backups)) == 0, site.said()
        assert site.command("sender", "keys", "rotate") == 0, site.said()
        assert site.mode("keys/vault.key.d") & 0o077 == 0
        assert site.command("web", "keys", "rotate") == 1  # it may not
        site.start("worker")
        soon((site.home / "run" / "worker.beat").exists, site)
        assert site.command("web", "doctor") == 0, site.said()
        site.stop()
        they_keep_apart(site)
        with (
            closing(sqlite3.connect(site.home / "data" / "gouvernail.sqlite3")) as database,
            database,
        ):
            database.execute("DELETE FROM foundation_heartbeat")  # instead of a minute’s wait

        restore(next(each for each in backups.iterdir() if each.name[0] != "."), site)


def restore(backup: Path, site: Site) -> None:
    """Put a backup back as root, as the pages say, and hold the site to the same again."""
    assert site.command("", "restore", str(backup), "--replace") == 0, site.said()
    assert site.command("", "doctor") == 1  # the key of statements, and the database, are root’s
    site.give_owners()
    assert site.command("web", "doctor") == 0, site.said()
    site.start("sender")
    site.start("signer")
    soon((site.home / "signer" / "checkpoint-2").exists, site)
    they_keep_apart(site)
    assert site.owner("keys/ledger-2.key") == "gouvernail-signer"
