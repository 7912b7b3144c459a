"""Mutation testing: change the code in small ways, and see whether a test notices.

    python tools/mutation.py --modules gouvernail.kernel.merkle.notes -- tests/kernel/merkle

Every mutant is one change in one function: a comparison turned, a constant moved, an operand
dropped, a `not` added, a statement taken out, a `raise` silenced. Tests run once without any, to
learn which of them call which function; then each mutant is put into a copy of the process and only
those tests run, until one fails. Prints the mutants that nothing noticed, and the share that was.
Mutants are taken in an order drawn from `--seed`, until the time is over.
"""

import argparse
import ast
import copy
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import CodeType, FrameType, FunctionType, ModuleType
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

SECONDS_A_MUTANT = 90
TURNED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE,
    ast.GtE: ast.Gt, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change: the function it is in, its code with the change, and what was changed."""

    module: str
    function: str
    line: int
    what: str
    code: CodeType


def mutants_of(module: ModuleType) -> list[Mutant]:
    """Return every mutant of the functions of a module."""
    source = Path(str(module.__file__)).read_text(encoding="utf-8")
    tree = ast.parse(source)
    found = []
    for name, function in functions(tree):
        for line, what, changed in changes(function):
            code = compiled(tree, name, changed, str(module.__file__))
            if code is not None:
                found.append(Mutant(module.__name__, name, line, what, code))
    return found


def functions(tree: ast.Module) -> Iterator[tuple[str, ast.FunctionDef]]:
    """Yield the functions and methods of a module, by qualified name."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield node.name, node
        if isinstance(node, ast.ClassDef):
            for part in node.body:
                if isinstance(part, ast.FunctionDef):
                    yield f"{node.name}.{part.name}", part


def changes(function: ast.FunctionDef) -> Iterator[tuple[int, str, ast.FunctionDef]]:
    """Yield changed copies of a function, with the line and the kind of the change."""
    count = sum(1 for _ in ast.walk(function))
    for index in range(count):
        for what, change in CHANGES.items():
            whole = copy.deepcopy(function)
            node = list(ast.walk(whole))[index]
            if in_signature(whole, node) or not change(node):
                continue
            yield getattr(node, "lineno", function.lineno), what, whole


def in_signature(function: ast.FunctionDef, node: ast.AST) -> bool:
    """Return whether a node is of the decorators, arguments or docstring, which stay."""
    parts: list[ast.AST] = [function.args, *function.decorator_list]
    if function.returns is not None:
        parts.append(function.returns)
    if ast.get_docstring(function) is not None:
        parts.append(function.body[0])
    return any(node is one for part in parts for one in ast.walk(part))


def turn(node: ast.AST) -> bool:
    """Turn a comparison."""
    if not isinstance(node, ast.Compare) or type(node.ops[0]) not in TURNED:
        return False
    node.ops[0] = TURNED[type(node.ops[0])]()
    return True


def move(node: ast.AST) -> bool:
    """Move a number, turn a truth value, change a text that is no prose."""
    if not isinstance(node, ast.Constant) or node.value is None:
        return False
    if isinstance(node.value, bool):
        node.value = not node.value
    elif isinstance(node.value, int):
        node.value += 1
    elif isinstance(node.value, str) and node.value and " " not in node.value:
        node.value += "X"
    elif isinstance(node.value, bytes):
        node.value += b"X"
    else:
        return False
    return True


def swap(node: ast.AST) -> bool:
    """Swap `and` and `or`, `+` and `-`, `|` and `&`."""
    if isinstance(node, ast.BoolOp):
        node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        return True
    swapped = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr}
    if isinstance(node, ast.BinOp) and type(node.op) in swapped:
        node.op = swapped[type(node.op)]()
        return True
    return False


def negate(node: ast.AST) -> bool:
    """Negate a condition."""
    if not isinstance(node, ast.If | ast.IfExp):
        return False
    node.test = ast.UnaryOp(op=ast.Not(), operand=node.test)
    return True


def silence(node: ast.AST) -> bool:
    """Take the first statement out of a block: a call, an assignment of an attribute, a raise."""
    body = getattr(node, "body", None)
    if not isinstance(body, list) or isinstance(node, ast.ClassDef):
        return False
    for index, one in enumerate(body):
        told = isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant)
        plain = isinstance(one, ast.Raise) or (isinstance(one, ast.Expr) and not told)
        if plain and not getattr(one, "taken", False):
            body[index] = ast.copy_location(ast.Pass(), one)
            return True
    return False


CHANGES: dict[str, Callable[[ast.AST], bool]] = {
    "comparison turned": turn,
    "constant moved": move,
    "operator swapped": swap,
    "condition negated": negate,
    "statement taken out": silence,
}


def compiled(tree: ast.Module, name: str, changed: ast.FunctionDef, path: str) -> CodeType | None:
    """Return the code of a changed function, compiled in its place."""
    whole = copy.deepcopy(tree)
    for body in [whole.body, *(one.body for one in whole.body if isinstance(one, ast.ClassDef))]:
        for index, node in enumerate(body):
            if isinstance(node, ast.FunctionDef) and node.lineno == changed.lineno:
                body[index] = changed
    ast.fix_missing_locations(whole)
    return found_in(compile(whole, path, "exec"), name.split("."))


def found_in(code: CodeType, names: list[str]) -> CodeType | None:
    """Return the code of a function inside that of a module."""
    for constant in code.co_consts:
        if isinstance(constant, CodeType) and constant.co_name == names[0]:
            return found_in(constant, names[1:]) if names[1:] else constant
    return None


