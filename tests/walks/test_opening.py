"""A new account: asked for, found to have a twin, decided by somebody else, opened; or refused."""

import pytest
from playwright.sync_api import Page, expect

from gouvernail.foundation.clock import now
from gouvernail.openings.actions import tick_check
from gouvernail.openings.models import Opening
from gouvernail.people.models import Person, Unit
from gouvernail.registry.actions import write_sheet
from gouvernail.registry.models import Account
from tests.browser.conftest import Visitor
from tests.browser.seeing import overflow, picture
from tests.make.openings import make_requested
from tests.make.registry import make_account
from tests.walks.setting import speak
from tests.walks.words import Words, words

BOTH = pytest.mark.parametrize("language", ["fr", "en"])


@BOTH
def test_an_account_is_asked_for_corrected_agreed_to_and_opened(
    visit: Visitor, hugo: Person, karim: Person, camille: Person, energy: Unit,
    language: str,
) -> None:  # fmt: skip
    say = words(language)
    speak(language, hugo, karim, camille)
    make_account(
        unit=energy, name="Nordet Emploi", owner=karim, purpose="Recruter des apprentis",
        audience="Apprentis et lycéens",
    )  # fmt: skip
    page = visit("/accounts/", as_=hugo, language=language)
    page.get_by_role("link", name=say("Ask for an opening")).click()
    _write(page, say, backup=karim)
    opening = Opening.objects.get()
    same = page.locator("section[aria-labelledby=advice-same]")
    expect(same).to_contain_text("Nordet Emploi")
    same.locator("summary").first.click()
    expect(same).to_contain_text("apprenti")
    picture(page, "walk-opening-asked", full=False)
    other = visit("/", as_=karim, language=language)
    other.get_by_role("link", name="Nordet Apprentis").first.click()
    other.get_by_role("button", name=say("I accept")).click()
    page.reload()
    page.get_by_role("button", name=say("Submit the request")).click()

    review = visit("/", as_=camille, language=language)
    review.get_by_role("link", name="Nordet Apprentis").first.click()
    _correct(review, page, opening, say)
    review.locator("button[value=approve]").click()
    review.wait_for_url("**/openings/*-*/")

    other.goto(f"/openings/{opening.pk}/")
    _open(other, opening, say, owner=hugo, backup=karim)
    opening.refresh_from_db()
    account = Account.objects.get(name="Nordet Apprentis")
    assert (opening.status, opening.account, account.status) == ("active", account, "official")
    assert overflow(other) == 0


def _correct(review: Page, page: Page, opening: Opening, say: Words) -> None:
    """Ask for changes, make them, submit again and open the request anew."""
    review.locator("summary", has_text=say("Ask for changes")).click()
    review.locator("#comment-changes").fill("Pourquoi pas Nordet Emploi ?")
    review.locator("button[value=changes]").click()
    review.wait_for_url("**/openings/*-*/")
    page.goto(f"/openings/{opening.pk}/edit/network/")
    page.locator("#id_why_new").fill("Nordet Emploi parle aux ingénieurs.")
    page.locator("button[name=stop]").click()
    with page.expect_navigation():
        page.get_by_role("button", name=say("Submit the request")).click()
    opening.refresh_from_db()
    review.goto(f"/openings/reviews/{opening.approval_id}/")
    expect(review.locator("main")).to_contain_text("Nordet Emploi parle aux ingénieurs.")


