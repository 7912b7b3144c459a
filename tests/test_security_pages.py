"""What SECURITY.md, THREAT_MODEL.md, docs/asvs.csv and the page of limits say is so."""

import ast
import csv
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import cast

import pytest
from django.conf import settings

from gouvernail.egress import Policy
from gouvernail.media.pictures import cleaning, worker
from gouvernail.people.importers import tables as people_tables
from gouvernail.registry.importers import reading, sheets, tables

ROOT = Path(__file__).resolve().parent.parent
THREATS = (ROOT / "THREAT_MODEL.md").read_text(encoding="utf-8")
LIMITS = (ROOT / "docs/reference/limits.md").read_text(encoding="utf-8")
COLUMNS = ["id", "level", "applies", "control", "test"]
# Level 3 rows that we hold ourselves to (the page of threats says why).
ALSO = {
    "V2.3.5", "V5.2.4", "V5.2.5", "V5.2.6", "V7.5.3", "V8.3.2", "V8.3.3", "V15.4.1", "V15.4.2",
    "V15.4.3", "V16.5.4",
}  # fmt: skip
ROWS_OF_LEVELS_1_AND_2 = 253


def rows() -> list[dict[str, str]]:
    with (ROOT / "docs/asvs.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def tree_of(path: str) -> ast.Module:
    return ast.parse((ROOT / path).read_text(encoding="utf-8"))


def names_in(path: str) -> frozenset[str]:
    """Return the names of the tests of one file."""
    nodes = ast.walk(tree_of(path))
    return frozenset(node.name for node in nodes if isinstance(node, ast.FunctionDef))


def exists(name: str) -> bool:
    path, _colons, test = name.partition("::")
    return (ROOT / path).is_file() and test in names_in(path)


def test_every_requirement_of_the_level_is_answered_once() -> None:
    ids = [row["id"] for row in rows()]
    levels = {row["id"]: row["level"] for row in rows()}

    assert list(rows()[0]) == COLUMNS
    assert len(ids) == len(set(ids))
    assert sum(level in "12" for level in levels.values()) == ROWS_OF_LEVELS_1_AND_2
    assert {name for name, level in levels.items() if level == "3"} == ALSO


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["id"])
def test_an_applicable_requirement_names_a_test_that_exists_or_says_it_is_not_met(
    row: dict[str, str],
) -> None:
    assert row["applies"] in {"yes", "no"}
    assert row["control"]
    if row["applies"] == "no":
        assert row["test"] == ""
    elif not row["control"].startswith("not met"):
        assert exists(row["test"]), row["test"]


def named_tests() -> Iterator[str]:
    yield from re.findall(r"`(tests/[\w/]+\.py::\w+)`", THREATS)


def test_the_threat_model_names_tests_that_exist() -> None:
    named = set(named_tests())

    assert {name for name in named if not exists(name)} == set()
    assert len(named) >= 50


def test_what_the_threat_model_names_is_run_by_make_test_or_said_to_be_a_soak() -> None:
    told = set(re.findall(r"`(tests/[\w/]+\.py::\w+)` \(soak\)", THREATS))

    assert {name for name in named_tests() if is_marked(name, "soak")} == told
    assert {name for name in named_tests() if is_marked(name, "skip")} == set()


def is_marked(name: str, mark: str) -> bool:
    """Return whether a test, or all of its file, carries a mark of pytest."""
    path, _colons, test = name.partition("::")
    found = [
        decorator
        for node in tree_of(path).body
        if isinstance(node, ast.FunctionDef) and node.name == test
        for decorator in node.decorator_list
    ]
    found += [
        node.value
        for node in tree_of(path).body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "pytestmark"
    ]
    return any(re.search(rf"\bmark\.{mark}\b", ast.unparse(each)) for each in found)


@pytest.mark.parametrize("number", range(1, 27))
def test_every_threat_has_a_control_a_test_and_what_remains(number: int) -> None:
    found = re.findall(rf"^\| T{number} \|(.*)\|$", THREATS, re.MULTILINE)

    assert len(found) == 1
    threat, control, proof, rest = (cell.strip() for cell in found[0].split("|"))
    assert threat
    assert control
    assert rest
    assert "tests/" in proof or control.startswith("Not built")


def test_the_security_page_says_what_it_must() -> None:
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")

    for heading in ("Report", "Supported versions", "What we promise", "What we do not promise"):
        assert f"## {heading}\n" in text
    assert "within 7 days" in text


def test_the_page_of_limits_says_what_the_code_does() -> None:
    minutes = settings.STEP_UP_MINUTES
    validators = cast("list[dict[str, dict[str, int]]]", settings.AUTH_PASSWORD_VALIDATORS)
    options = validators[0]["OPTIONS"]
    shortest = options["min_length"]
    for words in (
        f"{cleaning.MAX_BYTES // 1_000_000} MB | {cleaning.MEGAPIXELS} megapixels",
        f"{worker.MAX_FRAMES} frames",
        f"{worker.MEMORY_BYTES // 1_000_000:,} MB of memory, {worker.CPU_SECONDS} s",
        f"{tables.MAX_FILE_BYTES >> 20} MB | {tables.MAX_EXPANDED_BYTES >> 20} MB",
        f"{sheets.MAX_ENTRIES} parts, {tables.MAX_ROWS:,} rows, {tables.MAX_COLUMNS} columns",
        f"{tables.MAX_CELLS:,} cells, {tables.MAX_CELL_LENGTH:,} signs",
        f"{reading.MEMORY_BYTES >> 20:,} MB, {reading.CPU_SECONDS} s",
        f"{people_tables.MAX_BYTES >> 20} MB | {people_tables.MAX_ROWS:,} rows",
        f"form or call: {settings.DATA_UPLOAD_MAX_MEMORY_SIZE >> 20} MB",
        f"{Policy().max_response_bytes >> 20} MB, {Policy().timeout_seconds:.0f} s in all",
        f"{settings.SESSION_IDLE_MINUTES} minutes without a request and {settings.SESSION_HOURS} h",
        f"less than {minutes['recent']} minutes",
        f"less than {minutes['fresh']} minutes",
        f"password of {shortest} characters",
    ):
        assert words in LIMITS.replace("\n", " "), words
