"""The other pages of drafts and rules, seen once each in a real browser."""

import pytest

from gouvernail.content.actions import Choice, decide_draft
from gouvernail.content.models import Draft
from gouvernail.foundation.clock import now
from gouvernail.people.models import Person, Unit
from gouvernail.rulebooks.actions import adopt_starter_packs
from tests.browser.conftest import Visitor
from tests.browser.seeing import axe, overflow, picture
from tests.make.content import make_draft, make_submitted
from tests.make.registry import make_account
from tests.make.rulebooks import PACK, make_pack

PAGES = {
    "draft-list": "/drafts/",
    "draft-create": "/drafts/new/",
    "draft-detail": "/drafts/{draft}/record/",
    "draft-move": "/drafts/{draft}/move/",
    "review-empty": "/reviews/",
    "pack-list": "/rules/",
    "pack-detail": "/rules/{pack}/",
    "pack-upload": "/rules/{pack}/new/",
}


@pytest.fixture
def draft(claire: Person, hugo: Person, camille: Person, energy: Unit, nordet: Unit) -> Draft:
    adopt_starter_packs(unit_id=nordet.pk, by=claire, at=now())
    make_pack(unit=nordet, by=claire)
    accounts = (
        make_account(unit=energy),
        make_account(unit=energy, address="https://bsky.app/profile/nordet.bsky.social"),
    )
    for number, status in enumerate(("drafting", "changes", "published", "problem")):
        make_draft(
            author=hugo, unit=energy, accounts=accounts, status=status, title=f"Post {number}"
        )
    _draft, request = make_submitted(author=hugo, unit=energy, at=now(), accounts=accounts)
    choice = Choice(verdict="approve", digest=request.digest)
    return decide_draft(request_id=request.pk, choice=choice, by=camille, at=now())


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("name", PAGES)
def test_the_page_is_accessible_and_fits(
    visit: Visitor, claire: Person, draft: Draft, name: str, width: int
) -> None:
    address = PAGES[name].format(draft=draft.pk, pack="nordet")

    page = visit(address, as_=claire, width=width, theme="dark" if width == 390 else "light")

    picture(page, f"{name}-{width}")
    assert axe(page) == []
    assert overflow(page) == 0


def test_a_broken_pack_is_told_line_by_line(visit: Visitor, claire: Person, draft: Draft) -> None:
    page = visit("/rules/nordet/new/", as_=claire, language="en")

    page.locator("textarea").fill(PACK.replace("then: block", "then: explode"))
    page.get_by_role("button", name="Check and keep as a draft").click()

    assert "Line 10, column" in page.locator(".g-faults").inner_text()
    picture(page, "pack-upload-broken")
    assert axe(page) == []
    visit.complaints.clear()


def test_a_text_is_tried_on_a_pack(visit: Visitor, claire: Person, draft: Draft) -> None:
    page = visit("/rules/nordet/", as_=claire, language="en")

    page.locator("#try-text").fill("The cheapest in France, and unbeatable.")
    page.get_by_role("button", name="Check", exact=True).click()

    marked = page.locator(".g-tried mark").all_inner_texts()
    assert [words.lower() for words in marked] == ["the cheapest in france", "unbeatable"]
    picture(page, "pack-tried")
    assert axe(page) == []
