"""Two models, one for each kind of community: what each says, and what is missing in each."""

from datetime import time

import pytest
from django.test import Client

from gouvernail.charter.actions import (
    Frame,
    TeamFacts,
    write_frame,
    write_line,
    write_team_model,
)
from gouvernail.charter.errors import CharterInvalidError
from gouvernail.charter.models import Charter, Duty, Group, TeamModel
from gouvernail.charter.queries.facts import (
    ChannelFacts,
    DocumentFacts,
    DutyFacts,
    GroupFacts,
    LineFacts,
    RiskFacts,
)
from gouvernail.charter.queries.page import CharterPage
from gouvernail.people.models import Person, Unit
from tests.make.charter import NOON, make_duty

pytestmark = pytest.mark.usefixtures("charter")


def said_by(page: CharterPage, anchor: str) -> set[str]:
    part = next(one for one in page.parts if one.anchor == anchor)
    return {line.title for rows in part.said.lines.values() for line in rows}


def page_of(client: Client) -> CharterPage:
    page = client.get("/charter/").context["page"]
    assert isinstance(page, CharterPage)
    return page


def written(unit: Unit, by: Person) -> None:
    """Write a line of each kind for the internal model, and one channel for each community."""
    lines: list[LineFacts] = [
        ChannelFacts(title="LinkedIn"),
        ChannelFacts(title="Intranet", community="internal"),
        DocumentFacts(title="Guide", address="/guide", community="internal"),
        GroupFacts(title="Everybody who signs in", community="internal"),
        RiskFacts(
            title="Leak", unit_id=unit.pk, category="confidentiality", likelihood=2, impact=2
        ),
        DutyFacts(
            title="Read the walls",
            unit_id=unit.pk,
            role="lead",
            by_time=time(9),
            community="internal",
        ),
    ]
    for facts in lines:
        write_line(facts=facts, by=by, at=NOON)


def test_one_model_asks_nothing_more_and_two_are_two_parts(
    client: Client, claire: Person, energy: Unit
) -> None:
    client.force_login(claire)
    written(energy, claire)
    assert [part.label for part in page_of(client).parts] == [""]
    assert 'name="community"' not in client.get("/charter/groups/new").text
    assert "internal_participation" not in client.get("/charter/frame").text
    assert "internal_model" not in client.get(f"/charter/teams/{energy.pk}/").text

    client.post("/charter/frame", {"communities": "separate", "participation": "everybody"})

    page = page_of(client)
    assert said_by(page, "external") == {"LinkedIn", "Leak"}
    assert said_by(page, "internal") == {
        *("Intranet", "Guide", "Everybody who signs in", "Leak", "Read the walls"),
    }
    outside, inside = page.parts
    assert "No document binds: LinkedIn." in [gap.words for gap in outside.gaps]
    assert not any(gap.words.startswith("No document") for gap in inside.gaps)
    assert "Who may take part is not said." in [gap.words for gap in inside.gaps]
    assert "Who may take part is not said." not in [gap.words for gap in outside.gaps]
    assert len(page.gaps) == len(set(page.gaps))
    text = client.get("/charter/").text
    assert "What both models lack under “Who answers” is said above." in text
    for anchor in ("external", "internal", "scope", "internal-scope", "internal-duties", "all"):
        assert text.count(f'id="{anchor}"') == 1
    assert "/charter/groups/new?community=internal" in text


def test_what_is_shared_stands_in_both_and_says_so_once_in_each(
    client: Client, claire: Person, energy: Unit, charter: Charter
) -> None:
    charter.communities = "separate"
    charter.save()
    duty = make_duty(by=claire, unit=energy)
    client.force_login(claire)

    text = client.get("/charter/").text

    assert text.count(f'id="duty-{duty.pk}"') == text.count(f'id="internal-duty-{duty.pk}"') == 1
    assert text.count("in both models") == 2
    answers = {"title": "Read", "unit": str(energy.pk), "role": "delegate", "days": ["0"]}
    answers |= {"by_time": "09:00", "community": "external"}
    client.post(f"/charter/duties/{duty.pk}/", answers)
    assert Duty.objects.get().community == "external"
    assert f'id="internal-duty-{duty.pk}"' not in client.get("/charter/").text
    charter.communities = "common"
    charter.save()
    client.post(f"/charter/duties/{duty.pk}/", answers | {"title": "Read all"})
    assert Duty.objects.get().community == "external"  # not asked, and not lost


