"""The button of the identity provider, in Chromium: the page lets it lead there and back."""

import copy

import pytest
from playwright.sync_api import expect
from pytest_django import Settings

from gouvernail.people.models import Person
from tests.browser.conftest import Visitor
from tests.servers.oidc import app_of, known

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_signs_in_through_the_provider(
    visit: Visitor, oidc_server: str, claire: Person, settings: Settings
) -> None:
    settings.OIDC_URL, settings.OIDC_NAME = oidc_server, "Nordet ID"
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app_of(oidc_server)]}}
    policy = copy.deepcopy(settings.CONTENT_SECURITY_POLICY)
    policy["DIRECTIVES"]["form-action"].append(oidc_server)
    settings.CONTENT_SECURITY_POLICY = policy
    known(oidc_server, "claire", email=claire.email, email_verified=True)

    page = visit("/account/login/?next=/profile/", language="en")
    page.get_by_role("button", name="Continue with Nordet ID").click()
    page.wait_for_url(f"{oidc_server}/**")
    page.locator("input[name=sub]").fill("claire")
    page.get_by_role("button", name="Authorize").click()

    page.wait_for_url("**/profile/")
    expect(page.locator("h1")).to_have_text(claire.name)
    assert not [said for said in visit.complaints if "Content Security Policy" in said]
    visit.complaints.clear()  # the provider's own page looks for a style and an icon elsewhere
