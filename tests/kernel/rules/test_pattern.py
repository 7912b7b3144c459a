import pytest

from tests.make.rules import findings, quotes


@pytest.mark.parametrize(
    ("pattern", "text", "quoted"),
    [
        (r"\b\d{1,2} ?% de remise", "Hop : 20\u00a0% de REMISE !", ["20\u00a0% de REMISE"]),
        ("moins chère?s?", "La MOINS CHERE", ["MOINS CHERE"]),
        ("moins chère?s?", "la moins chère", ["moins chère"]),
        ("l'été", "vive l’été", ["l’été"]),
        ("[éè]t", "fete, fête", ["et", "êt"]),
        ("«", "il dit « oui »", ["«", "»"]),
    ],
)
def test_patterns_read_the_folded_text_and_underline_the_original(
    pattern: str, text: str, quoted: list[str]
) -> None:
    assert quotes({"pattern": {"any": [pattern]}}, text) == quoted


def test_patterns_may_read_the_original_with_its_case() -> None:
    check = {"pattern": {"any": ["[A-Z]{4}"], "on": "original", "sensitive": True}}

    assert quotes(check, "ABCD abcd ÉÉÉÉ") == ["ABCD"]


def test_several_patterns_make_one_finding() -> None:
    found = findings({"pattern": {"any": ["a+", "b+"]}}, "aa bb aa")

    assert len(found) == 1
    assert [tuple(span) for span in found[0].spans] == [(0, 2), (3, 5), (6, 8)]


def test_empty_matches_are_not_findings() -> None:
    assert findings({"pattern": {"any": [r"x*\b"]}}, "a b c") == ()


def test_placeholders_in_messages_stay_words() -> None:
    text = "{{7*7}} ${x} {0.__class__} {% load %}"
    found = findings({"pattern": {"any": [r"\{\{.*"]}}, text)

    assert found[0].message["en"] == f"“{text}”"
