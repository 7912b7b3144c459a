"""The models of the situation report and of the review: the same names in both languages."""

import pytest

from gouvernail.kernel.bilingual import VARIABLE
from gouvernail.watch.starters import MODELS, ModelError, read_model, text_model
from tests.wording import faults_of


@pytest.mark.parametrize("slug", MODELS)
def test_a_model_is_well_written_in_both_languages(slug: str) -> None:
    assert faults_of(text_model(slug).words) == []


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_report_is_written_only_when_nothing_is_missing(lang: str) -> None:
    model = text_model("situation-report")
    values = dict.fromkeys(model.names, "7")

    assert not VARIABLE.search(model.written(values, lang))
    with pytest.raises(KeyError, match="next_at"):
        model.written({name: "7" for name in model.names if name != "next_at"}, lang)


def test_the_review_has_each_measured_time() -> None:
    names = text_model("review").names

    measured = ("detect", "assess", "freeze", "report", "word")
    assert {f"{each}_minutes" for each in measured} <= set(names)


@pytest.mark.parametrize(
    ("french", "english", "told"),
    [
        ("TITRE\n\nLE DÉBUT\n{a}\n", "TITLE\n\nTHE START\n{b}\n", "names_differ at m.en.txt:3"),
        ("TITRE\n\nLE DÉBUT\n{a}\n", "TITLE\n{a}\n", "sections_differ at m.en.txt:1"),
        ("TITRE\n{A b}\n", "TITLE\n{A b}\n", "bad_name at m.fr.txt:2"),
        ("TITRE\n{a\n", "TITLE\n{a}\n", "open_brace at m.fr.txt:2"),
    ],
)
def test_a_model_that_does_not_hold_together_says_where(
    french: str, english: str, told: str
) -> None:
    with pytest.raises(ModelError, match=told):
        read_model("m", french, english)


def test_a_model_nobody_wrote_is_not_found() -> None:
    with pytest.raises(KeyError):
        text_model("poem")
