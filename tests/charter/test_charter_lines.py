"""Writing what the governance model says: what is taken, what is refused, who may."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gouvernail.charter.actions import (
    CharterChoices,
    Frame,
    TeamFacts,
    remove_line,
    tick_duty,
    untick_duty,
    write_charter,
    write_frame,
    write_line,
    write_modules,
    write_team_model,
)
from gouvernail.charter.errors import (
    ChannelBoundError,
    CharterInvalidError,
    DutyNotDueError,
    DutyOfOthersError,
    LineNotFoundError,
)
from gouvernail.charter.models import Charter, Document, Duty, DutyTick, Risk, TeamModel
from gouvernail.charter.permissions import charter_line, charter_lines, visible_risks
from gouvernail.charter.queries.duties import duties_of
from gouvernail.charter.queries.facts import (
    FACTS,
    ChannelFacts,
    DocumentFacts,
    DutyFacts,
    GroupFacts,
    LineFacts,
    ObjectiveFacts,
    RiskFacts,
    StakeholderFacts,
    StrategyFacts,
    VariantFacts,
    facts_of_line,
)
from gouvernail.charter.queries.modules import MODULES
from gouvernail.charter.queries.teams import grants_in_force, unit_teams
from gouvernail.foundation.ids import uuid7
from gouvernail.ledger.queries import Difference, replay_differences, whole_timeline
from gouvernail.people.errors import RightMissingError
from gouvernail.people.models import Person, Role, Unit
from tests.make.charter import NOON, make_duty, make_risk
from tests.make.people import make_grant, make_person, make_unit

EVERY = {module.code for module in MODULES if module.usual}


def differences() -> list[Difference]:
    """Return what the log does not say of the charter's own rows; the cast was not recorded."""
    cast = {"unit", "person", "role", "charter"}
    return [one for one in replay_differences() if one.subject_kind not in cast]


def all_facts(unit: Unit, person: Person) -> list[LineFacts]:
    return [
        ChannelFacts(title="LinkedIn", network="linkedin"),
        DocumentFacts(title="Charter", address="/policies/charter/"),
        StakeholderFacts(title="Board", text="The month in one page", person_id=person.pk),
        GroupFacts(title="Ambassadors"),
        VariantFacts(
            title="French first", country="ca", legal_base="Charte de la langue française"
        ),
        StrategyFacts(title="Be the reference in wind power", rule_ref="charter#5.2"),
        ObjectiveFacts(title="Answer within four hours", unit_id=unit.pk, indicator="Median"),
        RiskFacts(title="Leak", unit_id=unit.pk, category="regulatory", likelihood=2, impact=5),
        DutyFacts(title="Read", unit_id=unit.pk, role="delegate", by_time=time(9)),
    ]


def test_each_section_is_written_changed_and_taken_out_with_an_entry_of_the_log(
    claire: Person, energy: Unit
) -> None:
    for facts in all_facts(energy, claire):
        line = write_line(facts=facts, proposed=True, by=claire, at=NOON)
        assert charter_line(facts.section, line.pk).is_proposed
        again = write_line(
            facts=facts_of_line(facts.section, line), line_id=line.pk, by=claire, at=NOON
        )
        assert (again.pk, again.is_proposed) == (line.pk, False)
        remove_line(section=facts.section, line_id=line.pk, by=claire, at=NOON)
        assert not charter_lines(facts.section).exists()
        with pytest.raises(LineNotFoundError):
            charter_line(facts.section, line.pk)

    assert len(FACTS) == 9
    assert len(whole_timeline().events) == 3 * len(FACTS)
    assert Duty.objects.get().ended_at == NOON  # its past stays
    assert differences() == []


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (ChannelFacts(title=" "), "title"),
        (ChannelFacts(title="X", coverage="perhaps"), "coverage"),
        (DocumentFacts(title="D", address="javascript:alert(1)"), "address"),
        (DocumentFacts(title="D", address="//elsewhere.example/"), "address"),
        (DocumentFacts(title="D", address="http://[bad"), "address"),
        (VariantFacts(title="V", legal_base="Law"), "country"),
        (VariantFacts(title="V", country="F1", legal_base="Law"), "country"),
        (VariantFacts(title="V", country="FR"), "legal_base"),
        (StakeholderFacts(title="S", interest=4), "interest"),
        (StrategyFacts(title="x" * 161), "title"),
    ],
)
def test_what_cannot_be_taken_is_said_at_its_place(
    claire: Person, facts: LineFacts, field: str
) -> None:
    with pytest.raises(CharterInvalidError) as refused:
        write_line(facts=facts, by=claire, at=NOON)

    assert set(refused.value.fields) == {field}
    assert not charter_lines(facts.section).exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"days": ()}, "days"),
        ({"days": (7,)}, "days"),
        ({"role": ""}, "role"),
        ({"role": "employee"}, "role"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"address": "https://elsewhere.example/"}, "address"),
    ],
)
def test_a_duty_has_days_one_holder_and_a_page_of_this_site(
    claire: Person, energy: Unit, wrong: dict[str, Any], field: str
) -> None:
    with pytest.raises(CharterInvalidError) as refused:
        make_duty(by=claire, unit=energy, **wrong)

    assert set(refused.value.fields) == {field}


