"""An auditor reads what happened, is offered no change, and takes the evidence away verified."""

import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from gouvernail.foundation.clock import now
from gouvernail.people.models import Person, Unit
from gouvernail.publishing.tasks import turn
from gouvernail.records.models import Record
from gouvernail.rulebooks.models import Pack
from tests.browser.conftest import Visitor
from tests.browser.seeing import overflow
from tests.make.publishing import make_practice_account
from tests.walks.setting import agreed, sign_in, speak
from tests.walks.words import words

TOOL = Path(__file__).resolve().parents[2] / "tools" / "verify_ledger.py"
READ = ("/rules/", "/rules/verdicts/", "/rules/waivers/", "/brand/library/", "/archive/retention/")
EXPORTS = (
    "/archive/export.csv", "/archive/export.jsonl", "/rules/reports.csv",
    "/brand/library/export.csv", "/brand/partners/export.csv", "/charter/risks/export.csv",
)  # fmt: skip


@pytest.mark.parametrize(("language", "width"), [("fr", 390), ("en", 1440)])
def test_an_auditor_reads_and_takes_away_what_verifies_elsewhere(
    visit: Visitor, odile: Person, hugo: Person, camille: Person, energy: Unit,
    starter_pack: Pack, home: Path, tmp_path: Path, sign_the_log: Callable[[], None],
    language: str, width: int,
) -> None:  # fmt: skip
    say = words(language)
    speak(language, odile)
    account = make_practice_account(unit=energy, by=hugo)
    delivery = agreed(account, author=hugo, reader=camille)
    turn(clock=lambda: now() + timedelta(seconds=1))
    record = Record.objects.get()
    sign_the_log()
    page = visit("/account/login/?next=/archive/", language=language, width=width)
    sign_in(page, odile, say)

    pack = f"/rules/{starter_pack.slug}/"
    draft = f"/drafts/{delivery.subject_id}/record/"
    for address in (*READ, pack, f"{pack}levels/", draft, f"/deliveries/{delivery.pk}/"):
        _read_only(page, address)
    _read_only(page, f"/archive/{record.pk}/")
    with page.expect_navigation():
        page.locator("a.g-proofmark").first.click()
    expect(page.locator("#proof-path")).to_be_visible()
    assert _verified(page, home=home, folder=tmp_path) == 0
    for address in EXPORTS:
        answer = page.request.get(address, max_redirects=0)
        assert (address, answer.status) == (address, 200)
        assert "attachment" in answer.headers["content-disposition"]
    secret = page.request.get(f"/brand/guide/starter/?unit={energy.code}")
    assert secret.status == 403


def _read_only(page: Page, address: str) -> None:
    """Open a page: it is there, fits its window and offers nothing that would be refused."""
    answer = page.goto(address)
    assert answer is not None
    assert (address, answer.status, overflow(page)) == (address, 200, 0)
    trying = "[action='#try']"  # keeps nothing
    expect(page.locator(f"main form[method=post]:not({trying})")).to_have_count(0)


def _verified(page: Page, *, home: Path, folder: Path) -> int:
    """Return what the auditors' own file says of the two downloads of a proof."""
    kept = []
    for ending in ("leaf", "file"):
        link = page.locator(f"main a[href$='/{ending}']").get_attribute("href") or ""
        kept.append(folder / ending)
        kept[-1].write_bytes(page.request.get(link).body())
    vkey = home / "keys" / "ledger.vkey"
    command = [sys.executable, "-I", str(TOOL), "proof", *map(str, kept), "--vkey", str(vkey)]
    return subprocess.run(command, check=False, capture_output=True).returncode
