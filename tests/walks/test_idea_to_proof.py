"""One post, from an idea to a proof: the whole path, on a real server, in both languages."""

import json
import secrets
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from gouvernail.cli.main import main
from gouvernail.content.models import Draft
from gouvernail.foundation.clock import now
from gouvernail.media.models import Asset
from gouvernail.media.queries import stored_bytes
from gouvernail.people.models import Person, Unit
from gouvernail.publishing.models import Delivery
from gouvernail.publishing.tasks import turn
from gouvernail.records.models import Record
from gouvernail.registry.models import Account, Connection
from gouvernail.rulebooks.models import Pack
from tests.browser.conftest import Visitor
from tests.browser.seeing import picture
from tests.make.policies import make_charter
from tests.make.registry import make_account
from tests.servers.asking import ask
from tests.servers.pds.server import Pds, PdsAccount
from tests.walks.setting import sign_in
from tests.walks.words import Words, counted, words

ROOT = Path(__file__).resolve().parents[2]


LINK = "https://exemple.org/carte?x=1&y=2"
FACET = "app.bsky.richtext.facet#"


@dataclass(frozen=True)
class Expected:
    """What the server must hold: the words that were left, and whom they name."""

    text: str
    friend: PdsAccount


@dataclass(frozen=True)
class Idea:
    """What is written, what a rule says of it, and what remains once the fix is applied."""

    title: str
    claim: str
    kept: str
    alt: str


IDEAS = {
    "fr": Idea(
        title="Carte de recharge",
        claim="Nos bornes sont les moins chères de France.",
        kept="Été à Nantes 🌊 : la carte de recharge est en ligne",
        alt="Une station couverte, quatre bornes et une voiture rouge",
    ),
    "en": Idea(
        title="Charging map",
        claim="Charging here is the cheapest in France.",
        kept="Été in Nantes 🌊: the charging map is online",
        alt="A covered station, four chargers and a red car",
    ),
}


def a_picture(folder: Path) -> Path:
    path = folder / "station.png"
    image = Image.linear_gradient("L").convert("RGB").resize((120, 80))
    image.save(path)
    return path


def connect(page: Page, account: Account, held: PdsAccount, pds: Pds, say: Words) -> None:
    """Connect the account on the product's own screen."""
    page.goto(f"/accounts/{account.pk}/")
    with page.expect_navigation():
        page.get_by_role("link", name=say("Connect this account")).click()
    page.get_by_label(say("App password")).fill(held.app_password)
    page.get_by_label(say("Server")).fill(pds.url)
    page.get_by_role("button", name=say("Connect this account")).click()
    page.wait_for_url(f"**/accounts/{account.pk}/")
    expect(page.get_by_text(say("Connected. The secret is sealed."))).to_be_visible()
    assert held.app_password not in page.content()
    assert Connection.objects.get().remote_id == held.did


def check_told(page: Page, idea: Idea, language: str) -> None:
    """See the words underlined while typing, the clause, and that it cannot be submitted."""
    blocking = page.locator("mark.g-find.stop")
    expect(blocking.first).to_be_visible()
    assert blocking.first.inner_text() in idea.claim
    expect(page.locator("#composer-findings")).to_contain_text("5.2")
    expect(page.locator("#composer-bar")).to_contain_text(
        counted(
            language, "%(n)s block forbids submission", "%(n)s blocks forbid submission", 1, n=1
        )
    )
    picture(page, f"walk-finding-{language}", full=False)


