"""Checkpoints outside the site: in mailboxes, under time stamps; and how old the last one is."""

import subprocess
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from gouvernail.cli.main import main
from gouvernail.kernel.merkle import open_checkpoint
from gouvernail.ledger import queries, tasks
from gouvernail.ledger.models import Anchor
from gouvernail.ledger.queries.exports import log_files
from gouvernail.ledger.signer import loop
from gouvernail.ledger.signer.outside import OutsideRefusedError, require_timestamp
from gouvernail.ledger.signer.sealing import seal
from gouvernail.notifications.tasks import send_anchors
from gouvernail.people.models import Unit
from gouvernail.publishing.models import Freeze
from tests.make.ledger import KEY, NOON, make_anchor, make_checkpoint, make_entry

MAILBOXES = ["audit@example.org", "legal@example.org"]
HOUR = timedelta(hours=1)


@pytest.fixture
def mailboxes(settings: Any) -> None:
    settings.LEDGER_MAILBOXES = MAILBOXES


def signed() -> None:
    where = loop.places()
    seal(signer=loop.present_key(where), folder=where.memory, at=NOON)


def grow(nordet: Unit, folder: Path, entries: int = 2) -> None:
    for _ in range(entries):
        make_entry(nordet, "unit.updated")
    make_checkpoint(folder=folder)


@pytest.mark.django_db
def test_every_mailbox_receives_the_signed_checkpoint_once_a_day(
    nordet: Unit, tmp_path: Path, mailboxes: None, mailoutbox: list[Any]
) -> None:
    grow(nordet, tmp_path)
    send_anchors(NOON)
    grow(nordet, tmp_path)
    send_anchors(NOON + HOUR)

    assert [message.to for message in mailoutbox] == [[one] for one in MAILBOXES]
    _name, note, _kind = mailoutbox[0].attachments[0]
    assert open_checkpoint(note, KEY.verifier).size == 2
    assert note in mailoutbox[0].body

    send_anchors(NOON + timedelta(days=1))
    send_anchors(NOON + timedelta(days=3))

    assert len(mailoutbox) == 4
    assert open_checkpoint(mailoutbox[-1].attachments[0][1], KEY.verifier).size == 4


@pytest.mark.django_db
def test_a_freeze_is_mailed_as_soon_as_it_is_signed(
    nordet: Unit, tmp_path: Path, mailboxes: None, mailoutbox: list[Any]
) -> None:
    grow(nordet, tmp_path)
    send_anchors(NOON)
    make_entry(Freeze(scope_kind="organisation", engaged_at=NOON), "freeze.engaged")
    send_anchors(NOON + HOUR)
    assert len(mailoutbox) == 2

    make_checkpoint(folder=tmp_path)
    send_anchors(NOON + HOUR)

    assert len(mailoutbox) == 4


@pytest.mark.django_db
def test_a_mailbox_that_fails_is_said_and_tried_again_and_the_others_are_served(
    nordet: Unit, tmp_path: Path, mailboxes: None, mailoutbox: list[Any], settings: Any
) -> None:
    grow(nordet, tmp_path)
    settings.LEDGER_MAILBOXES = ["nobody\n@example.org", MAILBOXES[0]]
    settings.EMAIL_BACKEND = "tests.ledger.test_anchors.RefusingBackend"
    with pytest.raises(OSError, match="refused"):
        send_anchors(NOON)
    assert not Anchor.objects.exists()

    settings.LEDGER_MAILBOXES = MAILBOXES
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    send_anchors(NOON)

    assert Anchor.objects.filter(kind="email").count() == 2
    assert bytes(Anchor.objects.first().evidence).startswith(b"<")  # type: ignore[union-attr]


class RefusingBackend:
    """A mail server that takes nothing."""

    def __init__(self, **_options: object) -> None:
        """Take what Django gives."""

    def send_messages(self, _messages: list[Any]) -> int:
        raise ConnectionRefusedError("refused")


# --- how old the last anchor is -------------------------------------------------------------------


@pytest.mark.django_db
def test_the_age_of_the_anchor_is_that_of_the_oldest_entry_nobody_outside_can_vouch_for(
    nordet: Unit,
) -> None:
    assert queries.anchor_age(at=NOON) == timedelta()

    make_entry(nordet, "unit.updated")
    assert queries.anchor_age(at=NOON + HOUR) is None

    make_anchor(size=1, at=NOON)
    assert queries.anchor_age(at=NOON + 5 * HOUR) == timedelta()

    make_entry(nordet, "unit.updated", at=NOON + HOUR)
    make_entry(nordet, "unit.updated", at=NOON + 3 * HOUR)
    assert queries.anchor_age(at=NOON + 5 * HOUR) == 4 * HOUR


@pytest.mark.django_db
def test_who_holds_what_is_one_line_an_outsider(nordet: Unit) -> None:
    make_anchor(size=1)
    make_anchor(size=4, at=NOON + HOUR)
    make_anchor(kind=Anchor.Kind.WITNESS, target="w", size=3)

    held = [(one.kind, one.target, one.size) for one in queries.held_outside()]

    assert held == [("email", "audit@example.org", 4), ("witness", "w", 3)]


# --- time stamps (RFC 3161), by an authority made with openssl ------------------------------------

TSA = """
[tsa]
default_tsa = site
[site]
serial = {folder}/serial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ordering = no
tsa_name = no
ess_cert_id_chain = no
ess_cert_id_alg = sha256
[ext]
extendedKeyUsage = critical,timeStamping
"""


