"""An author who never read the policy fixes a blocked post in one try: why, what, one click."""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from gouvernail.content.models import Draft
from gouvernail.people.models import Person, Unit
from gouvernail.policies.models import Signature
from gouvernail.rulebooks.models import Pack
from tests.browser.conftest import Visitor
from tests.browser.seeing import axe, overflow, picture
from tests.make.approvals import make_route
from tests.make.content import make_draft
from tests.make.policies import make_charter
from tests.make.registry import make_account
from tests.walks.setting import speak
from tests.walks.words import words


@dataclass(frozen=True)
class Post:
    """What is written, what remains of it, the button, and words of the clause nobody read."""

    text: str
    kept: str
    button: str
    clause: str


POSTS = {
    "fr": Post(
        text="La carte de recharge est en ligne. Nos bornes sont les moins chères de France.",
        kept="La carte de recharge est en ligne.",
        button="Retirer la comparaison",
        clause="Un prix porte sa date",
    ),
    "en": Post(
        text="The charging map is online. Charging here is the cheapest in France.",
        kept="The charging map is online.",
        button="Remove the comparison",
        clause="A price carries its date",
    ),
}


@pytest.fixture
def blocked(
    claire: Person, hugo: Person, camille: Person, energy: Unit, starter_pack: Pack
) -> Draft:
    """A post of Hugo that a rule of the starter pack blocks, and a charter he never signed."""
    make_charter(by=claire)
    make_route(("colleague",), subject_kind="draft", is_default=True)
    account = make_account(unit=energy, address="https://x.com/nordet", name="Nordet Recharge")
    return make_draft(author=hugo, unit=energy, accounts=(account,), title="Carte", text="")


def fixed_in_one_try(page: Page, post: Post, language: str) -> None:
    """Read the card, press its one button, submit."""
    say = words(language)
    card = page.locator("#composer-findings li.stop", has_text=post.button)
    expect(card).to_have_count(1)
    expect(card).to_contain_text(say(": not signed by the author."))
    card.get_by_text(say("What the clause says")).click()
    expect(card.locator(".g-says")).to_contain_text(post.clause)
    assert axe(page) == []
    assert overflow(page) == 0

    with page.expect_navigation():
        card.get_by_role("button", name=post.button).click()

    expect(page.locator("textarea#text")).to_have_value(re.compile(f"^{re.escape(post.kept)}\\s*$"))
    expect(page.locator("#composer-bar")).to_contain_text(say("Ready to submit"))
    with page.expect_navigation():
        page.locator("#composer-bar button[value=submit]").click()
    expect(page.locator("main")).to_contain_text(
        say("Submitted. You will be told what is decided.")
    )


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_blocked_post_is_fixed_in_one_try(
    visit: Visitor, hugo: Person, blocked: Draft, language: str, width: int
) -> None:
    speak(language, hugo)
    post = POSTS[language]
    page = visit(f"/drafts/{blocked.pk}/", as_=hugo, width=width, language=language)
    assert not Signature.objects.filter(person=hugo).exists()

    page.locator("select[name=language]").select_option(language)
    page.locator("textarea#text").fill(post.text)
    expect(page.locator("#composer-bar")).to_contain_text(
        {"fr": "1 blocage", "en": "1 block"}[language]
    )
    picture(page, f"fix-{width}-{language}")

    fixed_in_one_try(page, post, language)
    blocked.refresh_from_db()
    assert blocked.status == Draft.Status.IN_REVIEW


def test_without_scripts_the_same_card_fixes_it(
    visit: Visitor, hugo: Person, blocked: Draft
) -> None:
    speak("fr", hugo)
    blocked.text, blocked.language = POSTS["fr"].text, "fr"
    blocked.save()

    page = visit(f"/drafts/{blocked.pk}/", as_=hugo, width=390, scripts=False)
    card = page.locator("#composer-findings li.stop", has_text=POSTS["fr"].button)
    with page.expect_navigation():
        card.get_by_role("button", name=POSTS["fr"].button).click()

    expect(page.locator("textarea#text")).to_have_value(POSTS["fr"].kept)
    expect(page.locator("#composer-bar")).to_contain_text(words("fr")("Ready to submit"))
