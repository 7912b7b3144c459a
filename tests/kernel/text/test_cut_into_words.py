import pytest
from hypothesis import given, settings

from gouvernail.kernel.text import TokenKind, fold, spaced, spaced_span, tokens, words
from tests.kernel.text.test_fold import any_texts


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("L’équipe n'a pas gagné.", ["l", "equipe", "n", "a", "pas", "gagne"]),
        ("3,5 % en 2024", ["3", "5", "en", "2024"]),
        ("_scandale_ mon_compte __", ["scandale", "mon_compte"]),
        ("東京タワー", ["東", "京", "タワー"]),
        ("trop bien🔥🔥", ["trop", "bien", "🔥", "🔥"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("...", []),
    ],
)
def test_a_text_is_cut_into_its_words(text: str, found: list[str]) -> None:
    assert words(fold(text)) == found


@given(any_texts)
@settings(max_examples=400)
def test_words_and_tokens_agree(text: str) -> None:
    folded = fold(text)

    found = tokens(folded)

    assert [token.text for token in found] == words(folded)
    assert all(folded.text[token.start : token.end] == token.text for token in found)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("#Grève @Nordet ok", [TokenKind.HASHTAG, TokenKind.HANDLE, TokenKind.WORD]),
        ("@_nordet_", [TokenKind.HANDLE]),
        ("＃vote", [TokenKind.HASHTAG]),
        ("a@b.fr c#4", [TokenKind.WORD] * 5),
        ("(@nordet)", [TokenKind.HANDLE]),
    ],
)
def test_hashtags_and_handles_stay_recognisable(text: str, kinds: list[TokenKind]) -> None:
    assert [token.kind for token in tokens(fold(text))] == kinds


def test_the_spaced_form_finds_whole_words_only() -> None:
    text = spaced(fold("Les soldats, soldés !"))

    assert " soldes " in text
    assert " sold " not in text
    assert text == " les soldats soldes "


def test_a_text_without_words_is_one_space() -> None:
    assert spaced(fold("!?")) == " "


def test_a_match_in_the_spaced_form_leads_back_to_the_original() -> None:
    written = "Non, les « SO\u200bLDES – d’été » !"
    folded = fold(written)
    text = spaced(folded)
    start = text.index(" soldes d ete ")

    begin, end = spaced_span(folded, start, start + len(" soldes d ete "))
    first, last = folded.span(begin, end)

    assert folded.text[begin:end] == "soldes - d'ete"
    assert written[first:last] == "SO\u200bLDES – d’été"


@given(any_texts)
def test_every_word_of_the_spaced_form_is_found_again(text: str) -> None:
    folded = fold(text)
    line = spaced(folded)
    position = 1

    for word in words(folded):
        begin, end = spaced_span(folded, position - 1, position + len(word) + 1)
        assert folded.text[begin:end] == word
        position += len(word) + 1
    assert position == len(line)


def test_a_span_without_a_word_is_refused() -> None:
    with pytest.raises(ValueError, match="no word"):
        spaced_span(fold("a b"), 2, 3)