def openssl(folder: Path, *arguments: str) -> None:
    done = subprocess.run(
        ["openssl", *arguments], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a root, a certificate for stamping, and openssl's configuration."""
    folder = tmp_path_factory.mktemp("tsa")
    (folder / "tsa.cnf").write_text(TSA.format(folder=folder), encoding="utf-8")
    (folder / "serial").write_text("01\n", encoding="utf-8")
    new = "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"
    openssl(folder, *new, "-x509", "-keyout", "root.key", "-out", "root.pem", "-subj", "/CN=Root")
    openssl(folder, *new, "-keyout", "tsa.key", "-out", "tsa.csr", "-subj", "/CN=Stamps")
    sign_with = "-CA", "root.pem", "-CAkey", "root.key", "-CAcreateserial"
    extension = "-extfile", "tsa.cnf", "-extensions", "ext"
    openssl(folder, "x509", "-req", "-in", "tsa.csr", *sign_with, "-out", "tsa.pem", *extension)
    openssl(folder, *new, "-x509", "-keyout", "o.key", "-out", "other.pem", "-subj", "/CN=Other")
    return folder


class Stamper(BaseHTTPRequestHandler):
    """Answers every POST with a stamp; `folder` is set by the fixture."""

    folder: Path
    replayed: bytes = b""

    def do_POST(self) -> None:
        """Stamp what is asked, or replay an earlier answer."""
        assert self.headers["content-type"] == "application/timestamp-query"
        asked = self.rfile.read(int(self.headers["content-length"]))
        (self.folder / "query.tsq").write_bytes(asked)
        files = "-queryfile", "query.tsq", "-signer", "tsa.pem", "-inkey", "tsa.key"
        reply = "ts", "-reply", "-config", "tsa.cnf", "-section", "site", *files
        openssl(self.folder, *reply, "-out", "reply.tsr")
        content = self.replayed or (self.folder / "reply.tsr").read_bytes()
        self.send_response(200)
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@pytest.fixture
def stamps(authority: Path, settings: Any) -> Iterator[type[Stamper]]:
    handler = type("OneStamper", (Stamper,), {"folder": authority})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    host = f"127.0.0.1:{server.server_port}"
    settings.EGRESS_PRIVATE_HOSTS = [host]
    settings.LEDGER_TSA_URL = f"http://{host}/tsa"
    settings.LEDGER_TSA_ROOTS_FILE = str(authority / "root.pem")
    yield handler
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.django_db
def test_the_checkpoint_is_stamped_once_a_day_and_openssl_agrees(
    nordet: Unit, tmp_path: Path, stamps: type[Stamper]
) -> None:
    grow(nordet, tmp_path)
    tasks.stamp(NOON)
    grow(nordet, tmp_path)
    tasks.stamp(NOON + HOUR)

    anchor = Anchor.objects.get()
    assert (anchor.kind, anchor.size) == ("timestamp", 2)
    files = dict(log_files(KEY.verifier))
    stem = f"timestamps/2-{anchor.pk}"
    (tmp_path / "stamp.tsr").write_bytes(files[stem + ".tsr"])
    (tmp_path / "note").write_bytes(files[stem + ".checkpoint"])
    data = "-data", "note", "-in", "stamp.tsr", "-CAfile", str(stamps.folder / "root.pem")
    openssl(tmp_path, "ts", "-verify", *data)

    roots = (stamps.folder / "root.pem").read_bytes()
    with pytest.raises(OutsideRefusedError, match="not a time stamp that holds"):
        require_timestamp(bytes(anchor.evidence), "another note\n", roots=roots, nonce=None)


@pytest.mark.django_db
@pytest.mark.parametrize("fault", ["another root", "not a stamp", "an earlier answer"])
def test_a_stamp_that_does_not_hold_is_refused(
    nordet: Unit, tmp_path: Path, stamps: type[Stamper], settings: Any, fault: str
) -> None:
    grow(nordet, tmp_path)
    if fault == "another root":
        settings.LEDGER_TSA_ROOTS_FILE = str(stamps.folder / "other.pem")
    if fault == "not a stamp":
        stamps.replayed = b"nonsense"
    if fault == "an earlier answer":
        tasks.stamp(NOON)
        stamps.replayed = bytes(Anchor.objects.get().evidence)
        grow(nordet, tmp_path)

    with pytest.raises(OutsideRefusedError):
        tasks.stamp(NOON + timedelta(days=2))
    assert Anchor.objects.count() == (1 if fault == "an earlier answer" else 0)


@pytest.mark.django_db
def test_every_export_prints_the_checkpoint(
    nordet: Unit, tmp_path: Path, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.GOUVERNAIL_HOME = tmp_path
    make_entry(nordet, "unit.updated")
    signed()
    assert main(["ledger", "export", str(tmp_path / "log")]) == 0

    note = queries.printed_checkpoint()
    assert note
    assert note in capsys.readouterr().out


@pytest.mark.django_db
def test_the_proof_that_the_log_continues_a_kept_checkpoint_is_a_command(
    nordet: Unit, tmp_path: Path, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.GOUVERNAIL_HOME = tmp_path
    kept = tmp_path / "kept"
    make_entry(nordet, "unit.updated")
    signed()
    kept.write_text(queries.printed_checkpoint(), encoding="utf-8")
    for _ in range(4):
        make_entry(nordet, "unit.updated")
    signed()

    assert main(["ledger", "consistency", str(kept)]) == 0
    assert capsys.readouterr().out.startswith("old 1\n")
    kept.write_text("nonsense", encoding="utf-8")
    assert main(["ledger", "consistency", str(kept)]) == 1
