"""What a browser test looks at: accessibility, and a picture to compare with the design."""

import os
from functools import lru_cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[2]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@lru_cache(maxsize=1)
def _axe_source() -> str:
    return (ROOT / "tests/vendor/axe.min.js").read_text(encoding="utf-8")


def axe(page: Page) -> list[str]:
    """Return one line for each accessibility violation and element; none is what we want."""
    page.evaluate(_axe_source())
    found: dict[str, Any] = page.evaluate(
        "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})", RULES
    )
    return [
        f"{violation['id']}: {violation['help']}: {node['html'][:160]}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


def picture(page: Page, name: str, *, full: bool = True) -> Path:
    """Keep a picture of the page as `<name>.png`, under `GOUVERNAIL_PICTURES` or `var/pictures`."""
    folder = Path(os.environ.get("GOUVERNAIL_PICTURES", ROOT / "var/pictures"))
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.png"
    page.screenshot(path=path, full_page=full)
    return path


def overflow(page: Page) -> int:
    """Return by how many pixels the page is wider than the window: a phone must show 0."""
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))


PARTS = "main form, main .g-card, main h1, main table, main button"
LOST = """parts => [...document.querySelectorAll(parts)]
    .filter(one => one.checkVisibility({visibilityProperty: true}))
    .map(one => [one, one.getBoundingClientRect()])
    .filter(([, box]) => box.width && box.height)
    .filter(([, box]) => box.bottom + scrollY <= 0 || box.right + scrollX <= 0)
    .map(([one]) => one.outerHTML.slice(0, 120))"""


def lost(page: Page) -> list[str]:
    """Return what stands above or beside the page, where nobody can scroll to."""
    found: list[str] = page.evaluate(LOST, PARTS)
    return [f"out of reach: {html}" for html in found]
