import pytest

from gouvernail.kernel.rules import PackError, Post, judge
from gouvernail.kernel.text import language_of, reading_ease, sentences, syllables
from tests.make.rules import findings, make_pack, quotes

LONG = "Le chat dort. " + " ".join(["mot"] * 30) + ". Fin."


@pytest.mark.parametrize(
    ("keys", "text", "found"),
    [
        ({"capital_words": 2}, "VENEZ TOUS NOMBREUX à la fête", ["VENEZ TOUS NOMBREUX"]),
        ({"capital_words": 2}, "La SNCF et la RATP", []),
        ({"exclamations": 1}, "Bravo ! Merci !", ["!"]),
        ({"exclamations": 2}, "Bravo ! Merci !", []),
        ({"marks": 2}, "Vraiment ?!? Oui !!", ["?!?"]),
        ({"emojis": 2}, "🎉 a 🎉 b 👩‍👩‍👧 c", ["👩‍👩‍👧"]),
        ({"emoji_run": 2}, "Bravo 🎉🎉 🎉 et 🎉🎉", ["🎉🎉 🎉"]),
        ({"emoji_run": 2}, "Bravo 👩‍👩‍👧🇫🇷", []),
        ({"sentence": 25}, LONG, [LONG[14:-5]]),
        ({"sentence": 40}, LONG, []),
        ({"exclamations": 0}, "", []),
    ],
)
def test_what_goes_beyond_a_limit_is_shown(
    keys: dict[str, object], text: str, found: list[str]
) -> None:
    assert quotes({"tone": keys}, text) == found


def test_a_share_of_capitals_is_told_but_not_of_a_word_or_two() -> None:
    say = {"fr": "{fault}", "en": "{fault}"}
    pack = make_pack({"tone": {"capitals": 50}}, say=say)

    assert judge(pack, Post(text="PROMOTION EXCEPTIONNELLE ce soir")).findings[0].message == {
        "fr": "79 % de capitales, pour 50 % au plus",
        "en": "79% capitals, 50% at most",
    }
    assert judge(pack, Post(text="OUI, SNCF !")).findings == ()


HARD = (
    "La réglementation communautaire concernant l’harmonisation des infrastructures "
    "d’approvisionnement énergétique nécessite l’implémentation de spécifications "
    "complémentaires relatives à l’interopérabilité des équipements hydroélectriques."
)
EASY = "Venez samedi. Le parc est à vous. On y joue, on y mange, on y dort. Tout est bon pour tous."


def test_reading_ease_is_asked_of_texts_long_enough() -> None:
    check = {"tone": {"reading_ease": 30}}

    assert findings(check, HARD * 2, lang="fr")
    assert findings(check, HARD * 2)
    assert findings(check, EASY, lang="fr") == ()
    assert findings(check, "Interopérabilité intergouvernementale.", lang="fr") == ()
    assert findings(check, HARD * 2, lang="de") == ()


def test_flesch_gives_the_score_of_its_well_known_example() -> None:
    text = "The Australian platypus is seemingly a hybrid of a mammal and reptilian creature."
    reading = reading_ease(text, "en")

    assert reading is not None
    assert (reading.ease, reading.words, reading.sentences, reading.syllables) == (37, 13, 1, 24)


def test_kandel_and_moles_use_their_own_weights() -> None:
    reading = reading_ease("Le chat dort sur le lit.", "fr")

    assert reading is not None
    assert (reading.words, reading.syllables) == (6, 6)
    assert reading.ease == round(207 - 1.015 * 6 - 73.6)


@pytest.mark.parametrize(
    ("word", "lang", "count"),
    [
        ("maison", "fr", 2),
        ("société", "fr", 4),
        ("journées", "fr", 2),
        ("parlent", "fr", 1),
        ("moment", "fr", 2),
        ("client", "fr", 2),
        ("l’école", "fr", 2),
        ("qu’il", "fr", 1),
        ("théâtre", "fr", 2),
        ("people", "en", 2),
        ("table", "en", 2),
        ("used", "en", 1),
        ("created", "en", 3),
        ("don’t", "en", 1),
        ("2026", "en", 4),
    ],
)
def test_syllables_are_those_that_are_heard(word: str, lang: str, count: int) -> None:
    assert syllables(word, lang) == count


def test_abbreviations_numbers_and_links_end_no_sentence() -> None:
    text = "M. Kerbrat lit 1.5 page sur https://exemple.fr/a.b. Puis il dort…\nFin"

    assert [text[each.start : each.end] for each in sentences(text)] == [
        "M. Kerbrat lit 1.5 page sur https://exemple.fr/a.b.",
        "Puis il dort…",
        "Fin",
    ]


def test_the_language_is_told_by_its_little_words() -> None:
    assert language_of("Le chat dort sur le lit") == "fr"
    assert language_of("The cat sleeps on the bed") == "en"
    assert language_of("Bonjour hello") == ""


def test_64_kb_of_marks_capitals_or_emoji_are_read() -> None:
    keys = {"capitals": 50, "capital_words": 3, "exclamations": 1, "marks": 2, "emoji_run": 2}
    check = {"tone": {**keys, "sentence": 20, "reading_ease": 10}}

    for text in ("!" * 64_000, "A" * 64_000, "AB " * 21_000, "🎉" * 16_000, ". " * 32_000):
        findings(check, text)
    assert findings(check, "A\ud800" * 20)


def test_limits_are_whole_numbers_and_one_is_needed() -> None:
    for keys, code in (({}, "nothing_to_find"), ({"capitals": 0}, "expected_number")):
        with pytest.raises(PackError) as caught:
            make_pack({"tone": keys})
        assert [problem.code for problem in caught.value.problems] == [code]
