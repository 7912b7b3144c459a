"""The house keeps its shape: names, sizes, what an area may hold, what a template may not.

What the linters cannot see. Each test lists every fault at once, so one run tells all.
"""

import ast
import re
import tomllib
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import Model

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "gouvernail"
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CONTRACTS = {each["id"]: each for each in SETTINGS["tool"]["importlinter"]["contracts"]}
NOT_AREAS = {"kernel", "egress", "networks", "foundation", "web", "api", "cli", "project", "locale"}
BANNED = {"core", "common", "base", "utils", "util", "helpers", "misc", "manager", "service"}
MODULES = {"errors", "models", "permissions", "queries", "actions", "forms", "views", "urls", "api"}
MODULES |= {"tasks", "admin", "apps", "requests", "__init__"}
FOLDERS = {"migrations", "management", "templates", "templatetags", "static", "locale"}
FOLDERS |= {"__pycache__"}
LONGEST = 400


def names_of_layers(contract: str) -> list[list[str]]:
    """Return the layers of a contract, high to low, each with its names."""
    return [re.findall(r"\w+", layer) for layer in CONTRACTS[contract]["layers"]]


MACHINERY = next(
    set(names) for names in names_of_layers("inside-an-area") if not MODULES & set(names)
)


def areas() -> list[Path]:
    return sorted(
        each
        for each in SOURCE.iterdir()
        if each.is_dir() and each.name not in NOT_AREAS and (each / "__init__.py").exists()
    )


def modules() -> list[Path]:
    return [path for path in sorted(SOURCE.rglob("*.py")) if not {"migrations"} & set(path.parts)]


def templates() -> list[Path]:
    return sorted(SOURCE.glob("**/templates/**/*.html"))


