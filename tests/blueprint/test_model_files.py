"""The governance model as files: out, checked, compared, and in again."""

import json
import re
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from gouvernail.blueprint.actions import apply_model, exported_model, plan_model
from gouvernail.blueprint.errors import ModelInvalidError, ModelRefusedError, PlanStaleError
from gouvernail.blueprint.sections.planning import What
from gouvernail.charter.actions import (
    Frame,
    TeamFacts,
    write_frame,
    write_line,
    write_team_model,
)
from gouvernail.charter.models import Charter, Duty, Group, PerimeterLine, Risk, TeamModel
from gouvernail.charter.queries.facts import (
    ChannelFacts,
    DocumentFacts,
    DutyFacts,
    GroupFacts,
    RiskFacts,
)
from gouvernail.cli.main import main
from gouvernail.people.models import Person, RoleGrant, Unit
from tests.blueprint.faults import FAULTS
from tests.make.blueprint import apply_files as apply
from tests.make.ledger import leaves
from tests.make.people import make_grant, make_person, make_unit

Texts = Mapping[str, str]
BRAND = ("audiences", "colours", "guide", "templates")


@pytest.fixture
def model(charter: Charter, claire: Person, hugo: Person, energy: Unit, noon: datetime) -> Charter:
    """A site that says a little of everything."""
    charter.separation = Charter.Separation.SMALL
    charter.save()
    channel = ChannelFacts(title="Bluesky", network="bluesky", text="Deux lignes\nde texte.")
    kept = write_line(facts=channel, by=claire, at=noon)
    for facts in (
        DocumentFacts(title="Charte", address="/policies/charter/", channels=(str(kept.pk),)),
        RiskFacts(
            title="Fuite : « prix », #1",
            unit_id=energy.pk,
            category="confidentiality",
            likelihood=2,
            impact=5,
            owner_id=hugo.pk,
            review_on=noon.date(),
        ),
        DutyFacts(
            title="Lire", unit_id=energy.pk, by_time=time(9, 30), days=(0, 4), role="delegate"
        ),
    ):
        write_line(facts=facts, by=claire, at=noon)
    write_line(facts=GroupFacts(title="Bénévoles"), proposed=True, by=claire, at=noon)
    return charter


def faults_of(texts: Texts, *, by: Person) -> dict[str, str]:
    with pytest.raises(ModelInvalidError) as caught:
        plan_model(texts, by=by)
    return caught.value.fields


def test_what_goes_out_comes_in_as_no_change_and_twice_the_same(
    model: Charter, claire: Person
) -> None:
    files = exported_model(by=claire)

    assert set(files) == {*("charter", "units", "roles", "routes"), *BRAND}
    assert files == exported_model(by=claire)
    assert plan_model(files, by=claire, remove=True).changes == ()
    assert "Fuite : « prix », #1" in files["charter"]
    assert "by_time: 09:30" in files["charter"] or "by_time: '09:30'" in files["charter"]
    assert "days:" in files["charter"]
    assert "is_proposed" not in files["charter"]


def test_an_empty_site_becomes_what_the_files_of_another_say(
    model: Charter, claire: Person, hugo: Person, energy: Unit, noon: datetime
) -> None:
    later = noon.date() + timedelta(days=90)
    make_grant(person=hugo, unit=energy, role="delegate", starts_on=later)
    files = exported_model(by=claire)
    Group.objects.all().delete()
    Risk.objects.all().delete()
    Duty.objects.all().delete()
    PerimeterLine.objects.all().delete()
    RoleGrant.objects.filter(person=hugo).update(revoked_at=noon)
    assert "delegate" not in files["roles"]  # it begins later: it would be given early

    plan = apply(files, by=claire, at=noon)

    assert {change.what for change in plan.changes} == {What.ADD, What.CHANGE}
    assert exported_model(by=claire) == files
    risk = Risk.objects.get()
    assert (risk.owner, risk.impact, risk.is_proposed) == (hugo, 5, False)
    assert Duty.objects.get().days == [0, 4]
    assert Group.objects.get().is_proposed
    assert RoleGrant.objects.filter(person=hugo, revoked_at__isnull=True).exists()


def test_units_are_created_below_new_parents_changed_moved_and_closed(
    model: Charter, claire: Person, energy: Unit, care: Unit, noon: datetime
) -> None:
    make_unit(parent=energy, name="Vide", code="empty")
    files = dict(exported_model(by=claire))
    units = re.sub(r"  - code: empty\n(    .*\n)*", "", files["units"])
    units = units.replace("name: Clients", "name: Clients et services")
    units += (
        "  - code: wind\n    parent: north\n    name: Éolien\n"
        "  - code: north\n    parent: energy\n    name: Nord\n    time_zone: Europe/Paris\n"
    )
    units = re.sub(r"(- code: care\n    parent: )nordet", r"\1energy", units)

    plan = apply({"units": units}, by=claire, at=noon, remove=True)

    names = [(str(one.what), one.name) for one in plan.changes]
    assert names.index(("add", "north")) < names.index(("add", "wind"))
    assert ("remove", "empty") in names
    wind, moved = Unit.objects.get(code="wind"), Unit.objects.get(pk=care.pk)
    assert wind.parent is not None
    assert (wind.parent.code, moved.parent) == ("north", energy)
    assert moved.path.startswith(energy.path)
    assert Unit.objects.get(code="empty").status == Unit.Status.CLOSED
    assert exported_model(by=claire)["units"].count("code:") == units.count("code:")


