"""The rules in force judge an answer that somebody practises (training asks them by name)."""

from datetime import datetime

from django.utils import translation

from gouvernail.people.models import Person, Unit
from gouvernail.rulebooks.queries.rehearsing import rules_on_answer
from gouvernail.training.actions.runs import answer_comment, start_run
from gouvernail.training.actions.scenarios import add_scenario
from tests.make.rulebooks import make_pack

PACK = """\
pack: answers
title: {fr: Réponses, en: Answers}
control: enforce
rules:
  - id: refund
    title: {fr: Pas de remboursement, en: No refund}
    clause: "charter#5.2"
    check: {terms: {any: [rembourser]}}
    then: block
    say: {fr: Demandez au service client., en: Ask customer service.}
    examples: {raises: [Nous allons vous rembourser.], passes: [Nous regardons.]}
"""


def test_without_a_rule_in_force_nothing_is_said(nordet: Unit, noon: datetime) -> None:
    assert rules_on_answer("A refund!", unit=nordet, language="en", at=noon) is None


def test_a_rule_that_blocks_fails_the_answer_in_the_words_of_the_learner(
    nordet: Unit, claire: Person, nina: Person, noon: datetime
) -> None:
    make_pack(unit=nordet, by=claire, source=PACK)
    scenario = add_scenario("passport-delay", unit_id=nordet.pk, by=claire, at=noon)
    with translation.override("fr"):
        run = start_run(scenario.pk, by=nina, at=noon)

    run = answer_comment(run.pk, text="Bonjour, on va vous rembourser.", by=nina, at=noon)

    (said,) = [one for one in run.findings if one["code"] == "house_rules"]
    assert not said["met"]
    assert [(one["rule"], one["level"]) for one in said["said"]] == [
        ("Pas de remboursement", "block")
    ]
    assert not run.passed
