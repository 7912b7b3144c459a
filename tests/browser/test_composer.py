"""The composer in a real browser: underlining, saving, what survives, and without scripts."""

from datetime import UTC, datetime

import pytest

from gouvernail.content.models import Draft, DraftMedia
from gouvernail.people.models import Person, Unit
from tests.browser.conftest import Visitor
from tests.browser.seeing import axe, overflow, picture
from tests.make.content import make_draft
from tests.make.media import make_asset
from tests.make.registry import make_account, make_connection
from tests.make.rulebooks import make_pack

TEXT = (
    "New charging station in Nantes-Beaulieu: 24 fast chargers, open day and night.\n\n"
    "Charging is the cheapest in France, two steps from tram 4.\n\n"
    "Come and try it: a discount of 20 % with the code BEAULIEU.\n\n"
    "Thanks to the neighbours, whose code name was Borealis. nordet.fr/beaulieu #Nantes"
)


@pytest.fixture
def draft(
    hugo: Person,
    claire: Person,
    julie: Person,
    amina: Person,
    camille: Person,
    energy: Unit,
    nordet: Unit,
) -> Draft:
    make_pack(unit=nordet, by=claire)
    accounts = (
        make_account(
            unit=energy,
            address="https://bsky.app/profile/nordet.bsky.social",
            name="Nordet Recharge",
        ),
        make_account(unit=energy, address="https://x.com/NordetRecharge", name="Nordet Recharge"),
        make_account(
            unit=energy,
            address="https://www.linkedin.com/company/nordet-recharge",
            name="Nordet Recharge",
        ),
        make_account(
            unit=energy, address="https://mastodon.social/@nordet", name="Nordet Recharge"
        ),
    )
    make_connection(account=accounts[0], by=claire)
    make_connection(account=accounts[3], by=claire)
    draft = make_draft(
        author=hugo,
        unit=energy,
        accounts=accounts,
        text=TEXT,
        title="Opening of the Nantes-Beaulieu station",
        publish_at=datetime(2099, 11, 17, 13, tzinfo=UTC),
        wall_time="2099-11-17T14:00",
        time_zone="Europe/Paris",
    )
    asset = make_asset(unit=energy, by=hugo, title="nantes-beaulieu-04", credit="M. Kerbrat")
    DraftMedia.objects.create(
        draft=draft, asset=asset, alt="A covered station, four chargers and a red car"
    )
    return draft


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_the_composer_is_accessible_and_fits(
    visit: Visitor, hugo: Person, draft: Draft, width: int, theme: str, language: str
) -> None:
    page = visit(f"/drafts/{draft.pk}/", as_=hugo, width=width, theme=theme, language=language)

    picture(page, f"composer-{width}-{theme}-{language}")
    assert axe(page) == []
    assert overflow(page) == 0
