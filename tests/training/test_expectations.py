"""What is looked for in an answer to a comment, and that good and bad answers are told apart."""

import pytest

from gouvernail.training.queries.expectations import EXPECTATIONS, Words, met_by
from gouvernail.training.queries.staging import (
    Fate,
    marked_answer,
    marked_profiles,
    marked_queue,
    passes_with,
    score_of,
    staged,
)
from gouvernail.training.starters import StarterScenario, starter_scenarios
from tests.make.training import NOON

STARTERS = {one.slug: one for one in starter_scenarios()}
ANSWERS = [one for one in starter_scenarios() if one.kind == "answer"]


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("scenario", ANSWERS, ids=lambda one: one.slug)
def test_the_example_passes_and_the_comment_itself_fails(
    scenario: StarterScenario, language: str
) -> None:
    said = staged("answer", scenario.content, language=language, seed="s")

    good = marked_answer(said["example"], said, None)
    bad = marked_answer(said["comment"], said, None)

    assert [one["code"] for one in good if not one["met"]] == []
    assert passes_with(good, pass_percent=scenario.pass_percent)
    assert not passes_with(bad, pass_percent=scenario.pass_percent)


@pytest.mark.parametrize(
    ("code", "good", "bad"),
    [
        ("apologises", "Nous en sommes désolés.", "Désolés si vous vous êtes senti blessé."),
        ("apologises", "We are sorry.", "We are sorry if you felt hurt."),
        ("moves_to_private", "Écrivez-nous en message privé.", "MP."),
        ("says_next", "Nous cherchons ce qui s’est passé.", "C’est ainsi."),
        ("says_next", "We're looking into it.", "That is how it is."),
        ("no_promise", "Nous allons regarder.", "Cela ne se reproduira plus."),
        ("no_promise", "We will look.", "You will get a refund."),
        ("no_guess", "La cause n’est pas connue.", "C’est sans doute un court-circuit."),
        ("stays_calm", "Merci de le dire !", "Merci de LIRE la page !!"),
        ("stays_calm", "Hello.", "As already said, read the page."),
        ("no_personal_data", "Appelez le 01 99 00 12 34.", "Bonjour monsieur Petit."),
        ("no_personal_data", "Bonjour.", "Son numéro : 06 12 34 56 78."),
        ("gives_fact", "Le délai est de sept semaines.", "Le délai est long."),
        ("does_not_repeat", "Les comptes sont publiés.", "Non, la moitié des dons est utile."),
        ("short", "Merci.", "Merci. " * 70),
        ("welcomes", "Hello Ann.", "No."),
    ],
)
def test_an_expectation_tells_a_good_answer_from_a_bad_one(code: str, good: str, bad: str) -> None:
    words = Words(
        private=("Petit",),
        ours=("01 99 00 12 34",),
        facts=("sept semaines",),
        false=("moitié des dons",),
    )

    assert code in EXPECTATIONS
    assert met_by(good, wanted=(code,), words=words)[0].met
    assert not met_by(bad, wanted=(code,), words=words)[0].met


def test_impostors_are_made_anew_from_each_seed_and_seeing_them_is_worth_half() -> None:
    content = STARTERS["town-impostor"].content
    one, other = (staged("impostor", content, language="en", seed=seed) for seed in "ab")
    profiles = one["profiles"]
    fakes = [each for each in profiles if each["trick"]]

    assert len(profiles) == 5
    assert len(fakes) == 3
    assert {each["handle"] for each in fakes} != {
        each["handle"] for each in other["profiles"] if each["trick"]
    }
    right = {each["handle"]: each["trick"] or "real" for each in profiles}
    assert score_of(marked_profiles(profiles, right)) == 100
    blind = dict.fromkeys(right, "real")
    assert score_of(marked_profiles(profiles, blind)) == 40
    vague = right | {fakes[0]["handle"]: "added" if fakes[0]["trick"] != "added" else "missing"}
    assert score_of(marked_profiles(profiles, vague)) == 90


def test_a_queue_is_marked_by_what_left_and_when_it_was_held() -> None:
    def fate(*, hurts: bool, held: bool = False) -> Fate:
        return Fate(hurts=hurts, held_at=NOON if held else None, left_at=None if held else NOON)

    whole = [fate(hurts=True, held=True), fate(hurts=True, held=True), fate(hurts=False)]
    half = [fate(hurts=True, held=True), fate(hurts=True), fate(hurts=False)]
    mute = [fate(hurts=True, held=True), fate(hurts=True, held=True), fate(hurts=False, held=True)]

    def score(fates: list[Fate]) -> int:
        return score_of(marked_queue(fates, started_at=NOON))

    assert (score(whole), score(half), score(mute)) == (100, 50, 80)
    assert not passes_with(marked_queue(half, started_at=NOON), pass_percent=10)