def test_a_delegate_writes_for_their_units_and_not_for_others_nor_for_all(
    karim: Person, claire: Person, energy: Unit, solar: Unit, care: Unit
) -> None:
    make_risk(by=karim, unit=solar)
    theirs = make_risk(by=claire, unit=care)

    with pytest.raises(RightMissingError):
        write_line(facts=ChannelFacts(title="X"), by=karim, at=NOON)
    with pytest.raises(RightMissingError):
        remove_line(section="risks", line_id=theirs.pk, by=karim, at=NOON)
    moved = RiskFacts(title="T", unit_id=energy.pk, category="reputation", likelihood=1, impact=1)
    with pytest.raises(RightMissingError):
        write_line(facts=moved, line_id=theirs.pk, by=karim, at=NOON)
    with pytest.raises(RightMissingError):
        write_frame(frame=Frame(), by=karim, at=NOON)
    with pytest.raises(RightMissingError):
        write_modules(on=frozenset(), by=karim, at=NOON)

    assert Risk.objects.count() == 2


def test_whoever_only_writes_or_reads_changes_nothing(
    hugo: Person, nina: Person, claire: Person, energy: Unit
) -> None:
    risk = make_risk(by=claire, unit=energy)

    with pytest.raises(RightMissingError):
        make_risk(by=hugo, unit=energy)
    with pytest.raises(RightMissingError):
        remove_line(section="risks", line_id=risk.pk, by=hugo, at=NOON)

    assert list(visible_risks(hugo)) == [risk]
    assert not visible_risks(nina).exists()


def test_a_document_never_comes_to_bind_more_than_it_named(claire: Person) -> None:
    forum = write_line(facts=ChannelFacts(title="Forum"), by=claire, at=NOON)
    linkedin = write_line(facts=ChannelFacts(title="LinkedIn"), by=claire, at=NOON)
    facts = DocumentFacts(
        title="Guide", address="https://intranet.example/g", channels=(str(forum.pk),)
    )
    guide = write_line(facts=facts, by=claire, at=NOON)

    with pytest.raises(ChannelBoundError):
        remove_line(section="channels", line_id=forum.pk, by=claire, at=NOON)
    gone = replace(facts, channels=(str(linkedin.pk), str(uuid7())))
    with pytest.raises(CharterInvalidError) as refused:
        write_line(facts=gone, line_id=guide.pk, by=claire, at=NOON)
    both = replace(facts, channels=(str(forum.pk), str(linkedin.pk)))
    write_line(facts=both, line_id=guide.pk, by=claire, at=NOON)
    remove_line(section="channels", line_id=forum.pk, by=claire, at=NOON)

    assert set(refused.value.fields) == {"channels"}
    assert Document.objects.get().channels == [str(linkedin.pk)]
    assert differences() == []


def test_a_closed_unit_has_no_team(claire: Person, client: Client, nordet: Unit) -> None:
    closed = make_unit(name="Ancienne", code="ANC", parent=nordet, status=Unit.Status.CLOSED)
    client.force_login(claire)

    assert client.get(reverse("charter:team-edit", args=[closed.pk])).status_code == 404
    with pytest.raises(CharterInvalidError):
        write_team_model(unit_id=closed.pk, facts=TeamFacts(model="local"), by=claire, at=NOON)


def test_who_answers_is_one_of_those_who_lead_the_whole(
    claire: Person, karim: Person, charter: Charter
) -> None:
    with pytest.raises(CharterInvalidError) as refused:
        write_frame(frame=Frame(accountable_id=karim.pk), by=claire, at=NOON)
    with pytest.raises(CharterInvalidError):
        write_frame(frame=Frame(communities="x", participation="y"), by=claire, at=NOON)

    chosen = Frame(communities="common", participation="named", accountable_id=claire.pk)
    write_frame(frame=chosen, by=claire, at=NOON)

    assert set(refused.value.fields) == {"accountable"}
    charter.refresh_from_db()
    assert (charter.communities, charter.participation) == ("common", "named")
    assert charter.accountable == claire


