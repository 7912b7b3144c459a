"""One's team in one table: what each person signed, learned, may publish, was reminded of."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.db.models import Exists
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gouvernail.foundation import clock
from gouvernail.licences.actions import look_again
from gouvernail.licences.queries.managed import ORDERS, TeamFilters, team_for_list
from gouvernail.people.models import Person, Role, Unit
from gouvernail.policies.models import Policy, PolicyScope
from gouvernail.policies.queries import to_sign, unsigned_of_each
from gouvernail.signing.models import Line
from gouvernail.training.models import Assignment, Due
from gouvernail.web.today.team import team_late
from tests.make.licences import make_course, make_factor, make_requirement
from tests.make.people import make_grant, make_person
from tests.make.policies import make_charter, make_version
from tests.make.signing import make_campaign

TODAY = clock.today


@pytest.fixture
def asked(claire: Person, karim: Person, hugo: Person, nina: Person, energy: Unit) -> Assignment:
    """A campaign and a course put to Energy: Hugo is late with both, Nina has done the course."""
    campaign = make_campaign(make_charter(by=claire), by=claire, at=clock.now())
    late = TODAY() - timedelta(days=3)
    Line.objects.filter(campaign=campaign, person=hugo).update(due_on=late, reminded_on=late)
    asked = Assignment.objects.create(
        course=make_course(by=claire, unit=energy),
        unit=energy,
        asked_by=claire,
        asked_at=clock.now(),
    )
    for person, done, day in ((hugo, None, late), (nina, clock.now(), late), (karim, None, None)):
        Due.objects.create(
            assignment=asked,
            person=person,
            since=clock.now(),
            done_at=done,
            due_on=day or TODAY() + timedelta(days=9),
            reminded_on=TODAY() if person == hugo else None,
        )
    return asked


def counted(viewer: Person, **narrowed: str) -> dict[str, tuple[int, ...]]:
    """Return, in their order, the three figures of policies and of courses of each person."""
    filters = TeamFilters(**narrowed)
    _page, rows = team_for_list(viewer, filters, cursor="", at=clock.now())
    return {
        row.person.name: (
            *(row.policies.signed, row.policies.open, row.policies.late),
            *(row.courses.done, row.courses.open, row.courses.late),
        )
        for row in rows
    }


def test_each_person_of_the_units_one_manages_has_a_line_and_nobody_else(
    asked: Assignment, karim: Person, ines: Person
) -> None:
    assert counted(karim) == {
        "Hugo Petit": (0, 0, 1, 0, 0, 1),
        "Karim Benali": (0, 1, 0, 0, 1, 0),
        "Nina Cherif": (0, 1, 0, 1, 0, 0),
    }


def test_the_table_is_narrowed_by_what_is_left_and_sorted_by_what_is_late(
    asked: Assignment, karim: Person
) -> None:
    assert list(counted(karim, signing="late")) == ["Hugo Petit"]
    assert list(counted(karim, signing="open", learning="done")) == ["Nina Cherif"]
    assert list(counted(karim, learning="open")) == ["Hugo Petit", "Karim Benali"]
    assert next(iter(counted(karim, sort="late"))) == "Hugo Petit"
    assert counted(karim, search="nina", sort="unit").keys() == {"Nina Cherif"}


def test_what_no_campaign_asks_is_to_sign_too_for_those_it_binds(
    claire: Person, karim: Person, nina: Person, energy: Unit
) -> None:
    policy = make_charter(by=claire)
    PolicyScope.objects.create(policy=policy, kind="role", value=Role.EMPLOYEE)
    other = Policy.objects.create(slug="other", title="Autre", unit=energy, owner=claire)
    make_version(other, by=claire, source="## 1 Un\n\nLisez.\n")

    people = Person.objects.order_by("name")
    bound = people.filter(Exists(unsigned_of_each(TODAY())))

    assert list(bound) == [one for one in people if to_sign(one).exists()]
    assert counted(karim) == {
        "Karim Benali": (0, 1, 0, 0, 0, 0),
        "Nina Cherif": (0, 2, 0, 0, 0, 0),
    }


def test_a_licence_counts_for_what_the_roles_of_a_person_let_them_do(
    client: Client, claire: Person, karim: Person, hugo: Person, nina: Person
) -> None:
    make_requirement(by=claire, second_factor=True)
    make_factor(karim)
    look_again(at=clock.now())
    client.force_login(karim)

    text = client.get(reverse("licences:team-list")).text
    lines = {name: text.split(name)[1].split("</tr>")[0] for name in ("Hugo Petit", "Nina Cherif")}

    assert "does not hold" in lines["Hugo Petit"]
    assert "publishes nothing" in lines["Nina Cherif"]
    assert list(counted(karim, licence="lost")) == ["Hugo Petit"]
    assert list(counted(karim, licence="held")) == ["Karim Benali"]


@pytest.mark.parametrize("sort", ORDERS)
def test_pages_follow_one_another_whatever_they_are_sorted_by(
    sort: str, asked: Assignment, karim: Person, energy: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("Élodie Roux", "emile Faure", "Étienne Roy", "Zoé Mas"):
        make_person(name=name, home_unit=energy)
    monkeypatch.setattr("gouvernail.licences.queries.managed.PAGE_SIZE", 2)
    filters, cursor, seen = TeamFilters(sort=sort), "", []

    for _ in range(4):
        page, rows = team_for_list(karim, filters, cursor=cursor, at=clock.now())
        seen += [row.person.name for row in rows]
        cursor = page.next_cursor

    rest = ["Élodie Roux", "emile Faure", "Étienne Roy", "Hugo Petit", "Karim Benali"]
    rest += ["Nina Cherif", "Zoé Mas"]
    if sort == "late":
        rest.remove("Hugo Petit")
        rest.insert(0, "Hugo Petit")
    assert (seen, cursor) == (rest, "")


def test_the_file_holds_what_the_table_shows(
    asked: Assignment, client: Client, karim: Person
) -> None:
    client.force_login(karim)

    answer = client.get(reverse("licences:team-export-csv"), {"signing": "late"})
    lines = b"".join(answer).decode().splitlines()

    assert lines[1:] == [
        f"Hugo Petit,hugo.petit@nordet.example,Energy,0,0,1,0,0,1,holds,,{TODAY().isoformat()}"
    ]


def test_the_file_says_in_the_readers_language_whether_a_licence_holds(
    asked: Assignment, client: Client, karim: Person
) -> None:
    karim.language = "fr"
    karim.save()
    client.force_login(karim)

    answer = client.get(reverse("licences:team-export-csv"))

    assert ",en règle," in b"".join(answer).decode()


def test_today_says_how_many_of_the_team_are_late_to_whoever_manages_them(
    asked: Assignment, client: Client, karim: Person, ines: Person
) -> None:
    client.force_login(karim)

    assert "1 person is late to sign or to learn" in client.get(reverse("web:today")).text
    assert not team_late(ines, at=clock.now())


def test_whoever_manages_nobody_has_no_such_table(client: Client, odile: Person) -> None:
    client.force_login(odile)

    assert client.get(reverse("licences:team-list")).status_code == 403


def test_the_page_costs_the_same_for_twenty_people(
    asked: Assignment, client: Client, karim: Person, energy: Unit
) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("licences:team-list") + "?sort=late").status_code == 200
        return len(queries)

    client.force_login(karim)
    client.get(reverse("licences:team-list"))
    before = cost()
    for number in range(20):
        person = make_person(name=f"Person {number}", home_unit=energy)
        make_grant(person=person, unit=energy, role="contributor")
        Due.objects.create(
            assignment=asked, person=person, since=clock.now(), due_on=date(2026, 1, 1)
        )

    assert cost() == before <= 25
