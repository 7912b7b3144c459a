"""The pages of licences: what each person reads there, and what they may change."""

import json
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from gouvernail.charter.models import Charter
from gouvernail.foundation import clock
from gouvernail.licences.actions import look_again, restrict
from gouvernail.licences.models import Requirement, Waiver
from gouvernail.licences.queries.team import lines_of
from gouvernail.people.models import Person, Role, Unit
from tests.make.licences import make_certificate, make_course, make_factor, make_requirement
from tests.make.people import make_grant, make_person


def page(client: Client, who: Person, name: str, *args: object, **query: str) -> str:
    client.force_login(who)
    response = client.get(reverse(f"licences:{name}", args=args), query)
    assert response.status_code == 200
    return response.text


def test_a_site_that_set_nothing_up_says_so_and_offers_sets_to_its_lead(
    client: Client, claire: Person, hugo: Person
) -> None:
    assert "Nothing is asked of anybody yet" in page(client, hugo, "mine")
    assert "Propose it" not in page(client, hugo, "requirement-list")
    assert "Propose it" in page(client, claire, "requirement-list")


def test_two_people_set_what_is_asked(
    client: Client, claire: Person, nordet: Unit, hugo: Person
) -> None:
    second = make_person(name="Luc Roy", home_unit=nordet)
    make_grant(person=second, unit=nordet, role="lead")
    client.force_login(claire)
    client.post(reverse("licences:starter-take", args=["light"]))
    row = Requirement.objects.get(act="publish")
    agree = reverse("licences:requirement-agree", args=[row.pk])

    own = client.post(agree)
    client.force_login(second)
    other = client.post(agree)

    row.refresh_from_db()
    assert (own.status_code, other.status_code) == (403, 302)
    assert row.status == Requirement.Status.IN_FORCE
    assert "A second factor is missing" in page(client, hugo, "mine")


def test_a_small_team_sets_it_alone_and_it_is_written_down(
    client: Client, claire: Person, charter: Charter
) -> None:
    Charter.objects.update(separation=Charter.Separation.SMALL)
    client.force_login(claire)

    client.post(
        reverse("licences:requirement-set"),
        {"act": "publish", "network": "bluesky", "second_factor": "on"},
    )

    row = Requirement.objects.get()
    assert (row.status, row.alone, row.network) == ("in_force", True, "bluesky")


def test_whoever_lacks_something_reads_what_to_do_and_asks_for_a_waiver(
    client: Client, claire: Person, karim: Person, hugo: Person, nordet: Unit
) -> None:
    course = make_course(by=claire, unit=nordet)
    make_certificate(person=hugo, course=course, until=date(2026, 1, 2))
    make_requirement(by=claire, courses=[course.slug], second_factor=True)

    mine = page(client, hugo, "mine")
    day = clock.today().isoformat()
    asked = client.post(
        reverse("licences:waiver-ask"), {"until": day, "reason": "New phone", "acts": ["publish"]}
    )
    waiver = Waiver.objects.get()
    client.force_login(karim)
    granted = client.post(reverse("licences:waiver-grant", args=[waiver.pk]))

    assert escape("The certificate “Keeping accounts safe” has ended") in mine
    assert reverse("mfa_index") in mine
    assert (asked.status_code, granted.status_code) == (302, 302)
    assert "by a waiver" in page(client, hugo, "mine")


def test_too_long_a_waiver_is_said_at_its_field_and_nothing_is_lost(
    client: Client, claire: Person, hugo: Person
) -> None:
    make_requirement(by=claire, second_factor=True)
    client.force_login(hugo)

    response = client.post(
        reverse("licences:waiver-ask"), {"until": "2099-01-01", "reason": "For ever"}
    )

    assert response.status_code == 422
    assert "30 days at most" in response.text
    assert "For ever" in response.text


def test_the_reason_of_a_restriction_is_read_by_the_person_and_who_answers_only(
    client: Client, claire: Person, karim: Person, hugo: Person, julie: Person
) -> None:
    restrict(hugo, by=claire, at=clock.now(), reason="Two posts without proof", case="M-7")

    readers = [page(client, one, "person-detail", hugo.pk) for one in (karim, julie)]

    assert "Two posts without proof" in page(client, hugo, "mine")
    assert ["Two posts without proof" in one for one in readers] == [True, False]


@pytest.mark.parametrize("state", ["lost", "held"])
def test_the_team_is_narrowed_by_where_licences_stand_and_taken_away_as_a_file(
    state: str, client: Client, claire: Person, hugo: Person, ines: Person
) -> None:
    make_requirement(by=claire, second_factor=True)
    make_factor(ines)
    make_factor(claire)
    look_again(at=clock.now())

    shown = page(client, claire, "person-list", act="publish", state=state)

    assert ("Hugo Petit" in shown, "Inès Faure" in shown) == (state == "lost", state == "held")
    response = client.get(
        reverse("licences:person-export-json"), {"act": "publish", "state": state}
    )
    lines = b"".join(response).decode().splitlines()
    people = {json.loads(line)["person"] for line in lines}
    assert ("Hugo Petit" in people) == (state == "lost")
    table = client.get(reverse("licences:person-export-csv"), {"act": "publish"})
    assert "Hugo Petit" in b"".join(table).decode()


@pytest.mark.parametrize("name", ["requirement-set", "requirement-list", "mine"])
def test_what_nothing_checks_yet_says_so_where_it_is_chosen_and_shown(
    name: str, client: Client, claire: Person
) -> None:
    make_requirement(by=claire, act="crisis", second_factor=True)

    assert "from the day" in page(client, claire, name)


def test_the_licence_to_answer_is_checked_and_is_that_of_responders(
    client: Client, claire: Person, energy: Unit
) -> None:
    make_requirement(by=claire, act="reply", second_factor=True)
    zoe = make_person(name="Zoé Réponse", home_unit=energy)
    make_grant(person=zoe, unit=energy, role=Role.RESPONDER)

    shown = {line.act: line for line in lines_of(zoe, at=clock.now())}

    assert (shown["reply"].in_roles, shown["reply"].later) == (True, False)
    assert not shown["publish"].in_roles
    assert "“Answer comments" not in page(client, claire, "requirement-set")


def test_beside_an_account_stands_who_may_publish_there(
    client: Client, claire: Person, hugo: Person, energy: Unit
) -> None:
    make_requirement(by=claire, network="bluesky", second_factor=True)

    there = page(client, claire, "beside", unit=energy.code, network="bluesky")
    elsewhere = page(client, claire, "beside", unit=energy.code, network="mastodon")

    assert "Hugo Petit" in there
    assert "does not hold" in there
    assert "does not hold" not in elsewhere


def test_what_is_no_part_of_somebodys_roles_is_said_so(client: Client, nina: Person) -> None:
    client.force_login(nina)

    page = client.get("/licence/").content.decode()

    for act in ("approve", "crisis"):
        line = page.split(f'id="licence-{act}"')[1].split("</li>")[0]
        assert "no part of your roles" in line
        assert "nothing is asked" not in line
