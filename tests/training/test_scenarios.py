"""Scenarios are practised on the practice network, and marked from what happened there."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from gouvernail.people.errors import RightMissingError
from gouvernail.people.models import Person, Unit
from gouvernail.practice.models import Post
from gouvernail.publishing.models import Delivery
from gouvernail.training import actions
from gouvernail.training.actions.runs import (
    answer_comment,
    end_run,
    move_queue,
    review_run,
    start_run,
    tell_impostors,
)
from gouvernail.training.actions.scenarios import (
    ScenarioFacts,
    add_scenario,
    put_scenario_away,
    update_scenario,
)
from gouvernail.training.errors import (
    LessonsLeftError,
    MoveInvalidError,
    OwnTrainingError,
    RunNotFoundError,
    RunStateError,
    ScenarioInvalidError,
    ScenarioNotFoundError,
)
from gouvernail.training.models import Lesson, QueuedPost, Run, Scenario
from gouvernail.training.queries.scenarios import (
    asked_by,
    queue_at,
    runs_for_list,
    scenarios_for_list,
)
from gouvernail.training.queries.staging import REAL
from tests.make.people import make_person
from tests.make.training import NOON, make_course, make_quiz


@pytest.fixture
def parcel(claire: Person, nordet: Unit) -> Scenario:
    return add_scenario("broken-parcel", unit_id=nordet.pk, by=claire, at=NOON)


@pytest.fixture
def fire(claire: Person, nordet: Unit) -> Scenario:
    return add_scenario("warehouse-fire", unit_id=nordet.pk, by=claire, at=NOON)


def begun(scenario: Scenario, person: Person, language: str = "en") -> Run:
    with translation.override(language):
        return start_run(scenario.pk, by=person, at=NOON)


def after(seconds: int) -> datetime:
    return NOON + timedelta(seconds=seconds)


def met(run: Run) -> dict[str, bool]:
    return {one["code"]: one["met"] for one in run.findings}


def test_an_answer_appears_on_the_stage_alone_and_is_marked_by_its_words(
    parcel: Scenario, nina: Person
) -> None:
    run = begun(parcel, nina)
    kept = Post.objects.filter(stage=run.pk)
    assert [one.text for one in kept.order_by("at", "id")][1] == run.content["comment"]

    run = answer_comment(
        run.pk, text="Hello, Paul Garner of 12 Tanner Street: refunded!", by=nina, at=NOON
    )

    assert kept.count() == 3
    assert not run.passed
    said = met(run)
    assert (said["welcomes"], said["apologises"]) == (True, False)
    assert (said["no_personal_data"], said["no_promise"]) == (False, False)
    with pytest.raises(RunStateError):
        answer_comment(run.pk, text="Again", by=nina, at=NOON)
    second = begun(parcel, nina)
    assert second.number == 2
    assert answer_comment(second.pk, text=second.content["example"], by=nina, at=NOON).passed


def test_what_a_rule_in_force_blocks_fails_the_answer(
    parcel: Scenario, nina: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    from gouvernail.training.actions import runs  # noqa: PLC0415 - where it is looked up
    from gouvernail.training.queries.staging import Remark  # noqa: PLC0415

    blocking = [Remark(rule="No refunds in public", level="block", says="Ask customer service.")]
    monkeypatch.setattr(runs, "remarks_on", lambda *_args, **_kwargs: blocking)
    run = begun(parcel, nina)

    run = answer_comment(run.pk, text=run.content["example"], by=nina, at=NOON)

    assert met(run)["house_rules"] is False
    assert not run.passed


def test_the_impostors_are_told_with_the_reason_of_each(
    claire: Person, nordet: Unit, nina: Person
) -> None:
    scenario = add_scenario("shop-impostor", unit_id=nordet.pk, by=claire, at=NOON)
    run = begun(scenario, nina)
    right = {
        str(place): one["trick"] or REAL
        for place, one in enumerate(run.content["profiles"], start=1)
    }
    with pytest.raises(MoveInvalidError) as refused:
        tell_impostors(run.pk, given=right | {"2": "because"}, by=nina, at=NOON)
    assert set(refused.value.fields) == {"profile_2"}

    run = tell_impostors(run.pk, given=right, by=nina, at=NOON)

    assert (run.score_percent, run.passed) == (100, True)


def test_stopping_everything_then_letting_go_what_helps_is_a_pass(
    fire: Scenario, nina: Person
) -> None:
    run = begun(fire, nina)
    useful = QueuedPost.objects.get(run=run, hurts=False)

    move_queue(run.pk, move="freeze", by=nina, at=after(20))
    move_queue(run.pk, move="release", place=useful.place, by=nina, at=after(30))
    run = end_run(run.pk, by=nina, at=after(40))

    assert (run.score_percent, run.passed) == (100, True)
    assert [one.text for one in Post.objects.filter(stage=run.pk)] == [useful.text]
    assert Delivery.objects.count() == 0


def test_what_was_due_before_has_left_and_what_is_not_held_leaves_later(
    fire: Scenario, nina: Person
) -> None:
    run = begun(fire, nina)
    assert [one.state for one in queue_at(run, at=after(50))] == ["left", *["waiting"] * 4]

    run = move_queue(run.pk, move="hold", place=2, by=nina, at=after(50))
    with pytest.raises(MoveInvalidError):
        move_queue(run.pk, move="hold", place=9, by=nina, at=after(51))
    run = end_run(run.pk, by=nina, at=after(60))

    assert Post.objects.filter(stage=run.pk).count() == 4
    assert met(run) == {"nothing_hurt": False, "in_time": False, "useful_left": True}
    first = QueuedPost.objects.get(run=run, place=1)
    assert first.left_at == first.due_at


def test_one_account_may_be_stopped_and_time_ends_the_exercise(
    fire: Scenario, nina: Person
) -> None:
    run = begun(fire, nina)
    account = run.content["posts"][0]["account"]
    move_queue(run.pk, move="freeze_account", account=account, by=nina, at=after(10))
    assert {one.account for one in queue_at(run, at=after(10)) if one.state == "held"} == {account}

    with pytest.raises(RunStateError):
        move_queue(run.pk, move="freeze", by=nina, at=after(fire.limit_seconds))
    again = start_run(fire.pk, by=nina, at=after(fire.limit_seconds))

    run.refresh_from_db()
    assert run.ended_at == after(fire.limit_seconds)
    assert again.number == 2


def test_nobody_sees_or_moves_the_practice_of_another(
    fire: Scenario, nina: Person, hugo: Person, client: Client
) -> None:
    run = begun(fire, nina)
    with pytest.raises(RunNotFoundError):
        move_queue(run.pk, move="freeze", by=hugo, at=after(1))
    client.force_login(hugo)

    assert client.get(reverse("training:run-detail", args=[run.pk])).status_code == 404


def test_a_trainer_reads_an_answer_again_and_says_so(
    parcel: Scenario, nina: Person, claire: Person
) -> None:
    run = begun(parcel, nina)
    run = answer_comment(run.pk, text="So very sad for you, Paul.", by=nina, at=NOON)
    with pytest.raises(MoveInvalidError):
        review_run(run.pk, passed=True, says=" ", by=claire, at=NOON)
    with pytest.raises((OwnTrainingError, RightMissingError)):
        review_run(run.pk, passed=True, says="Fine.", by=nina, at=NOON)

    run = review_run(run.pk, passed=True, says="Kind, and enough here.", by=claire, at=NOON)

    assert run.passed
    assert run.reviewed_by == claire


def test_a_certificate_waits_for_its_scenario_to_be_passed(
    fire: Scenario, nina: Person, claire: Person, nordet: Unit
) -> None:
    course = make_course(by=claire, unit=nordet)
    facts = ScenarioFacts(title="Feu", story="Un feu.", course_slug=course.slug, limit_seconds=90)
    update_scenario(fire.pk, facts=facts, by=claire, at=NOON)
    for lesson in Lesson.objects.filter(version__course=course):
        actions.read_lesson(course.pk, lesson_id=lesson.pk, by=nina, at=NOON)
    with pytest.raises(LessonsLeftError):
        actions.finish_course(course.pk, by=nina, at=NOON)

    run = begun(fire, nina)
    move_queue(run.pk, move="freeze", by=nina, at=after(5))
    end_run(run.pk, by=nina, at=after(6))

    assert Run.objects.get().score_percent == 80
    certificate = actions.finish_course(course.pk, by=nina, at=after(10))
    assert certificate.person == nina
    assert [one.is_passed for one in asked_by(course.pk, nina)] == [False]  # for the next one


def test_what_is_put_away_is_begun_by_nobody(fire: Scenario, nina: Person, claire: Person) -> None:
    with pytest.raises(RightMissingError):
        put_scenario_away(fire.pk, away=True, by=nina, at=NOON)
    put_scenario_away(fire.pk, away=True, by=claire, at=NOON)

    with pytest.raises(ScenarioNotFoundError):
        start_run(fire.pk, by=nina, at=NOON)
    assert scenarios_for_list(nina).rows == []
    assert scenarios_for_list(claire, archived=True).rows == [fire]


def test_pages_lead_from_the_list_to_the_result(
    parcel: Scenario, fire: Scenario, nina: Person, claire: Person, client: Client
) -> None:
    client.force_login(nina)
    start = client.post(reverse("training:run-start", args=[parcel.slug]))
    empty = client.post(start["Location"], {"text": " "})
    assert empty.status_code == 422
    done = client.post(start["Location"], {"text": "Bonjour, MERCI BIEN."}, follow=True)
    assert "Pas réussi" in done.text or "Not passed this time" in done.text

    queue = client.post(reverse("training:run-start", args=[fire.slug]), follow=True)
    assert "hx-trigger" in queue.text
    stopped = client.post(queue.redirect_chain[-1][0], {"move": "freeze"}, follow=True)
    assert "hx-trigger" not in stopped.text.split('id="queue"')[1][:300]
    client.post(reverse("training:run-end", args=[Run.objects.get(scenario=fire).pk]))
    for name, args in (
        ("scenario-list", []),
        ("scenario-detail", [parcel.slug]),
        ("run-detail", [Run.objects.get(scenario=fire).pk]),
    ):
        assert client.get(reverse(f"training:{name}", args=args)).status_code == 200
    assert client.get(reverse("training:run-list")).status_code == 403
    assert client.get(reverse("training:scenario-starters")).status_code == 403

    client.force_login(claire)
    run = Run.objects.get(scenario=parcel)
    assert nina.name in client.get(reverse("training:run-list"), {"unread": 1}).text
    url = reverse("training:run-review", args=[run.pk])
    assert client.post(url, {"passed": "1"}).status_code == 422
    client.post(url, {"passed": "1", "says": "Bien."})
    run.refresh_from_db()
    assert run.passed
    edit = reverse("training:scenario-edit", args=[parcel.slug])
    assert client.get(edit).status_code == 200
    assert client.post(edit, {"title": ""}).status_code == 422
    assert client.get(reverse("training:scenario-starters")).status_code == 200


@pytest.mark.parametrize("rows", [1, 7])
def test_the_lists_cost_the_same_whatever_their_length(
    claire: Person, nina: Person, nordet: Unit, rows: int
) -> None:
    for _ in range(rows):
        scenario = add_scenario("flood", unit_id=nordet.pk, by=claire, at=NOON)
        end_run(begun(scenario, nina).pk, by=nina, at=NOON)

    with CaptureQueriesContext(connection) as asked:
        assert len(scenarios_for_list(nina).rows) == rows
    with CaptureQueriesContext(connection) as read:
        assert {run.person.name for run in runs_for_list(claire, unread=True).rows} == {nina.name}
    assert (len(asked), len(read)) == (1, 1)


def test_the_page_of_a_course_leads_to_the_exercise_left_and_a_refusal_names_it(
    fire: Scenario, nina: Person, claire: Person, nordet: Unit, client: Client
) -> None:
    quiz = make_quiz(by=claire, unit=nordet, questions=3)
    course = make_course(by=claire, unit=nordet, quiz=quiz)
    facts = ScenarioFacts(title="Feu", story="Un feu.", course_slug=course.slug, limit_seconds=90)
    update_scenario(fire.pk, facts=facts, by=claire, at=NOON)
    lessons = list(Lesson.objects.filter(version__course=course))
    actions.read_lesson(course.pk, lesson_id=lessons[0].pk, by=nina, at=NOON)
    with pytest.raises(LessonsLeftError, match="1 lesson, “Feu”"):
        actions.start_attempt(quiz.pk, course_id=course.pk, by=nina, at=NOON)
    actions.read_lesson(course.pk, lesson_id=lessons[1].pk, by=nina, at=NOON)
    client.force_login(nina)

    page = client.get("/courses/securite/").text
    refused = client.post("/quizzes/codes/start", {"course": course.pk})

    assert "Do the exercise" in page
    assert "Take the quiz" not in page
    assert "3 questions, about 2 min" in " ".join(page.split())
    assert (refused.status_code, "“Feu”" in refused.text) == (409, True)
    assert f"/scenarios/{fire.slug}/" in refused.text
    run = begun(fire, nina)
    move_queue(run.pk, move="freeze", by=nina, at=after(5))
    end_run(run.pk, by=nina, at=after(6))
    assert "Take the quiz" in client.get("/courses/securite/").text


def test_scenarios_are_listed_as_french_sorts_their_titles(fire: Scenario, claire: Person) -> None:
    for slug, title in (("zebre", "Zèbre"), ("ecole", "École"), ("eau", "Eau")):
        Scenario.objects.create(
            **{
                field.attname: getattr(fire, field.attname)
                for field in Scenario._meta.concrete_fields
                if field.attname not in ("id", "slug", "title", "title_en")
            },
            slug=slug,
            title=title,
        )

    titles = [one.title for one in scenarios_for_list(claire).rows if one.slug != fire.slug]

    assert titles == ["Eau", "École", "Zèbre"]


def test_how_a_scenario_is_told_changes_nothing_that_was_published_meanwhile(
    fire: Scenario, claire: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    from gouvernail.training.actions import scenarios  # noqa: PLC0415 - where it is looked up

    def published_meanwhile(_facts: ScenarioFacts) -> dict[str, str]:
        Scenario.objects.filter(pk=fire.pk).update(number=7)
        return {}

    monkeypatch.setattr(scenarios, "wrong_facts", published_meanwhile)
    facts = ScenarioFacts(title="Feu", story="Un feu.", limit_seconds=90)
    update_scenario(fire.pk, facts=facts, by=claire, at=NOON)

    fire.refresh_from_db()
    assert (fire.title, fire.number) == ("Feu", 7)


def test_a_course_asks_for_no_scenario_that_its_learner_cannot_open(
    claire: Person, nordet: Unit, energy: Unit
) -> None:
    paul = make_person(name="Paul Nord", home_unit=nordet)
    scenario = add_scenario("flood", unit_id=energy.pk, by=claire, at=NOON)
    course = make_course(by=claire, unit=nordet)
    facts = ScenarioFacts(title="Crue", story="L’eau monte.", course_slug=course.slug)

    with pytest.raises(ScenarioInvalidError) as refused:
        update_scenario(scenario.pk, facts=facts, by=claire, at=NOON)

    assert set(refused.value.fields) == {"course"}
    Scenario.objects.filter(pk=scenario.pk).update(course=course)  # the course moved since
    assert asked_by(course.pk, paul) == []
    assert [one.scenario for one in asked_by(course.pk, claire)] == [scenario]