def test_a_unit_works_as_the_unit_above_unless_it_says(
    claire: Person, karim: Person, nordet: Unit, energy: Unit, solar: Unit, care: Unit
) -> None:
    def model_of() -> dict[Unit, tuple[str, bool]]:
        teams = unit_teams(grants_in_force(at=NOON))
        return {t.unit: (t.model.model if t.model else "", t.is_inherited) for t in teams}

    with pytest.raises(CharterInvalidError):
        write_team_model(unit_id=nordet.pk, facts=TeamFacts(model=""), by=claire, at=NOON)
    with pytest.raises(CharterInvalidError):
        write_team_model(unit_id=nordet.pk, facts=TeamFacts(model="none"), by=claire, at=NOON)
    write_team_model(unit_id=nordet.pk, facts=TeamFacts(model="central"), by=claire, at=NOON)
    mixed = TeamFacts(model="mixed", why="Terrain")
    write_team_model(unit_id=energy.pk, facts=mixed, by=karim, at=NOON)

    assert model_of()[solar] == ("mixed", True)
    assert model_of()[care] == ("central", True)
    write_team_model(unit_id=energy.pk, facts=TeamFacts(model=""), by=karim, at=NOON)
    assert model_of()[solar] == ("central", True)
    assert TeamModel.objects.count() == 1
    assert differences() == []


def test_a_unit_without_delegate_is_one_that_nobody_below_the_top_answers_for(
    claire: Person, karim: Person, nordet: Unit, energy: Unit, solar: Unit, care: Unit
) -> None:
    teams = {team.unit: team for team in unit_teams(grants_in_force(at=NOON))}

    assert [team.lacks_delegate for team in teams.values()] == [False, True, False, False]
    assert teams[care].lacks_delegate
    assert teams[energy].delegates == [karim]
    assert (teams[solar].delegates, teams[solar].above) == ([], [karim])


def test_a_duty_is_due_on_its_days_in_its_own_zone_and_done_once(
    claire: Person, karim: Person, hugo: Person, energy: Unit
) -> None:
    duty = make_duty(by=claire, unit=energy, days=(1,), time_zone="America/Toronto")
    late = datetime(2026, 11, 18, 3, 0, tzinfo=UTC)  # still Tuesday evening in Toronto
    monday = NOON - timedelta(days=1)

    (due,) = duties_of(karim, at=NOON)
    assert due.at == datetime(2026, 11, 17, 14, 0, tzinfo=UTC)
    assert (due.state, due.is_late) == ("clock", False)
    assert duties_of(karim, at=late)[0].state == "overdue"
    assert duties_of(karim, at=monday) == duties_of(hugo, at=NOON) == []
    with pytest.raises(DutyNotDueError):
        tick_duty(duty_id=duty.pk, by=karim, at=monday)
    with pytest.raises(DutyOfOthersError):
        tick_duty(duty_id=duty.pk, by=hugo, at=NOON)

    tick = tick_duty(duty_id=duty.pk, by=karim, at=late)

    assert tick_duty(duty_id=duty.pk, by=claire, at=late) == tick  # said twice is once
    assert tick.on == NOON.date()
    assert duties_of(karim, at=late)[0].state == "ok"
    untick_duty(duty_id=duty.pk, by=claire, at=late)  # not hers
    assert DutyTick.objects.count() == 1
    untick_duty(duty_id=duty.pk, by=karim, at=late)
    assert not DutyTick.objects.exists()
    assert differences() == []


def test_a_duty_of_one_person_is_theirs_alone_and_of_a_role_is_of_all_who_hold_it(
    claire: Person, karim: Person, energy: Unit, solar: Unit
) -> None:
    second = make_person(name="Sonia Duval", home_unit=solar)
    make_grant(person=second, unit=solar, role=Role.DELEGATE)
    make_duty(by=claire, unit=solar, title="Of the role")
    make_duty(by=claire, unit=solar, title="Hers", role="", person_id=second.pk)

    assert [one.duty.title for one in duties_of(karim, at=NOON)] == ["Of the role"]
    assert {one.duty.title for one in duties_of(second, at=NOON)} == {"Of the role", "Hers"}
    assert duties_of(claire, at=NOON) == []


def test_a_module_is_switched_off_and_on_and_only_those_that_exist(
    claire: Person, charter: Charter
) -> None:
    write_modules(on=frozenset({"content", "policies"}), by=claire, at=NOON)
    charter.refresh_from_db()
    assert set(charter.modules_off) == EVERY - {"content", "policies"}

    with pytest.raises(CharterInvalidError):
        write_modules(on=frozenset({"astrology"}), by=claire, at=NOON)


def test_a_name_longer_than_its_column_is_refused_beside_it(claire: Person) -> None:
    choices = CharterChoices(name="N" * 400)
    with pytest.raises(CharterInvalidError) as refused:
        write_charter(choices=choices, by=claire, at=NOON)

    assert set(refused.value.fields) == {"name"}