def function_of(module: ModuleType, name: str) -> FunctionType:
    """Return a function as it was written, under its decorators."""
    found: Any = module
    for part in name.split("."):
        found = vars(found)[part]
    while hasattr(found, "__wrapped__"):
        found = found.__wrapped__
    found = getattr(found, "fget", None) or getattr(found, "__func__", None) or found
    if not isinstance(found, FunctionType):
        raise TypeError(name)
    return found


class Mutation:
    """Runs the tests once to learn who calls what, then against each mutant."""

    def __init__(self, modules: list[str], minutes: float, seed: int) -> None:
        self.names, self.minutes, self.seed = modules, minutes, seed
        self.verdicts: Counter[str] = Counter()
        self.alive: list[Mutant] = []

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Take the place of the ordinary run."""
        modules = [import_module(name) for name in self.names]
        callers = self.learn(session.items, {str(one.__file__) for one in modules})
        mutants = [mutant for module in modules for mutant in mutants_of(module)]
        random.Random(self.seed).shuffle(mutants)  # noqa: S311 - an order that can be had again
        end = time.monotonic() + self.minutes * 60
        for number, mutant in enumerate(mutants, start=1):
            if time.monotonic() > end:
                break
            module = sys.modules[mutant.module]
            code = function_of(module, mutant.function).__code__
            tests = callers.get((code.co_filename, code.co_firstlineno), [])
            self.judge(session, mutant, tests)
            told = f"{number}/{len(mutants)} {dict(self.verdicts)}"
            sys.stdout.write(f"{told}\n" if number % 10 == 0 else "")
            sys.stdout.flush()
        self.tell(len(mutants))
        return True

    def learn(
        self, items: list[pytest.Item], files: set[str]
    ) -> dict[tuple[str, int], list[pytest.Item]]:
        """Run every test without a change; return which tests call which function."""
        callers: dict[tuple[str, int], list[pytest.Item]] = {}
        timed: dict[str, float] = {}
        for item, following in zip(items, [*items[1:], items[-1]], strict=True):
            called: set[tuple[str, int]] = set()

            def see(
                frame: FrameType, event: str, _arg: object, called: set[tuple[str, int]] = called
            ) -> None:
                if event == "call" and frame.f_code.co_filename in files:
                    called.add((frame.f_code.co_filename, frame.f_code.co_firstlineno))

            began = time.monotonic()
            sys.setprofile(see)
            reports = runtestprotocol(item, log=False, nextitem=following)
            sys.setprofile(None)
            timed[item.nodeid] = time.monotonic() - began
            if any(report.failed for report in reports):
                told = "\n".join(str(one.longrepr) for one in reports if one.failed)
                raise pytest.UsageError(f"fails without any change: {item.nodeid}\n{told}")
            for one in called:
                callers.setdefault(one, []).append(item)
        for tests in callers.values():
            tests.sort(key=lambda item: timed[item.nodeid])
        return callers

    def judge(self, session: pytest.Session, mutant: Mutant, tests: list[pytest.Item]) -> None:
        """Put a mutant in a copy of the process and run the tests that call it."""
        verdict = "not called" if not tests else "alive"
        if tests:
            child = os.fork()
            if child == 0:
                os._exit(in_the_copy(mutant, tests, session))
            verdict = {0: "alive", 2: "too long"}.get(waited(child), "killed")
        self.verdicts[verdict] += 1
        if verdict in {"alive", "not called"}:
            self.alive.append(mutant)
            where = f"{mutant.module}:{mutant.line} {mutant.function}"
            sys.stdout.write(f"{verdict}: {where}: {mutant.what}\n")

    def tell(self, total: int) -> None:
        """Print the score."""
        tried = sum(self.verdicts.values())
        noticed = self.verdicts["killed"] + self.verdicts["too long"]
        share = 100 * noticed / max(tried, 1)
        sys.stdout.write(f"\nmutants: {tried} of {total} tried, {noticed} noticed: {share:.1f} %\n")


def in_the_copy(mutant: Mutant, tests: list[pytest.Item], session: pytest.Session) -> int:
    """Return 0 if every test passes with the mutant in place."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    import_module("django.db").connections.close_all()
    function_of(sys.modules[mutant.module], mutant.function).__code__ = mutant.code
    session._setupstate.teardown_exact(tests[0])  # noqa: SLF001 - what a copied session has open
    for item, following in zip(tests, [*tests[1:], tests[-1]], strict=True):
        reports = runtestprotocol(item, log=False, nextitem=following)
        if any(report.failed for report in reports):
            return 1
    return 0


def waited(child: int) -> int:
    """Return how a copy ended; one that takes too long is ended, and counts as noticed."""
    end = time.monotonic() + SECONDS_A_MUTANT
    while time.monotonic() < end:
        pid, status = os.waitpid(child, os.WNOHANG)
        if pid:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.02)
    os.kill(child, 9)
    os.waitpid(child, 0)
    return 2


def main() -> int:
    """Read the arguments and run."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=15)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--modules", nargs="+", required=True)
    parser.add_argument("tests", nargs="+")
    given = parser.parse_args()
    plugin = Mutation(given.modules, given.minutes, given.seed)
    quiet = ["-q", "-p", "no:cacheprovider", "-s", "-p", "no:randomly"]
    return int(pytest.main([*quiet, *given.tests], plugins=[plugin]))


if __name__ == "__main__":
    raise SystemExit(main())