def test_what_the_files_do_not_hold_stays_unless_it_is_asked_to_go(
    model: Charter, claire: Person, hugo: Person, noon: datetime
) -> None:
    before = RoleGrant.objects.filter(person=hugo, revoked_at__isnull=True).count()
    lead = "format: 1\nroles:\n"
    for line in exported_model(by=claire)["roles"].split("  - person: ")[1:]:
        if line.startswith(str(claire.email)):
            lead += f"  - person: {line}"

    kept = apply({"roles": lead}, by=claire, at=noon)
    assert (kept.changes, before > 0) == ((), True)
    assert any(str(hugo.email) in one.name for one in kept.kept)
    assert RoleGrant.objects.filter(person=hugo, revoked_at__isnull=True).count() == before

    apply({"roles": lead}, by=claire, at=noon, remove=True)
    assert not RoleGrant.objects.filter(person=hugo, revoked_at__isnull=True).exists()


def test_settings_modules_and_teams_go_through_their_own_actions(
    model: Charter, claire: Person, energy: Unit, noon: datetime
) -> None:
    text = exported_model(by=claire)["charter"]
    text = text.replace("name: Groupe Nordet\n", "name: Nordet\n", 1)
    text = re.sub(r"teams: \[\]", "teams:\n  - unit: energy\n    model: local\n    why: Loin", text)
    text = re.sub(
        r"model:\n    *.*\n|model: \{\}\n",
        f"model:\n  communities: common\n  accountable: {claire.email}\n",
        text,
        count=1,
    )

    plan = apply({"charter": text}, by=claire, at=noon)

    model.refresh_from_db()
    assert (model.name, model.communities, model.accountable) == ("Nordet", "common", claire)
    assert TeamModel.objects.get().unit == energy
    told = leaves(verb="charter.model_applied")[0]["data"]
    assert (told["plan"], told["add"], told["change"]) == (plan.digest, 1, 2)


def test_two_models_go_out_and_come_in_and_one_adds_no_word(
    model: Charter, claire: Person, energy: Unit, noon: datetime
) -> None:
    plain = exported_model(by=claire)["charter"]
    assert "internal" not in plain
    assert "community" not in plain
    frame = Frame(communities="separate", participation="named", internal_participation="everybody")
    write_frame(frame=frame, by=claire, at=noon)
    team = TeamFacts(model="central", internal_model="local", internal_why="Chacun chez soi")
    write_team_model(unit_id=energy.pk, facts=team, by=claire, at=noon)
    inside = GroupFacts(title="Tous les salariés", community="internal")
    write_line(facts=inside, by=claire, at=noon)
    text = exported_model(by=claire)["charter"]
    apply({"charter": plain}, by=claire, at=noon, remove=True)
    assert not Group.objects.filter(community="internal").exists()
    assert not TeamModel.objects.exists()

    apply({"charter": text}, by=claire, at=noon)

    assert exported_model(by=claire)["charter"] == text
    model.refresh_from_db()
    assert (model.communities, model.internal_participation) == ("separate", "everybody")
    assert TeamModel.objects.get().internal_why == "Chacun chez soi"
    assert Group.objects.get(title="Tous les salariés").community == "internal"


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_at_its_place_in_both_languages(
    name: str, charter: Charter, claire: Person, energy: Unit
) -> None:
    texts, place, words = FAULTS[name]
    texts = {file: text.replace("CLAIRE", str(claire.email)) for file, text in texts.items()}

    with translation.override("en"):
        english = faults_of(texts, by=claire)
    with translation.override("fr"):
        french = faults_of(texts, by=claire)

    assert words in english[place]
    assert french[place] != english[place]


def test_every_fault_is_told_at_once_and_nothing_is_written(
    charter: Charter, claire: Person, energy: Unit
) -> None:
    texts = {
        "roles": "format: 1\nroles:\n  - {person: a@b.example, role: lead, unit: nowhere}\n",
        "units": "format: 1\nunits:\n  - {code: x, parent: nordet}\n  - 3\n",
    }

    assert len(faults_of(texts, by=claire)) >= 3
    assert not leaves(verb="unit.created")


