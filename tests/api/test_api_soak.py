"""The API under a hundred thousand calls, in pieces: no breakdown, nothing of another shape.

    make soak PART=api               all pieces
    make soak PART="api and 03"      the third

Each piece writes other calls than the one before; half of them are of the description, half break
it somewhere. `GOUVERNAIL_SOAK_CASES` says how many of each kind a piece writes for an operation.
"""

import os
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings
from schemathesis import Case, GenerationMode
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.core.result import Ok

from tests.api.test_fuzz import CHECKS, connection_kept, schema, site

__all__ = ("connection_kept", "site")  # the fixtures
PIECES = 30
PAGE = Path(__file__).resolve().parents[2] / "benchmarks" / "results" / "api.md"
COLUMNS = (
    "when (UTC)", "piece", "database", "operations", "calls", "2xx", "4xx", "5xx",
    "of another shape", "s",
)  # fmt: skip
HEAD = f"""# api

`make soak PART=api`: calls that Schemathesis writes from the description of the API, half of them
as it allows and half not, each answered by the site and undone (`tests/api/test_api_soak.py`). A
piece writes up to 60 calls of each kind for each operation; an operation that takes nothing has
fewer. *Of another shape*: answers whose status, type or body the description does not promise.

| {" | ".join(COLUMNS)} |
|{"---|" * len(COLUMNS)}
"""

pytestmark = [pytest.mark.soak, pytest.mark.django_db, pytest.mark.timeout(2700)]


class Tally:
    """What the calls of one piece came to."""

    def __init__(self) -> None:
        self.statuses = Counter[int]()
        self.faults = Counter[str]()

    def of(self, first: int) -> int:
        """Return how many answers were of one hundred of statuses."""
        return sum(count for status, count in self.statuses.items() if status // 100 == first)

    def call(self, case: Case[Any], key: str) -> None:
        """Make one call, and keep what was wrong with its answer."""
        with transaction.atomic():
            response = case.call(headers={"Authorization": f"Bearer {key}"})
            self.statuses[response.status_code] += 1
            try:
                case.validate_response(response, checks=CHECKS)
            except (Failure, FailureGroup) as found:
                self.faults[f"{case.operation.label} {response.status_code}: {found}"] += 1
            transaction.set_rollback(True)


def calls_of(operation: Any, mode: GenerationMode, place: int) -> Any:
    """Return a decorator that gives calls of one operation, others in each piece."""
    cases = int(os.environ.get("GOUVERNAIL_SOAK_CASES", "60"))
    often = settings(
        max_examples=cases,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        verbosity=Verbosity.quiet,
        suppress_health_check=list(HealthCheck),
    )
    drawn = given(case=operation.as_strategy(generation_mode=mode))
    return lambda test: seed(f"{place} {operation.label}")(often(drawn(test)))


@pytest.mark.parametrize("piece", range(1, PIECES + 1), ids="{:02}".format)
def test_no_call_of_many_breaks_the_api(piece: int, site: dict[str, Any]) -> None:
    began, tally, known = time.monotonic(), Tally(), 0
    operations = [one.ok() for one in schema.get_all_operations() if isinstance(one, Ok)]
    for operation in operations:
        for mode in GenerationMode:

            def call(case: Case[Any]) -> None:
                nonlocal known
                known += 1
                if known % 4:  # one in four speaks of what is not there
                    for name in set(case.path_parameters) & set(site):
                        case.path_parameters[name] = str(site[name])
                    if isinstance(case.body, dict) and "unit_id" in case.body:
                        case.body["unit_id"] = str(site["unit_id"])
                tally.call(case, site["key"])

            calls_of(operation, mode, piece)(call)()
    append(piece, len(operations), tally, time.monotonic() - began)
    assert tally.faults == {}
    assert tally.of(5) == 0
    assert tally.of(2) > 0


def append(piece: int, operations: int, tally: Tally, seconds: float) -> None:
    """Add one line to the table."""
    if not PAGE.exists():
        PAGE.write_text(HEAD, encoding="utf-8")
    cells = (
        datetime.now(UTC).strftime("%Y-%m-%d %H:%M"), piece, connection.vendor, operations,
        tally.statuses.total(), tally.of(2), tally.of(4), tally.of(5), tally.faults.total(),
        f"{seconds:.0f}",
    )  # fmt: skip
    with PAGE.open("a", encoding="utf-8") as page:
        page.write("| " + " | ".join(str(cell) for cell in cells) + " |\n")
