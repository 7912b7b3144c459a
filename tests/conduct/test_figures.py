"""Figures without names: what is hidden cannot be worked out from what is shown."""

from datetime import date, datetime, timedelta
from itertools import product

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from gouvernail.conduct.models import Basis, Case
from gouvernail.conduct.queries import tables
from gouvernail.conduct.queries.suppression import Grid, hidden_cells, with_totals
from gouvernail.people.models import Person, Unit
from tests.make.conduct import make_case, make_decided

K = 3  # small enough to go through every table that could have been


def possible_values(
    grid: Grid, hidden: set[tuple[int, int]], most: int
) -> dict[tuple[int, int], int]:
    """Return how many values each hidden cell may have, by going through every table."""
    rows, columns = len(grid) - 1, len(grid[0]) - 1
    inner = [(i, j) for i in range(rows) for j in range(columns)]
    free = [one for one in inner if one in hidden]
    seen: dict[tuple[int, int], set[int]] = {one: set() for one in hidden}
    shown = {(i, j) for i in range(rows + 1) for j in range(columns + 1) if (i, j) not in hidden}
    for values in product(range(most + 1), repeat=len(free)):
        guess = dict(zip(free, values, strict=True))
        counts = [[guess.get((i, j), grid[i][j]) for j in range(columns)] for i in range(rows)]
        whole = with_totals(counts)
        if all(whole[i][j] == grid[i][j] for i, j in shown):
            for i, j in hidden:
                seen[i, j].add(whole[i][j])
    return {one: len(values) for one, values in seen.items()}


@settings(max_examples=25, deadline=None)  # each goes through thousands of tables
@given(st.lists(st.lists(st.integers(0, 5), min_size=2, max_size=2), min_size=2, max_size=2))
def test_every_hidden_count_keeps_as_many_possible_values_as_asked(counts: list[list[int]]) -> None:
    grid = with_totals(counts)

    hidden = hidden_cells(grid, k=K)

    assert all(
        (i, j) in hidden for i, row in enumerate(grid) for j, n in enumerate(row) if 0 < n < K
    )
    assert all(n >= K for n in possible_values(grid, hidden, most=9).values())


@given(st.lists(st.lists(st.integers(0, 12), min_size=4, max_size=4), min_size=3, max_size=3))
def test_no_line_hides_one_count_alone(counts: list[list[int]]) -> None:
    grid = with_totals(counts)

    hidden = hidden_cells(grid)

    for i in range(len(grid)):
        assert sum((i, j) in hidden for j in range(len(grid[0]))) != 1
    for j in range(len(grid[0])):
        assert sum((i, j) in hidden for i in range(len(grid))) != 1


def test_large_counts_are_all_shown() -> None:
    assert hidden_cells(with_totals([[5, 9, 0], [12, 7, 30]])) == set()


def test_a_small_count_takes_others_with_it() -> None:
    grid = with_totals([[2, 9, 8], [12, 7, 30]])

    hidden = hidden_cells(grid)

    assert (0, 0) in hidden
    assert len(hidden) >= 4  # one more of its row, of its column, and what closes the square


@pytest.fixture
def decided(
    basis: Basis, clause: str, karim: Person, hugo: Person, claire: Person, noon: datetime
) -> None:
    """Have six cases decided in the fourth quarter, one of them in the third."""
    for number in range(6):
        case = make_case(by=karim, about=hugo, clause=clause, decider=claire)
        make_decided(case, by=claire, at=noon)
        at = noon - timedelta(days=90) if number == 0 else noon
        Case.objects.filter(pk=case.pk).update(
            status="ended", decided_at=noon - timedelta(days=90), settled_at=at
        )


def test_quarters_that_are_over_are_counted_by_unit_clause_and_outcome(
    decided: None, energy: Unit
) -> None:
    before = tables(today=date(2026, 12, 31))
    after = tables(today=date(2027, 1, 1))

    assert all(table.total.counts[-1] in {None, 0} for table in before)  # one case: hidden
    by_unit, by_clause, by_outcome = after
    assert [row.label for row in by_unit.rows] == [energy.label]
    assert [row.label for row in by_clause.rows] == ["Social media charter, 4.1 Prix"]
    assert len(by_outcome.rows) == 1
    for table in after:
        assert table.rows[0].counts[-3:] == table.total.counts[-3:]
        assert table.rows[0].counts[-3] is None
        assert table.hides


def test_a_hidden_figure_is_in_neither_the_page_nor_the_file(
    client: Client, decided: None, claire: Person, karim: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = date(2027, 1, 4)
    monkeypatch.setattr("gouvernail.foundation.clock.today", lambda: day)
    client.force_login(claire)

    page = client.get("/conduct/figures/")
    file = client.get("/conduct/figures/export.csv")

    assert page.status_code == 200
    lines = b"".join(file).decode().splitlines()
    assert all("hidden" in line for line in lines[1:]) or all("masqué" in x for x in lines[1:])
    client.force_login(karim)
    assert client.get("/conduct/figures/").status_code == 403
