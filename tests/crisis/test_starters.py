"""The crisis plans to start from: whole in both languages, sayable on every network, positioned."""

from importlib.resources import files

import pytest

from gouvernail.crisis import starters
from gouvernail.crisis.starters import (
    KINDS,
    StarterPlan,
    narrowed,
    plan_text,
    read_commons,
    read_plan,
    starter_commons,
    starter_plan,
    starter_plans,
)
from gouvernail.crisis.starters.reading import TAKEOVER
from gouvernail.kernel.bilingual import DataFileError, example_of
from gouvernail.kernel.policies import read_file, recognise
from gouvernail.kernel.policies.linting.parity import parity
from gouvernail.kernel.policies.linting.remark import examined
from gouvernail.kernel.queries import Document, holds, parse, prepare
from gouvernail.kernel.text import DEFAULT_LIMITS
from gouvernail.policies.starters import read_clauses
from tests.wording import faults_of, findings, lines_of, words_in

PLANS = starter_plans()
each_plan = pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.slug)


def source_of(name: str) -> str:
    return files(starters).joinpath(f"{name}.yaml").read_text("utf-8")


def test_there_is_a_plan_for_each_kind_of_crisis() -> None:
    assert tuple(plan.slug for plan in PLANS) == KINDS
    assert {plan.risk for plan in PLANS} == {"reputation", "confidentiality", "regulatory"}
    assert starter_plan("breach").title.fr == "Violation de données"


@each_plan
def test_a_plan_is_well_written_in_both_languages(plan: StarterPlan) -> None:
    texts = [words for words in words_in(plan) if words != plan.queries]

    assert [fault for words in texts for fault in faults_of(words)] == []


def test_what_plans_share_is_well_written_and_reports_come_every_two_to_three_hours() -> None:
    commons = starter_commons()

    shared = (commons.levels, commons.roles, commons.channels)
    labels = tuple(each.label for each in commons.variables.values())
    assert [fault for words in words_in((*shared, labels)) for fault in faults_of(words)] == []
    assert [commons.levels[number].report_hours for number in (1, 2, 3, 4)] == [0, 3, 2, 2]


@each_plan
def test_the_first_hour_fits_a_card_and_ends_with_the_first_report(plan: StarterPlan) -> None:
    assert len(plan.card) <= 10
    assert plan.card[0].minute == 0
    assert plan.card[-1].role == "watch"
    assert "point de situation" in plan.card[-1].words.fr
    assert any("freez" in step.words.en.lower() for step in plan.card)


@each_plan
def test_whoever_acts_in_a_plan_has_a_role_with_a_deputy(plan: StarterPlan) -> None:
    acting = {step.role for step in plan.card} | set(plan.checklists)

    assert acting - set(starter_commons().roles) == set()
    assert "lead" in plan.duties
    assert set(plan.examples) == {1, 2, 3, 4}


@each_plan
def test_there_is_a_first_word_for_each_channel_and_a_last_one(plan: StarterPlan) -> None:
    first = {each.channel for each in plan.statements if each.moment == "first"}

    assert {"short_post", "long_post", "staff_email", "banner", "phone"} <= first
    assert {each.moment for each in plan.statements} >= {"first", "end"}


@each_plan
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_rules_that_we_ship_let_a_holding_statement_through(
    plan: StarterPlan, lang: str
) -> None:
    commons = starter_commons()
    found = []
    for each in plan.statements:
        text = example_of(each.words.said(lang), commons.variables, lang)
        found += findings(text, lang, commons.channels[each.channel].networks)

    assert found == []


@pytest.mark.parametrize(
    ("kind", "lang", "said"),
    [
        ("reputation", "fr", "Scandale chez Alizé, une honte"),
        ("reputation", "en", "Alizé is accused of lying to us"),
        ("confidentiality", "fr", "Un document interne d’Alizé a fuité ce matin"),
        ("confidentiality", "en", "A leaked Alizé memo"),
        ("regulatory", "fr", "Alizé écope d’une amende"),
        ("regulatory", "en", "Alizé fined again"),
        ("hijack", "fr", "Le compte d’Alizé est piraté ?"),
        ("hijack", "en", "Is the Alizé account hacked?"),
        ("threats", "fr", "Alizé, on sait où vous travaillez"),
        ("threats", "en", "Alizé, we know where you work"),
        ("weather", "fr", "Gros incendie à la station Alizé"),
        ("weather", "en", "Explosion at the Alizé station"),
        ("outage", "fr", "Alizé en panne ? Impossible de payer"),
        ("outage", "en", "The Alizé app is down"),
        ("breach", "fr", "Nos données volées chez Alizé"),
        ("breach", "en", "Alizé data breach"),
    ],
)
def test_the_query_of_a_plan_hears_the_crisis_and_only_ours(
    kind: str, lang: str, said: str
) -> None:
    query = parse(narrowed(starter_plan(kind).queries.said(lang), ('Groupe "Alizé"', "Alizé")))
    posts = (said, said.replace("Alizé", "Brume"), "Belle journée chez Alizé, a fine day")
    ours, others, calm = prepare(Document(text=text) for text in posts)

    assert [holds(query, each) for each in (ours, others, calm)] == [True, False, False]


