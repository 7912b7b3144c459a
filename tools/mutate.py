"""Change the code one small thing at a time, and see whether the tests notice.

    python tools/mutate.py --target src/gouvernail/kernel/merkle --tests tests/kernel/merkle
        [--minutes 15] [--seed 1] [--score 85] [--keep "not browser"]

The tree is copied to a folder of its own: the one at hand is never touched. Mutants are taken in a
random order for the minutes given. A mutant is killed when a test fails, or when the tests take ten
times as long as without it. What survives is printed with its line; a survivor is a test to write,
or a change that alters nothing.
"""

import argparse
import ast
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NoReturn

import cryptography.hazmat.primitives.asymmetric.ed25519
import django.test
import pytest

ROOT: Final = Path(__file__).resolve().parents[1]
LOADED: Final = (cryptography, django)  # imported once, for all trials
COPIED: Final = ("src", "tests", "tools", "demo", "pyproject.toml", "manage.py")
COMPARED: Final[dict[type[ast.cmpop], type[ast.cmpop]]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
COMPUTED: Final[dict[type[ast.operator], type[ast.operator]]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.BitXor: ast.BitAnd,
}


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change: in which file, at which line, what, and the file's text with it."""

    file: Path
    line: int
    what: str
    text: str


def mutants(file: Path) -> Iterator[Mutant]:
    """Yield every mutant of one file."""
    source = file.read_text(encoding="utf-8")
    count = sum(1 for _ in _places(ast.parse(source)))
    for number in range(count):
        tree = ast.parse(source)
        place, what = next(each for at, each in enumerate(_places(tree)) if at == number)
        line = getattr(place, "lineno", 0)
        _change(tree, place, what)
        text = ast.unparse(ast.fix_missing_locations(tree))
        yield Mutant(file, line, f"{what}: {ast.unparse(place).splitlines()[0][:70]}", text)


def _places(tree: ast.AST) -> Iterator[tuple[ast.AST, str]]:
    """Yield each node that can be changed, and how, in a fixed order.

    Decorators and texts are left alone: what `frozen=True` or a message says alters no outcome.
    """
    left = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef | ast.FunctionDef)
        for decorator in node.decorator_list
        for inner in ast.walk(decorator)
    }
    for node in ast.walk(tree):
        if node in left:
            continue
        yield from ((node, how) for how in _ways(node))


def _ways(node: ast.AST) -> tuple[str, ...]:
    """Return how a node can be changed."""
    if isinstance(node, ast.Compare | ast.BinOp):
        return ("other operator",) if _other_operator(node) else ()
    if isinstance(node, ast.Constant):
        return ("other value",) if node.value and isinstance(node.value, bytes | int) else ()
    if isinstance(node, ast.Expr):
        return ("not called",) if isinstance(node.value, ast.Call) else ()
    if isinstance(node, ast.Return):
        says = node.value is not None and not _is_none(node.value)
        return ("None returned",) if says else ()
    return WAYS.get(type(node), ())


WAYS: Final[dict[type[ast.AST], tuple[str, ...]]] = {
    ast.BoolOp: ("and for or",),
    ast.If: ("always", "never"),
    ast.Raise: ("nothing raised",),
}


def _other_operator(node: ast.Compare | ast.BinOp) -> type[ast.cmpop | ast.operator] | None:
    if isinstance(node, ast.Compare):
        return COMPARED.get(type(node.ops[0])) if len(node.ops) == 1 else None
    return COMPUTED.get(type(node.op))


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _change(tree: ast.AST, place: ast.AST, what: str) -> None:
    if isinstance(place, ast.Compare):
        place.ops = [COMPARED[type(place.ops[0])]()]
    elif isinstance(place, ast.BinOp):
        place.op = COMPUTED[type(place.op)]()
    elif isinstance(place, ast.BoolOp):
        place.op = ast.Or() if isinstance(place.op, ast.And) else ast.And()
    elif isinstance(place, ast.Constant):
        place.value = _other_value(place.value)
    elif isinstance(place, ast.If):
        place.test = ast.Constant(value=what == "always")
    elif isinstance(place, ast.Return):
        place.value = ast.Constant(value=None)
    else:
        _put(tree, place, ast.Pass())


def _other_value(value: object) -> bool | int | bytes:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    return b"\x00" + value if isinstance(value, bytes) else b""


def _put(tree: ast.AST, old: ast.AST, new: ast.AST) -> None:
    for parent in ast.walk(tree):
        for name, value in ast.iter_fields(parent):
            if value is old:
                setattr(parent, name, new)
            elif isinstance(value, list) and old in value:
                value[value.index(old)] = new


