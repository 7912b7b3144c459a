"""Finding the row that names the columns, even under a title, even in two rows."""

from collections.abc import Sequence
from typing import Final

from gouvernail.registry.importers.columns import is_known_header
from gouvernail.registry.importers.secrets import is_secret_header

LOOKED_AT: Final = 20


def header_row(rows: Sequence[Sequence[str]]) -> int | None:
    """Return the index of the header: the best of the first rows, None when there is none.

    A header has several different texts, some of them words that headers use, and rows below it.
    """
    best, best_score = None, 0.0
    for index, row in enumerate(rows[:LOOKED_AT]):
        score = _score(row)
        if score > best_score + _handicap(rows, best, row):
            best, best_score = index, score
    return best


def _handicap(rows: Sequence[Sequence[str]], best: int | None, row: Sequence[str]) -> float:
    """Return how much better a lower row must be: more when the one above is as full."""
    if best is None:
        return 0.0
    return 3.5 if sum(map(bool, rows[best])) >= sum(map(bool, row)) else 0.0


def _score(row: Sequence[str]) -> float:
    filled = [cell for cell in row if cell]
    if not filled or any("://" in cell for cell in filled):
        return 0.0
    known = sum(is_known_header(cell) or is_secret_header(cell) for cell in filled)
    different = len(set(filled))
    if len(filled) == 1 and not known:
        return 0.1
    wordy = sum(not cell.replace(".", "").isdigit() and len(cell) < 60 for cell in filled)  # noqa: PLR2004
    return known * 3 + different * 0.5 + wordy * 0.2 - (len(filled) - different)


def joined_header(rows: Sequence[Sequence[str]], index: int) -> tuple[str, ...]:
    """Return the header, each unknown name preceded by that of the merged cell above it.

    Names are made different: a second `Compte` becomes `Compte (2)`; a column without a name gets
    its letter.
    """
    above = _groups(rows[index - 1]) if index else []
    names: list[str] = []
    for column, name in enumerate(rows[index]):
        group = above[column] if column < len(above) else ""
        shown = name or f"({letter(column)})"
        if group and group != name and (not name or not is_known_header(name)):
            shown = f"{group} / {shown}"
        names.append(_different(shown, names))
    return tuple(names)


def _groups(row: Sequence[str]) -> list[str]:
    """Return the names of a row of groups: those that stand over at least two columns."""
    return [
        cell if cell and cell in (*row[:column][-1:], *row[column + 1 :][:1]) else ""
        for column, cell in enumerate(row)
    ]


def _different(name: str, taken: Sequence[str]) -> str:
    if name not in taken:
        return name
    number = 2
    while f"{name} ({number})" in taken:
        number += 1
    return f"{name} ({number})"


def letter(column: int) -> str:
    """Return the letters of a column as spreadsheets write them, from 0."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name