def compose(page: Page, idea: Idea, friend: PdsAccount, language: str, shot: Path) -> str:
    """Write the post as its author does; return the words that are left to publish."""
    say = words(language)
    page.goto("/drafts/new/")
    page.get_by_label(say("Title")).fill(idea.title)
    page.get_by_label(say("Language of the text")).select_option(language)
    page.get_by_role("button", name=say("Start writing")).click()
    page.wait_for_url("**/drafts/*-*/")
    page.locator("summary", has_text=counted_accounts(language, 0)).click()
    page.locator("input[name=accounts]").check()
    page.get_by_role("button", name=say("Use these accounts")).click()
    rest = f"{idea.kept} : {LINK} @{friend.handle} #Alizé"
    area = page.locator("#text")
    area.click()
    page.keyboard.insert_text(f"{rest}\n\n{idea.claim}")
    check_told(page, idea, language)
    page.locator("#composer-findings li.stop button[value^='fix:']").click()
    expect(page.locator("#composer-findings li.stop")).to_have_count(0)
    with page.expect_navigation():
        page.locator("#picture").set_input_files(shot)
    page.locator("textarea[name^='alt-']").fill(idea.alt)
    page.get_by_role("button", name=say("Save and check")).click()
    assert page.locator("textarea[name^='alt-']").input_value() == idea.alt
    left = str(page.locator("#text").input_value())
    assert left == rest
    return left


def counted_accounts(language: str, number: int) -> str:
    return counted(language, "%(chosen)s account", "%(chosen)s accounts", number, chosen=number)


def schedule(page: Page, moment: datetime, say: Words) -> None:
    page.locator("summary", has_text=say("Set the time…")).click()
    page.get_by_label(say("At a set time")).check()
    page.get_by_label(say("Day"), exact=True).fill(moment.date().isoformat())
    page.get_by_label(say("Time"), exact=True).fill("09:30")
    page.get_by_label(say("Time zone")).select_option("Europe/Paris")
    page.get_by_role("button", name=say("Set this time")).click()


def blob(pds: Pds, did: str, cid: str) -> bytes:
    said = ask("GET", f"{pds.url}/xrpc/com.atproto.sync.getBlob?did={did}&cid={cid}")
    assert said.status == 200
    return said.body


def facet_parts(record: dict[str, Any]) -> dict[str, tuple[str, dict[str, Any]]]:
    """Return, for each kind of facet, the words it covers and what it leads to."""
    raw = record["text"].encode()
    found = {}
    for facet in record["facets"]:
        (feature,) = facet["features"]
        place = facet["index"]
        covered = raw[place["byteStart"] : place["byteEnd"]].decode()
        found[feature["$type"].rpartition("#")[2]] = (covered, feature)
    return found


def submit(page: Page, language: str) -> None:
    """See who will be asked, choose a time (in French) and submit."""
    expect(page.locator("#composer-route")).to_contain_text("C. Roux")
    if language == "fr":
        schedule(page, now() + timedelta(days=1), words(language))
    one, many = "Submit to %(n)s reviewer", "Submit to %(n)s reviewers"
    page.get_by_role("button", name=counted(language, one, many, 1, n=1)).click()
    page.wait_for_url("**/record/")
    assert Draft.objects.get().status == Draft.Status.IN_REVIEW


def approve(page: Page, idea: Idea, language: str) -> Delivery:
    """Read what will appear, agree to it; return the delivery that this queued."""
    page.wait_for_url("**/reviews/*-*/")
    expect(page.locator("main")).to_contain_text(idea.kept)
    expect(page.locator("main")).to_contain_text(idea.alt)
    picture(page, f"walk-review-{language}", full=False)
    say = words(language)
    page.get_by_role("button", name=say("Approve revision %(number)s", number=1)).click()
    page.wait_for_url("**/reviews/")
    delivery = Delivery.objects.get()
    assert delivery.status == Delivery.Status.QUEUED
    return delivery


def publish(delivery: Delivery, pds: Pds, did: str) -> None:
    """Take the sender's turns: not before the time, at the time, and to read it back."""
    if delivery.publish_at > now():
        turn()
        assert pds.posts(did) == []
    moment = max(delivery.publish_at, now()) + timedelta(seconds=1)
    turn(clock=lambda: moment)
    delivery.refresh_from_db()
    assert delivery.status == Delivery.Status.SENT, delivery.explanation
    turn(clock=lambda: moment + timedelta(minutes=1))
    delivery.refresh_from_db()
    assert delivery.status == Delivery.Status.VERIFIED


