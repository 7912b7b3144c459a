"""Counts that name nobody: small ones are hidden, and others with them so that none comes back.

A table of counts with its totals. Every count from 1 to K - 1 is hidden; then further ones
(complementary suppression) until the totals and the other counts leave at least K possible values
for each hidden one. Which values they leave is exact for a table with totals: hidden cells are
arcs between rows and columns, and a cell can rise by what flows around a circuit through it
(Cox, "Network models for complementary cell suppression", JASA 90, 1995).
"""

from collections import deque
from collections.abc import Iterable, Sequence
from typing import Final

K: Final = 5
Grid = list[list[int]]
Cell = tuple[int, int]
UNBOUNDED: Final = 1_000_000


def with_totals(counts: Sequence[Sequence[int]]) -> Grid:
    """Return the counts with a last column and a last row of totals."""
    rows = [[*row, sum(row)] for row in counts]
    return [*rows, [sum(column) for column in zip(*rows, strict=True)]]


def hidden_cells(grid: Grid, *, k: int = K, already: Iterable[Cell] = ()) -> set[Cell]:
    """Return the cells of a table with totals that are not to be shown.

    `already`: cells hidden for another reason. The smallest ones are hidden first, totals last.
    """
    hidden = set(already) | {
        (i, j) for i, row in enumerate(grid) for j, count in enumerate(row) if 0 < count < k
    }
    while True:
        weak = next((one for one in sorted(hidden) if _spread(grid, hidden, one, k) < k - 1), None)
        if weak is None:
            return hidden
        further = _beside(grid, hidden, weak)
        if further is None:  # the whole table is hidden: nothing is left to derive from
            return hidden
        hidden.add(further)


def _beside(grid: Grid, hidden: set[Cell], weak: Cell) -> Cell | None:
    """Return the cell to hide with a weak one: of its row or column, the smallest, totals last."""
    last_row, last_column = len(grid) - 1, len(grid[0]) - 1
    shown = [
        (i, j) for i, row in enumerate(grid) for j, _n in enumerate(row) if (i, j) not in hidden
    ]
    near = [one for one in shown if one[0] == weak[0] or one[1] == weak[1]]

    def cost(one: Cell) -> tuple[bool, bool, int, Cell]:
        total = one[0] == last_row or one[1] == last_column
        return total, grid[one[0]][one[1]] == 0, grid[one[0]][one[1]], one

    return min(near or shown, key=cost, default=None)


def _spread(grid: Grid, hidden: set[Cell], cell: Cell, k: int) -> int:
    """Return how far a hidden cell may rise and fall with what is shown: at most `k - 1` counts."""
    row, column = cell
    sign = _sign(grid, cell)
    rise = _flow(grid, hidden - {cell}, start=(1, column), end=(0, row), most=k - 1)
    fall = _flow(grid, hidden - {cell}, start=(0, row), end=(1, column), most=k - 1)
    up, down = (rise, fall) if sign > 0 else (fall, rise)
    return min(up + min(down, grid[row][column]), k - 1)


def _sign(grid: Grid, cell: Cell) -> int:
    """Return whether a cell adds to its row and column (1) or is their total (-1)."""
    in_totals = (cell[0] == len(grid) - 1) != (cell[1] == len(grid[0]) - 1)
    return -1 if in_totals else 1


def _flow(
    grid: Grid, hidden: set[Cell], *, start: tuple[int, int], end: tuple[int, int], most: int
) -> int:
    """Return what flows from one row or column (0 or 1, number) to another, up to `most`.

    An arc from row to column lets its cell, signed, rise; an arc back lets it fall.
    """
    room: dict[tuple[int, int], dict[tuple[int, int], int]] = {}
    for i, j in hidden:
        count, sign = grid[i][j], _sign(grid, (i, j))
        up, down = (UNBOUNDED, count) if sign > 0 else (count, UNBOUNDED)
        room.setdefault((0, i), {})[1, j] = up
        room.setdefault((1, j), {})[0, i] = down
    sent = 0
    while sent < most:
        path = _path(room, start, end)
        if not path:
            break
        width = min(most - sent, *(room[a][b] for a, b in path))
        for a, b in path:
            room[a][b] -= width
            room[b][a] += width
        sent += width
    return sent


def _path(
    room: dict[tuple[int, int], dict[tuple[int, int], int]],
    start: tuple[int, int],
    end: tuple[int, int],
) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    came: dict[tuple[int, int], tuple[int, int]] = {start: start}
    queue = deque([start])
    while queue and end not in came:
        here = queue.popleft()
        for there, left in room.get(here, {}).items():
            if left > 0 and there not in came:
                came[there] = here
                queue.append(there)
    if end not in came or start == end:
        return []
    path, here = [], end
    while here != start:
        path.append((came[here], here))
        here = came[here]
    return path
