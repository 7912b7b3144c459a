""" "Verify this here": the reader's own browser recomputes a proof, and finds what was tampered."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from gouvernail.foundation.actors import machine
from gouvernail.foundation.clock import now
from gouvernail.kernel.merkle import Signer
from gouvernail.ledger import queries
from gouvernail.ledger.actions import open_epoch
from gouvernail.ledger.models import Leaf
from gouvernail.ledger.queries.epochs import statements_name
from gouvernail.ledger.queries.timelines import proof_link
from gouvernail.ledger.signer import loop
from gouvernail.ledger.signer.sealing import seal
from gouvernail.people.models import Person, Unit
from tests.browser.conftest import Visitor
from tests.browser.seeing import axe, overflow
from tests.make.ledger import make_entry

pytestmark = pytest.mark.django_db(transaction=True)
STEPS = ["leaf", "path", "root", "key", "signature"]
NO_ED25519 = """
const importKey = crypto.subtle.importKey.bind(crypto.subtle);
crypto.subtle.importKey = (form, key, algorithm, ...rest) =>
  algorithm === "Ed25519"
    ? Promise.reject(new DOMException("not known", "NotSupportedError"))
    : importKey(form, key, algorithm, ...rest);
"""


@pytest.fixture
def address(nordet: Unit, tmp_path: Path, settings: Any) -> str:
    """Return the address of the proof of the third of eleven entries, all signed."""
    settings.GOUVERNAIL_HOME = tmp_path
    for _ in range(11):
        make_entry(nordet, "unit.updated")
    where = loop.places()
    seal(signer=loop.present_key(where), folder=where.memory, at=now())
    return f"/ledger/proofs/{proof_link(2)}/"


def outcomes(page: Page) -> dict[str, str]:
    """Return what the page says of each step it shows after a check: `ok`, `bad`, `unknown`."""
    page.locator("#proof-here button").click()
    page.locator("[data-step=verdict]").wait_for(state="visible")
    said: dict[str, str] = page.evaluate(
        """() => Object.fromEntries(
          [...document.querySelectorAll("#proof-here [data-step]")]
            .filter((row) => !row.hidden)
            .map((row) => [row.dataset.step, [...row.querySelectorAll("[data-outcome]")]
              .filter((one) => !one.hidden).map((one) => one.dataset.outcome).join()]))"""
    )
    return said


def replace(page: Page, what: str, with_: object) -> None:
    """Let the page say something else than the site sent: a lie of the site, or of the wire."""
    page.evaluate(
        """([what, value]) => {
          const data = document.getElementById("proof-data");
          data.textContent = JSON.stringify({...JSON.parse(data.textContent), [what]: value});
        }""",
        [what, with_],
    )


@pytest.mark.parametrize("width", [1440, 390])
def test_the_browser_recomputes_the_proof_step_by_step(
    visit: Visitor, claire: Person, address: str, width: int
) -> None:
    page = visit(address, as_=claire, width=width, language="en")
    proof = queries.proof_for(2)

    said = outcomes(page)

    assert said == dict.fromkeys([*STEPS, "verdict"], "ok")
    value = page.locator("[data-step=path] [data-value]").inner_text()
    assert value == proof.root_hex
    assert page.locator("[data-step=leaf] [data-value]").inner_text() == proof.leaf_hash.hex()
    expect(page.locator("[data-step=verdict]")).to_contain_text("This entry is in the journal")
    assert overflow(page) == 0
    assert axe(page) == []


def tampered(text: str, how: str) -> str:
    lines = text.split("\n")
    if how == "another place":
        lines[1] = "index 3"
    if how == "a hash of the path":
        lines[3] = ("A" if lines[3][0] != "A" else "B") + lines[3][1:]
    if how == "a hash left out":
        del lines[3]
    if how == "another root":
        at = lines.index("11") + 1
        lines[at] = ("A" if lines[at][0] != "A" else "B") + lines[at][1:]
    if how == "another size":
        lines[lines.index("11")] = "12"
    if how == "another signature":
        lines[-2] = lines[-2][:-8] + "AAAA" + lines[-2][-4:]
    return "\n".join(lines)


CHANGES = {
    "another place": "root",
    "a hash of the path": "root",
    "a hash left out": "path",
    "another root": "root",
    "another size": "signature",
    "another signature": "signature",
}


@pytest.mark.parametrize("how", CHANGES)
def test_a_tampered_proof_is_found(visit: Visitor, claire: Person, address: str, how: str) -> None:
    page = visit(address, as_=claire, language="en")
    replace(page, "proof", tampered(queries.proof_for(2).text, how))

    said = outcomes(page)

    assert said.pop("verdict") == "bad"
    assert list(said)[-1] == CHANGES[how]
    assert said.pop(CHANGES[how]) == "bad"
    assert set(said.values()) <= {"ok"}


def test_a_tampered_entry_is_found(visit: Visitor, claire: Person, address: str) -> None:
    page = visit(address, as_=claire, language="en")
    leaf = bytes(Leaf.objects.get(pk=2).leaf).decode()
    replace(page, "leaf", leaf.replace("unit.updated", "unit.painted"))

    assert outcomes(page) == {"leaf": "ok", "path": "ok", "root": "bad", "verdict": "bad"}


@pytest.fixture
def reopened(nordet: Unit, address: str) -> str:
    """Return the address of the proof of the second entry of a log opened after a restore."""
    open_epoch(by=machine("operator"), at=now())
    make_entry(nordet, "unit.updated")
    where = loop.places()
    seal(signer=loop.present_key(where), folder=where.memory, at=now())
    return f"/ledger/proofs/{proof_link(queries.begin_of(2) + 1)}/"


def test_the_statement_that_opened_a_log_is_checked_too(
    visit: Visitor, claire: Person, reopened: str
) -> None:
    page = visit(reopened, as_=claire, language="en")

    assert outcomes(page) == dict.fromkeys([*STEPS, "opening", "verdict"], "ok")
    assert overflow(page) == 0
    assert axe(page) == []


def test_a_log_that_no_operator_opened_is_found(
    visit: Visitor, claire: Person, reopened: str
) -> None:
    page = visit(reopened, as_=claire, language="en")
    first, opening = queries.proof_for(0), queries.proof_for(queries.begin_of(2))
    leaf, proof = opening.leaf.decode(), opening.text
    key = page.locator("#proof-statements").input_value()
    other = Signer(statements_name(), bytes(32)).verifier.vkey
    bad = {**dict.fromkeys(STEPS, "ok"), "opening": "bad", "verdict": "bad"}

    for keys in ("", other):
        page.locator("#proof-statements").fill(keys)
        assert outcomes(page) == bad, keys
    page.locator("#proof-statements").fill(key)
    lies = {
        "altered": {"leaf": leaf.replace("kept 11", "kept 12"), "text": proof},
        "of another log": {"leaf": first.leaf.decode(), "text": first.text},
        "left out": None,
    }
    for how, lie in lies.items():
        replace(page, "opening", lie)
        assert outcomes(page) == bad, how
    replace(page, "opening", {"leaf": leaf, "text": proof})
    assert outcomes(page)["verdict"] == "ok"


def test_a_key_held_by_the_reader_decides(visit: Visitor, claire: Person, address: str) -> None:
    page = visit(address, as_=claire, language="en")
    other = Signer("gouvernail.local/gov/1", bytes(32)).verifier.vkey
    page.locator("#proof-key").fill(other)
    assert outcomes(page)["signature"] == "bad"

    page.locator("#proof-key").fill("nonsense")
    assert outcomes(page)["key"] == "bad"


def test_a_browser_without_ed25519_says_so(visit: Visitor, claire: Person, address: str) -> None:
    page = visit("/", as_=claire, language="fr")
    page.add_init_script(NO_ED25519)
    page.goto(address)

    said = outcomes(page)

    assert said == {**dict.fromkeys(STEPS[:4], "ok"), "signature": "unknown", "verdict": "unknown"}
    expect(page.locator("[data-step=verdict]")).to_contain_text("ne connaît pas Ed25519")


def test_without_scripts_nothing_is_promised(visit: Visitor, claire: Person, address: str) -> None:
    page = visit(address, as_=claire, language="en", scripts=False)

    expect(page.locator("#proof-here")).to_be_hidden()
    expect(page.get_by_role("link", name="Download the proof")).to_be_visible()
