"""Tables that leave the house: nothing in them is executed by a spreadsheet."""

import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from gouvernail.foundation.exports import (
    DANGEROUS,
    INVISIBLE,
    csv_cell,
    csv_lines,
    meant,
    safe_cell,
    xlsx_bytes,
)

CELLS = st.text(
    alphabet=st.one_of(
        st.sampled_from("=+-@\t ＝＋－＠\u00a0\u202f\ufeff\"',;"),
        st.characters(categories=("L", "N")),
    )
)


@given(CELLS)
def test_no_cell_begins_as_a_formula(cell: str) -> None:
    shown = safe_cell(cell)

    assert shown.lstrip(INVISIBLE)[:1] not in DANGEROUS or shown == ""
    assert shown in {cell, f"'{cell}"}


@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), max_size=5))
def test_a_csv_reads_back_row_by_row(rows: list[list[str]]) -> None:
    text = "".join(csv_lines(["a", "b"], rows))

    read = list(csv.reader(io.StringIO(text, newline="")))

    assert read == [["a", "b"], *([csv_cell(cell) for cell in row] for row in rows)]


def test_nothing_and_numbers_and_line_ends_are_text() -> None:
    assert [safe_cell(value) for value in (None, 12, -3, "a\nb")] == ["", "12", "'-3", "a\nb"]


def test_a_workbook_holds_text_and_no_formula() -> None:
    content = xlsx_bytes("A sheet whose name is longer than it may be", ["a"], [["=1+1"], [None]])

    sheet = load_workbook(io.BytesIO(content)).active

    assert sheet is not None
    assert [cell.data_type for row in sheet.iter_rows() for cell in row][:2] == ["s", "s"]
    assert sheet["A2"].value == "=1+1"
    assert len(sheet.title) <= 31


@given(CELLS, CELLS, st.sampled_from(";\t|"))
def test_no_cell_of_another_separator_begins_as_a_formula(
    first: str, second: str, separator: str
) -> None:
    """As a spreadsheet set to French opens it, when every separator it knows is tried."""
    lines = "".join(csv_lines(["a", "b"], [[first, second], [second, first]]))

    for row in csv.reader(io.StringIO(lines, newline=""), delimiter=separator):
        for cell in row:
            assert cell.lstrip(INVISIBLE + '"')[:1] not in DANGEROUS or not cell.strip('"')


@pytest.mark.parametrize("cell", ["a;=1+1", "a\n=1+1\nb", "a|@SUM(A1)", 'a;"=1+1', "a\t ＋1"])
def test_a_formula_behind_another_separator_is_text(cell: str) -> None:
    assert csv_cell(cell) == re.sub("([=@＋])", r"'\1", cell)


@given(CELLS.filter(lambda cell: "'" not in cell))
def test_what_was_made_safe_is_read_as_it_was_meant(cell: str) -> None:
    assert meant(csv_cell(cell)) == cell


def test_a_workbook_takes_any_sign() -> None:
    content = xlsx_bytes("Sheet", ["a"], [["\x00\x01\x1f\x7f tab\tline\n"]])

    sheet = load_workbook(io.BytesIO(content)).active

    assert sheet is not None
    assert sheet["A2"].value == "\ufffd\ufffd\ufffd\x7f tab\tline\n"