def _write(page: Page, say: Words, *, backup: Person) -> None:
    """Fill in the request, one page after the other."""
    page.locator("#id_title").fill("Nordet Apprentis")
    page.locator("#id_network").select_option("tiktok")
    page.locator("main form button[type=submit]").click()
    page.locator("#id_purpose").fill("Recruter des apprentis du solaire")
    page.locator("#id_audience").fill("Apprentis et lycéens")
    page.locator("input[name=languages][value=fr]").check()
    page.locator("#id_wished_on").fill("2099-01-01")
    keep = page.get_by_role("button", name=say("Keep it and go on"))
    keep.click()
    for name in ("why_network", "why_new", "handle"):
        page.locator(f"#id_{name}").fill("nordet_apprentis")
    keep.click()
    page.locator("#id_owner").fill("hugo.petit@nordet.example")
    page.locator("#id_owner_minutes").fill("5")
    page.locator("#id_backup").fill(backup.name)
    page.locator("#id_backup_minutes").fill("2.5")
    keep.click()
    page.locator("#id_rhythm-0-kind").select_option("video")
    page.locator("#id_rhythm-0-times").fill("1")
    page.locator("#id_subjects").fill("Les ateliers")
    page.locator("#id_first_month").fill("Quatre vidéos")
    keep.click()
    page.locator("#id_closing_when").fill("Deux mois sans vidéo")
    page.get_by_role("button", name=say("Keep it and look at the whole")).click()


def _open(page: Page, opening: Opening, say: Words, *, owner: Person, backup: Person) -> None:
    """Begin, tick a step as people do, the others at once, and make the account official."""
    page.get_by_role("link", name=say("Begin the opening")).click()
    page.locator("#id_due_on").fill("2099-01-15")
    page.locator("main form button[type=submit]").click()
    step = page.locator("#profile")
    step.locator("summary").click()
    step.locator("input[name=note]").fill("Logo et lien posés.")
    step.get_by_role("button", name=say("Note it under my name")).click()
    expect(page.locator("#profile")).to_contain_text("Logo et lien posés.")
    expect(page.get_by_role("button", name=say("Make the account official"))).to_be_disabled()
    for check in opening.checks.filter(done_at=None):
        tick_check(check.pk, by=owner if check.code.startswith("owner") else backup, at=now())
    opening.refresh_from_db()
    assert opening.account_id is not None
    facts = {"recovery": "Codes au coffre."}
    write_sheet(opening.account_id, facts=facts, checked_on=now().date(), by=backup, at=now())
    page.reload()
    picture(page, "walk-opening-checklist", full=False)
    page.get_by_role("button", name=say("Make the account official")).click()
    page.wait_for_url("**/openings/*-*/")


@BOTH
def test_a_refusal_is_put_to_the_lead_who_answers_in_writing(
    visit: Visitor, nina: Person, hugo: Person, karim: Person, camille: Person, claire: Person,
    energy: Unit, language: str,
) -> None:  # fmt: skip
    say = words(language)
    speak(language, nina, hugo, karim, camille, claire)
    opening = make_requested(by=nina, unit=energy, owner=hugo, backup=karim)
    review = visit(f"/openings/reviews/{opening.approval_id}/", as_=camille, language=language)
    review.locator("summary", has_text=say("Refuse")).click()
    review.locator("#comment-refuse").fill("Too many accounts.")
    review.locator("button[value=refuse]").click()
    review.wait_for_url("**/openings/*-*/")

    page = visit(f"/openings/{opening.pk}/", as_=nina, language=language, width=390)
    expect(page.locator("main")).to_contain_text("Too many accounts.")
    page.get_by_label(say("Why the refusal should be looked at again")).fill("We close two others.")
    page.get_by_role("button", name=say("Ask the lead"), exact=True).click()
    expect(page.locator("main")).to_contain_text(say("waits for an answer"))
    assert overflow(page) == 0

    lead = visit("/", as_=claire, language=language)
    lead.get_by_role("link", name="Nordet Apprentis").first.click()
    lead.get_by_label(say("the refusal stands")).check()
    lead.get_by_label(say("Your reasons; the requester reads them")).fill("Close them first.")
    lead.get_by_role("button", name=say("Send this answer")).click()
    page.reload()
    expect(page.locator("main")).to_contain_text("Close them first.")
    opening.refresh_from_db()
    assert (opening.status, opening.appeals.get().outcome) == ("refused", "upheld")
