"""An employee on a phone reads, answers, signs, and keeps a receipt that anybody can check."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings as site
from playwright.sync_api import Page, expect

from gouvernail.foundation.clock import now
from gouvernail.ledger.signer.keys import signing_key
from gouvernail.ledger.signer.loop import places
from gouvernail.people.models import Person, Unit
from gouvernail.policies.models import Signature
from tests.browser.conftest import Visitor
from tests.browser.seeing import overflow
from tests.conftest import ROOT
from tests.make.policies import make_charter
from tests.make.signing import make_campaign
from tests.make.training import make_quiz
from tests.walks.setting import speak
from tests.walks.words import Words, words


@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_employee_reads_answers_signs_and_keeps_a_receipt_that_the_verifier_accepts(
    visit: Visitor,
    nina: Person,
    claire: Person,
    nordet: Unit,
    sign_the_log: Callable[[], None],
    tmp_path: Path,
    language: str,
) -> None:
    say = words(language)
    speak(language, nina, claire)
    quiz = make_quiz(by=claire, unit=nordet)
    policy = make_charter(by=claire)
    campaign = make_campaign(policy, by=claire, at=now(), quiz_id=quiz.pk, step_up=True)

    phone = visit("/sign/", as_=nina, width=390, language=language)
    assert overflow(phone) == 0
    with phone.expect_navigation():
        phone.get_by_role("link", name=say("Read and sign")).click()
    expect(phone.get_by_role("heading", name=say("First: what you may do"))).to_be_visible()
    assert overflow(phone) == 0
    expect(phone.get_by_role("button", name=say("I sign"))).to_have_count(0)  # questions first
    _answer(phone, say)
    phone.get_by_label(say("I have read it")).check()
    with phone.expect_navigation():
        phone.get_by_role("button", name=say("I sign")).click()
    signature = Signature.objects.get(person=nina)
    expect(phone.locator("main")).to_contain_text(signature.digest)
    assert overflow(phone) == 0

    sign_the_log()
    phone.reload()
    _keep_and_check(phone, say, folder=tmp_path, says=(signature.statement, str(nina.pk)))
    _seen_by_the_lead(
        visit(f"/signatures/{campaign.pk}/people/", as_=claire, language=language), nina
    )


def _answer(phone: Page, say: Words) -> None:
    """Pass the questions, whose second choice is the right one, and come back to the text."""
    right = re.compile("Je refuse et je préviens|I refuse and say so")
    with phone.expect_navigation():
        phone.locator("#sign a.btn-primary").click()
    with phone.expect_navigation():
        phone.get_by_role("button", name=say("Begin")).click()
    for _question in range(2):
        phone.get_by_label(right).check()
        with phone.expect_navigation():
            phone.get_by_role("button", name=say("Answer", of="quiz")).click()
        with phone.expect_navigation():
            phone.locator(".t-go a").click()
    with phone.expect_navigation():
        phone.locator(".t-go a").click()


def _keep_and_check(phone: Page, say: Words, *, folder: Path, says: tuple[str, str]) -> None:
    """Download the receipt, have it verified away from the site, and alter it."""
    with phone.expect_download() as kept:
        phone.get_by_role("link", name=say("Keep the file")).click()
    receipt = folder / kept.value.suggested_filename
    kept.value.save_as(receipt)
    said = _verified(receipt)
    assert all(one in said for one in says)
    altered = json.loads(receipt.read_text(encoding="utf-8"))
    altered["says"]["digest"] = "0" * 64
    receipt.write_text(json.dumps(altered), encoding="utf-8")
    assert "NOT VERIFIED" in _verified(receipt)


def _seen_by_the_lead(desk: Page, nina: Person) -> None:
    row = desk.locator("tr", has_text=nina.name)
    expect(row.locator("a[href^='/receipts/']")).to_be_visible()


def _verified(receipt: Path) -> str:
    """Run the verifier that stands alone, as somebody outside would."""
    key = signing_key(site.LEDGER_ORIGIN, places().keys).verifier.vkey
    command = [sys.executable, str(ROOT / "tools/verify_ledger.py"), "receipt", str(receipt)]
    done = subprocess.run([*command, "--vkey", key], capture_output=True, text=True, check=False)
    return done.stdout
