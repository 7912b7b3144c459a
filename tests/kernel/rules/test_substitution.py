import pytest

from gouvernail.kernel.rules import PackError, Post, judge
from tests.make.rules import findings, make_pack, quotes

MAIL = {"substitution": {"swap": {"email": "courriel", "e-mail": "courriel"}}}
BRAND = {"substitution": {"swap": {"sncf reseau": "SNCF Réseau"}}}


def test_a_word_the_house_writes_otherwise_is_shown_with_what_to_write() -> None:
    say = {"fr": "{quote} : écrire {better}", "en": "{quote}: write {better}"}
    finding = judge(make_pack(MAIL, say=say), Post(text="Un E-mail et un email.")).findings[0]

    assert finding.message["fr"] == "E-mail : écrire courriel"
    assert finding.suggestion is not None
    assert finding.suggestion.apply("Un E-mail et un email.") == "Un Courriel et un courriel."


def test_a_suggestion_of_the_rule_itself_comes_first() -> None:
    suggest = {"ask": {"fr": "Relire", "en": "Read again"}}
    finding = judge(make_pack(MAIL, suggest=suggest), Post(text="Un email.")).findings[0]

    assert finding.suggestion is not None
    assert finding.suggestion.replacements == ()


def test_what_is_already_right_is_let_be() -> None:
    address = {"substitution": {"swap": {"e-mail": "adresse e-mail"}}}

    assert quotes(MAIL, "Un courriel, des emailings") == []
    assert quotes(address, "Votre adresse e-mail, puis un e-mail") == ["e-mail"]


def test_a_name_is_to_be_written_with_its_own_capitals_and_accents() -> None:
    assert quotes(BRAND, "SNCF Réseau, SNCF RESEAU et sncf réseau") == [
        "SNCF RESEAU",
        "sncf réseau",
    ]


def test_letters_of_another_alphabet_and_invisible_characters_hide_nothing() -> None:
    found = findings(MAIL, "Un \u0435mail, un em\u200bail")  # a Cyrillic letter

    assert [finding.suggestion is not None for finding in found] == [True]
    assert quotes(MAIL, "Un \u0435mail, un em\u200bail") == ["\u0435mail", "em\u200bail"]


def test_with_exact_only_the_writing_that_is_given_counts() -> None:
    check = {"substitution": {"swap": {"US": "États-Unis"}, "exact": True}}

    assert quotes(check, "Les US et us") == ["US"]


def test_nothing_to_swap_and_empty_terms_are_faults() -> None:
    for swap, code in (({}, "nothing_to_find"), ({"!": "a"}, "term_without_word")):
        with pytest.raises(PackError) as caught:
            make_pack({"substitution": {"swap": swap}})
        assert code in {problem.code for problem in caught.value.problems}


def test_a_text_of_64_kb_is_read() -> None:
    assert len(quotes(MAIL, "email " * 11_000)) == 100
