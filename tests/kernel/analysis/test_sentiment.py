import pytest

from gouvernail.kernel.analysis import Label, Sentiment, sentiments

POSTS: tuple[tuple[str, str, Label], ...] = (
    ("fr", "Bravo aux équipes, un service formidable !", "positive"),
    ("fr", "Encore une panne, c’est une honte", "negative"),
    ("fr", "La réunion a lieu mardi à 14 h", "neutral"),
    ("fr", "Ce n’est vraiment pas agréable", "negative"),
    ("fr", "PAS MAL du tout", "positive"),
    ("fr", "Jolie affiche mais accueil lamentable", "negative"),
    ("fr-CA", "J’adore", "positive"),
    ("en", "Great service, thank you so much", "positive"),
    ("en", "Still no power. Terrible.", "negative"),
    ("en", "The meeting is on Tuesday at 2 pm", "neutral"),
    ("en", "I don’t love it", "negative"),
    ("en", "not bad", "positive"),
    ("en", "Lovely poster but awful staff", "negative"),
    ("en", "Tuesday 😡😡", "negative"),
    ("fr", "Mardi :)", "positive"),
)


@pytest.mark.parametrize(("lang", "text", "label"), POSTS)
def test_a_post_has_the_side_of_its_words(lang: str, text: str, label: Label) -> None:
    assert [found.label for found in sentiments([text], [lang])] == [label]


def test_a_batch_gives_what_each_post_gives() -> None:
    texts, langs = [text for _lang, text, _label in POSTS], [lang for lang, _text, _label in POSTS]

    assert sentiments(texts, langs) == [
        sentiments([text], [lang])[0] for lang, text, _label in POSTS
    ]


def test_degrees_and_exclamations_strengthen() -> None:
    texts = ["un peu triste", "triste", "très triste", "très triste !"]

    scores = [found.score for found in sentiments(texts, ["fr"] * 4)]

    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == 4
    assert all(-1 <= score < 0 for score in scores)


@pytest.mark.parametrize("lang", ["es", "", "xx"])
def test_another_language_is_not_guessed(lang: str) -> None:
    assert sentiments(["Great! 😀"], [lang]) == [Sentiment("unknown", 0.0)]


def test_handles_and_links_have_no_feelings() -> None:
    text = "@terrible.example https://awful.example/horrible"

    assert sentiments([text, ""], ["en", "en"]) == [("neutral", 0.0)] * 2


def test_each_text_has_a_language() -> None:
    with pytest.raises(ValueError, match="shorter"):
        sentiments(["a", "b"], ["fr"])
