"""Passkeys in Chromium, whose own software authenticator stands for the reader's device."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import CDPSession, Page, expect

from gouvernail.charter.models import Charter
from gouvernail.people.models import ApiKey, Person
from gouvernail.web.proof import PROVED_AT
from tests.browser.conftest import Visitor, settle

pytestmark = pytest.mark.django_db(transaction=True)

PASSWORD = "correct horse battery"
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def keyholder(claire: Person) -> Person:
    claire.set_password(PASSWORD)
    claire.save()
    return claire


def device(page: Page) -> tuple[CDPSession, str]:
    """Give the browser of a page an authenticator that always answers."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    made = tools.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    return tools, made["authenticatorId"]


def with_password(page: Page, person: Person) -> None:
    page.get_by_label("E-mail").fill(str(person.email))
    page.get_by_label("Password").fill(PASSWORD)
    page.locator("form[action='/account/login/'] button").click()


def add_passkey(page: Page, name: str) -> None:
    page.goto("/account/2fa/webauthn/add/")
    page.get_by_label("Name of this passkey").fill(name)
    page.get_by_role("button", name="Add this passkey").click()
    page.wait_for_url("**/recovery-codes/**")


def sign_out(page: Page) -> None:
    page.goto("/account/logout/")
    page.get_by_role("button", name="Sign out").click()


def test_a_passkey_is_added_and_signs_in_alone(visit: Visitor, keyholder: Person) -> None:
    page = visit("/account/login/", language="en")
    device(page)
    with_password(page, keyholder)
    page.wait_for_url(lambda url: "login" not in url)
    add_passkey(page, "My laptop")
    page.goto("/account/2fa/")
    expect(page.locator("main")).to_contain_text("1 passkey")
    sign_out(page)

    page.goto("/account/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()

    page.wait_for_url(lambda url: "login" not in url)
    page.goto("/profile/")
    expect(page.locator("h1")).to_have_text(keyholder.name)


def test_whoever_must_have_a_second_factor_adds_one_and_may_freeze_meanwhile(
    visit: Visitor, charter: Charter, keyholder: Person
) -> None:
    Charter.objects.update(second_factor=Charter.SecondFactor.EVERYONE)
    page = visit("/account/login/", language="en")
    device(page)
    with_password(page, keyholder)
    page.wait_for_url("**/second-factor")

    page.goto("/freeze/")
    settle(page)  # the bell has asked, and leads nowhere
    assert page.url.endswith("/freeze/")
    add_passkey(page, "My laptop")
    page.goto("/profile/")
    expect(page.locator("h1")).to_have_text(keyholder.name)


def test_a_passkey_is_asked_after_the_password(visit: Visitor, keyholder: Person) -> None:
    page = visit("/account/login/", language="en")
    device(page)
    with_password(page, keyholder)
    page.wait_for_url(lambda url: "login" not in url)
    add_passkey(page, "My laptop")
    sign_out(page)

    page.goto("/account/login/")
    with_password(page, keyholder)
    expect(page.locator("h1")).to_have_text("Second factor")
    page.get_by_role("button", name="Use my passkey").click()

    page.wait_for_url(lambda url: "/account/" not in url)
    page.goto("/profile/")
    expect(page.locator("h1")).to_have_text(keyholder.name)


def grow_old(page: Page) -> None:
    """Make the last proof of the session of a page an hour old."""
    cookies = {one["name"]: one["value"] for one in page.context.cookies()}
    session = SessionStore(cookies[settings.SESSION_COOKIE_NAME])
    session[PROVED_AT] = (datetime.now(UTC) - timedelta(hours=1)).timestamp()
    session.save()


def test_a_passkey_confirms_an_act_and_what_was_typed_comes_back(
    visit: Visitor, keyholder: Person
) -> None:
    page = visit("/account/login/", language="en")
    device(page)
    with_password(page, keyholder)
    page.wait_for_url(lambda url: "login" not in url)
    add_passkey(page, "My laptop")
    grow_old(page)

    page.goto("/profile/")
    page.get_by_text("Make a key", exact=True).click()
    page.get_by_label("What is it for?").fill("Dashboard")
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Make this key").click()
    page.get_by_role("button", name="Use my passkey").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Send it now").click()

    expect(page.locator("#new-key")).to_contain_text("gv_")
    assert ApiKey.objects.get().name == "Dashboard"


def test_a_passkey_is_renamed_and_removed(visit: Visitor, keyholder: Person) -> None:
    page = visit("/account/login/", language="en")
    device(page)
    with_password(page, keyholder)
    page.wait_for_url(lambda url: "login" not in url)
    add_passkey(page, "My laptop")

    page.goto("/account/2fa/webauthn/")
    page.get_by_role("link", name="Rename").click()
    page.get_by_label("Name of this passkey").fill("The old laptop")
    page.get_by_role("button", name="Keep this name").click()
    expect(page.locator("main")).to_contain_text("The old laptop")
    page.get_by_role("link", name="Remove…").click()
    page.get_by_role("button", name="Remove this passkey").click()

    expect(page.locator("main")).to_contain_text("None yet.")
    assert not Authenticator.objects.exists()


def test_the_passkey_of_nobody_opens_nothing(visit: Visitor, keyholder: Person) -> None:
    page = visit("/account/login/", language="en")
    device(page)
    with_password(page, keyholder)
    page.wait_for_url(lambda url: "login" not in url)
    add_passkey(page, "My laptop")
    sign_out(page)
    Authenticator.objects.all().delete()

    page.goto("/account/login/")
    with page.expect_navigation():
        page.get_by_role("button", name="Sign in with a passkey").click()

    assert "/account/login/" in page.url


@pytest.fixture
def words() -> Callable[[Page], str]:
    return lambda page: page.locator("main").inner_text()


def test_without_scripts_the_password_still_opens(
    visit: Visitor, keyholder: Person, words: Callable[[Page], str]
) -> None:
    page = visit("/account/login/", language="en", scripts=False)
    assert not page.get_by_role("button", name="Sign in with a passkey").is_visible()
    assert "Passkeys need JavaScript" in words(page)

    with_password(page, keyholder)

    page.wait_for_url(lambda url: "login" not in url)
