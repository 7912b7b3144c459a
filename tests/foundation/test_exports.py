"""Tables that leave the house: nothing in them is executed by a spreadsheet."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from gouvernail.foundation.exports import DANGEROUS, csv_lines, safe_cell, xlsx_bytes

CELLS = st.text(
    alphabet=st.one_of(
        st.sampled_from("=+-@\t ＝＋－＠\u00a0\u202f\ufeff\"',;"),
        st.characters(categories=("L", "N")),
    )
)
INVISIBLE = " \u00a0\u202f\u3000\ufeff\u200b"


@given(CELLS)
def test_no_cell_begins_as_a_formula(cell: str) -> None:
    shown = safe_cell(cell)

    assert shown.lstrip(INVISIBLE)[:1] not in DANGEROUS or shown == ""
    assert shown in {cell, f"'{cell}"}


@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), max_size=5))
def test_a_csv_reads_back_row_by_row(rows: list[list[str]]) -> None:
    text = "".join(csv_lines(["a", "b"], rows))

    read = list(csv.reader(io.StringIO(text, newline="")))

    assert read == [["a", "b"], *([safe_cell(cell) for cell in row] for row in rows)]


def test_nothing_and_numbers_and_line_ends_are_text() -> None:
    assert [safe_cell(value) for value in (None, 12, -3, "a\nb")] == ["", "12", "'-3", "a\nb"]


def test_a_workbook_holds_text_and_no_formula() -> None:
    content = xlsx_bytes("A sheet whose name is longer than it may be", ["a"], [["=1+1"], [None]])

    sheet = load_workbook(io.BytesIO(content)).active

    assert sheet is not None
    assert [cell.data_type for row in sheet.iter_rows() for cell in row][:2] == ["s", "s"]
    assert sheet["A2"].value == "=1+1"
    assert len(sheet.title) <= 31
