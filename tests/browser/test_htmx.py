"""htmx under the strict policy: what it swaps, and what it says when an act is refused."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from gouvernail.people.models import Person
from tests.browser.conftest import Visitor
from tests.browser.seeing import axe

pytestmark = pytest.mark.urls("tests.web.refusing_urls")


def test_an_act_swaps_its_row_and_says_what_was_done(visit: Visitor, claire: Person) -> None:
    page = visit("/acts", as_=claire, language="en")

    page.get_by_role("button", name="Keep").click()

    expect(page.locator("#row")).to_have_text("row")
    toast = page.locator("#toasts .g-flash")
    expect(toast).to_contain_text("Kept.")
    assert axe(page) == []
    toast.get_by_role("button", name="Dismiss").click()
    expect(toast).to_have_count(0)


def test_a_refused_act_is_a_toast_and_leaves_the_page(visit: Visitor, claire: Person) -> None:
    page = visit("/acts", as_=claire, language="en")

    page.get_by_role("button", name="Suspend").click()

    toast = page.locator("#toasts [data-code=account_already_suspended]")
    expect(toast).to_contain_text("already suspended")
    expect(page.locator("#row")).to_have_text("before")
    assert axe(page) == []
    forget(visit, "409")


def test_a_session_that_ended_says_so_and_loses_nothing(visit: Visitor, claire: Person) -> None:
    page = visit("/acts", as_=claire, language="en")
    Session.objects.all().delete()

    page.get_by_role("button", name="Mine").click()

    expect(page.locator("#toasts [data-code=signed_out]")).to_be_visible()
    expect(page.locator("#row")).to_have_text("before")
    forget(visit, "401")


def test_a_network_that_is_gone_is_said_once(visit: Visitor, claire: Person) -> None:
    page = visit("/acts", as_=claire, language="en")
    page.context.set_offline(True)

    page.get_by_role("button", name="Keep").click()
    page.get_by_role("button", name="Keep").click()

    expect(page.locator("#toasts [data-offline]")).to_have_count(1)
    page.context.set_offline(False)
    page.get_by_role("button", name="Keep").click()
    expect(page.locator("#toasts [data-offline]")).to_have_count(0)
    visit.complaints.clear()


def forget(visit: Visitor, status: str) -> None:
    """Forget the one complaint a refused request makes in the console."""
    others = [said for said in visit.complaints if status not in said and "Response" not in said]
    assert others == []
    visit.complaints.clear()
