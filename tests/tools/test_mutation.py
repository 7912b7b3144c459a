"""The mutation tool: what it changes, what it leaves, and that its share is of what it tried."""

import ast
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))

import mutants  # noqa: E402 - a script, found by its folder

SAMPLE = '''
def is_old_enough(age: int) -> bool:
    """Return whether somebody may."""
    return age >= 18


def forgotten(age: int) -> int:
    return age + 1
'''
TESTS = """
from sample import is_old_enough


def test_at_eighteen() -> None:
    assert is_old_enough(18)


def test_at_seventeen() -> None:
    assert not is_old_enough(17)
"""


def kinds(code: str) -> list[tuple[int, str]]:
    (_name, function), *_rest = mutants.functions(ast.parse(code))
    return [(line, what) for line, what, _changed in mutants.changes(function)]


def test_every_call_raise_and_change_of_an_attribute_can_be_taken_out() -> None:
    code = (
        "def f(x):\n    x.a = 1\n    if x:\n        tell(x)\n        raise Fault\n    else:\n"
        "        x.a, x.b = y = x\n    kept = x\n"
    )

    taken = [line for line, what in kinds(code) if what == "statement taken out"]

    assert taken == [2, 4, 5]


def test_every_condition_of_a_query_can_be_dropped() -> None:
    found = kinds("def f(rows):\n    return rows.filter(pk=one, away__isnull=True).first()\n")

    assert {what for _line, what in found} == {
        "condition pk dropped",
        "condition away__isnull dropped",
        "constant moved",
    }


def test_types_defaults_and_docstrings_are_left_alone() -> None:
    code = (
        'def f(x: int | None = 3) -> int | None:\n    "It."\n    y: int | None = x\n    return y\n'
    )

    assert kinds(code) == []


def test_the_share_counts_what_no_test_reaches_as_unnoticed(tmp_path: Path) -> None:
    (tmp_path / "sample.py").write_text(SAMPLE)
    (tmp_path / "test_sample.py").write_text(TESTS)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    command = [sys.executable, str(ROOT / "tools/mutation.py"), "--modules", "sample"]
    clean = {key: value for key, value in os.environ.items() if not key.startswith("DJANGO_")}

    ran = subprocess.run(
        [*command, "--", "test_sample.py", "-p", "no:django"],
        cwd=tmp_path,
        env=clean | {"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=50,
    )

    assert "mutants: 4 of 4 tried, 2 noticed: 50.0 %" in ran.stdout, ran.stdout + ran.stderr
    assert ran.stdout.count("not reached: sample:8 forgotten") == 2
