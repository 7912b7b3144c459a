import csv
import io
import json

import pytest

from gouvernail.cli.main import main

QUIET = [
    f"2026-03-02T{hour:02}:{minute:02},{3 + minute % 2}"
    for hour in range(10)
    for minute in (0, 15, 30, 45)
]
SERIES = "\n".join(["timestamp,value", *QUIET, "2026-03-02T10:00,90", "2026-03-02T10:15,95", ""])


def run(
    capsys: pytest.CaptureFixture[str], *arguments: str, stdin: str, language: str = "en_GB"
) -> tuple[int, str, str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        patch.setenv("GOUVERNAIL_LANGUAGE", "")
        patch.setenv("LC_ALL", f"{language}.UTF-8")
        code = main(["spikes", "detect", *arguments])
    shown = capsys.readouterr()
    return code, shown.out, shown.err


def test_each_row_has_its_score_and_severity(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _err = run(capsys, stdin=SERIES)

    rows = list(csv.DictReader(out.splitlines()))
    assert code == 0
    assert [row["timestamp"] for row in rows] == [line[:16] for line in SERIES.split()[1:]]
    assert {row["severity"] for row in rows[:-2]} == {"0"}
    assert [row["alert"] for row in rows[-2:]] == ["1", "0"]
    assert float(rows[-2]["score"]) > 4.5


def test_a_row_says_the_same_whatever_comes_after(capsys: pytest.CaptureFixture[str]) -> None:
    whole = run(capsys, stdin=SERIES)[1].splitlines()
    cut = run(capsys, stdin=SERIES.rsplit("\n", 2)[0])[1].splitlines()

    assert cut == whole[:-1]


def test_rows_are_told_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    rows = "timestamp,value,negative\n2026-03-02T10:00Z,4,1\n2026-03-02T10:05Z,5,0\n"

    code, out, _err = run(capsys, "--json", stdin=rows)

    first, _second = map(json.loads, out.splitlines())
    assert code == 0
    assert (first["timestamp"], first["value"], first["alert"]) == ("2026-03-02T10:00Z", 4, False)
    assert first.keys() >= {"score", "severity", "kind", "since", "persistent", "late"}


@pytest.mark.parametrize(
    ("stdin", "english", "french"),
    [
        ("a,b\n", "no column “timestamp”", "pas de colonne « timestamp »"),
        ("timestamp,value\nhier,1\n", "-:2: “hier” is not a date", "« hier » n’est pas une date"),
        ("timestamp,value\n2026-03-02,x\n", "-:2: “x” under value", "« x », colonne value"),
        ("timestamp,value\n2026-03-02,-1\n", "-:2: “-1”", "« -1 »"),
        ("timestamp,value\n2026-03-02,nan\n", "-:2: “nan”", "« nan »"),
        ("timestamp,value\n2026-03-02\n", "-:2: “” under value", "«  », colonne value"),
        (
            "timestamp,value,negative\n2026-03-02,1,2\n",
            "more negative",
            "plus de messages négatifs",
        ),
        ("timestamp,value\n2026-03-02,1\n2026-03-02,1\n", "give --minutes", "précisez --minutes"),
    ],
)
def test_what_cannot_be_read_is_told_in_the_language_of_the_reader(
    capsys: pytest.CaptureFixture[str], stdin: str, english: str, french: str
) -> None:
    for language, told in (("en_GB", english), ("fr_FR", french)):
        code, _out, err = run(capsys, stdin=stdin, language=language)

        assert code == 2
        assert told in err


def test_a_bucket_has_a_length(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "--minutes", "0", stdin=SERIES)[0] == 2


def test_a_series_of_one_row_is_read(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _err = run(capsys, stdin="timestamp,value\n2026-03-02,7.0\n")

    assert code == 0
    assert out.splitlines()[1].startswith("2026-03-02,7,")
