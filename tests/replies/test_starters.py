"""The approved replies to start from: whole in both languages, short enough, safe to send."""

from importlib.resources import files

import pytest

from gouvernail.kernel.bilingual import DataFileError, example_of
from gouvernail.kernel.text import DEFAULT_LIMITS, count
from gouvernail.replies import starters
from gouvernail.replies.starters import (
    DUTIES,
    StarterReply,
    read_replies,
    starter_replies,
    starter_reply_commons,
)
from gouvernail.replies.starters.reading import SHORT_ON
from tests.wording import faults_of, findings, lines_of, words_in

REPLIES = starter_replies()
COMMONS = starter_reply_commons()
HELP = {"self-harm", "minor", "testimony", "medical"}


def test_there_is_a_reply_for_the_common_problems_and_the_grave_ones() -> None:
    slugs = {reply.slug for reply in REPLIES}

    assert len(slugs) == len(REPLIES) >= 30
    assert slugs >= {"late-delivery", "insult", "thanks", "recruitment", "complaint", "outage"}
    assert slugs >= {"journalist", "elected-official", "rumour", "safety", "threat", "data-request"}
    assert slugs >= HELP
    assert {reply.theme for reply in REPLIES} == set(COMMONS.themes)
    assert {reply.tone for reply in REPLIES} == set(COMMONS.tones)
    assert {reply.handover.duty for reply in REPLIES} <= set(DUTIES)


def test_replies_are_well_written_in_both_languages() -> None:
    shared = (COMMONS.themes, COMMONS.tones, COMMONS.help_lines, COMMONS.to_check)

    assert [fault for words in words_in((shared, REPLIES)) for fault in faults_of(words)] == []


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_rules_that_we_ship_let_every_reply_through(lang: str) -> None:
    found = []
    for reply in REPLIES:
        for words, networks in ((reply.short, SHORT_ON), (reply.long, ("facebook", "linkedin"))):
            found += findings(example_of(words.said(lang), COMMONS.variables, lang), lang, networks)

    assert found == []


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_short_reply_fits_every_short_network_and_says_less_than_the_long_one(lang: str) -> None:
    for reply in REPLIES:
        text = example_of(reply.short.said(lang), COMMONS.variables, lang)
        assert all(count(network, text).fits for network in SHORT_ON)
        assert len(reply.long.said(lang)) > len(reply.short.said(lang))
        assert count("facebook", reply.long.said(lang), limits=DEFAULT_LIMITS["facebook"]).fits


def test_whoever_is_in_distress_finds_a_line_in_france_and_in_quebec() -> None:
    with_lines: list[StarterReply] = [reply for reply in REPLIES if reply.help_lines]

    assert {reply.slug for reply in with_lines} == HELP
    for reply in with_lines:
        countries = {COMMONS.help_lines[line].country for line in reply.help_lines}
        assert countries == {"FR", "CA-QC"}
    said = next(reply for reply in REPLIES if reply.slug == "self-harm")
    for text in (said.short.fr, said.short.en, said.long.fr, said.long.en):
        spaced = text.replace("\u202f", " ")
        assert all(number in spaced for number in ("3114", "1 866 277-3553", "9-8-8", "112", "911"))
    assert any("à vérifier avant d’approuver" in words.fr for words in said.check)
    assert COMMONS.to_check.fr.startswith("Vérifiez ces numéros")


def test_nobody_answers_a_threat_or_a_life_in_danger_alone() -> None:
    grave = {reply.slug: reply for reply in REPLIES if reply.handover.duty == "crisis"}

    assert set(grave) >= {"threat", "self-harm", "safety", "testimony", "minor"}
    assert all(
        "Toujours" in grave[slug].handover.words.fr for slug in ("threat", "self-harm", "safety")
    )


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("tone: sorry", "tone: grumpy", "expected_choice"),
        ("duty: care", "duty: nobody", "expected_choice"),
        ("theme: service\n", "theme: service\nowner: me\n", "unknown_key"),
        ("reply: double-charge", "reply: late-delivery", "repeated"),
        ("Hello {first_name}, sorry", "Hello {nickname}, sorry", "unknown_variable"),
        ("Hello {first_name}, sorry", "Hello, sorry", "variables_differ"),
        ("sorry for the wait.", "sorry for the wait. " + "Really sorry. " * 20, "does_not_fit"),
    ],
)
def test_a_fault_is_told_at_its_line(before: str, after: str, code: str) -> None:
    whole = files(starters).joinpath("service.yaml").read_text("utf-8")
    line = whole[: whole.index(before)].count("\n") + 1

    with pytest.raises(DataFileError) as refused:
        read_replies(whole.replace(before, after, 1), "service.yaml")

    assert any(
        told == code and line - 3 <= place <= line + 2 for place, told in lines_of(refused.value)
    )
