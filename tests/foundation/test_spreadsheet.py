"""LibreOffice opens what the site exports, and finds no formula in it (THREAT_MODEL.md, T17).

    make soak PART=spreadsheet

Skipped where LibreOffice is not: `apt-get install --no-install-recommends libreoffice-calc`.
"""

import csv
import random
import shutil
import subprocess
from pathlib import Path

import pytest
from openpyxl import Workbook

from gouvernail.foundation.exports import csv_lines, xlsx_bytes
from tests.web.payloads import FORMULAS

SOFFICE = shutil.which("soffice")
SEPARATORS = {"comma": 44, "semicolon": 59, "tab": 9, "bar": 124}
PARTS = [
    *"=+-@＝＋－＠;,|\t\n\"' ",
    "1+1", "SUM(A1:A9)", "cmd|' /C calc'!A0", 'HYPERLINK("x")', "a", "é", "\u00a0", "\u200b",
]  # fmt: skip

pytestmark = [
    pytest.mark.soak,
    pytest.mark.timeout(600),
    pytest.mark.skipif(SOFFICE is None, reason="needs LibreOffice: soffice is not on the path"),
]


def hostile_rows() -> list[list[str]]:
    """Return rows of three cells: the known formulas, and 3,000 put together from their parts."""
    chance = random.Random(17)  # noqa: S311 - so that the same rows are written again
    made = ["".join(chance.choices(PARTS, k=chance.randint(1, 7))) for _cell in range(3_000)]
    cells = [*FORMULAS, *made, *(f"a;{one}" for one in FORMULAS), *(f"a\n{x}" for x in FORMULAS)]
    cells += [""] * (-len(cells) % 3)
    return [cells[place : place + 3] for place in range(0, len(cells), 3)]


def formulas(path: Path, *, separator: int | None = None) -> int:
    """Return how many cells LibreOffice takes for formulas."""
    read = [] if separator is None else [f"--infilter=CSV:{separator},34,76,1"]
    home = path.parent / "profile"
    command = [str(SOFFICE), f"-env:UserInstallation=file://{home}", "--headless", *read]
    done = subprocess.run(
        [*command, "--convert-to", "fods", "--outdir", str(path.parent), str(path)],
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    shown = path.with_suffix(".fods")
    assert shown.exists(), done.stdout + done.stderr
    text = shown.read_text(encoding="utf-8")
    assert text.count("<text:p") >= 3
    return text.count("table:formula=")


@pytest.mark.parametrize("separator", SEPARATORS.values(), ids=SEPARATORS)
def test_spreadsheet_finds_no_formula_in_a_csv(separator: int, tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    lines = csv_lines(["one", "two", "three"], hostile_rows())
    path.write_text("".join(lines), encoding="utf-8", newline="")

    assert formulas(path, separator=separator) == 0


def test_spreadsheet_finds_no_formula_in_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "export.xlsx"
    path.write_bytes(xlsx_bytes("Export", ["one", "two", "three"], hostile_rows()))

    assert formulas(path) == 0


def test_spreadsheet_finds_the_formulas_of_others(tmp_path: Path) -> None:
    """The same cells written by a program that takes no care: what this proof would see."""
    careless = tmp_path / "careless.csv"
    with careless.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["one", "two", "three"], *hostile_rows()])
    book, path = Workbook(), tmp_path / "careless.xlsx"
    assert book.active is not None
    book.active.append(["one", "=1+1", "three"])
    book.save(path)

    assert formulas(careless, separator=44) > 0
    assert formulas(path) == 1
