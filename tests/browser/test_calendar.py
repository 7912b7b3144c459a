"""The calendar in a real browser."""

from datetime import timedelta

import pytest

from gouvernail.content.models import Draft
from gouvernail.foundation.clock import now
from gouvernail.people.models import Person, Unit
from gouvernail.publishing.models import Freeze
from tests.browser.conftest import Visitor
from tests.browser.seeing import axe, overflow, picture
from tests.make.content import make_draft
from tests.make.registry import make_account

TITLES = (
    "Groix, one year",
    "Heating aid",
    "Winter roads",
    "Samir, lineman",
    "Solar roof",
    "Night charging",
)
STATES = ("published", "in_review", "drafting", "published", "changes", "problem")


@pytest.fixture
def month(claire: Person, hugo: Person, nordet: Unit, energy: Unit, care: Unit) -> list[Draft]:
    accounts = [
        make_account(unit=energy, address="https://bsky.app/profile/nordet.bsky.social"),
        make_account(unit=care),
    ]
    drafts = []
    for number in range(30):
        unit = (energy, care, nordet)[number % 3]
        at = now().replace(day=1, hour=9, minute=0) + timedelta(
            days=number * 37 % 29, hours=number % 4
        )
        drafts.append(
            make_draft(
                author=hugo,
                unit=unit,
                accounts=(accounts[number % 2],),
                title=TITLES[number % 6],
                status=STATES[number % 6],
                publish_at=at,
                wall_time=f"{at:%Y-%m-%dT%H:%M}",
                time_zone="Europe/Paris",
            )
        )
    Freeze.objects.create(
        scope_kind="unit",
        scope_value=care.path,
        status="sealed",
        epoch=1,
        engaged_by=claire,
        engaged_at=now(),
    )
    return drafts


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("view", ["month", "week", "list"])
def test_the_calendar_is_accessible_and_fits(
    visit: Visitor,
    claire: Person,
    month: list[Draft],
    width: int,
    theme: str,
    language: str,
    view: str,
) -> None:
    page = visit(f"/calendar/?view={view}", as_=claire, width=width, theme=theme, language=language)

    picture(page, f"calendar-{view}-{width}-{theme}-{language}")
    assert axe(page) == []
    assert overflow(page) == 0
