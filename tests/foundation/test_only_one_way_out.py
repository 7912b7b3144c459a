"""Tables leave through one module only; people’s patterns never meet a backtracking engine."""

import ast
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src/gouvernail"
TABLES = {  # their patterns are tables of ours, or names escaped before they are looked for
    "kernel/policies/linting/bans.py",
    "kernel/policies/linting/contradictions.py",
    "kernel/policies/linting/roles.py",
    "kernel/policies/linting/topics.py",
    "kernel/rules/proposing/subjects/asking.py",
    "kernel/rules/yaml_words.py",
    "kernel/text/addresses/parsing.py",
    "records/archives/elements.py",
    "records/archives/reading.py",
    "training/queries/expectations.py",
}
ENGINES = frozenset({"re", "regex"})
RUNS = frozenset(
    {"compile", "match", "search", "fullmatch", "sub", "subn", "split", "findall", "finditer"}
)


def modules() -> Iterator[tuple[str, ast.Module]]:
    """Yield each module of ours, by its path."""
    for path in sorted(SOURCE.rglob("*.py")):
        if "migrations" not in path.parts:
            yield str(path.relative_to(SOURCE)), ast.parse(path.read_text(encoding="utf-8"))


def calls(tree: ast.Module) -> Iterator[tuple[str, str, ast.Call]]:
    """Yield (module, function, call) for each call written `module.function(...)` or by name."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name):
            yield node.func.value.id, node.func.attr, node
        elif isinstance(node.func, ast.Name):
            yield "", node.func.id, node


def test_only_one_module_writes_tables() -> None:
    writing = {
        path
        for path, tree in modules()
        for module, function, _call in calls(tree)
        if (module, function)
        in {("csv", "writer"), ("csv", "DictWriter"), ("openpyxl", "Workbook")}
        or (function == "Workbook" and _imports(tree, "openpyxl", "Workbook"))
    }

    assert writing == {"foundation/exports.py"}


def _imports(tree: ast.Module, module: str, name: str) -> bool:
    return any(
        isinstance(node, ast.ImportFrom)
        and node.module == module
        and name in {each.name for each in node.names}
        for node in ast.walk(tree)
    )


def test_a_backtracking_engine_only_ever_meets_our_own_patterns() -> None:
    theirs = [
        f"{path}:{call.lineno}"
        for path, tree in modules()
        for module, function, call in calls(tree)
        if module in ENGINES and function in RUNS and not _is_ours(call.args[0], tree)
        if path not in TABLES
    ]

    assert theirs == []


def _is_ours(pattern: ast.expr, tree: ast.Module) -> bool:
    """Return whether a pattern is written here: a literal, or made of constants of the module."""
    constants = {"chr"} | {
        name.id
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        for name in ast.walk(target)
        if isinstance(name, ast.Name)
    }
    names = {node.id for node in ast.walk(pattern) if isinstance(node, ast.Name)}
    return names <= constants


def test_nothing_is_unpickled_evaluated_or_run_by_a_shell() -> None:
    refused = {("pickle", "loads"), ("pickle", "load"), ("marshal", "loads"), ("os", "system"),
               ("os", "popen"), ("yaml", "load"), ("", "eval"), ("", "exec")}  # fmt: skip
    found = [
        f"{path}:{call.lineno} {module}.{function}"
        for path, tree in modules()
        for module, function, call in calls(tree)
        if (module, function) in refused
        or any(
            word.arg == "shell"
            and not (isinstance(word.value, ast.Constant) and not word.value.value)
            for word in call.keywords
        )
    ]

    assert found == []