def shown(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_every_area_is_held_to_the_contract_inside_an_area() -> None:
    listed = {
        name.removeprefix("gouvernail.") for name in CONTRACTS["inside-an-area"]["containers"]
    }

    assert {area.name for area in areas()} == listed


def test_an_area_holds_only_the_files_that_have_a_name_here() -> None:
    faults = []
    for area in areas():
        machinery = []
        for entry in area.iterdir():
            name = entry.stem if entry.suffix == ".py" else entry.name
            if name in MODULES and (entry.suffix == ".py" or entry.is_dir()):
                continue
            if entry.is_dir() and name in MACHINERY:
                machinery.append(name)
            elif not (entry.is_dir() and name in FOLDERS):
                faults.append(f"{shown(entry)}: no such place in an area")
        if len(machinery) > 1:
            faults.append(f"{area.name}: one package of machinery, not {sorted(machinery)}")

    assert faults == []


def test_templates_and_static_files_lie_under_the_name_of_their_area() -> None:
    # Pages of django-allauth that `web` rewrites, and the error pages.
    rewritten = {"account", "mfa", "usersessions", "allauth", "400.html", "403.html", "404.html"}
    rewritten |= {"500.html", "403_csrf.html", "registration", "django", "socialaccount"}
    faults = []
    for kind in ("templates", "static"):
        for folder in SOURCE.glob(f"*/{kind}"):
            allowed = {folder.parent.name} | (rewritten if folder.parent.name == "web" else set())
            faults += [shown(each) for each in folder.iterdir() if each.name not in allowed]

    assert faults == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    faults = [
        shown(path)
        for path in chain(modules(), (each for each in SOURCE.rglob("*/") if each.is_dir()))
        if path.stem in BANNED and path.parent.name != "settings" and "templates" not in path.parts
    ]

    assert faults == []


def test_no_file_is_longer_than_400_lines() -> None:
    scripts = (path for path in SOURCE.rglob("static/**/*.js") if "vendor" not in path.parts)
    tests = (ROOT / "tests").rglob("*.py")
    faults = [
        f"{shown(path)}: {count} lines"
        for path in chain(modules(), templates(), scripts, tests)
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST
    ]

    assert faults == []


def test_every_module_says_what_it_is_for() -> None:
    faults = [
        shown(path)
        for path in modules()
        if (source := path.read_text(encoding="utf-8")).strip()
        and ast.get_docstring(ast.parse(source)) is None
    ]
    nameless = [
        shown(area) for area in areas() if not (area / "__init__.py").read_text(encoding="utf-8")
    ]

    assert faults + nameless == []


def test_no_stub_is_left() -> None:
    faults = [
        f"{shown(path)}:{node.lineno}"
        for path in modules()
        for parent in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if not (isinstance(parent, ast.ClassDef) and "Protocol" in map(ast.unparse, parent.bases))
        for node in ast.iter_child_nodes(parent)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if "abstractmethod" not in map(ast.unparse, node.decorator_list)
        if is_stub(node)
    ]

    assert faults == []


@pytest.mark.parametrize(
    "source",
    [
        'def later():\n    """Do it."""',
        "async def later():\n    ...",
        "def later():\n    pass",
        "def later():\n    raise NotImplementedError",
        "def later():\n    if True:\n        raise NotImplementedError('soon')",
    ],
)
def test_the_rule_for_stubs_sees_bad_examples(source: str) -> None:
    body = ast.parse(source).body[0]
    assert isinstance(body, ast.FunctionDef | ast.AsyncFunctionDef)
    assert is_stub(body)


def is_stub(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Return whether a function does nothing, or says it is not written."""
    says_so = any(
        isinstance(each, ast.Raise) and "NotImplementedError" in ast.dump(each)
        for each in ast.walk(node)
    )
    return says_so or all(
        isinstance(each, ast.Pass)
        or (isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant))
        for each in node.body
    )


def heights() -> dict[str, int]:
    """Return the height of each package: a package may know only what is lower."""
    layers = names_of_layers("areas")
    return {name: -index for index, names in enumerate(layers) for name in names}


def test_relations_between_models_go_down_the_same_order_as_imports() -> None:
    height = heights()
    faults = []
    for model in apps.get_models(include_auto_created=True):
        ours = area_of(model)
        if ours is None:
            continue
        for field in model._meta.get_fields():
            target = field.related_model if field.is_relation and field.concrete else None
            theirs = area_of(target) if isinstance(target, type) else None
            if theirs and theirs != ours and height[theirs] >= height[ours]:
                faults.append(f"{model._meta.label}.{field.name} points up to {theirs}")

    assert faults == []


def area_of(model: type[Model]) -> str | None:
    parts = model.__module__.split(".")
    return parts[1] if parts[0] == "gouvernail" else None


def test_a_fragment_says_first_what_it_needs() -> None:
    opening = re.compile(r"^{% comment %}.*Needs: .*{% endcomment %}\s*$")
    faults = [
        shown(path)
        for path in templates()
        if path.name.startswith("_")
        and not opening.match((path.read_text(encoding="utf-8").splitlines() or [""])[0])
    ]

    assert faults == []


def test_a_page_extends_the_base_page() -> None:
    faults = [
        shown(path)
        for path in templates()
        if not path.name.startswith(("_", "base", "bare", "letter"))
        and not {"components", "elements", "layouts", "email"} & set(path.parts)
        and "{% extends " not in path.read_text(encoding="utf-8")[:400]
    ]

    assert faults == []


def test_a_day_is_that_of_the_readers_clock_and_never_cut_out_in_utc() -> None:
    cut = re.compile(r"{% day [\w.]+\.date\b")
    faults = [shown(path) for path in templates() if cut.search(path.read_text(encoding="utf-8"))]

    assert faults == []


FORBIDDEN = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "a script with text": re.compile(r"<script\b(?![^>]*\bsrc=)", re.IGNORECASE),
    "an event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "hx-on": re.compile(r"\bhx-on[:-]", re.IGNORECASE),
    "an address of another host": re.compile(
        r"<(?:script|link|img)\b[^>]*=\"https?:", re.IGNORECASE
    ),
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_template_holds_what_the_content_policy_refuses(what: str) -> None:
    faults = [
        f"{shown(path)}: {found[0][:60]}"
        for path in templates()
        if (found := FORBIDDEN[what].search(without_comments(path)))
    ]

    assert faults == []


def without_comments(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"{% comment.*?{% endcomment %}", "", text, flags=re.DOTALL)
    data = re.compile(r"<script[^>]*type=\"application/json\"[^>]*>.*?</script>", re.DOTALL)
    return data.sub("", text)


@pytest.mark.parametrize(
    ("what", "bad"),
    [
        ("a style attribute", '<p style="color: red">'),
        ("a script with text", "<script>alert(1)</script>"),
        ("an event attribute", '<a\n onclick="go()">'),
        ("hx-on", '<a hx-on:click="go()">'),
    ],
)
def test_the_rules_for_templates_see_bad_examples(what: str, bad: str) -> None:
    assert FORBIDDEN[what].search(bad)


def test_the_lock_file_names_only_the_public_index() -> None:
    lock = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))

    sources = {str(sorted(package["source"].items())) for package in lock["package"]}
    hosts = {url.split("/")[2] for url in addresses(lock)}

    assert sources == {
        "[('editable', '.')]",
        "[('registry', 'https://pypi.org/simple')]",
    }
    assert hosts == {"files.pythonhosted.org"}


def addresses(lock: dict[str, list[dict[str, list[dict[str, str]]]]]) -> Iterator[str]:
    for package in lock["package"]:
        files = [*package.get("wheels", []), package.get("sdist", {})]
        yield from (each["url"] for each in files if isinstance(each, dict) and "url" in each)


def test_every_command_of_the_makefile_has_its_line_of_help() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    declared = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert declared

    explained = set(re.findall(r"^([a-z-]+):.*## \S", makefile, re.MULTILINE))

    assert set(declared[1].split()) == explained
