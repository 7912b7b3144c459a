"""From an empty site to the two pages to forward, stopped in the middle and taken up again."""

import logging
import time
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from gouvernail.foundation.clock import now, today
from gouvernail.onboarding.actions import make_setup_link
from gouvernail.onboarding.queries.figures import figures_for
from gouvernail.people.models import Person
from gouvernail.registry.models import Account
from tests.browser.conftest import Visitor
from tests.browser.seeing import axe, overflow, picture
from tests.make.websites import page as html
from tests.make.websites import serving
from tests.walks.words import Words, counted, words

log = logging.getLogger(__name__)
PASSWORD = "le phare du port éclaire"
SITE = """<h1>Ville de Lune</h1><a href="/contact">Contact</a>
<a href="https://www.facebook.com/sharer.php?u=https://lune.example">Partager</a>
<footer><a href="https://www.facebook.com/villedelune">Facebook</a>
<a href="https://x.com/villedelune">X</a></footer>"""
LIST = """adresse;titulaire;mot de passe
https://www.youtube.com/@villedelune;Ana Roy;lune2020!
https://www.linkedin.com/company/ville-de-lune;;motdepasse
"""


@pytest.mark.usefixtures("empty_site")
@pytest.mark.parametrize(("language", "width"), [("fr", 390), ("en", 1440)])
def test_an_empty_site_shows_its_accounts_within_the_hour(
    visit: Visitor, tmp_path: Path, language: str, width: int
) -> None:
    say, begun = words(language), time.monotonic()
    scripts = width > 1000  # a phone, without JavaScript
    page = visit("/accounts/", width=width, language=language, scripts=scripts)
    expect(page.locator("h1")).to_have_text(say("This site waits for its first person"))
    link = make_setup_link(at=now())
    page.goto(link)
    page.get_by_role("button", name=say("Begin here")).click()
    _refused_elsewhere(visit, link, language)
    _begin(page, say)
    _read_website(page, say)

    # They stop here, and come back another day.
    page = visit("/", width=width, language=language, scripts=scripts)
    page.get_by_label(say("E-mail")).fill("ana@lune.example")
    page.get_by_label(say("Password")).fill(PASSWORD)
    page.locator("form[action^='/account/login/'] button[type=submit]").click()
    page.locator("main a[href='/first-hour/']").first.click()
    expect(page.locator("#step-website")).to_contain_text(say("done"))
    _send_list(page, say, language, tmp_path)
    _send_policy(page, say, tmp_path)
    page.locator("#step-people").get_by_role("button", name=say("Later")).click()
    page.get_by_role("link", name=say("See the result")).click()
    expect(page.locator("h1")).to_have_text(say("A first look at your accounts"))
    log.info("from an empty site to the result: %.1f s", time.monotonic() - begun)
    _check_result(page, scripts=scripts)
    page.get_by_role("button", name=say("Done: take the first hour off Today")).click()
    expect(page.locator("main a[href='/first-hour/']")).to_have_count(0)


def _check_result(page: Page, *, scripts: bool) -> None:
    figures = figures_for(Person.objects.get(), today=today())
    counts = {"accounts": 4, "orphans": 3, "departures": 0, "one_holder": 1, "no_review": 4}
    assert figures.counts == counts | {"duplicates": 0}
    shown = page.locator(".o-figures dd").all_inner_texts()
    assert [int(each) for each in shown] == list(figures.counts.values())
    assert overflow(page) <= 0
    if scripts:
        assert axe(page) == []
        picture(page, "walk-first-hour-result")
    paper = PdfReader(BytesIO(page.request.get("/first-hour/result/report.pdf").body()))
    assert len(paper.pages) == 2
    numbers = paper.pages[0].extract_text().split()
    assert all(str(number) in numbers for number in figures.counts.values())


def _refused_elsewhere(visit: Visitor, link: str, language: str) -> None:
    other = visit(link, language=language)
    expect(other.locator("main")).to_contain_text("gouvernail setup-link")
    expect(other.get_by_role("button", name=words(language)("Begin here"))).to_have_count(0)
    visit.complaints.clear()  # the refusal is a 403


def _begin(page: Page, say: Words) -> None:
    page.get_by_label(say("Name of the organisation")).fill("Ville de Lune")
    page.get_by_label(say("1 to 9 people")).check()
    page.get_by_label(say("Your name")).fill("Ana Roy")
    page.get_by_label(say("Your e-mail")).fill("ana@lune.example")
    page.get_by_label(say("Password"), exact=True).fill(PASSWORD)
    page.get_by_label(say("The same once more")).fill(PASSWORD)
    page.get_by_role("button", name=say("Begin"), exact=True).click()
    expect(page.locator("h1")).to_have_text(say("What do you have?"))


def _read_website(page: Page, say: Words) -> None:
    page.get_by_role("link", name=say("Give its address")).click()
    with serving({"/": html(SITE), "/contact": html(SITE)}) as site:
        page.get_by_label(say("Address of your website")).fill(site.url)
        page.get_by_role("button", name=say("Read the website")).click()
        expect(page.locator("h1")).to_have_text(say("Accounts found"))
    expect(page.locator(".o-found li")).to_have_count(2)
    page.get_by_role("button", name=say("Take the ticked ones in")).click()
    expect(page.locator(".o-found li")).to_have_count(0)
    assert {one.status for one in Account.objects.all()} == {"to_confirm"}


def _send_list(page: Page, say: Words, language: str, folder: Path) -> None:
    path = folder / "comptes.csv"
    path.write_text(LIST, encoding="utf-8")
    page.get_by_role("link", name=say("Send the file")).click()
    page.get_by_label(say("Your list")).set_input_files(path)
    page.get_by_role("button", name=say("Send and preview")).click()
    page.get_by_label(say("Unit of rows that name none")).select_option(label="Ville de Lune")
    page.get_by_role("button", name=say("Read it this way")).click()
    wanted = counted(
        language, "Create %(created)s account", "Create %(created)s accounts", 2, created=2
    )
    page.get_by_role("button", name=wanted).click()
    page.get_by_role("link", name=say("First hour: back to the steps")).click()
    expect(page.locator("#step-spreadsheet")).to_contain_text(say("done"))
    assert Account.objects.count() == 4


def _send_policy(page: Page, say: Words, folder: Path) -> None:
    path = folder / "charte.pdf"
    path.write_bytes(b"%PDF-1.4\n%%EOF\n")
    page.get_by_role("link", name=say("Send the policy")).click()
    page.get_by_label(say("The policy, as PDF or Word")).set_input_files(path)
    page.get_by_label(say("Title"), exact=True).fill("Charte")
    page.get_by_role("button", name=say("Put it in force")).click()
    expect(page.locator("#step-policy")).to_contain_text(say("done"))
