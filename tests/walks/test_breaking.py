"""What goes wrong on a working day: nothing is lost, nothing is done twice, nothing is hidden."""

import os
import secrets
import socket
import socketserver
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from playwright.sync_api import Page, expect

from gouvernail.approvals.models import Decision, Request
from gouvernail.content.models import Draft
from gouvernail.foundation.clock import now
from gouvernail.people.models import Person, Unit
from gouvernail.policies.models import Signature
from gouvernail.publishing.models import Delivery
from gouvernail.publishing.tasks import turn
from tests.browser.conftest import Visitor
from tests.browser.seeing import picture
from tests.make.content import make_draft
from tests.make.policies import make_charter
from tests.make.publishing import make_practice_account
from tests.servers.asking import ask_json
from tests.servers.pds.server import Pds, PdsAccount
from tests.servers.tools import free_ports
from tests.walks.setting import agreed, connected, sign_in, submitted
from tests.walks.words import words

ROOT = Path(__file__).resolve().parents[2]
FR, EN = words("fr"), words("en")


class Line(socketserver.ThreadingTCPServer):
    """A wire to a server on loopback that can be cut, and joined again at the same address."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, behind: str) -> None:
        self.behind = int(behind.rpartition(":")[2])
        (self.port,) = free_ports(1)
        self.url = f"http://localhost:{self.port}"

    def join(self) -> None:
        super().__init__(("127.0.0.1", self.port), _Piece)
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()

    def cut(self) -> None:
        self.shutdown()
        self.server_close()


class _Piece(socketserver.BaseRequestHandler):
    server: Line

    def handle(self) -> None:
        with socket.create_connection(("127.0.0.1", self.server.behind)) as behind:
            back = threading.Thread(target=_copy, args=(behind, self.request), daemon=True)
            back.start()
            _copy(self.request, behind)
            back.join()


def _copy(source: socket.socket, target: socket.socket) -> None:
    try:
        while piece := source.recv(65536):
            target.sendall(piece)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        return  # one of the two hung up


@pytest.fixture
def held(pds: Pds) -> PdsAccount:
    return pds.create_account(f"b{secrets.token_hex(5)}.test")


@pytest.fixture
def line(pds: Pds) -> Iterator[Line]:
    wire = Line(pds.url)
    wire.join()
    yield wire
    wire.cut()


def type_over(page: Page, text: str) -> None:
    page.locator("#text").fill(text)


def test_the_second_of_two_editors_is_told_and_loses_nothing(
    visit: Visitor, hugo: Person, karim: Person, energy: Unit
) -> None:
    draft = make_draft(author=hugo, unit=energy)
    first = visit(f"/drafts/{draft.pk}/", as_=hugo, language="en")
    second = visit(f"/drafts/{draft.pk}/", as_=karim, language="en")

    type_over(first, "Twenty-four chargers, says Hugo.")
    first.get_by_role("button", name="Save and check").click()
    type_over(second, "Thirty chargers, says Karim.")

    told = second.locator("[data-code=draft_stale]")
    expect(told).to_be_visible()  # by itself, while typing
    expect(told).to_contain_text("Hugo Petit")
    expect(told).to_contain_text("Twenty-four chargers, says Hugo.")
    assert second.locator("#text").input_value() == "Thirty chargers, says Karim."
    draft.refresh_from_db()
    assert draft.text == "Twenty-four chargers, says Hugo."
    picture(second, "walk-two-editors", full=False)

    second.get_by_role("button", name="Save mine").click()
    draft.refresh_from_db()
    assert draft.text == "Thirty chargers, says Karim."
    assert all("409" in complaint for complaint in visit.complaints)
    visit.complaints.clear()


def test_a_session_that_ends_while_typing_keeps_the_text(
    visit: Visitor, hugo: Person, energy: Unit
) -> None:
    draft = make_draft(author=hugo, unit=energy)
    page = visit(f"/drafts/{draft.pk}/", as_=hugo)

    Session.objects.all().delete()
    type_over(page, "Une longue phrase que personne ne veut taper deux fois.")
    expect(page.locator("[data-save-state]")).to_contain_text("session")
    assert page.locator("#text").input_value().startswith("Une longue phrase")

    page.get_by_role("button", name=FR("Save and check")).click()
    page.wait_for_url("**/account/login/**")
    sign_in(page, hugo, FR)
    page.goto(f"/drafts/{draft.pk}/")
    page.get_by_role("button", name=FR("Restore my text")).click()
    page.get_by_role("button", name=FR("Save and check")).click()

    draft.refresh_from_db()
    assert draft.text == "Une longue phrase que personne ne veut taper deux fois."
    assert all("401" in complaint for complaint in visit.complaints)
    visit.complaints.clear()


def test_a_double_click_on_submit_submits_once(
    visit: Visitor, hugo: Person, camille: Person, energy: Unit
) -> None:
    account = make_practice_account(unit=energy, by=hugo)
    draft = make_draft(author=hugo, unit=energy, accounts=(account,))
    page = visit(f"/drafts/{draft.pk}/", as_=hugo, language="en")

    page.get_by_role("button", name="Submit to 1 reviewer").dblclick()
    page.wait_for_url("**/record/")

    draft.refresh_from_db()
    assert (draft.status, draft.revision) == (Draft.Status.IN_REVIEW, 1)
    assert Request.objects.count() == 1


def test_a_double_click_on_approve_agrees_and_queues_once(
    visit: Visitor, hugo: Person, camille: Person, energy: Unit
) -> None:
    account = make_practice_account(unit=energy, by=hugo)
    _draft, request = submitted(account, author=hugo)
    page = visit(f"/reviews/{request.pk}/", as_=camille, language="en")

    page.get_by_role("button", name="Approve revision 1").dblclick()
    page.wait_for_url("**/reviews/")

    assert Decision.objects.count() == 1
    assert Delivery.objects.count() == 1


def test_a_double_click_on_sign_signs_once(visit: Visitor, nina: Person, claire: Person) -> None:
    make_charter(by=claire)
    page = visit("/policies/charter/", as_=nina)

    page.get_by_role("button", name=FR("I have read it and I sign")).dblclick()

    expect(page.get_by_role("button", name=FR("I have read it and I sign"))).to_have_count(0)
    page.goto("/policies/charter/")
    assert Signature.objects.count() == 1
    expect(page.get_by_role("button", name=FR("I have read it and I sign"))).to_have_count(0)


def test_without_scripts_one_writes_submits_and_decides(
    visit: Visitor, hugo: Person, camille: Person, energy: Unit
) -> None:
    account = make_practice_account(unit=energy, by=hugo)
    page = visit("/drafts/new/", as_=hugo, language="en", scripts=False)

    page.get_by_label("Title").fill("By hand")
    page.get_by_role("button", name="Start writing").click()
    page.locator("summary", has_text="0 accounts").click()
    page.locator(f"input[name=accounts][value='{account.pk}']").check()
    page.get_by_role("button", name="Use these accounts").click()
    page.locator("#text").fill("A post without a single script.")
    page.get_by_role("button", name="Save and check").click()
    page.get_by_role("button", name="Submit to 1 reviewer").click()
    page.wait_for_url("**/record/")

    review = visit("/reviews/", as_=camille, language="en", scripts=False)
    expect(review.locator("main")).to_contain_text("A post without a single script.")
    review.get_by_role("button", name="Approve revision 1").click()
    review.wait_for_url("**/reviews/")

    assert Delivery.objects.get().fields["text"] == "A post without a single script."


KILLED = """
import os, signal, sys
import django
django.setup()
from gouvernail.publishing import tasks
from gouvernail.publishing.tasks import sending
on_the_wire = sending._on_the_wire
def killed(adapter, session, request):
    if sys.argv[1] == "after":
        on_the_wire(adapter, session, request)
    os.kill(os.getpid(), signal.SIGKILL)
