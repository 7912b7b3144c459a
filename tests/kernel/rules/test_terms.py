import pytest

from gouvernail.kernel.rules import Outcome, Post, judge
from tests.make.rules import findings, make_pack, quotes


@pytest.mark.parametrize(
    ("term", "text", "quoted"),
    [
        ("arnaque", "Quelle ARNAQUE !", ["ARNAQUE"]),
        ("déjà vu", "Du DEJA  VU, encore", ["DEJA  VU"]),
        ("l'été", "vive l’été", ["l’été"]),
        ("œuvre", "une OEUVRE", ["OEUVRE"]),
        ("prix", "ｐｒｉｘ cassés", ["ｐｒｉｘ"]),
        ("prix", "pr\u200bix cassés", ["pr\u200bix"]),
        ("nantes", "à #Nantes", ["#Nantes"]),
        ("fin", "afin de finir", []),
        ("été", "été42", []),
        ("a b", "a b a b", ["a b", "a b"]),
        ("merci", "merci merci", ["merci", "merci"]),
    ],
)
def test_terms_are_found_as_whole_words_whatever_their_look(
    term: str, text: str, quoted: list[str]
) -> None:
    assert quotes({"terms": {"any": [term]}}, text) == quoted


def test_letters_of_other_alphabets_do_not_hide_a_term() -> None:
    disguised = "Une \u0430rn\u0430que"  # Cyrillic a

    assert quotes({"terms": {"any": ["arnaque"]}}, disguised) == ["\u0430rn\u0430que"]
    assert quotes({"terms": {"any": ["arnaque"], "lookalikes": False}}, disguised) == []


def test_exact_terms_keep_case_and_accents() -> None:
    check = {"terms": {"any": ["US"], "exact": True}}

    assert quotes(check, "US troops and us") == ["US"]


def test_exact_terms_that_fold_alike_are_all_found() -> None:
    check = {"terms": {"any": ["Youtube", "YOUTUBE"], "exact": True}}

    assert quotes(check, "Youtube, YOUTUBE, YouTube") == ["Youtube", "YOUTUBE"]


def test_the_longest_of_nested_terms_is_underlined() -> None:
    check = {"terms": {"any": ["new", "new york", "york"]}}

    assert quotes(check, "In New York today") == ["New York"]


def test_lists_are_inline_or_in_csv() -> None:
    check = {"terms": {"lists": ["short", "table"]}}
    lists = {
        "short": ["merle"],
        "table": {"column": "word", "csv": 'word,why\n"grive, tordue",x\npie,y\n'},
    }
    pack = make_pack(check, lists=lists)

    text = "un merle, une pie, une grive tordue"
    spans = judge(pack, Post(text=text)).findings[0].spans
    assert [text[s.start : s.end] for s in spans] == ["merle", "pie", "grive tordue"]


def test_a_flood_of_hits_shows_the_first_hundred() -> None:
    found = findings({"terms": {"any": ["non"]}}, "non " * 5000)

    assert len(found[0].spans) == 100
    assert found[0].severity is Outcome.WARN


def test_emoji_may_be_terms() -> None:
    assert quotes({"terms": {"any": ["🍆"]}}, "Miam 🍆!") == ["🍆"]
