"""Walks the pages in Debian's Chromium. A console error or a refused style fails a test."""

import os
import shutil
from collections.abc import Iterator
from typing import Any, Self

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from gouvernail.people.models import Person

# Playwright's synchronous calls run inside an event loop; the tests touch the database there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
INSTALL = "apt-get install -y --no-install-recommends chromium-headless-shell fonts-liberation"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
HEIGHTS = {390: 844}
PATIENCE = 15_000  # milliseconds; what is not there by then is not slow but missing
LEAVES_WITHIN = 5_000  # milliseconds: a form that was sent and leads nowhere was a download
SETTLED = f"""() => document.readyState === 'complete' && (!window.htmx || (
    document.fonts.status === 'loaded'
    && !document.querySelector('.htmx-request, form[aria-busy=true]')
    && ![...document.querySelectorAll('form[data-sent-at]')].some(
        (form) => performance.now() - form.dataset.sentAt < {LEAVES_WITHIN})))"""

expect.set_options(timeout=PATIENCE)


def chromium() -> str:
    """Return the path of a Chromium, or fail with the command that installs one."""
    for name in (os.environ.get("CHROMIUM", ""), *NAMES):
        if name and (found := shutil.which(name)):
            return found
    pytest.fail(f"No Chromium here (CHROMIUM, {', '.join(NAMES)}). Run: {INSTALL}", pytrace=False)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return {"executable_path": chromium(), "args": FLAGS, "headless": True}


@pytest.fixture(scope="session", autouse=True)
def clicks_wait_for_their_answer() -> Iterator[None]:
    """A click returns once the page or fragment it asked for is there to be read.

    The browser's own click returns when a new page begins, before it holds anything.
    """
    click = Locator.click

    def answered(locator: Locator, *arguments: Any, **options: Any) -> None:
        click(locator, *arguments, **options)
        page = locator.page
        if not page.is_closed():
            settle(page)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Locator, "click", answered)
        yield


def settle(page: Page) -> None:
    """Wait until the page has all it asked for and no form of it is on its way.

    Says the same as the browser's own silence of the network, which takes half a second each time.
    """
    page.wait_for_load_state("load")  # without scripts, a function is asked once
    page.wait_for_function(SETTLED)


class Complaint(str):
    """What the browser said; where it was said is in its `repr` alone.

    A test that knows a complaint by a status in its words does not find it in an address.
    """

    __slots__ = ("page", "source")
    page: str
    source: str

    def __new__(cls, words: str, *, source: str, page: str) -> Self:
        made = super().__new__(cls, words)
        made.source, made.page = source, page
        return made

    def __repr__(self) -> str:
        return f"{super().__repr__()} about {self.source} on {self.page}"


class Visitor:
    """The windows one test opened, and what the browser complained about in them."""

    def __init__(self, browser: Browser, server: LiveServer) -> None:
        self.browser = browser
        self.server = server
        self.complaints: list[str] = []
        self.contexts: list[BrowserContext] = []

    def __call__(
        self,
        path: str,
        *,
        as_: Person | None = None,
        width: int = 1440,
        theme: str = "light",
        language: str = "fr",
        scripts: bool = True,
    ) -> Page:
        context = self.browser.new_context(
            viewport={"width": width, "height": HEIGHTS.get(width, 900)},
            locale=language,
            java_script_enabled=scripts,
            base_url=self.server.url,
        )
        self.contexts.append(context)
        cookies = {"gouvernail_theme": theme, settings.LANGUAGE_COOKIE_NAME: language}
        if as_ is not None:
            cookies[settings.SESSION_COOKIE_NAME] = session_of(as_)
        url = self.server.url
        context.add_cookies(
            [{"name": name, "value": value, "url": url} for name, value in cookies.items()]
        )
        page = context.new_page()
        page.on("console", lambda said: self._heard(said, page))
        page.on("pageerror", lambda error: self._note(f"error: {error}", "a script", page))
        page.goto(path)
        settle(page)
        return page

    def _heard(self, said: ConsoleMessage, page: Page) -> None:
        if said.type in {"error", "warning"}:
            self._note(f"{said.type}: {said.text}", said.location["url"], page)

    def _note(self, words: str, source: str, page: Page) -> None:
        self.complaints.append(Complaint(words, source=source, page=page.url))

    def close(self) -> None:
        for context in self.contexts:
            context.close()


def session_of(person: Person) -> str:
    """Return the session cookie of a person who has just signed in."""
    client = Client()
    client.force_login(person)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@pytest.fixture
def visit(browser: Browser, live_server: LiveServer) -> Iterator[Visitor]:
    """Open pages as somebody; at the end the browser must have had nothing to complain about.

    A test that expects a complaint (a 404, say) empties `visit.complaints` after reading it.
    """
    visitor = Visitor(browser, live_server)
    yield visitor
    visitor.close()
    assert visitor.complaints == []
