"""The reference pages say what the code says."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps

from gouvernail.cli.main import make_parser
from gouvernail.foundation.errors import DomainError

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "docs" / "reference"
INTERNAL = {"GOUVERNAIL_TEST_DATA", "GOUVERNAIL_CRASH_AT", "GOUVERNAIL_STOP_AT"}


def page(name: str) -> str:
    return (REFERENCE / f"{name}.md").read_text(encoding="utf-8")


def variables_of_the_code() -> set[str]:
    names = set()
    for path in (ROOT / "src" / "gouvernail").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                whole = re.fullmatch(r"GOUVERNAIL_[A-Z_]+|DATABASE_URL", node.value)
                names |= {node.value} if whole else set()
    return names


def test_every_variable_the_code_reads_is_documented_and_no_other() -> None:
    documented = set(re.findall(r"`(GOUVERNAIL_[A-Z_]+|DATABASE_URL)`", page("settings")))

    assert documented == variables_of_the_code() - INTERNAL


def test_the_pages_written_from_the_code_are_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, "tools/reference.py", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr


def test_the_description_of_the_api_is_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, "tools/openapi.py", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr


def test_every_command_has_its_section() -> None:
    names = [name for action in make_parser()._actions for name in action.choices or ()]

    assert names
    assert [name for name in names if f"\n## gouvernail {name}" not in page("commands")] == []


def test_every_verb_of_a_governed_model_is_listed() -> None:
    verbs = {verb for model in apps.get_models() for verb in getattr(model, "ledger_verbs", ())}

    assert verbs
    assert {verb for verb in verbs if f"| `{verb}` |" not in page("ledger-verbs")} == set()


def test_every_verb_is_a_noun_and_what_became_of_it() -> None:
    verbs = {verb for model in apps.get_models() for verb in getattr(model, "ledger_verbs", ())}

    assert {verb for verb in verbs if not re.fullmatch(r"[a-z_]+\.[a-z_]+", verb)} == set()


def test_error_codes_are_snake_case_and_belong_to_one_error() -> None:
    seen: dict[str, str] = {}
    for error in descendants(DomainError):
        if "code" in vars(error):
            assert re.fullmatch(r"[a-z][a-z0-9_]*", error.code), error
            assert seen.setdefault(error.code, error.__qualname__) == error.__qualname__


def descendants(parent: type[DomainError]) -> list[type[DomainError]]:
    found = []
    for child in parent.__subclasses__():
        if child.__module__.startswith("gouvernail."):
            found += [child, *descendants(child)]
    return found


@pytest.mark.parametrize("name", ["README.md", "docs/tutorial/first-post.md"])
def test_the_commands_a_page_tells_one_to_type_exist(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    commands = {name for action in make_parser()._actions for name in action.choices or ()}

    typed = [
        line.strip()
        for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
        for line in block.splitlines()
    ]

    assert typed
    for line in typed:
        if make := re.search(r"\bmake ([a-z-]+)", line):
            assert re.search(rf"^{make[1]}:", makefile, re.MULTILINE), line
        if gouvernail := re.search(r"\bgouvernail ([a-z]+)", line):
            assert gouvernail[1] in commands, line


def test_every_decision_has_a_title_and_is_listed() -> None:
    folder = ROOT / "docs" / "decisions"
    listed = (folder / "index.md").read_text(encoding="utf-8")
    pages = sorted(path for path in folder.glob("[0-9]*.md"))

    assert pages
    for path in pages:
        assert path.read_text(encoding="utf-8").startswith("# ")
        assert f"({path.name})" in listed


def test_every_test_the_map_of_features_names_exists() -> None:
    named = set(re.findall(r"`(tests/[^`]+\.py)`", page("features")))

    assert named
    assert {name for name in named if not (ROOT / name).exists()} == set()


def test_the_map_of_features_places_every_requirement_once() -> None:
    places: dict[str, int] = {}
    for letter, first, last in re.findall(r"\b([RM])(\d+)(?:–[RM](\d+))?", page("features")):
        for number in range(int(first), int(last or first) + 1):
            places[f"{letter}{number}"] = places.get(f"{letter}{number}", 0) + 1

    wanted = {f"R{number}" for number in range(1, 159)} | {f"M{number}" for number in range(1, 19)}
    assert {name for name, times in places.items() if times > 1} == set()
    assert set(places) == wanted