sending._on_the_wire = killed
tasks.turn()
"""


def a_sender_killed(moment: str, home: Path) -> int:
    """Run a sender of its own that is killed just before, or just after, the post went out."""
    site = {
        "DJANGO_SETTINGS_MODULE": "gouvernail.project.settings.test",
        "DATABASE_URL": f"sqlite:///{connection.settings_dict['NAME']}",
        "GOUVERNAIL_HOME": str(home),
        "GOUVERNAIL_VAULT_PUBLIC_KEY_FILE": settings.VAULT_PUBLIC_KEY_FILE,
        "GOUVERNAIL_VAULT_PRIVATE_KEY_FILE": settings.VAULT_PRIVATE_KEY_FILE,
        "PYTHONPATH": str(ROOT / "src"),
    }
    return subprocess.run(
        [sys.executable, "-c", KILLED, moment], env={**os.environ, **site}, check=False, timeout=60
    ).returncode


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_killed_sender_leaves_one_post_and_a_page_that_tells(
    visit: Visitor,
    pds: Pds,
    held: PdsAccount,
    home: Path,
    hugo: Person,
    karim: Person,
    camille: Person,
    energy: Unit,
    moment: str,
) -> None:
    account = connected(held, url=pds.url, unit=energy, by=karim)
    delivery = agreed(account, author=hugo, reader=camille)

    assert a_sender_killed(moment, home) == -9
    delivery.refresh_from_db()
    assert delivery.status == Delivery.Status.SENDING
    assert len(pds.posts(held.did)) == (1 if moment == "after" else 0)

    turn()
    page = visit(f"/deliveries/{delivery.pk}/", as_=hugo, language="en")
    expect(page.locator("main")).to_contain_text("The sender stopped in the middle.")
    for seconds in (30, 60, 90, 120, 150):
        turn(clock=lambda after=seconds: now() + timedelta(seconds=after))  # type: ignore[misc]  # bound now
    page.reload()
    expect(page.locator(".g-head .g-st")).to_have_text(str(Delivery.Status.VERIFIED.label))
    (post,) = pds.posts(held.did)
    assert post["value"]["text"] == delivery.fields["text"]
    assert post["uri"].endswith(Delivery.objects.get().intent_key)


def test_a_network_that_is_down_is_told_and_then_gets_it_once(
    visit: Visitor,
    pds: Pds,
    line: Line,
    held: PdsAccount,
    hugo: Person,
    karim: Person,
    camille: Person,
    energy: Unit,
) -> None:
    account = connected(held, url=line.url, unit=energy, by=karim)
    delivery = agreed(account, author=hugo, reader=camille)

    line.cut()
    turn()
    turn()
    page = visit(f"/deliveries/{delivery.pk}/", as_=hugo, language="en")
    expect(page.locator("main")).to_contain_text("The network did not answer")
    assert pds.posts(held.did) == []

    line.join()
    for minutes in (10, 11, 12):
        turn(clock=lambda after=minutes: now() + timedelta(minutes=after))  # type: ignore[misc]  # bound now
    page.reload()
    expect(page.locator(".g-head .g-st")).to_have_text(str(Delivery.Status.VERIFIED.label))
    assert len(pds.posts(held.did)) == 1


def test_a_post_that_its_network_lost_is_said_to_have_disappeared(
    visit: Visitor,
    pds: Pds,
    held: PdsAccount,
    hugo: Person,
    karim: Person,
    camille: Person,
    energy: Unit,
) -> None:
    account = connected(held, url=pds.url, unit=energy, by=karim)
    delivery = agreed(account, author=hugo, reader=camille)
    turn(clock=lambda: now() + timedelta(seconds=1))
    (post,) = pds.posts(held.did)

    delete_on_the_server(pds, held, post["uri"].rpartition("/")[2])
    for minutes in (1, 10):  # once may be a lag: it is said after two looks
        turn(clock=lambda minutes=minutes: now() + timedelta(minutes=minutes))  # type: ignore[misc]  # bound now

    page = visit(f"/deliveries/{delivery.pk}/", as_=hugo)
    with_words = FR(str(Delivery.Status.DISAPPEARED.label))
    expect(page.locator(".g-head .g-st")).to_have_text(with_words)
    expect(page.locator("#archive-title")).to_be_visible()  # what was published stays known


def delete_on_the_server(pds: Pds, held: PdsAccount, key: str) -> None:
    """Take a post down as its owner would, without any of our code."""
    signed = ask_json(
        "POST",
        f"{pds.url}/xrpc/com.atproto.server.createSession",
        {"identifier": held.did, "password": held.password},
    )
    gone = {"repo": held.did, "collection": "app.bsky.feed.post", "rkey": key}
    ask_json(
        "POST",
        f"{pds.url}/xrpc/com.atproto.repo.deleteRecord",
        gone,
        token=signed["accessJwt"],
    )
