"""Proof of control: photographed, sent back, confirmed; unable, decided; late, asked again."""

from datetime import timedelta

from playwright.sync_api import Page, expect

from gouvernail.custody.actions import keep_drills
from gouvernail.custody.models import ControlProof
from gouvernail.foundation.clock import now
from gouvernail.people.models import Person, Unit
from tests.browser.conftest import Visitor
from tests.browser.seeing import overflow, picture
from tests.make.custody import make_proof
from tests.make.media import make_picture
from tests.make.registry import make_account
from tests.walks.words import words

FR, EN = words("fr"), words("en")


def send(page: Page, button: str) -> None:
    """Send a photograph by the form."""
    told = {"name": "profil.png", "mimeType": "image/png", "buffer": make_picture()}
    page.locator("#id_picture-picture").set_input_files(told)  # type: ignore[arg-type]  # a file
    with page.expect_navigation():  # it is there once its answer is
        page.get_by_role("button", name=button, exact=True).click()


def test_a_drill_is_opened_a_photograph_is_sent_back_then_confirmed_by_another(
    visit: Visitor, karim: Person, hugo: Person, nina: Person, energy: Unit
) -> None:
    make_account(unit=energy, name="Nordet Recharge", owner=hugo, backup=nina)
    manager = visit("/custody/proofs/", as_=karim)
    manager.get_by_role("link", name=FR("Open a drill")).first.click()
    manager.get_by_role("button", name=FR("Open the drill")).click()
    expect(manager.locator("tbody tr")).to_have_count(2)

    page = visit("/", as_=hugo)
    page.get_by_role("link", name=FR("Prove it")).first.click()
    token = page.locator("#the-token").inner_text()
    assert token == ControlProof.objects.get(person=hugo).token
    send(page, FR("Send"))
    other = visit("/", as_=nina, width=390)
    other.get_by_role("link", name="Nordet Recharge").first.click()
    expect(other.locator("main")).to_contain_text(token)
    other.locator("#id_back-reason").fill("Le code est coupé.")
    other.get_by_role("button", name=FR("Send it back")).click()
    page.reload()
    expect(page.locator("main")).to_contain_text("Le code est coupé.")
    send(page, FR("Send"))
    other.reload()
    picture(other, "walk-proof-witness", full=False)
    other.get_by_role("button", name=FR("Yes, I confirm it")).click()
    left = FR("The token is still to be taken out of the profile.")
    expect(other.locator("main")).to_contain_text(left)
    assert overflow(other) == 0
    page.reload()
    page.get_by_role("button", name=FR("It is out"), exact=True).click()
    expect(page.locator("main")).to_contain_text(FR("Token taken out"))


def test_a_failure_and_a_lateness_go_to_a_human_who_decides(
    visit: Visitor, karim: Person, hugo: Person, nina: Person, energy: Unit
) -> None:
    account = make_account(unit=energy, name="Nordet Recharge", owner=hugo, backup=nina)
    proof = make_proof(account=account, person=hugo)
    yesterday = now().date() - timedelta(days=1)
    late = make_proof(
        account=account, person=nina, place="backup", drill=proof.drill, due_on=yesterday
    )
    keep_drills(at=now())
    page = visit(f"/custody/proofs/{proof.pk}/", as_=hugo, language="en", width=390)
    page.get_by_label(EN("I cannot get in")).check()
    page.get_by_role("button", name=EN("Tell them")).click()
    expect(page.locator("#id_decline-reason")).to_have_attribute("aria-invalid", "true")
    visit.complaints.clear()
    page.locator("#id_decline-reason").fill("The password changed.")
    page.get_by_role("button", name=EN("Tell them")).click()
    expect(page.locator("main")).to_contain_text("The password changed.")
    assert overflow(page) == 0

    human = visit("/", as_=karim, language="en")
    human.get_by_role("link", name=EN("Decide")).first.click()
    human.goto(f"/custody/proofs/{late.pk}/")
    expect(human.locator("main")).to_contain_text("the token is worth nothing any more")
    human.get_by_label(EN("Ask again, with a new token and 14 days")).check()
    human.get_by_role("button", name=EN("Decide"), exact=True).click()
    expect(human.locator("main")).to_contain_text("asked again, with a new token")
    human.goto(f"/custody/proofs/{proof.pk}/")
    human.get_by_label(EN("Hand the account over to somebody else")).check()
    human.get_by_role("button", name=EN("Decide"), exact=True).click()
    expect(human.locator("main")).to_contain_text("handed over to somebody else")
    again = ControlProof.objects.get(person=nina, state="asked")
    assert again.token != late.token
