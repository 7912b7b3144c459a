"""Photograph the demo for the README and the docs: docs/images/<name>[-dark|-390].png.

    make screenshots                 the pictures the pages use
    make screenshots ARGS=composer   one of them

Starts the demo in a home of its own, signs in as its people with one click, and walks by links, as
a person would. Needs Chromium, as the tests do.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.request import urlopen

from playwright.sync_api import Browser, sync_playwright

ROOT: Final = Path(__file__).resolve().parents[1]
IMAGES: Final = ROOT / "docs" / "images"
BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome")
PATIENCE_SECONDS: Final = 120


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: whose eyes, from which page, following which links (CSS), how wide."""

    name: str
    person: str
    path: str
    follow: tuple[str, ...] = ()
    width: int = 1440
    theme: str = "light"


DRAFT: Final = ("text=La recharge la moins chère",)
SHOTS: Final = (
    Shot("today", "Claire Morvan", "/"),
    Shot("composer", "Hugo Petit", "/drafts/?q=moins", DRAFT),
    Shot("accounts", "Claire Morvan", "/accounts/"),
    Shot("review", "Julie Marchand", "/reviews/"),
    Shot("calendar", "Claire Morvan", "/calendar/"),
    Shot("composer-dark", "Hugo Petit", "/drafts/?q=moins", DRAFT, theme="dark"),
    Shot("today-390", "Claire Morvan", "/", width=390),
)


def main(names: list[str]) -> int:
    """Take the named pictures, or all."""
    wanted = [shot for shot in SHOTS if not names or shot.name in names]
    IMAGES.mkdir(exist_ok=True)
    with demo() as address, sync_playwright() as playwright:
        path = next(filter(None, map(shutil.which, [os.environ.get("CHROMIUM", ""), *BROWSERS])))
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for shot in wanted:
            take(browser, address, shot)
            print(f"docs/images/{shot.name}.png", flush=True)
        browser.close()
    return 0


def take(browser: Browser, address: str, shot: Shot) -> None:
    """Sign in, walk, photograph."""
    context = browser.new_context(
        viewport={"width": shot.width, "height": 900 if shot.width > 500 else 844},
        locale="fr-FR",
        base_url=address,
    )
    context.add_cookies([{"name": "gouvernail_theme", "value": shot.theme, "url": address}])
    page = context.new_page()
    page.goto("/account/login/")
    page.locator("li", has_text=shot.person).get_by_role("button").first.click()
    page.goto(shot.path)
    for link in shot.follow:
        page.locator(link).first.click()
        page.wait_for_load_state("networkidle")
    page.wait_for_load_state("networkidle")
    page.screenshot(path=IMAGES / f"{shot.name}.png")
    context.close()


@contextmanager
def demo() -> Iterator[str]:
    """Start the demo and give its address; stop it at the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="gouvernail-shots-") as home:
        site = subprocess.Popen(
            [sys.executable, "-m", "gouvernail.cli.main", "demo", "--port", str(port)],
            cwd=ROOT,
            env={**os.environ, "GOUVERNAIL_HOME": home},
            stdout=subprocess.DEVNULL,
        )
        address = f"http://localhost:{port}"
        try:
            wait_for(f"{address}/account/login/", site)
            yield address
        finally:
            site.terminate()
            site.wait(timeout=30)


def wait_for(url: str, site: subprocess.Popen[bytes]) -> None:
    """Return once the page comes."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            with urlopen(url, timeout=5):
                return
        except OSError:
            if site.poll() is not None or time.monotonic() > deadline:
                raise SystemExit("the demo does not start; try `make demo`") from None
            time.sleep(0.2)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
