"""The packs that come with the product: read, put on the site as drafts, brought up to date."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from gouvernail.people.models import Person, Unit
from gouvernail.rulebooks.models import Pack, PackVersion
from gouvernail.rulebooks.queries.shipped import packs_shipped, shipped_rows
from tests.make.rulebooks import make_pack

LIST = "/rules/starters/packs/"
HEALTH = f"{LIST}health/"


def shipped_source(slug: str) -> str:
    return next(one.source for one in packs_shipped() if one.slug == slug)


@pytest.fixture
def older(energy: Unit, claire: Person) -> PackVersion:
    """Return the pack on health in force for Energy, as an earlier edition of it said."""
    source = shipped_source("health").replace('version: "1"', 'version: "0.9"')
    return make_pack(unit=energy, by=claire, source=source.replace("ozempic, ", ""))


def state_of(slug: str, viewer: Person) -> tuple[str, str, bool]:
    row = next(one for one in shipped_rows(viewer) if one.shipped.slug == slug)
    return row.state, row.edition, row.is_known


def test_every_pack_that_ships_says_what_it_is_for_and_only_observes() -> None:
    packs = packs_shipped()

    assert len(packs) == 13
    assert all(one.title and one.description and one.edition and one.examples for one in packs)
    assert {one.languages for one in packs} == {("fr", "en")}
    assert [one.slug for one in packs if not one.observes] == []


def test_the_list_tells_what_the_site_has(
    client: Client,
    older: PackVersion,
    claire: Person,
    ines: Person,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client.force_login(claire)
    page = client.get(LIST).text

    assert page.count("g-packrow") == 13
    assert "a newer one ships" in page
    assert state_of("health", claire) == ("newer", "0.9", True)
    assert state_of("crisis", claire) == ("absent", "", False)
    assert state_of("health", ines) == ("newer", "0.9", False), "Care does not know it"
    with django_assert_max_num_queries(4):
        shipped_rows(claire)


def test_a_lead_reads_its_rules_and_puts_it_here_as_a_draft(
    client: Client, claire: Person, energy: Unit
) -> None:
    client.force_login(claire)
    page = client.get(HEALTH).text
    assert "Prescription medicine" in page
    assert "it stops nothing" in page

    client.post(f"{HEALTH}install", {"unit": str(energy.pk)})

    version = PackVersion.objects.get(pack__slug="health")
    assert (version.status, version.pack.unit) == ("draft", energy)
    assert state_of("health", claire) == ("here", "1", True)
    assert "here, not in force" in client.get(LIST).text


def test_what_ships_newer_is_shown_line_by_line_and_taken_as_a_draft(
    client: Client, older: PackVersion, claire: Person
) -> None:
    client.force_login(claire)
    page = client.get(HEALTH).text
    assert "Take it as a draft" in page
    assert "Titles, lists and settings of the pack" in page

    client.post(f"{HEALTH}update")

    second = PackVersion.objects.get(pack=older.pack, number=2)
    assert (second.status, second.source) == ("draft", shipped_source("health"))
    older.refresh_from_db()
    assert older.status == "in_force"


def test_a_pack_made_ones_own_is_compared_and_not_replaced(
    client: Client, energy: Unit, claire: Person
) -> None:
    source = shipped_source("health").replace("ozempic, ", "")
    make_pack(unit=energy, by=claire, source=source)
    client.force_login(claire)

    page = client.get(HEALTH).text

    assert state_of("health", claire)[0] == "own"
    assert "here, in words of your own" in page
    assert "Take it as a draft" not in page


def test_who_writes_no_rules_reads_and_changes_nothing(
    client: Client, older: PackVersion, hugo: Person, energy: Unit
) -> None:
    client.force_login(hugo)

    assert "Take it as a draft" not in client.get(HEALTH).text
    assert "Who leads a unit puts it here" in client.get(f"{LIST}crisis/").text
    assert client.post(f"{LIST}crisis/install", {"unit": str(energy.pk)}).status_code == 403
    assert client.post(f"{HEALTH}update").status_code == 403
    assert Pack.objects.count() == PackVersion.objects.count() == 1


def test_what_does_not_ship_is_not_found(client: Client, claire: Person) -> None:
    client.force_login(claire)

    assert client.get(f"{LIST}nothing/").status_code == 404
    assert client.post(f"{HEALTH}install", {"unit": "here"}).status_code == 404
    assert client.post(f"{HEALTH}update").status_code == 404
    assert reverse("rulebooks:shipped-list") == LIST
