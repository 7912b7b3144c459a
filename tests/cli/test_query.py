import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from gouvernail.cli.main import main

POSTS = (
    '{"id": "a", "text": "Le parc éolien d’Alizé", "lang": "fr"}\n'
    '{"id": "b", "text": "Rien", "urls": ["https://www.alize.example/x"]}\n'
    '{"id": "c", "text": "Rien du tout"}\n'
)


def run(
    capsys: pytest.CaptureFixture[str], *arguments: str, stdin: str = ""
) -> tuple[int, str, str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        patch.setenv("GOUVERNAIL_LANGUAGE", "")
        patch.setenv("LC_ALL", "en_GB.UTF-8")
        code = main(["query", *arguments])
    shown = capsys.readouterr()
    return code, shown.out, shown.err


def test_a_query_that_can_be_read_is_shown_as_it_is_read(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(capsys, "check", "Alizé -emploi") == (
        0,
        "alize AND NOT emploi\nfound by: alize\n",
        "",
    )


def test_a_fault_is_shown_under_its_characters(capsys: pytest.CaptureFixture[str]) -> None:
    code, _out, err = run(capsys, "check", "vent AND")

    assert code == 1
    assert err == "vent AND\n     ^^^\nA word was expected after AND.\n"


def test_a_fault_is_told_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _err = run(capsys, "check", "(vent", "--json")

    told = json.loads(out)
    assert (code, told["error"], told["start"], told["end"]) == (1, "parenthesis_open", 0, 1)
    assert told["message"]["fr"] == "Cette parenthèse n’est jamais fermée."


def test_each_post_that_matches_is_told(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    queries = tmp_path / "queries"
    queries.write_text(
        '{"name": "parc", "query": "\\"parc éolien\\" lang:fr"}\nurl:alize.example\n', "utf-8"
    )

    code, out, _err = run(capsys, "match", "--queries", str(queries), "--json", stdin=POSTS)

    assert code == 0
    assert [json.loads(line) for line in out.splitlines()] == [
        {"id": "a", "queries": ["parc"]},
        {"id": "b", "queries": ["url:alize.example"]},
    ]


def test_a_post_that_nothing_matches_is_not_told(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    queries = tmp_path / "queries"
    queries.write_text("pluie\n", "utf-8")

    assert run(capsys, "match", "--queries", str(queries), stdin=POSTS) == (1, "", "")


@pytest.mark.parametrize(
    ("queries", "posts", "told"),
    [
        ("vent\nvent AND\n", POSTS, "queries:2:6: A word was expected after AND."),
        ("\n", POSTS, "queries: no query"),
        ("vent\nvent\n", POSTS, "queries:2: “vent” is there twice"),
        ("vent\n", "Le vent", "-:1: not JSON"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, queries: str, posts: str, told: str
) -> None:
    named = tmp_path / "queries"
    named.write_text(queries, "utf-8")

    code, out, err = run(capsys, "match", "--queries", str(named), stdin=posts)

    assert (code, out) == (2, "")
    assert told in err


def test_a_pipe_is_answered_before_it_ends(tmp_path: Path) -> None:
    queries = tmp_path / "queries"
    queries.write_text("vent\n", "utf-8")
    command = [sys.executable, "-m", "gouvernail.cli.main", "query", "match", "--json"]
    with subprocess.Popen(
        [*command, "--queries", str(queries)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as running:
        assert running.stdin
        assert running.stdout
        running.stdin.write(b'{"id": "a", "text": "Le vent"}\n')
        running.stdin.flush()

        assert json.loads(running.stdout.readline()) == {"id": "a", "queries": ["vent"]}

        running.stdin.close()
        assert running.wait() == 0


def test_a_pipe_that_is_not_text_is_told(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    queries = tmp_path / "queries"
    queries.write_text("vent\n", "utf-8")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b'{"text": "\xff"}\n')))

    assert main(["query", "match", "--queries", str(queries)]) == 2
    assert "UTF-8" in capsys.readouterr().err
