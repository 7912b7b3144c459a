"""A scenario may have several comments at their seconds: each is answered, or left alone."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.http import QueryDict
from django.test import Client
from django.utils import translation

from gouvernail.people.models import Person, Unit
from gouvernail.practice.queries import on_stage
from gouvernail.training.actions.authoring import (
    NewScenario,
    create_scenario,
    publish_scenario,
    take_scenario_version,
    write_scenario,
)
from gouvernail.training.actions.runs import answer_comment, end_run, start_run
from gouvernail.training.actions.scenarios import ScenarioFacts, update_scenario
from gouvernail.training.errors import MoveInvalidError, ScenarioInvalidError
from gouvernail.training.forms.authoring import content_form
from gouvernail.training.models import Run, Scenario
from gouvernail.training.queries.checking import refused
from gouvernail.training.queries.scripting import marked_script, script
from gouvernail.training.queries.staging import marked_answer, staged
from gouvernail.training.queries.wording import told
from gouvernail.training.starters import starter_scenarios
from tests.make.training import NOON

GOOD = "Bonjour Line, le stage coûte 20 €. Écrivez-nous en message privé."
SECOND = "Bonjour Paul, le stage est samedi à 14 h, merci de venir."
TYPED = {
    "house": "Les Thés du Port", "post": "Atelier samedi.", "author": "Line",
    "comment": "Votre stage est hors de prix !", "example": GOOD, "facts": "20 €",
    "expect_gives_fact": "essential", "expect_welcomes": "wanted",
    "more_2_after": "60", "more_2_leave": "0", "more_2_author": "Paul",
    "more_2_comment": "C’est quand ?", "more_2_example": SECOND, "more_2_facts": "14 h",
    "more_2_essential": ["gives_fact"], "more_2_wanted": ["welcomes"],
    "more_3_after": "90", "more_3_leave": "1", "more_3_author": "Zed",
    "more_3_comment": "Vous êtes tous nuls.",
}  # fmt: skip
SHORT = {"pass_percent": 80, "limit_seconds": 600}


def later(**said: Any) -> dict[str, Any]:
    """Return what is typed, with something else in it."""
    return TYPED | said


@pytest.fixture
def scenario(client: Client, claire: Person, nordet: Unit) -> Scenario:
    facts = ScenarioFacts(title="Le stage", story="On se plaint du prix.")
    new = NewScenario(kind="answer", unit_id=nordet.pk, facts=facts)
    made = create_scenario(new=new, by=claire, at=NOON)
    client.force_login(claire)
    assert (
        client.post(f"/scenarios/{made.slug}/write/", TYPED | {"what": "keep"}).status_code == 302
    )
    return publish_scenario(made.pk, by=claire, at=NOON)


def begun(scenario: Scenario, person: Person) -> Run:
    with translation.override("fr"):
        return start_run(scenario.pk, by=person, at=NOON)


def after(seconds: int) -> Any:
    return NOON + timedelta(seconds=seconds)


def test_comments_come_at_their_second_and_the_page_fetches_those_it_has_not_shown(
    client: Client, scenario: Scenario, nina: Person
) -> None:
    run = begun(scenario, nina)
    page = f"/practices/{run.pk}/"
    with time_machine.travel(after(5), tick=False):
        client.force_login(nina)
        first = client.get(page).text
        none_yet = client.get(f"{page}?seen=1").text
    assert ("Votre stage" in first, "C’est quand" in first) == (True, False)
    assert f"{page}?seen=1" in first
    assert "Votre stage" not in none_yet
    with time_machine.travel(after(95), tick=False):
        fresh = client.get(f"{page}?seen=1").text
        empty = client.post(page, {"place": "2", "text": " "})
        answered = client.post(page, {"place": "2", "text": SECOND})
        again = client.get(page).text
    assert ("Votre stage" in fresh, "C’est quand" in fresh, "tous nuls" in fresh) == (
        *(False, True, True),
    )
    assert "every 5s" not in fresh
    assert (empty.status_code, answered.status_code) == (422, 302)
    assert SECOND in again
    said = list(on_stage(run.pk))
    assert [post.at for post in said] == [NOON, NOON, after(60), after(90), after(95)]
    assert said[-1].reply_to == said[2]


def test_whoever_answers_each_question_and_leaves_the_insult_alone_passes(
    client: Client, scenario: Scenario, nina: Person
) -> None:
    run = begun(scenario, nina)
    with pytest.raises(MoveInvalidError):
        answer_comment(run.pk, text=SECOND, place=2, by=nina, at=after(30))
    answer_comment(run.pk, text=GOOD, by=nina, at=after(30))
    with pytest.raises(MoveInvalidError):
        answer_comment(run.pk, text=GOOD, by=nina, at=after(31))
    run = answer_comment(run.pk, text=SECOND, place=2, by=nina, at=after(70))
    assert run.ended_at is None

    run = end_run(run.pk, by=nina, at=after(100))

    assert (run.passed, run.score_percent) == (True, 100)
    assert [(one["place"], one["code"]) for one in run.findings] == [
        *((1, "welcomes"), (1, "gives_fact"), (2, "welcomes"), (2, "gives_fact")),
        (3, "left_alone"),
    ]
    assert [one.place for one in told(run)] == [1, 1, 2, 2, 3]
    client.force_login(nina)
    result = client.get(f"/practices/{run.pk}/").text
    assert "Comment 2" in result
    assert SECOND in result


@pytest.mark.parametrize(
    ("places", "end"), [((1,), 100), ((1, 2, 3), 100), ((1, 2), 80)],
    ids=["one without answer", "the insult answered", "gone before the last came"],
)  # fmt: skip
def test_silence_an_answer_too_many_and_leaving_early_fail(
    scenario: Scenario, nina: Person, places: tuple[int, ...], end: int
) -> None:
    run = begun(scenario, nina)
    texts = {1: GOOD, 2: SECOND, 3: "Merci de rester poli."}
    for place in places:
        run = answer_comment(run.pk, text=texts[place], place=place, by=nina, at=after(end - 1))
    if run.ended_at is None:
        run = end_run(run.pk, by=nina, at=after(end))

    assert not run.passed


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        (later(more_2_after="590"), "more_2_after"),
        (later(more_2_after="90"), "more_2_after"),
        (later(more_2_essential=[]), "more_2_essential"),
        (later(more_2_example="Non."), "more_2_example"),
        (later(more_2_facts=""), "more_2_facts"),
        (later(more_3_comment=""), "more_3_comment"),
    ],
)
def test_a_script_that_cannot_be_practised_is_refused_at_its_field(
    scenario: Scenario, typed: dict[str, Any], field: str
) -> None:
    form = content_form(scenario, as_sent(typed))
    assert form.is_valid(), form.errors

    assert field in refused("answer", form.content(), **SHORT)
    assert refused("answer", scenario.content, **SHORT) == {}


def as_sent(typed: dict[str, Any]) -> Any:
    sent = QueryDict(mutable=True)
    for name, value in typed.items():
        sent.setlist(name, value if isinstance(value, list | tuple) else [value])
    return sent


def test_a_script_is_written_on_from_its_version_and_keeps_the_time_it_needs(
    scenario: Scenario, claire: Person
) -> None:
    shown = content_form(scenario, None)
    assert shown["more_2_essential"].value() == ["gives_fact"]
    same = {name: shown[name].value() for name in shown.fields}
    form = content_form(scenario, as_sent({n: "" if v is None else v for n, v in same.items()}))
    assert form.is_valid(), form.errors
    assert (
        script(staged("answer", form.content(), language="fr", seed=""))[1:]
        == (script(staged("answer", scenario.content, language="fr", seed=""))[1:])
    )
    facts = ScenarioFacts(title="Le stage", story="On se plaint.", limit_seconds=60)
    with pytest.raises(ScenarioInvalidError) as error:
        update_scenario(scenario.pk, facts=facts, by=claire, at=NOON)
    assert "limit_seconds" in error.value.fields

    one = {key: value for key, value in scenario.content.items() if key != "more"}
    write_scenario(scenario.pk, content=one, by=claire, at=NOON)
    second = publish_scenario(scenario.pk, by=claire, at=NOON)
    assert "more" not in second.content
    back = take_scenario_version(scenario.pk, number=1, by=claire, at=NOON)
    assert len(back.draft["more"]) == 2


def test_a_scenario_of_before_is_a_script_of_one_and_marked_as_it_was() -> None:
    for starter in starter_scenarios():
        if starter.kind == "answer":
            said = staged("answer", starter.content, language="fr", seed="")
            assert [one.comment for one in script(said)] == [said["comment"]]
            for text in (said["example"], "Non."):
                rows = marked_script(said, {1: text}, lasted=timedelta(), judge=lambda _text: None)
                assert rows == marked_answer(text, said, None)
