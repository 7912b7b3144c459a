"""Scenarios are written in the browser: tried by their author, published, versioned."""

from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from gouvernail.people.errors import RightMissingError
from gouvernail.people.models import Person, Unit
from gouvernail.training.actions.authoring import (
    NewScenario,
    create_scenario,
    draft_digest,
    publish_scenario,
)
from gouvernail.training.actions.runs import (
    answer_comment,
    end_run,
    move_queue,
    start_run,
    tell_impostors,
)
from gouvernail.training.actions.scenarios import ScenarioFacts, add_scenario, put_scenario_away
from gouvernail.training.errors import ScenarioInvalidError, ScenarioNotFoundError
from gouvernail.training.forms.authoring import content_form
from gouvernail.training.models import Run, Scenario
from gouvernail.training.queries.checking import refused
from gouvernail.training.queries.scenarios import runs_of, scenarios_for_list
from gouvernail.training.queries.staging import REAL
from gouvernail.training.queries.wording import told
from gouvernail.training.starters import starter_scenarios
from tests.make.training import NOON

ANSWER = {
    "house": "Les Thés du Port", "post": "Atelier samedi.", "author": "Line",
    "comment": "Votre stage est hors de prix !",
    "example": "Bonjour Line, le stage coûte 20 €. Écrivez-nous en message privé.",
    "facts": "20 €", "expect_gives_fact": "essential", "expect_welcomes": "wanted",
    "points_gives_fact": "5", "why_gives_fact": "Dites le prix.", "why_gives_fact_en": "Say it.",
}  # fmt: skip
QUEUE = {
    "news": "Un incendie.",
    "post_1_account": "La ville", "post_1_text": "Feu de joie !", "post_1_after": "40",
    "post_1_hurts": "1",
    "post_2_account": "La ville", "post_2_text": "Évitez le quai.", "post_2_after": "60",
    "post_2_hurts": "0",
}  # fmt: skip
IMPOSTOR = {
    "handle": "@MairieValmont", "name": "Valmont", "bio": "La mairie.", "fakes": "3",
    "lures": "Gagnez un vélo\nDonnez votre code", "added": "officiel",
    "genuine_1_handle": "valmont-sport", "genuine_1_name": "Sport", "genuine_1_bio": "Le stade.",
}  # fmt: skip
TYPED = {"answer": ANSWER, "queue": QUEUE, "impostor": IMPOSTOR}


def begin(kind: str, by: Person, unit: Unit) -> Scenario:
    facts = ScenarioFacts(title="Le stage", story="On se plaint du prix.")
    new = NewScenario(kind=kind, unit_id=unit.pk, facts=facts)
    return create_scenario(new=new, by=by, at=NOON)


def typed_again(scenario: Scenario) -> dict[str, Any]:
    """Return what the page of a scenario would send back unchanged."""
    form = content_form(scenario, None)
    return {name: "" if form[name].value() is None else form[name].value() for name in form.fields}


def practise_well(scenario: Scenario, person: Person) -> Run:
    with translation.override("fr"):
        run = start_run(scenario.pk, by=person, at=NOON)
    if scenario.kind == "answer":
        return answer_comment(run.pk, text=run.content["example"], by=person, at=NOON)
    if scenario.kind == "impostor":
        profiles = enumerate(run.content["profiles"], start=1)
        given = {str(place): one["trick"] or REAL for place, one in profiles}
        return tell_impostors(run.pk, given=given, by=person, at=NOON)
    move_queue(run.pk, move="freeze", by=person, at=NOON)
    move_queue(run.pk, move="release", place=2, by=person, at=NOON)
    return end_run(run.pk, by=person, at=NOON)