def check_record(record: dict[str, Any], expected: Expected, language: str) -> None:
    """Check what the server holds: words, language, link, mention and tag."""
    assert record["text"] == expected.text
    assert record["langs"] == [language]
    parts = facet_parts(record)
    assert parts["link"] == (LINK, {"$type": FACET + "link", "uri": LINK})
    mention = {"$type": FACET + "mention", "did": expected.friend.did}
    assert parts["mention"] == (f"@{expected.friend.handle}", mention)
    assert parts["tag"] == ("#Alizé", {"$type": FACET + "tag", "tag": "Alizé"})


def check_picture(record: dict[str, Any], pds: Pds, did: str, alt: str) -> None:
    """Check that the very bytes of the library are online, with their alternative text."""
    (image,) = record["embed"]["images"]
    assert image["alt"] == alt
    asset = Asset.objects.get()
    online = blob(pds, did, image["image"]["ref"]["$link"])
    assert online == stored_bytes(asset.sha256)
    assert sha256(online).hexdigest() == asset.sha256
    assert Image.open(BytesIO(online)).size == (120, 80)


def check_page(page: Page, delivery: Delivery, kept: dict[str, Any], language: str) -> None:
    """Check that the delivery's page says published and checked, and that the archive has it."""
    page.goto(f"/deliveries/{delivery.pk}/")
    label = words(language)(str(Delivery.Status.VERIFIED.label))
    expect(page.locator(".g-head .g-st")).to_have_text(label)
    expect(page.locator("#archive-title")).to_be_visible()
    archived = Record.objects.get()
    assert (archived.text, archived.remote_id) == (kept["value"]["text"], kept["uri"])
    picture(page, f"walk-delivery-{language}")


def take_the_proof(page: Page, folder: Path, say: Words) -> None:
    """Go from the timeline to the proof of its newest entry, and download both files."""
    page.locator("a.g-proofmark").first.click()
    expect(page.get_by_text(say("Root, signed with the key of the journal"))).to_be_visible()
    wanted = {"Download the proof": "entry.tlog-proof", "Download the entry": "entry.json"}
    for link, name in wanted.items():
        with page.expect_download() as download:
            page.get_by_role("link", name=say(link)).click()
        download.value.save_as(folder / name)


def verify(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Export the log; check it, and the proof, with the verifier that shares no code with us."""
    capsys.readouterr()
    assert main(["ledger", "verify", "--no-replay"]) == 0
    assert main(["ledger", "export", str(folder / "log.tar"), "--json"]) == 0
    vkey = json.loads(capsys.readouterr().out.splitlines()[-1])["vkey"]
    proof = ["proof", str(folder / "entry.json"), str(folder / "entry.tlog-proof")]
    for wanted in (["log", str(folder / "log.tar")], proof):
        command = [sys.executable, str(ROOT / "tools/verify_ledger.py"), *wanted, "--vkey", vkey]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_post_goes_from_an_idea_to_a_verified_proof(
    visit: Visitor,
    pds: Pds,
    starter_pack: Pack,
    sign_the_log: Callable[[], None],
    hugo: Person,
    karim: Person,
    camille: Person,
    claire: Person,
    energy: Unit,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    language: str,
) -> None:
    say, idea = words(language), IDEAS[language]
    make_charter(by=claire)
    held = pds.create_account(f"a{secrets.token_hex(5)}.test")
    friend = pds.create_account(f"f{secrets.token_hex(5)}.test")
    address = f"https://bsky.app/profile/{held.handle}"
    account = make_account(unit=energy, address=address, name="Nordet Recharge", owner=hugo)

    desk = visit("/accounts/", as_=karim, language=language)
    connect(desk, account, held, pds, say)

    page = visit("/account/login/", language=language)
    sign_in(page, hugo, say)
    text = compose(page, idea, friend, language, a_picture(tmp_path))
    submit(page, language)

    review = visit("/account/login/?next=/reviews/", language=language)
    sign_in(review, camille, say)
    delivery = approve(review, idea, language)
    publish(delivery, pds, held.did)

    (kept,) = pds.posts(held.did)
    check_record(kept["value"], Expected(text=text, friend=friend), language)
    check_picture(kept["value"], pds, held.did, idea.alt)
    check_page(page, delivery, kept, language)

    sign_the_log()
    take_the_proof(page, tmp_path, say)
    verify(tmp_path, capsys)
