"""The team: who is listed for whom, narrowed how, at what cost; adding and changing people."""

import csv
import io
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gouvernail.people.actions import declare_absence, mark_left
from gouvernail.people.models import Person, Role, RoleGrant, Unit
from tests.make.people import make_grant, make_person

LIST = "/team/"


@pytest.fixture
def narrowing(hugo: Person, amina: Person, julie: Person) -> None:
    """Have somebody of each kind to find."""


def names(client: Client, query: str = "") -> list[str]:
    return [person.name for person in client.get(LIST + query).context["page"].rows]


def queries_of(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as context:
        client.get(url)
    return len(context)


def test_a_delegate_sees_the_people_of_their_units_and_no_others(
    client: Client, karim: Person, ines: Person, nina: Person
) -> None:
    client.force_login(karim)

    assert names(client) == ["Karim Benali", "Nina Cherif"]


def test_an_employee_has_no_team_page(client: Client, nina: Person) -> None:
    client.force_login(nina)

    response = client.get(LIST)

    assert response.status_code == 403
    assert 'data-code="right_missing"' in response.text


def test_a_stranger_is_sent_to_sign_in(client: Client, db: None) -> None:
    assert client.get(LIST).status_code == 302


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?q=hugo", ["Hugo Petit"]),
        ("?q=petit+hugo", ["Hugo Petit"]),
        ("?q=amina.delmas%40", ["Amina Delmas"]),
        ("?role=reviewer:legal", ["Amina Delmas"]),
        ("?role=reviewer", ["Amina Delmas", "Julie Marchand"]),
        ("?role=contributor", ["Hugo Petit"]),
        ("?role=nonsense&q=hugo", ["Hugo Petit"]),
        ("?unit=not-a-unit&q=hugo", ["Hugo Petit"]),
        ("?q=nobody-at-all", []),
    ],
)
def test_the_list_is_narrowed_by_its_address(
    client: Client, claire: Person, narrowing: None, query: str, expected: list[str]
) -> None:
    client.force_login(claire)

    assert names(client, query) == expected


def test_a_unit_brings_what_stands_below_it(
    client: Client, claire: Person, hugo: Person, ines: Person, energy: Unit
) -> None:
    client.force_login(claire)

    assert names(client, f"?unit={energy.pk}") == ["Hugo Petit"]


def test_who_is_away_and_who_left_can_be_asked_for(
    client: Client, claire: Person, hugo: Person, karim: Person
) -> None:
    now = datetime.now(tz=connection.timezone)
    declare_absence(
        person_id=hugo.pk,
        starts_at=now - timedelta(hours=1),
        ends_at=now + timedelta(days=2),
        delegate_id=karim.pk,
        by=hugo,
        at=now,
    )
    gone = make_person(name="Gone Person", home_unit=hugo.home_unit)
    mark_left(person_id=gone.pk, by=claire, at=now)
    client.force_login(claire)

    assert names(client, "?state=away") == ["Hugo Petit"]
    assert names(client, "?state=left") == ["Gone Person"]
    assert "Gone Person" not in names(client)
    assert "replaced by K. Benali" in client.get(LIST).text


@pytest.mark.parametrize("url", [LIST, f"{LIST}?q=person&role=contributor", "/units/"])
def test_twenty_people_cost_what_one_costs(client: Client, claire: Person, url: str) -> None:
    client.force_login(claire)

    def add(count: int) -> None:
        for number in range(count):
            person = make_person(
                name=f"Person {number} of {count}",
                email=f"{number}.{count}@nordet.example",
                home_unit=claire.home_unit,
            )
            assert person.home_unit is not None
            make_grant(person=person, unit=person.home_unit, role=Role.CONTRIBUTOR)

    add(1)
    one = queries_of(client, url)
    add(20)

    assert queries_of(client, url) == one


def test_the_list_is_paged_by_key(client: Client, claire: Person) -> None:
    for number in range(60):
        make_person(name=f"P {number:02}", email=f"p{number}@x.example", home_unit=claire.home_unit)
    client.force_login(claire)

    first = client.get(LIST).context["page"]
    second = client.get(LIST, {"cursor": first.next_cursor}).context["page"]

    assert (len(first.rows), len(second.rows)) == (50, 11)
    assert not {row.pk for row in first.rows} & {row.pk for row in second.rows}
    assert client.get(LIST, {"cursor": "rubbish"}).context["page"].rows == first.rows


def test_adding_somebody_says_what_is_wrong_beside_the_input(
    client: Client, claire: Person, nordet: Unit
) -> None:
    client.force_login(claire)
    answers = {"name": "New One", "email": claire.email, "unit_id": nordet.pk, "language": "fr"}

    response = client.post(reverse("people:person-add"), answers)

    assert response.status_code == 422
    assert response.context["form"].errors["email"] == ["Somebody else has this e-mail."]
    assert 'value="New One"' in response.text
    client.post(reverse("people:person-add"), answers | {"email": "new.one@nordet.example"})
    assert Person.objects.get(name="New One").home_unit == nordet


def test_a_delegate_adds_people_in_their_own_units_only(
    client: Client, karim: Person, care: Unit, energy: Unit
) -> None:
    client.force_login(karim)
    answers = {"name": "New One", "email": "", "language": "fr"}

    refused = client.post(reverse("people:person-add"), answers | {"unit_id": care.pk})
    client.post(reverse("people:person-add"), answers | {"unit_id": energy.pk})

    assert refused.status_code == 422
    assert Person.objects.get(name="New One").home_unit == energy


def test_two_people_never_share_a_staff_number(client: Client, claire: Person) -> None:
    make_person(name="First", external_id="M-1", home_unit=claire.home_unit)
    client.force_login(claire)
    answers = {"name": "Second", "unit_id": claire.home_unit_id, "language": "fr"}

    response = client.post(reverse("people:person-add"), answers | {"external_id": "M-1"})

    assert response.context["form"].errors["external_id"]


def test_changing_a_record_keeps_the_zone_the_person_chose(
    client: Client, claire: Person, hugo: Person
) -> None:
    Person.objects.filter(pk=hugo.pk).update(time_zone="America/Montreal")
    client.force_login(claire)

    client.post(
        reverse("people:person-edit", args=[hugo.pk]),
        {
            "name": "Hugo Petit-Roux",
            "email": hugo.email,
            "unit_id": hugo.home_unit_id,
            "language": "en",
        },
    )

    hugo.refresh_from_db()
    assert (hugo.name, hugo.time_zone) == ("Hugo Petit-Roux", "America/Montreal")


def test_a_contributor_changes_nobody(client: Client, hugo: Person, karim: Person) -> None:
    client.force_login(hugo)

    assert client.get(reverse("people:person-edit", args=[karim.pk])).status_code == 403
    assert client.get(reverse("people:person-add")).status_code == 403
    assert client.get(reverse("people:person-export")).status_code == 403


def test_the_export_is_safe_to_open_and_narrowed_as_the_list(
    client: Client, claire: Person, hugo: Person
) -> None:
    Person.objects.filter(pk=hugo.pk).update(job='=HYPERLINK("http://evil")')
    client.force_login(claire)

    response = client.get(reverse("people:person-export"), {"q": "hugo"})

    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert [row["name"] for row in rows] == ["Hugo Petit"]
    assert rows[0]["job"].startswith("'=")
    assert rows[0]["roles"] == "contributor@energy"
    assert RoleGrant.objects.filter(person=hugo).count() == 1