@pytest.mark.parametrize("kind", ["answer", "queue", "impostor"])
def test_what_is_typed_is_tried_by_its_author_published_and_practised_well(
    client: Client, claire: Person, nordet: Unit, nina: Person, kind: str
) -> None:
    client.force_login(claire)
    scenario = begin(kind, claire, nordet)
    url = f"/scenarios/{scenario.slug}/write/"
    assert client.get(url).status_code == 200

    assert client.post(url, TYPED[kind] | {"what": "keep"}).status_code == 302
    with pytest.raises(ScenarioNotFoundError):
        start_run(scenario.pk, by=nina, at=NOON)
    tried = client.post(url, TYPED[kind] | {"what": "try"})
    assert client.get(tried["Location"]).status_code == 200
    run = Run.objects.get()
    assert run.trial
    client.post(f"/practices/{run.pk}/end")
    assert "nothing of it counts" in client.get(tried["Location"]).text
    published = client.post(url, TYPED[kind] | {"what": "publish"})

    assert published.status_code == 302, published.text
    scenario.refresh_from_db()
    assert (scenario.number, scenario.draft) == (1, {})
    run = practise_well(scenario, nina)
    assert (run.passed, run.score_percent) == (True, 100)
    assert runs_of(scenario, claire).count() == 0
    assert [one.tries for one in scenarios_for_list(claire).rows] == [0]  # type: ignore[attr-defined]  # annotated


@pytest.mark.parametrize(
    ("kind", "typed", "field"),
    [
        ("answer", {"example": "Non."}, "example"),
        ("answer", {"example_en": "Nothing to say."}, "example_en"),
        ("answer", {"example": "Bonjour, 20 € ! " * 40}, "example"),
        ("answer", {"expect_gives_fact": "wanted"}, "expect_welcomes"),
        ("answer", {"facts": ""}, "facts"),
        ("answer", {"comment": " "}, "comment"),
        ("queue", {"post_1_hurts": "0"}, "post_1_hurts"),
        ("queue", {"post_1_after": "3"}, "post_1_after"),
        ("queue", {"post_2_after": "3000"}, "post_2_after"),
        ("queue", {"post_2_text": ""}, "post_2_text"),
        ("impostor", {"handle": "a b"}, "handle"),
        ("impostor", {"fakes": "8", "handle": "---", "added": ""}, "handle"),
        ("impostor", {"genuine_1_handle": "mairievalmont-officiel"}, "genuine_1_handle"),
        ("impostor", {"genuine_1_handle": "mairievalmont"}, "genuine_1_handle"),
        ("impostor", {"lures": ""}, "lures"),
    ],
)
def test_what_lacks_is_said_at_its_field_and_nothing_typed_is_lost(
    client: Client, claire: Person, nordet: Unit, kind: str, typed: dict[str, str], field: str
) -> None:
    client.force_login(claire)
    scenario = begin(kind, claire, nordet)
    sent = TYPED[kind] | typed

    answer = client.post(f"/scenarios/{scenario.slug}/write/", sent | {"what": "publish"})

    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    scenario.refresh_from_db()
    assert scenario.number == 0
    assert scenario.draft
    kept = typed_again(scenario)
    assert str(kept[field]).strip().lower() == str(sent.get(field, kept[field])).strip().lower()


def test_what_is_practised_stands_until_the_next_version_and_an_earlier_one_comes_back(
    client: Client, claire: Person, nordet: Unit, nina: Person
) -> None:
    scenario = add_scenario("broken-parcel", unit_id=nordet.pk, by=claire, at=NOON)
    first = scenario.content
    client.force_login(claire)
    url = f"/scenarios/{scenario.slug}/write/"
    client.post(url, typed_again(scenario) | {"house": "La Poste", "what": "keep"})
    with translation.override("fr"):
        assert start_run(scenario.pk, by=nina, at=NOON).content["house"] != "La Poste"

    publish_scenario(scenario.pk, by=claire, at=NOON)

    scenario.refresh_from_db()
    assert (scenario.number, scenario.content["house"]["fr"]) == (2, "La Poste")
    assert client.post(f"/scenarios/{scenario.slug}/versions/1/take").status_code == 302
    scenario.refresh_from_db()
    assert scenario.draft == first
    assert client.post(f"/scenarios/{scenario.slug}/versions/9/take").status_code == 404
    given_up = {"base": draft_digest(scenario)}
    client.post(f"/scenarios/{scenario.slug}/versions/0/take", given_up)
    with pytest.raises(ScenarioInvalidError):
        publish_scenario(scenario.pk, by=claire, at=NOON)
    with pytest.raises(RightMissingError):
        publish_scenario(scenario.pk, by=nina, at=NOON)


