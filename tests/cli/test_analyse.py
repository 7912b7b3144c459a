import io
import json

import pytest

from gouvernail.cli.main import main

POSTS = (
    '{"id": "a", "text": "Encore une panne, c’est une honte pour toute la ville"}\n'
    '{"id": "b", "text": "Great service, thank you so much for the help"}\n'
    '{"id": "c", "text": "Great", "lang": "es"}\n'
    '{"text": "👍👍 https://alize.example"}\n'
)


def run(
    capsys: pytest.CaptureFixture[str], *arguments: str, stdin: str = POSTS, language: str = "en_GB"
) -> tuple[int, str, str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        patch.setenv("GOUVERNAIL_LANGUAGE", "")
        patch.setenv("LC_ALL", f"{language}.UTF-8")
        code = main(["analyse", *arguments])
    shown = capsys.readouterr()
    return code, shown.out, shown.err


def test_each_post_has_its_sentiment_and_the_label_says_indicative(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, out, _err = run(capsys, "sentiment", "--json")

    rows = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert [(row["id"], row["sentiment"], row["language"]) for row in rows] == [
        ("a", "negative", "fr"),
        ("b", "positive", "en"),
        ("c", "unknown", "es"),
        ("4", "unknown", "und"),
    ]
    assert all(row["indicative"] for row in rows)


def test_each_post_has_its_language(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _err = run(capsys, "language")

    assert code == 0
    assert out.splitlines() == ["a\tfr\tTrue", "b\ten\tTrue", "c\ten\tFalse", "4\tund\tFalse"]


@pytest.mark.parametrize("command", ["sentiment", "language"])
def test_a_line_that_is_no_post_is_told(capsys: pytest.CaptureFixture[str], command: str) -> None:
    code, _out, err = run(capsys, command, stdin='{"id": 1}\n', language="fr_FR")

    assert code == 2
    assert "-:1 : un objet avec « text » est attendu" in err
