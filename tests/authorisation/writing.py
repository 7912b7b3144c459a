"""Asking what has no row yet, and writing the tables."""

import sys
from collections.abc import Iterator

from tests.authorisation.asking import FOLDER, answers, folded, row_name, rows_of, table
from tests.authorisation.routes import routes
from tests.authorisation.world import make_world

HEADING = """\
# Who is answered what. Energy is “own”; Solar stands below it, Care beside it, Nordet above.
# signed-in: every role; outsiders: who is not, and who left. sign-in: sent to that page;
# prove-again: asked for the password once more. Otherwise the status of the answer.
"""
Row = dict[str, list[str]] | str


def main(*, keep: bool, only: frozenset[str] = frozenset()) -> None:
    """Print the rows that are missing, of some areas or of all; keep them if told to."""
    world = make_world()
    areas: dict[str, dict[str, dict[str, Row]]] = {}
    for route in routes():
        if only and route.area not in only:
            continue
        told = table(route.area).get(route.name, {})
        rows = areas.setdefault(route.area, {}).setdefault(route.name, {})
        for method, place in rows_of(route):
            name = row_name(method, place)
            rows[name] = told.get(name) or folded(answers(world, route, method, place))
            if name not in told:
                sys.stdout.write(f"{route.name}: {name}: {flow(rows[name])}\n")
    for area, found in areas.items() if keep else ():
        text = HEADING + "\n".join(written(found)) + "\n"
        (FOLDER / f"{area}.yaml").write_text(text, encoding="utf-8")


def written(found: dict[str, dict[str, Row]]) -> Iterator[str]:
    """Yield the lines of one table."""
    for route, rows in found.items():
        yield f"\n{repr(route) if '{' in route else route}:"
        yield from (f"  {name}: {flow(row)}" for name, row in rows.items())


def flow(row: Row) -> str:
    """Return one row as YAML on one line."""
    if isinstance(row, str | int):
        return str(row)
    return "{" + ", ".join(f"{kind}: [{', '.join(who)}]" for kind, who in row.items()) + "}"