@pytest.mark.parametrize("one", starter_scenarios(), ids=lambda one: one.slug)
def test_every_scenario_to_start_from_may_be_written_on(
    claire: Person, nordet: Unit, one: Any
) -> None:
    scenario = add_scenario(one.slug, unit_id=nordet.pk, by=claire, at=NOON)
    form = content_form(scenario, typed_again(scenario))  # type: ignore[arg-type]  # as a page sends it

    assert form.is_valid(), form.errors
    kept = form.content()
    assert {name: kept[name] for name in one.content} == one.content
    marks = {"pass_percent": one.pass_percent, "limit_seconds": one.limit_seconds}
    assert refused(one.kind, kept, **marks) == {}


def test_the_points_and_the_explanation_are_those_of_the_author(
    client: Client, claire: Person, nordet: Unit, nina: Person
) -> None:
    scenario = begin("answer", claire, nordet)
    client.force_login(claire)
    client.post(f"/scenarios/{scenario.slug}/write/", ANSWER | {"what": "publish"})
    with translation.override("en"):
        run = start_run(scenario.pk, by=nina, at=NOON)

    run = answer_comment(run.pk, text="Hello Line, thank you.", by=nina, at=NOON)

    assert [(one["code"], one["weight"]) for one in run.findings][:2] == [
        *(("welcomes", 1), ("gives_fact", 5))
    ]
    assert "Say it." in [one.better for one in told(run)]


def test_what_another_page_wrote_is_neither_replaced_unasked_nor_published(
    client: Client, claire: Person, nordet: Unit
) -> None:
    scenario = add_scenario("broken-parcel", unit_id=nordet.pk, by=claire, at=NOON)
    client.force_login(claire)
    url = f"/scenarios/{scenario.slug}/write/"
    page = typed_again(scenario) | {"base": client.get(url).context["base"]}
    client.post(url, page | {"house": "La Poste", "what": "keep"})

    late = client.post(url, page | {"house": "Le Colis", "what": "publish"})
    taken = client.post(f"/scenarios/{scenario.slug}/versions/1/take")

    assert (late.status_code, "changed since you opened" in late.text) == (422, True)
    assert "Le Colis" in late.text
    assert taken.status_code == 302
    scenario.refresh_from_db()
    assert (scenario.number, scenario.draft["house"]["fr"]) == (1, "La Poste")
    asked = {"house": "Le Colis", "what": "publish", "base": late.context["base"]}
    assert client.post(url, page | asked).status_code == 302
    scenario.refresh_from_db()
    assert (scenario.number, scenario.content["house"]["fr"]) == (2, "Le Colis")


def test_what_is_put_away_is_published_for_later_and_tried_by_nobody(
    client: Client, claire: Person, nordet: Unit
) -> None:
    scenario = add_scenario("broken-parcel", unit_id=nordet.pk, by=claire, at=NOON)
    put_scenario_away(scenario.pk, away=True, by=claire, at=NOON)
    client.force_login(claire)
    url = f"/scenarios/{scenario.slug}/write/"

    assert "Keep and try it" not in client.get(url).text
    assert client.post(url, typed_again(scenario) | {"what": "try"})["Location"] == url
    done = client.post(url, typed_again(scenario) | {"what": "publish"}, follow=True).text

    assert "until it is offered again" in done
    assert "people practise it from now on" not in done
