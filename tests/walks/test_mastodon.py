"""A server of the Mastodon API: connected through its own consent page, published to, read back."""

from datetime import timedelta

from playwright.sync_api import Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from gouvernail.foundation.clock import now
from gouvernail.people.models import Person, Unit
from gouvernail.publishing.models import Delivery
from gouvernail.publishing.tasks import turn
from gouvernail.registry.models import Account
from tests.browser.conftest import Visitor
from tests.make.registry import make_account
from tests.servers.asking import ask
from tests.servers.snac2 import Snac2
from tests.walks.setting import agreed


def consent(page: Page, account: Account, server: Snac2) -> None:
    """Go to the server, say yes on its own page, and come back."""
    page.goto(f"/accounts/{account.pk}/connect/")
    page.get_by_label("Server").fill(server.url)
    page.get_by_role("button", name="Connect this account").click()
    page.get_by_role("link", name="Continue on").click()
    page.locator("input[name=login]").fill(server.account.name)
    page.locator("input[name=passwd]").fill(server.account.password)
    page.locator("input[type=submit]").click()
    page.wait_for_url(f"**/accounts/{account.pk}/")
    expect(page.get_by_text("Connected. The secret is sealed.")).to_be_visible()


def test_the_delegate_says_yes_on_the_server_and_a_post_goes_out(
    visit: Visitor,
    live_server: LiveServer,
    settings: Settings,
    snac2: Snac2,
    hugo: Person,
    karim: Person,
    camille: Person,
    energy: Unit,
) -> None:
    settings.SITE_URL = live_server.url
    name = snac2.account.name
    account = make_account(
        unit=energy, address=f"https://mastodon.social/@{name}", name="Nordet", owner=hugo
    )
    page = visit("/accounts/", as_=karim, language="en")
    consent(page, account, snac2)

    delivery = agreed(Account.objects.get(pk=account.pk), author=hugo, reader=camille)
    turn(clock=lambda: now() + timedelta(seconds=1))
    turn(clock=lambda: now() + timedelta(minutes=1))

    delivery.refresh_from_db()
    assert delivery.status == Delivery.Status.VERIFIED, delivery.explanation
    online = ask("GET", f"{snac2.url}/{name}").body.decode()
    assert "24 fast chargers" in online
    visit.complaints[:] = [one for one in visit.complaints if "404" not in one]  # its own icons
