"""The frame: what it offers whom, its switches, and who a request speaks for."""

from collections.abc import Iterator
from datetime import datetime
from http import HTTPStatus
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client, RequestFactory, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from gouvernail.people.models import Person, Role, Unit
from gouvernail.publishing.actions import engage_freeze
from gouvernail.web import navigation
from gouvernail.web.context import Shell
from gouvernail.web.middleware import zone_of
from tests.make.people import make_grant, make_person

STYLEGUIDE = "/_/styleguide"


@pytest.fixture
def every_page_exists(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(navigation, "address_of", lambda name: f"/{name}")
    with translation.override("en"):
        yield


def labels(reader: Person, view_name: str = "") -> list[str]:
    groups = navigation.links_for(navigation.GROUPS, reader=reader, view_name=view_name, counts={})
    return [group.label for group in groups]


def test_a_lead_is_offered_every_group(every_page_exists: None, claire: Person) -> None:
    assert labels(claire) == [
        *("Today", "Accounts", "Content", "Listening", "Crisis", "Rules & policies", "Brand"),
        *("Team", "Training", "Ambassadors", "Report"),
    ]


def test_an_employee_is_offered_only_what_they_may_use(
    every_page_exists: None, nordet: Unit
) -> None:
    employee = make_person(name="Élise Roy")
    make_grant(person=employee, unit=nordet, role=Role.EMPLOYEE)

    assert labels(employee) == [
        *("Today", "Opening requests", "What I am asked", "Rules & policies", "Brand"),
        *("Training", "Ambassadors", "Report"),
    ]


def test_a_page_that_does_not_exist_is_not_offered(
    monkeypatch: pytest.MonkeyPatch, claire: Person
) -> None:
    monkeypatch.setattr(navigation, "address_of", lambda name: "" if "people" in name else "/x")
    groups = navigation.links_for(navigation.GROUPS, reader=claire, view_name="", counts={})
    team = next(group for group in groups if group.label == "Team")

    assert [child.label for child in team.children] == [
        "Teams",
        "My team",
        "Who may publish",
        "Breaches",
        "Settings",
        "Governance as files",
        "State of the site",
    ]
    assert team.url == "/x"


def test_the_group_of_the_page_is_open_and_its_own_line_is_current(
    every_page_exists: None, claire: Person
) -> None:
    groups = navigation.links_for(
        navigation.GROUPS, reader=claire, view_name="registry:account-detail", counts={"review": 3}
    )
    accounts = groups[1]

    assert accounts.open
    assert not accounts.current
    assert [child.label for child in accounts.children if child.current] == ["Register"]
    assert not groups[0].open
    assert [group.count for group in groups] == [0, 0, 3, *[0] * 8]


def test_the_frame_costs_five_queries(claire: Person, client: Client) -> None:
    """Session, person, grants, units with the figures beside them, freezes.

    Once a minute a session also reads what the charter asks of second factors, and keeps the time.
    """
    client.force_login(claire)
    client.get(STYLEGUIDE)
    with CaptureQueriesContext(connection) as captured:
        client.get(STYLEGUIDE)

    assert len(captured) == 5, [query["sql"] for query in captured]


@pytest.mark.parametrize("theme", ["light", "dark", "auto"])
def test_a_theme_is_kept_on_the_device(client: Client, db: None, theme: str) -> None:
    response = client.post(
        reverse("web:theme-set"), {"theme": theme, "next": STYLEGUIDE}, follow=True
    )

    assert f'data-theme="{theme}"' in response.text


def test_an_unknown_theme_changes_nothing(client: Client, db: None) -> None:
    client.post(reverse("web:theme-set"), {"theme": "purple"})

    assert "gouvernail_theme" not in client.cookies


def test_a_language_is_kept_on_the_device(client: Client, claire: Person) -> None:
    client.force_login(claire)
    response = client.post(
        reverse("web:language-set"), {"language": "fr", "next": STYLEGUIDE}, follow=True
    )

    assert '<html lang="fr"' in response.text
    claire.refresh_from_db()
    assert claire.language == "fr"


def test_a_theme_follows_the_person_to_another_device(client: Client, claire: Person) -> None:
    client.force_login(claire)
    client.post(reverse("web:theme-set"), {"theme": "dark"})
    other = Client()
    other.force_login(claire)

    assert 'data-theme="dark"' in other.get(STYLEGUIDE).text


def test_a_freeze_is_said_on_every_page(client: Client, claire: Person, noon: datetime) -> None:
    engage_freeze(scope_kind="organisation", scope_value="", reason="Rumour.", by=claire, at=noon)
    client.force_login(claire)

    page = client.get(STYLEGUIDE).text

    assert 'class="g-freezebar' in page
    assert "Rumour." in page
    assert 'data-state="calm"' not in page


def test_without_a_choice_the_language_is_the_persons(client: Client, claire: Person) -> None:
    Person.objects.filter(pk=claire.pk).update(language="fr")
    client.force_login(claire)

    response = client.get(STYLEGUIDE)

    assert '<html lang="fr"' in response.text


def test_a_switch_never_leads_to_another_site(client: Client, db: None) -> None:
    response = client.post(
        reverse("web:theme-set"), {"theme": "dark", "next": "https://elsewhere.example/"}
    )

    assert response["Location"] == "/"


def test_a_switch_is_not_turned_by_a_link(client: Client, db: None) -> None:
    response = client.get(reverse("web:theme-set"))

    assert response.status_code == HTTPStatus.METHOD_NOT_ALLOWED


def test_instants_are_read_in_ones_own_zone_else_the_sites() -> None:
    assert zone_of(Person(time_zone="America/Montreal")) == ZoneInfo("America/Montreal")
    assert zone_of(Person()) == ZoneInfo("Europe/Paris")
    assert zone_of(Person(time_zone="Atlantis/Nowhere")) == ZoneInfo("Europe/Paris")
    assert zone_of(None) == ZoneInfo("Europe/Paris")


@override_settings(DEMO=False, DEBUG=False)
def test_the_components_are_shown_in_the_demo_only(client: Client, db: None) -> None:
    assert client.get(STYLEGUIDE).status_code == HTTPStatus.NOT_FOUND


def test_every_page_is_under_a_strict_policy(client: Client, db: None) -> None:
    policy = client.get(STYLEGUIDE)["Content-Security-Policy"]

    assert "unsafe" not in policy
    assert "script-src 'self'" in policy
    assert "style-src-attr 'none'" in policy


def test_the_unit_of_the_address_is_one_the_reader_may_see(
    claire: Person, karim: Person, care: Unit, energy: Unit
) -> None:
    request = RequestFactory().get(f"/?unit={care.pk}")
    request.user = claire
    assert Shell(request).unit == care
    request.user = karim
    assert Shell(request).unit is None


def test_what_waits_is_counted_for_those_who_decide_only(claire: Person, julie: Person) -> None:
    request = RequestFactory().get("/")
    request.user = julie
    assert Shell(request).counts == {"review": 0, "openings": 0}
    request.user = claire
    assert Shell(request).counts == {}