@each_plan
def test_a_plan_written_as_a_policy_has_the_same_clauses_and_figures(plan: StarterPlan) -> None:
    texts = {lang: plan_text(plan, lang) for lang in ("fr", "en")}
    anchors = [clause.anchor for clause in read_clauses(texts["fr"]).clauses]
    policies = [
        examined(
            recognise(read_file(f"{plan.slug}.{lang}.md", text.encode())),
            language=lang,
            slug=f"{plan.slug}.{lang}",
            known=True,
        )
        for lang, text in texts.items()
    ]

    assert len(set(anchors)) == len(anchors)
    told = [each for each in parity(*policies) if each.code != "force_differs"]
    assert told == []  # whether a sentence forbids is guessed from its words: too rough for a list


def test_a_plan_written_as_a_policy_says_who_does_what_by_when() -> None:
    french, english = (plan_text(starter_plan("hijack"), lang) for lang in ("fr", "en"))

    assert "- **Dans les 5\u00a0min, Chef de crise**\u00a0: Geler tous nos envois." in french
    assert "1. **Custodian**: at once, phone, never through the account affected" in english
    assert "**Within 24 h, Legal**: File a complaint" in english
    assert "**Facebook, recover**" in english
    assert "<https://www.facebook.com/hacked>" in english
    assert "> Our account {account} has been hacked since {time}." in english


def test_a_hijacked_account_has_its_steps_on_every_network() -> None:
    takeovers = starter_plan("hijack").takeovers

    assert {each.network for each in takeovers} == set(DEFAULT_LIMITS)
    assert all(tuple(each.steps) == TAKEOVER for each in takeovers)
    assert all(each.page.startswith("https://") for each in takeovers if each.page)


def test_a_legal_time_limit_is_said_to_be_checked() -> None:
    breach = starter_plan("breach")
    legal = [words for words in words_in(breach) if "72" in words.fr]

    assert legal
    assert all("à vérifier avec votre juriste" in words.fr.lower() for words in legal)
    assert all("to be checked with your counsel" in words.en.lower() for words in legal)


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("risk: reputation", "risk: luck", "expected_choice"),
        ("risk: reputation", "risk: reputation\nmood: grim", "unknown_key"),
        ("- minute: 5\n  role: watch", "- minute: 5\n  role: nobody", "expected_choice"),
        ("- minute: 10\n  role: lead", "- minute: 3\n  role: lead", "out_of_order"),
        ("- minute: 60\n  role: watch", "- minute: 61\n  role: watch", "expected_number"),
        ("at {next_time}, whether", "at {tomorrow}, whether", "unknown_variable"),
        ("at {next_time}, whether", "soon, whether", "variables_differ"),
        ("id: first-long", "id: first-short", "repeated"),
        ("boycott* OR mensonge*", "boycott* OR OR", "bad_query"),
    ],
)
def test_a_fault_is_told_at_its_line(before: str, after: str, code: str) -> None:
    whole = source_of("reputation")
    line = whole[: whole.index(before)].count("\n") + 1

    with pytest.raises(DataFileError) as refused:
        read_plan(whole.replace(before, after, 1), "reputation.yaml")

    (place, told), *_rest = [each for each in lines_of(refused.value) if each[1] == code]
    assert told == code
    assert line - 5 <= place <= line + 2
    assert "reputation.yaml" in str(refused.value)


def test_a_statement_too_long_for_a_network_is_told_with_its_count() -> None:
    long = source_of("reputation").replace("Vous nous interrogez sur", "Vous nous " * 20 + "sur")

    with pytest.raises(DataFileError) as refused:
        read_plan(long, "reputation.yaml")

    told = [each.message["fr"] for each in refused.value.problems if each.code == "does_not_fit"]
    assert told == ["Une fois rempli, ce texte compte 371 sur short_post, pour 280 au plus."]


def test_an_unknown_network_of_a_channel_is_a_fault() -> None:
    odd = source_of("common").replace("networks: [x,", "networks: [minitel,")

    with pytest.raises(DataFileError, match="unknown_network"):
        read_commons(odd, "common.yaml")
