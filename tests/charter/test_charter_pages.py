"""The charter as pages: read by everybody, written by those who answer, honest about its gaps."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from gouvernail.charter.actions import take_starter, tick_duty, write_line
from gouvernail.charter.actions.starting import starter_for
from gouvernail.charter.models import Charter, Document, Duty, PerimeterLine, Risk, TeamModel
from gouvernail.charter.queries.facts import ChannelFacts, DocumentFacts, ObjectiveFacts
from gouvernail.charter.queries.said import what_is_said
from gouvernail.foundation import clock
from gouvernail.people.models import Person, Role, Unit
from tests.make.charter import NOON, make_duty, make_risk
from tests.make.people import make_grant, make_person

RISK: dict[str, Any] = {
    "title": "Leak",
    "category": "regulatory",
    "likelihood": 2,
    "impact": 5,
    "status": "open",
}


def missing(client: Client) -> list[str]:
    return [gap.words for gap in client.get("/charter/").context["page"].gaps]


def test_an_empty_charter_says_all_that_is_missing_and_who_may_repair_it(
    client: Client, claire: Person, nina: Person, energy: Unit, care: Unit
) -> None:
    client.force_login(nina)
    gaps = client.get("/charter/").context["page"].gaps

    assert {gap.section for gap in gaps} == {
        *("scope", "people", "part", "stakeholders", "strategy"),
        *("objectives", "risks", "duties"),
    }
    assert "2 units have no delegate: Care, Energy." in [gap.words for gap in gaps]
    assert not any(gap.url for gap in gaps)  # she repairs nothing, and is shown no dead way
    client.force_login(claire)
    assert all(gap.url for gap in client.get("/charter/").context["page"].gaps)
    assert "Claire Morvan" in client.get("/charter/").text  # the only lead answers for all


def test_two_who_lead_the_whole_must_say_which_one_answers(
    client: Client, claire: Person, nordet: Unit, charter: Charter
) -> None:
    second = make_person(name="Zoé Second", home_unit=nordet)
    make_grant(person=second, unit=nordet, role=Role.LEAD)
    client.force_login(claire)
    said = "Several people lead the whole: which one answers for it is not said."

    assert said in missing(client)
    answers = {"communities": "separate", "participation": "everybody"}
    client.post("/charter/frame", answers | {"accountable": str(second.pk)})

    assert said not in missing(client)
    assert client.get("/charter/").context["said"].accountable == second
    refused = client.post("/charter/frame", answers | {"participation": "x"})
    assert refused.status_code == 422


def test_what_is_missing_goes_away_when_it_is_said(
    client: Client, claire: Person, energy: Unit
) -> None:
    client.force_login(claire)
    channel = write_line(facts=ChannelFacts(title="LinkedIn"), by=claire, at=NOON)
    assert "No document binds: LinkedIn." in missing(client)

    answers = {"title": "Guide", "nature": "guideline", "address": "/policies/charter/"}
    client.post("/charter/documents/new", answers | {"channels": [str(channel.pk)]})
    objective = ObjectiveFacts(title="Answer", unit_id=energy.pk, indicator="Median")
    write_line(facts=objective, by=claire, at=NOON)
    make_duty(by=claire, unit=energy, role="responder")

    words = missing(client)
    assert not any(one.startswith("No document binds") for one in words)
    assert "“Answer”: no rule, no target, no date." in words
    assert "Nobody can do “Read the comments” in Energy: no responder is there." in words


def test_an_address_of_a_document_never_runs_in_the_browser(client: Client, claire: Person) -> None:
    client.force_login(claire)
    write_line(facts=ChannelFacts(title="X"), by=claire, at=NOON)
    line = write_line(facts=DocumentFacts(title="D", address="/ok"), by=claire, at=NOON)
    Document.objects.filter(pk=line.pk).update(address="javascript:alert(1)")

    assert "javascript:" not in client.get("/charter/").text


def test_a_delegate_writes_what_is_theirs_through_the_pages(
    client: Client, karim: Person, claire: Person, energy: Unit, solar: Unit, care: Unit
) -> None:
    client.force_login(karim)

    assert client.post("/charter/risks/new", RISK | {"unit": str(solar.pk)}).status_code == 302
    risk = Risk.objects.get()
    answers = RISK | {"unit": str(solar.pk), "title": "Bigger leak", "owner": str(karim.pk)}
    client.post(f"/charter/risks/{risk.pk}/", answers | {"review_on": "2027-01-10"})
    risk.refresh_from_db()
    assert (risk.title, risk.owner, str(risk.review_on)) == ("Bigger leak", karim, "2027-01-10")
    client.post(f"/charter/teams/{energy.pk}/", {"model": "local", "why": "Terrain"})
    assert TeamModel.objects.get().words_for("external") == "Terrain"
    assert client.post("/charter/channels/new", {"title": "X"}).status_code == 403
    assert client.post("/charter/risks/new", RISK | {"unit": str(care.pk)}).status_code == 422
    assert client.get("/charter/nothing/new").status_code == 404

    client.post(f"/charter/risks/{risk.pk}/remove")

    assert not Risk.objects.exists()


def test_a_wrong_answer_is_said_at_its_field_and_what_was_typed_is_kept(
    client: Client, claire: Person, energy: Unit
) -> None:
    client.force_login(claire)
    answers = {"unit": str(energy.pk), "title": "Read", "by_time": "09:00", "days": ["0"]}

    response = client.post("/charter/duties/new", answers)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["role"]
    assert 'value="Read"' in response.text
    assert not Duty.objects.exists()


def test_the_register_is_narrowed_by_its_address_sorted_and_given_as_a_file(
    client: Client, claire: Person, karim: Person, energy: Unit, care: Unit
) -> None:
    today = clock.today("Europe/Paris")
    high = make_risk(by=claire, unit=care, title="=High", likelihood=5, impact=5)
    late = make_risk(
        by=claire, unit=energy, title="Late", likelihood=1, impact=2, category="reputation",
        owner_id=karim.pk, treatment="reduce", review_on=today - timedelta(days=3),
    )  # fmt: skip
    closed = make_risk(by=claire, unit=energy, title="Closed", status="closed")
    client.force_login(claire)

    def found(query: str) -> list[Risk]:
        return list(client.get(f"/charter/risks/?{query}").context["page"].rows)

    assert found("") == [high, late]
    assert found("sort=review") == [late, high]
    assert found("state=closed") == [closed]
    assert found("state=all") == [high, closed, late]
    assert found("due=overdue") == found("class=reputation") == found("level=ok") == [late]
    assert found("lacks=owner") == found("likelihood=5&impact=5") == found("q=high") == [high]
    assert found(f"unit={care.pk}") == [high]
    assert found("class=none&unit=none&likelihood=9&level=x&sort=x") == [high, late]
    page = client.get("/charter/risks/")
    assert page.context["tally"] == {"stop": 1, "warn": 0, "ok": 1, "overdue": 1}
    assert [cell.count for cell in page.context["grid"][0]] == [0, 0, 0, 0, 1]
    lines = b"".join(client.get("/charter/risks/export.csv?due=")).decode().splitlines()
    assert lines[0].startswith("title,unit,class,likelihood")
    assert lines[1].startswith("'=High,Care,")
    assert len(lines) == 3


def test_the_starter_charter_is_shown_first_taken_line_by_line_and_waits_to_be_confirmed(
    client: Client, claire: Person, karim: Person, energy: Unit, care: Unit
) -> None:
    client.force_login(claire)
    shown = client.get("/charter/starter").text
    assert "An account is taken over" in shown
    assert not PerimeterLine.objects.exists()  # looking writes nothing

    assert client.post("/charter/starter", {}).status_code == 422
    chosen = ["channel-official", "risk-takeover", "duty-comments@energy"]
    client.post("/charter/starter", {"lines": chosen})

    channel, risk, duty = PerimeterLine.objects.get(), Risk.objects.get(), Duty.objects.get()
    assert channel.is_proposed
    assert (risk.title, risk.title_en) == ("An account is taken over", "")  # a site in English
    assert (duty.unit, duty.role) == (energy, "delegate")
    assert any(words.startswith("3 lines come from the starter") for words in missing(client))
    assert not {*chosen} & {one.key for one in starter_for(claire)}  # never twice
    client.post(f"/charter/channels/{channel.pk}/confirm")
    assert not PerimeterLine.objects.filter(is_proposed=True).exists()
    take_starter(keys=[one.key for one in starter_for(claire)], by=claire, at=NOON)
    assert starter_for(claire) == []
    answers = {"title": "Our own words", "coverage": "covered", "community": "external"}
    client.post(f"/charter/channels/{channel.pk}/", answers)
    assert PerimeterLine.objects.get(pk=channel.pk).title == "Our own words"
    assert starter_for(claire) == []  # known by its key, however it is called now


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_starter_charter_is_in_the_language_of_the_organisation(
    claire: Person, energy: Unit, settings: Any, language: str
) -> None:
    settings.LANGUAGE_CODE = language

    facts = next(one.facts for one in starter_for(claire) if one.key == "risk-leak")

    assert facts.title_en == ("Confidential information is published" if language == "fr" else "")
    assert (facts.title == "Une information confidentielle est publiée") == (language == "fr")


def test_a_duty_is_done_from_the_page_and_everybody_reads_by_whom(
    client: Client, claire: Person, karim: Person, nina: Person, energy: Unit
) -> None:
    duty = make_duty(by=claire, unit=energy, days=tuple(range(7)))
    client.force_login(nina)
    assert f"/charter/duties/{duty.pk}/done" not in client.get("/charter/").text
    assert client.post(f"/charter/duties/{duty.pk}/done").status_code == 403
    client.force_login(karim)
    assert f"/charter/duties/{duty.pk}/done" in client.get("/charter/").text

    done = client.post(f"/charter/duties/{duty.pk}/done")

    assert done["Location"] == "/charter/#duties"
    assert "done by K. Benali at" in client.get("/charter/").text
    client.post(f"/charter/duties/{duty.pk}/not-done")
    assert "done by K. Benali at" not in client.get("/charter/").text


def test_a_module_switched_off_leaves_the_navigation_and_keeps_its_pages(
    client: Client, claire: Person
) -> None:
    client.force_login(claire)
    assert 'href="/calendar/"' in client.get("/charter/").text

    client.post("/settings/modules", {"on": ["policies", "risks"]})

    text = client.get("/charter/").text
    assert 'href="/calendar/"' not in text
    assert 'href="/policies/"' in text
    assert client.get("/calendar/").status_code == 200


def test_law_and_compliance_are_told_with_what_they_read(
    client: Client, nina: Person, amina: Person
) -> None:
    client.force_login(nina)

    page = client.get("/routes/seats")
    fragment = client.get("/routes/seats", headers={"HX-Request": "true"})

    assert "No approval route asks for it: it reads no post." in page.text
    assert "<html" in page.text
    assert "<html" not in fragment.text


def test_the_page_of_an_old_day_says_who_was_late(
    claire: Person, karim: Person, energy: Unit
) -> None:
    duty = make_duty(by=claire, unit=energy)
    evening = NOON + timedelta(hours=6)

    before = what_is_said(at=evening).duties[0]
    tick_duty(duty_id=duty.pk, by=karim, at=evening)

    assert (before.state, before.people) == ("overdue", (karim,))
    assert what_is_said(at=evening).duties[0].state == "ok"
    Unit.objects.filter(pk=energy.pk).update(status=Unit.Status.CLOSED)
    assert what_is_said(at=evening).duties == []  # what a closed unit did binds nobody
