"""The pages of the team, the charter, the routes, the practice network and the archive."""

from datetime import datetime

import pytest
from playwright.sync_api import FilePayload

from gouvernail.people.actions import declare_absence
from gouvernail.people.models import Person, Unit
from gouvernail.practice.actions import comment
from gouvernail.practice.models import Post, Profile
from tests.browser.conftest import Visitor, settle
from tests.browser.seeing import axe, overflow, picture
from tests.make.approvals import make_route
from tests.make.records import make_record
from tests.make.registry import make_account

CSV = "Nom;Courriel;Direction\nLéa Martin;lea@nordet.example;energy\nEva;pas une adresse;lune\n"


@pytest.fixture
def alive(
    claire: Person, hugo: Person, amina: Person, solar: Unit, noon: datetime
) -> dict[str, str]:
    """Return the address of one page of each kind, with something on it."""
    declare_absence(
        person_id=amina.pk,
        starts_at=noon,
        ends_at=noon.replace(year=2099),
        delegate_id=hugo.pk,
        by=amina,
        at=noon,
    )
    route = make_route(("legal", "brand"), ("colleague",), subject_kind="draft", unit=solar)
    profile = Profile.objects.create(handle="nordet", name="Nordet")
    post = Post.objects.create(profile=profile, key="1", text="Bonjour", lang="fr", at=noon)
    comment(post=post, author="Léo", text="Bravo !", at=noon)
    record = make_record(make_account(unit=solar))
    return {
        "team": "/team/",
        "person": f"/team/{hugo.pk}/",
        "person-form": "/team/new",
        "absence": f"/team/{amina.pk}/absence",
        "import": "/team/import/",
        "units": "/units/",
        "unit": f"/units/{solar.pk}/",
        "profile": "/profile/",
        "charter": "/settings/",
        "routes": f"/routes/?try_unit={solar.pk}&try_network=x",
        "route": f"/routes/{route.pk}/",
        "practice": "/practice/",
        "practice-profile": "/practice/nordet/",
        "practice-post": f"/practice/nordet/{post.pk}/",
        "archive": "/archive/",
        "record": f"/archive/{record.pk}/",
    }


@pytest.mark.parametrize(("width", "theme"), [(1440, "light"), (390, "dark")])
def test_every_page_is_accessible_and_fits(
    visit: Visitor, claire: Person, alive: dict[str, str], width: int, theme: str
) -> None:
    page = visit("/team/", as_=claire, width=width, theme=theme)
    found = {}
    for name, address in alive.items():
        page.goto(address)
        settle(page)
        picture(page, f"{name}-{width}-{theme}")
        found[name] = [*axe(page), *([f"{overflow(page)} px too wide"] if overflow(page) else [])]

    assert {name: said for name, said in found.items() if said} == {}


def test_a_file_is_looked_at_then_taken_in(visit: Visitor, claire: Person, energy: Unit) -> None:
    page = visit("/team/import/", as_=claire)

    file = FilePayload(name="equipe.csv", mimeType="text/csv", buffer=CSV.encode())
    page.set_input_files("input[type=file]", files=[file])
    page.get_by_role("button", name="Regarder les lignes").click()
    assert page.get_by_text("pas une adresse").is_visible()
    assert axe(page) == []
    page.get_by_role("button", name="Importer les lignes bonnes").click()

    page.get_by_role("link", name="Voir l’équipe").click()
    page.get_by_role("link", name="Léa Martin").click()
    assert Person.objects.get(email="lea@nordet.example").home_unit == energy


@pytest.mark.parametrize("scripts", [True, False])
def test_a_role_is_given_and_taken_back_with_and_without_scripts(
    visit: Visitor, claire: Person, nina: Person, *, scripts: bool
) -> None:
    page = visit(f"/team/{nina.pk}/", as_=claire, scripts=scripts, language="en")

    page.get_by_text("Give a role").click()
    page.locator("select[name=role]").select_option("contributor")
    page.get_by_role("button", name="Give this role").click()
    assert page.locator(".g-rows b", has_text="Contributor").is_visible()
    page.locator("summary[aria-label='Take back: contributor']").click()
    page.get_by_role("button", name="Take this role back").locator("visible=true").click()

    assert page.locator(".g-rows b", has_text="Contributor").count() == 0