def test_a_refusal_of_the_site_undoes_all_of_it(
    model: Charter, claire: Person, energy: Unit, noon: datetime
) -> None:
    """The unit that would close still has people and a unit below it."""
    units = "format: 1\nunits:\n  - {code: nordet, name: Nordet}\n"

    with pytest.raises(ModelRefusedError) as caught:
        apply({"units": units}, by=claire, at=noon, remove=True)

    assert "Nothing was applied" in caught.value.message
    assert Unit.objects.get(code="nordet").name == "Groupe Nordet"
    assert not leaves(verb="charter.model_applied")


def test_the_rights_are_those_of_each_act(
    model: Charter, claire: Person, karim: Person, noon: datetime
) -> None:
    """A delegate writes the risks of their unit, and not the settings of the organisation."""
    files = exported_model(by=claire)
    risks = files["charter"][files["charter"].index("risks:") : files["charter"].index("duties:")]
    worse = "format: 1\n" + risks.replace("likelihood: 2", "likelihood: 4")
    renamed = files["charter"].replace("name: Groupe Nordet\n", "name: Karim & co\n", 1)

    with pytest.raises(ModelRefusedError) as caught:
        apply({"charter": renamed}, by=karim, at=noon)
    assert caught.value.facts["refused_for"] == "right_missing"

    apply({"charter": worse}, by=karim, at=noon)
    assert Risk.objects.get().likelihood == 4


def test_a_plan_that_is_no_longer_the_one_read_is_refused(
    model: Charter, claire: Person, noon: datetime
) -> None:
    texts = {"units": "format: 1\nunits:\n  - {code: x, name: X, parent: nordet}\n"}
    plan = plan_model(texts, by=claire)
    make_unit(parent=Unit.objects.get(code="nordet"), name="X", code="x")

    with pytest.raises(PlanStaleError):
        apply_model(texts=texts, digest=plan.digest, by=claire, at=noon)


def test_a_plan_costs_the_same_queries_whatever_the_size(
    model: Charter,
    claire: Person,
    energy: Unit,
    noon: datetime,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    files = exported_model(by=claire)
    for number in range(30):
        make_unit(parent=energy, name=f"U{number}", code=f"u{number}")
        facts = RiskFacts(
            title=f"R{number}", unit_id=energy.pk, category="regulatory", likelihood=1, impact=1
        )
        write_line(facts=facts, by=claire, at=noon)
    more = exported_model(by=claire)

    for texts in (files, more):
        with django_assert_max_num_queries(40):
            plan_model(texts, by=claire, remove=True)


def test_people_are_named_by_e_mail_staff_number_or_id(
    model: Charter, claire: Person, energy: Unit, noon: datetime
) -> None:
    known = make_person(name="Ana", email="ana@nordet.example", home_unit=energy)
    staff = make_person(name="Bo", email=None, external_id="42", home_unit=energy)
    other = make_person(name="Cy", email=None, home_unit=energy)
    names = ("ANA@nordet.example", "staff:42", f"id:{other.pk}")
    rows = "".join(f"  - {{person: '{one}', role: responder, unit: energy}}\n" for one in names)

    apply({"roles": "format: 1\nroles:\n" + rows}, by=claire, at=noon)

    held = RoleGrant.objects.filter(role="responder", unit=energy)
    assert set(held.values_list("person", flat=True)) == {known.pk, staff.pk, other.pk}
    written = exported_model(by=claire)["roles"]
    assert "ana@nordet.example" in written
    assert "staff:42" in written
    assert f"id:{other.pk}" in written


def test_the_command_line_goes_from_the_site_to_the_site(
    model: Charter, claire: Person, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = str(tmp_path / "model")
    assert main(["model", "export", folder]) == 0
    assert main(["model", "validate", folder]) == 0
    assert main(["model", "plan", folder, "--check", "--remove"]) == 0
    capsys.readouterr()

    units = tmp_path / "model" / "units.yaml"
    units.write_text(units.read_text() + "  - {code: hydro, name: Hydraulique, parent: energy}\n")
    assert main(["model", "plan", folder, "--check"]) == 1
    assert "+ units: units: hydro  (units.yaml:" in capsys.readouterr().out
    assert main(["model", "plan", folder, "--json"]) == 0
    plan = json.loads(capsys.readouterr().out)
    assert [one["name"] for one in plan["changes"]] == ["hydro"]

    assert main(["model", "apply", folder, "--plan", "0" * 64, "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["error"] == "plan_stale"
    assert main(["model", "apply", folder, "--plan", plan["digest"]]) == 0
    assert "applied" in capsys.readouterr().out
    assert leaves(verb="unit.created")[-1]["actor"]["auth"] == "cli"

    units.write_text("format: 1\nunits: 3 4\n")
    assert main(["model", "validate", folder, "--json"]) == 1
    fault = json.loads(capsys.readouterr().out)["faults"][0]
    assert (fault["file"], fault["line"]) == ("units.yaml", 2)
    assert main(["model", "validate", str(tmp_path)]) == 1
    assert "model_files" in capsys.readouterr().err