class Bench:
    """A copy of the tree in which mutants are tried one after the other.

    Each trial is a fork of this process, which has imported the libraries but not the product.
    """

    def __init__(self, folder: Path, tests: list[str], keep: str) -> None:
        self.folder = folder
        quiet = ("-q", "-x", "--no-header", "-p", "no:cacheprovider", "--timeout", "60")
        self.arguments = [*quiet, "-m", keep, "--reuse-db", *tests]
        self.environment = {
            "PYTHONPATH": str(folder / "src"),
            "GOUVERNAIL_HOME": str(folder / "home"),
            "GOUVERNAIL_TEST_DATA": str(ROOT.parent / "shared" / "data"),
        }

    def copy(self) -> None:
        """Copy the tree, and make the database of the tests."""
        for name in COPIED:
            source = ROOT / name
            if source.is_dir():
                shutil.copytree(
                    source, self.folder / name, ignore=shutil.ignore_patterns("__pycache__")
                )
            else:
                shutil.copy(source, self.folder / name)

    def passes(self, seconds: float) -> bool:
        """Return whether the tests pass within `seconds`."""
        sys.stdout.flush()
        child = os.fork()
        if child == 0:
            self._try()
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            done, status = os.waitpid(child, os.WNOHANG)
            if done:
                return status == 0
            time.sleep(0.02)
        os.killpg(child, signal.SIGKILL)
        os.waitpid(child, 0)
        return False

    def _try(self) -> NoReturn:
        os.setsid()
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        os.chdir(self.folder)
        os.environ.update(self.environment)
        sys.dont_write_bytecode = True
        sys.path[:0] = [str(self.folder), str(self.folder / "src")]
        outcome = 1
        try:
            outcome = int(pytest.main(self.arguments))
        finally:
            os._exit(outcome)


def main() -> int:
    """Run, print the table, and return 1 if fewer than `--score` percent were killed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--target", action="append", required=True, help="a file or folder of src")
    parser.add_argument("--tests", action="append", required=True, help="what pytest is given")
    parser.add_argument("--keep", default="not browser and not soak and not servers")
    parser.add_argument("--minutes", type=float, default=15.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--score", type=float, default=0.0)
    given = parser.parse_args()
    chosen = [mutant for file in files_of(given.target) for mutant in mutants(file)]
    random.Random(given.seed).shuffle(chosen)  # noqa: S311 -- an order, not a secret
    with tempfile.TemporaryDirectory(prefix="mutants-") as name:
        bench = Bench(Path(name), given.tests, given.keep)
        bench.copy()
        bench.passes(600)  # makes the database
        started = time.monotonic()
        if not bench.passes(600):
            print("the tests do not pass without any mutant")
            return 1
        survivors, tried = run(bench, chosen, given.minutes, time.monotonic() - started)
    for mutant in survivors:
        print(f"survived {mutant.file.relative_to(ROOT)}:{mutant.line}: {mutant.what}")
    score = 100 * (tried - len(survivors)) / max(tried, 1)
    print(f"{tried} of {len(chosen)} mutants tried, {tried - len(survivors)} killed: {score:.1f} %")
    return 0 if score >= given.score else 1


def files_of(targets: list[str]) -> list[Path]:
    """Return the files to change."""
    found: list[Path] = []
    for target in targets:
        path = ROOT / target
        found += sorted(path.rglob("*.py")) if path.is_dir() else [path]
    return found


def run(
    bench: Bench, chosen: list[Mutant], minutes: float, seconds: float
) -> tuple[list[Mutant], int]:
    """Try mutants until the time is up; return those that survived, and how many were tried."""
    survivors: list[Mutant] = []
    end, tried = time.monotonic() + 60 * minutes, 0
    for mutant in chosen:
        if time.monotonic() > end:
            break
        file = bench.folder / mutant.file.relative_to(ROOT)
        honest = file.read_text(encoding="utf-8")
        file.write_text(mutant.text, encoding="utf-8")
        survived = bench.passes(10 * seconds + 10)
        file.write_text(honest, encoding="utf-8")
        tried += 1
        if survived:
            survivors.append(mutant)
            place = f"{mutant.file.relative_to(ROOT)}:{mutant.line}"
            print(json.dumps({"survived": place, "what": mutant.what}), flush=True)
    return survivors, tried


if __name__ == "__main__":
    sys.exit(main())
