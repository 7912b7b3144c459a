"""Every kind of page of the demo, by every kind of reader, in eight ways.

`make soak PART=demo_page`: one line a way is added to `benchmarks/results/every-page.md`. Pages
that nobody links to are opened too: of a guest, an invitation, a refusal, and sign-in.
"""

import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from demo.loading import load
from gouvernail.approvals.actions import Invitation, invite_guest
from gouvernail.approvals.models import Request
from gouvernail.foundation import clock
from gouvernail.people.actions import invite_person
from gouvernail.people.models import Person
from gouvernail.publishing.actions import ask_lift, confirm_lift, engage_freeze, seal_freeze
from tests.browser.conftest import Visitor
from tests.browser.seeing import axe, lost, overflow
from tests.browser.walking import walk

PAGE = Path(__file__).resolve().parents[2] / "benchmarks" / "results" / "every-page.md"
COLUMNS = (
    "when (UTC)", "language", "theme", "width", "pages", "axe", "too wide", "out of reach",
    "console", "CSP", "s",
)  # fmt: skip
HEAD = f"""# every page

`make soak PART=demo_page`: pages of the demo that its people reach by following links, at most two
of a view for all readers and two of each of its filters (`GOUVERNAIL_SOAK_EACH`), and those nobody
links to (sign-in, a guest, an invitation, a refusal, a freeze); one line a way of looking at them
(`tests/browser/test_every_page_of_the_demo.py`). *axe*: violations of WCAG 2.2 AA and best
practices, element by element. *Too wide*: pages wider than the window. *Out of reach*: forms,
cards and buttons drawn where nobody can scroll to. *CSP*: what the policy refused.

| {" | ".join(COLUMNS)} |
|{"---|" * len(COLUMNS)}
"""


@dataclass(frozen=True, slots=True)
class Way:
    """How one looks at a page."""

    language: str
    theme: str
    width: int


WAYS = [Way(*way) for way in product(("fr", "en"), ("light", "dark"), (390, 1440))]
READERS = ("Claire Morvan", "Hugo Petit", "Julie Marchand", "Yann Le Goff", "Nina Costa")
STATUS_OF_A_REFUSAL = "Failed to load resource: the server responded with a status of 404"


@dataclass(slots=True)
class Tally:
    """What was found, all pages together."""

    pages: int = 0
    axe: list[str] = field(default_factory=list)
    too_wide: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)
    csp: list[str] = field(default_factory=list)

    def faults(self) -> list[str]:
        return [*self.axe, *self.too_wide, *self.lost, *self.console, *self.csp]


class Round:
    """One way of looking at the pages: a window for each reader, and what was found."""

    def __init__(self, visit: Visitor, way: Way) -> None:
        self.visit, self.way, self.tally = visit, way, Tally()
        self.windows: dict[Person | None, Page] = {}

    def look(self, address: str, *, as_: Person | None = None) -> None:
        """Open one page and count what is wrong with it."""
        page, tally = self.opened(address, as_=as_), self.tally
        tally.pages += 1
        tally.axe += [f"{address}: {found}" for found in axe(page)]
        tally.lost += [f"{address}: {found}" for found in lost(page)]
        if overflow(page) > 0:
            tally.too_wide.append(f"{address}: {overflow(page)} px too wide")
        for said in self.visit.complaints:
            if STATUS_OF_A_REFUSAL not in said:
                kept = tally.csp if "Content Security Policy" in said else tally.console
                kept.append(f"{address}: {said}")
        self.visit.complaints.clear()

    def opened(self, address: str, *, as_: Person | None) -> Page:
        """Return the reader's window at the address; files are kept from page to page."""
        if as_ not in self.windows:
            way = self.way
            self.windows[as_] = self.visit(
                address, as_=as_, width=way.width, theme=way.theme, language=way.language
            )
            return self.windows[as_]
        page = self.windows[as_]
        page.goto(address)
        return page

    def close(self) -> None:
        for page in self.windows.values():
            page.context.close()


def unlinked(lead: Person) -> list[str]:
    """Return the addresses that only letters and mistakes lead to."""
    at = clock.now()
    request = Request.objects.filter(status=Request.Status.PENDING, guests__isnull=False).first()
    assert request is not None
    seats = [seat for step in request.steps.all() for seat in step.seats if step.guests]
    guest = Invitation(name="Luc Petit", email="luc@cabinet.example", seat=seats[0], language="fr")
    _guest, key = invite_guest(request_id=request.pk, invitation=guest, by=lead, at=at)
    newcomer = Person.objects.get(name="Sarah Meunier")
    _invitation, secret = invite_person(person_id=newcomer.pk, by=lead, at=at)
    names = ("account_login", "account_reset_password", "account_reset_password_done")
    return [
        *map(reverse, names),
        reverse("content:guest-page", args=[key]),
        reverse("people:join", args=[secret]),
        reverse("people:join", args=["nothing"]),
        "/nothing-here/",
    ]


def append(tally: Tally, way: Way, *, seconds: float) -> None:
    """Add one line to the table."""
    if not PAGE.exists():
        PAGE.write_text(HEAD, encoding="utf-8")
    counts = (tally.axe, tally.too_wide, tally.lost, tally.console, tally.csp)
    cells = (
        f"{datetime.now(UTC):%Y-%m-%d %H:%M}", way.language, way.theme, way.width, tally.pages,
        *map(len, counts), f"{seconds:.0f}",
    )  # fmt: skip
    with PAGE.open("a", encoding="utf-8") as page:
        page.write("| " + " | ".join(str(cell) for cell in cells) + " |\n")


@pytest.mark.soak
@pytest.mark.timeout(2700)
def test_every_demo_page_is_accessible_and_in_reach(visit: Visitor) -> None:
    load("alize")
    seen = Counter[str]()
    people = {person.name: person for person in Person.objects.filter(name__in=READERS)}
    found = {people[name]: walk(people[name], seen) for name in READERS}
    lead, outside = people[READERS[0]], unlinked(people[READERS[0]])
    faults = []

    for way in WAYS:
        began, round_ = time.monotonic(), Round(visit, way)
        for reader, addresses in found.items():
            for address in addresses:
                round_.look(address, as_=reader)
        for address in outside:
            round_.look(address)
        freeze = engage_freeze(reason="Essai.", by=people["Yann Le Goff"], at=clock.now())
        round_.look(reverse("publishing:freeze"), as_=lead)
        seal_freeze(freeze_id=freeze.pk, at=clock.now())
        ask_lift(freeze_id=freeze.pk, reason="Fini.", by=people["Yann Le Goff"], at=clock.now())
        round_.look(reverse("publishing:freeze"), as_=lead)
        confirm_lift(freeze_id=freeze.pk, by=lead, at=clock.now())
        round_.close()
        append(round_.tally, way, seconds=time.monotonic() - began)
        faults += [f"{way}: {fault}" for fault in round_.tally.faults()]
        print(*faults, sep="\n", flush=True)  # noqa: T201 - a way takes minutes: told at once

    assert faults == []
