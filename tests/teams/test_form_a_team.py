"""Teams: who forms them, who sits in them, and who stands in."""

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from gouvernail.people.errors import RightMissingError
from gouvernail.people.models import Person, Unit
from gouvernail.teams import actions
from gouvernail.teams.errors import TeamClosedError, TeamInvalidError, TeamNotFoundError
from gouvernail.teams.models import Team
from gouvernail.teams.permissions import visible_team
from gouvernail.teams.queries import members, teams_of, teams_page, teams_with
from tests.make.people import make_person
from tests.make.teams import make_team

CARE = actions.TeamFacts(name_fr="Relation clients", name_en="Customer care", duty="care")


def test_a_delegate_forms_a_team_and_orders_who_stands_in(
    karim: Person, hugo: Person, claire: Person, energy: Unit, noon: datetime
) -> None:
    team = actions.create_team(facts=CARE, unit_id=energy.pk, by=karim, at=noon)
    for person in (karim, hugo):
        actions.seat_person(team.pk, person_id=person.pk, by=karim, at=noon)
    seat = actions.seat_person(team.pk, person_id=karim.pk, by=karim, at=noon)
    actions.seat_person(team.pk, person_id=hugo.pk, lead=True, by=karim, at=noon)

    assert [(one.person, one.lead) for one in members(team)] == [(hugo, True), (karim, False)]
    assert teams_of(hugo) == [team]

    actions.unseat_person(team.pk, seat_id=seat.pk, by=karim, at=noon)

    assert [one.person for one in members(team)] == [hugo]
    assert teams_of(karim) == []


def test_a_deputy_moves_one_place_up_but_never_above_the_lead(
    karim: Person, hugo: Person, claire: Person, energy: Unit, noon: datetime
) -> None:
    team = make_team(karim, hugo, claire, unit=energy)
    third = members(team)[2]

    for _again in range(3):
        actions.move_seat(team.pk, seat_id=third.pk, by=karim, at=noon)

    assert [one.person for one in members(team)] == [karim, claire, hugo]


def test_who_left_leads_nothing_on_the_page_and_is_in_nobodys_way(
    karim: Person, hugo: Person, claire: Person, energy: Unit, noon: datetime
) -> None:
    team = make_team(nobody := make_person(name="Parti"), karim, unit=energy, name="Anciens")
    other = make_team(karim, left := make_person(name="Partie"), claire, hugo, unit=energy)
    Person.objects.filter(pk__in=[nobody.pk, left.pk]).update(is_active=False)

    actions.move_seat(other.pk, seat_id=members(other)[2].pk, by=karim, at=noon)
    actions.move_seat(other.pk, seat_id=members(other)[1].pk, by=karim, at=noon)

    assert [one.person for one in members(other)] == [karim, hugo, claire]
    shown = {one.pk: vars(one)["leads"] for one in teams_page(karim).rows}
    assert shown[team.pk] == []


@pytest.mark.parametrize(
    ("lang", "names"), [("fr", ["Écoute", "Presse", "Zones"]), ("en", ["Areas", "Écoute", "Press"])]
)
def test_teams_are_listed_by_the_name_shown(
    karim: Person, energy: Unit, lang: str, names: list[str]
) -> None:
    for french, english in (("Zones", "Areas"), ("Écoute", ""), ("Presse", "Press")):
        team = make_team(karim, unit=energy, name=french)
        Team.objects.filter(pk=team.pk).update(name_en=english)

    with translation.override(lang):
        assert [one.label for one in teams_page(karim).rows] == names
        assert [one.label for one in teams_of(karim)] == names


def test_a_team_serves_the_units_below_its_own(
    claire: Person, nordet: Unit, energy: Unit, solar: Unit, care: Unit
) -> None:
    top = make_team(claire, unit=nordet, duty="press", name="Presse du groupe")
    near = make_team(claire, unit=energy, duty="press", name="Presse Énergie")

    assert list(teams_with("press", unit=solar)) == [near, top]
    assert list(teams_with("press", unit=care)) == [top]


def test_a_contributor_forms_no_team_and_a_sibling_sees_none(
    hugo: Person, karim: Person, ines: Person, energy: Unit, noon: datetime
) -> None:
    team = make_team(karim, unit=energy)

    with pytest.raises(RightMissingError):
        actions.edit_team(team.pk, facts=CARE, unit_id=energy.pk, by=hugo, at=noon)
    with pytest.raises(TeamNotFoundError):
        visible_team(team.pk, viewer=ines)


def test_a_closed_team_is_no_longer_changed_nor_offered(
    karim: Person, hugo: Person, energy: Unit, noon: datetime
) -> None:
    team = make_team(karim, unit=energy)
    actions.close_team(team.pk, by=karim, at=noon)

    with pytest.raises(TeamClosedError):
        actions.seat_person(team.pk, person_id=hugo.pk, by=karim, at=noon)
    assert teams_of(karim) == []


def test_a_duty_that_does_not_exist_is_refused_at_its_place(
    karim: Person, energy: Unit, noon: datetime
) -> None:
    odd = actions.TeamFacts(name_fr="Clients", duty="fishing")

    with pytest.raises(TeamInvalidError) as refused:
        actions.create_team(facts=odd, unit_id=energy.pk, by=karim, at=noon)

    assert set(refused.value.fields) == {"duty"}


def test_the_pages_form_a_team_and_name_whom_a_text_may_mean(
    client: Client, karim: Person, hugo: Person, energy: Unit
) -> None:
    client.force_login(karim)
    body = {"name_fr": "Presse", "duty": "press", "unit": str(energy.pk)}

    client.post(reverse("teams:team-create"), body)
    team = Team.objects.get()
    unclear = client.post(reverse("teams:team-seat", args=[team.pk]), {"person": "Hug"})
    client.post(reverse("teams:team-seat", args=[team.pk]), {"person": hugo.name, "lead": "on"})
    page = client.get(reverse("teams:team-detail", args=[team.pk])).text

    assert unclear.status_code == 422
    assert "Hugo Petit" in unclear.text
    assert [one.lead for one in members(team)] == [True]
    assert "Hugo Petit" in page
    assert "Presse" in client.get(reverse("teams:team-list"), {"duty": "press"}).text
    assert "Presse" not in client.get(reverse("teams:team-list"), {"duty": "care"}).text
