import pytest

from gouvernail.kernel.analysis import Language, languages

OURS = ("fr", "en")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Le courant est revenu dans toute la commune, merci de votre patience.", "fr"),
        ("Power is back in the whole town, thank you for your patience.", "en"),
        ("La luz ha vuelto a todo el pueblo, gracias por su paciencia.", "es"),
        ("עכשיו החשמל חזר לכל העיר, תודה על הסבלנות שלכם", "he"),
    ],
)
def test_a_sentence_has_its_language_even_when_it_is_not_expected(text: str, code: str) -> None:
    assert languages([text], among=OURS) == [Language(code, sure=True)]


def test_a_short_text_is_in_one_of_the_languages_expected_and_is_not_sure() -> None:
    assert languages(["merci", "thanks"], among=OURS) == [("fr", False), ("en", False)]


def test_links_handles_and_pictures_are_of_no_language() -> None:
    texts = ["", "👍👍", "https://www.alize.example/the/weather/of/the/day", "@the.weather.example"]

    assert {found.code for found in languages(texts, among=OURS)} == {""}


def test_hashtags_are_words() -> None:
    assert languages(["#merci #beaucoup #pour #votre #patience"], among=OURS)[0].code == "fr"


def test_regions_and_unknown_codes_are_understood() -> None:
    assert languages(["bonjour"], among=["fr-CA", "xx"])[0].code == "fr"
    assert languages(["bonjour à tous"], among=["xx"])[0].code == "fr"


@pytest.mark.parametrize("text", ["a\x00b\x1b merci à tous", "\ud800 merci à tous", "\uffff"])
def test_characters_that_are_none_break_nothing(text: str) -> None:
    assert len(languages([text], among=OURS)) == 1
