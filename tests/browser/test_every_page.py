"""Every page that needs no object: accessible, no wider than its window, nothing refused."""

from typing import Any

import pytest
from playwright.sync_api import Page

from gouvernail.people.models import Person
from tests.browser.addresses import pages_for
from tests.browser.conftest import Visitor, settle
from tests.browser.seeing import axe, lost, overflow


def faults(visit: Visitor, reader: Person, pages: slice, **how: Any) -> dict[str, list[str]]:
    """Return what is wrong with each of some pages, for those where something is.

    One window goes from page to page, and keeps its style and its scripts as a reader's does.
    """
    wrong: dict[str, list[str]] = {}
    page: Page | None = None
    for address in list(pages_for(reader))[pages]:
        if page is None:
            page = visit(address, as_=reader, **how)
        else:
            page.goto(address)
            settle(page)
        found = [*axe(page), *lost(page)]
        if overflow(page) > 0:
            found.append(f"{overflow(page)} px too wide")
        wrong[address] = found + visit.complaints
        visit.complaints.clear()
    assert wrong, "no page was found"
    return {address: found for address, found in wrong.items() if found}


@pytest.mark.timeout(600)
@pytest.mark.parametrize("pages", [slice(0, None, 2), slice(1, None, 2)], ids=["one", "other"])
@pytest.mark.parametrize(("width", "language"), [(1440, "fr"), (390, "en")])
def test_every_page_is_accessible_and_fits(
    visit: Visitor, claire: Person, pages: slice, width: int, language: str
) -> None:
    assert faults(visit, claire, pages, width=width, language=language) == {}


@pytest.mark.soak
@pytest.mark.timeout(2700)
@pytest.mark.parametrize("width", [1440, 1024, 760, 390, 320])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["fr", "fr-ca", "en"])
def test_every_page_is_accessible_everywhere(
    visit: Visitor, claire: Person, width: int, theme: str, language: str
) -> None:
    every = slice(None)
    assert faults(visit, claire, every, width=width, theme=theme, language=language) == {}