def test_a_team_may_work_otherwise_inside_and_a_unit_below_does_alike(
    client: Client, claire: Person, nordet: Unit, energy: Unit, solar: Unit
) -> None:
    inside = TeamFacts(model="central", internal_model="local", internal_why="Chacun chez soi")
    write_team_model(unit_id=nordet.pk, facts=inside, by=claire, at=NOON)
    write_team_model(unit_id=energy.pk, facts=TeamFacts(model="mixed"), by=claire, at=NOON)
    alone = TeamFacts(internal_model="local")
    with pytest.raises(CharterInvalidError):
        write_team_model(unit_id=solar.pk, facts=alone, by=claire, at=NOON)
    frame = Frame(communities="separate", participation="named", internal_participation="everybody")
    write_frame(frame=frame, by=claire, at=NOON)
    client.force_login(claire)

    parts = page_of(client).parts

    kinds = [{team.unit: team.kind for team in part.said.teams} for part in parts]
    assert [kinds[0][nordet], kinds[0][energy], kinds[0][solar]] == ["central", "mixed", "mixed"]
    assert [kinds[1][nordet], kinds[1][energy], kinds[1][solar]] == ["local", "mixed", "mixed"]
    assert parts[1].teams[0].words == "Chacun chez soi"
    assert [part.participation for part in parts] == ["named", "everybody"]
    group = write_line(facts=GroupFacts(title="Ambassadors"), by=claire, at=NOON)
    assert isinstance(group, Group)
    assert group.community == "both"


def test_a_document_of_one_model_that_binds_channels_of_the_other_is_still_read(
    client: Client, claire: Person, charter: Charter
) -> None:
    inside = write_line(
        facts=ChannelFacts(title="Intranet", community="internal"), by=claire, at=NOON
    )
    only = (str(inside.pk),)
    for title, community in (("Abroad", "external"), ("For all", "both")):
        document = DocumentFacts(title=title, address="/a", channels=only, community=community)
        write_line(facts=document, by=claire, at=NOON)
    charter.communities = "separate"
    charter.save()
    client.force_login(claire)

    page = page_of(client)

    assert said_by(page, "external") == {"Abroad"}
    assert said_by(page, "internal") == {"Intranet", "For all"}


def test_with_one_model_a_unit_that_worked_otherwise_inside_may_do_as_the_unit_above(
    client: Client, claire: Person, energy: Unit
) -> None:
    inside = TeamFacts(model="central", internal_model="local", internal_why="Chacun chez soi")
    write_team_model(unit_id=energy.pk, facts=inside, by=claire, at=NOON)
    client.force_login(claire)
    address = f"/charter/teams/{energy.pk}/"

    client.post(address, {"model": "mixed"})
    assert TeamModel.objects.get(unit=energy).internal_model == "local"  # not asked, and not lost
    answer = client.post(address, {"model": "", "why": "Terrain"})

    assert answer.status_code == 302
    assert not TeamModel.objects.filter(unit=energy).exists()


def test_what_is_written_in_the_internal_part_leads_back_to_it(
    client: Client, claire: Person, energy: Unit, charter: Charter
) -> None:
    charter.communities = "separate"
    charter.save()
    days = tuple(range(7))
    duty = make_duty(by=claire, unit=energy, role="", person_id=claire.pk, days=days)
    group = write_line(facts=GroupFacts(title="All", community="internal"), by=claire, at=NOON)
    client.force_login(claire)
    text = client.get("/charter/").text
    new, edit = "/charter/groups/new?community=internal", f"/charter/groups/{group.pk}/"
    team = f"/charter/teams/{energy.pk}/?community=internal"
    part, people = "/charter/#internal-part", "/charter/#internal-people"
    answers = {"title": "Some", "community": "internal"}

    assert f'href="{team}"' in text
    for address, back in ((new, part), (edit, part), (team, people)):
        assert client.get(address).text.count(f'href="{back}"') == 2
    assert client.post(new, answers)["Location"] == part
    assert client.post(edit, answers)["Location"] == part
    assert client.post(team, {"model": "mixed"})["Location"] == people
    assert client.post(f"{edit}remove")["Location"] == part
    assert client.post(new, answers | {"community": "both"})["Location"] == "/charter/#part"
    assert 'name="from" value="internal"' in text
    done = client.post(f"/charter/duties/{duty.pk}/done", {"from": "internal"})
    assert done["Location"] == "/charter/#internal-duties"

    charter.communities = "common"
    charter.save()
    channel = {"title": "Wiki", "community": "internal", "coverage": "covered"}
    answer = client.post("/charter/channels/new?community=internal", channel)
    assert answer["Location"] == "/charter/#scope"
