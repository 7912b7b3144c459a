"""Small changes of the functions of a module, for `tools/mutation.py`."""

import ast
import copy
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any, TypeAlias

TELL = "_tell_of_a_line"
QUERIES = frozenset({"filter", "exclude", "get"})
Place: TypeAlias = tuple[str, str, int]  # a module, a function, the first line of a statement
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
    place: Place


def mutants_of(module: ModuleType) -> list[Mutant]:
    """Return every mutant of the functions of a module."""
    source = Path(str(module.__file__)).read_text(encoding="utf-8")
    tree = ast.parse(source)
    found = []
    for name, function in functions(tree):
        present = compiled(name, function, str(module.__file__))
        free = function_of(module, name).__code__.co_freevars
        for line, what, changed in changes(function):
            code = compiled(name, changed, str(module.__file__))
            if code is not None and code != present and code.co_freevars == free:
                place = (module.__name__, name, statement_at(function, line))
                found.append(Mutant(module.__name__, name, line, what, code, place))
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
    for index, one in enumerate(ast.walk(function)):
        for what, change in CHANGES.items() if isinstance(one, CHANGED) else ():
            whole = copy.deepcopy(function)
            node = list(ast.walk(whole))[index]
            if in_signature(whole, node) or not change(node):
                continue
            yield getattr(node, "lineno", function.lineno), what, whole
    yield from taken_out(function)


def taken_out(function: ast.FunctionDef) -> Iterator[tuple[int, str, ast.FunctionDef]]:
    """Yield copies without one statement of a block, or one condition of a query."""
    for index, node in enumerate(ast.walk(function)):
        for block in ("body", "orelse", "finalbody"):
            lines = getattr(node, block, None)
            for place, one in enumerate(lines if isinstance(lines, list) else []):
                if acts(one):
                    whole = copy.deepcopy(function)
                    body = getattr(list(ast.walk(whole))[index], block)
                    body[place] = ast.copy_location(ast.Pass(), one)
                    yield one.lineno, "statement taken out", whole
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in QUERIES:
            for place, keyword in enumerate(node.keywords):
                whole = copy.deepcopy(function)
                call: Any = list(ast.walk(whole))[index]
                del call.keywords[place]
                yield keyword.lineno, f"condition {keyword.arg} dropped", whole


def acts(statement: ast.stmt) -> bool:
    """Return whether a statement is a call, a raise, or changes an attribute or an entry."""
    if isinstance(statement, ast.Expr):
        return not isinstance(statement.value, ast.Constant)
    if isinstance(statement, ast.Assign):
        changed = [one for target in statement.targets for one in getattr(target, "elts", [target])]
        return not any(isinstance(one, ast.Name) for one in changed)
    return isinstance(statement, ast.Raise | ast.AugAssign)


def statement_at(function: ast.FunctionDef, line: int) -> int:
    """Return the first line of the innermost statement that a line belongs to."""
    return max(
        one.lineno
        for one in ast.walk(function)
        if isinstance(one, ast.stmt) and one.lineno <= line <= (one.end_lineno or line)
    )


def in_signature(function: ast.FunctionDef, node: ast.AST) -> bool:
    """Return whether a node is of the decorators, types, arguments or docstring, which stay."""
    parts: list[ast.AST] = [function.args, *function.decorator_list]
    parts += [one.annotation for one in ast.walk(function) if isinstance(one, ast.AnnAssign)]
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


CHANGES: dict[str, Callable[[ast.AST], bool]] = {
    "comparison turned": turn,
    "constant moved": move,
    "operator swapped": swap,
    "condition negated": negate,
}


CHANGED = (ast.Compare, ast.Constant, ast.BoolOp, ast.BinOp, ast.If, ast.IfExp)


def compiled(name: str, changed: ast.FunctionDef, path: str) -> CodeType | None:
    """Return the code of a changed function, compiled as if in its class and its file."""
    names = name.split(".")
    body: ast.stmt = changed
    if names[1:]:
        body = ast.parse(f"class {names[0]}:\n    pass").body[0]
        body.body = [changed]  # type: ignore[attr-defined]  # a class has one
    whole = ast.fix_missing_locations(ast.Module(body=[body], type_ignores=[]))
    return found_in(compile(whole, path, "exec"), names)


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


@contextmanager
def told_of_lines(modules: list[ModuleType], reached: set[Place]) -> Iterator[None]:
    """Let every statement of the functions of some modules say, in `reached`, that it is run."""
    former: list[tuple[FunctionType, CodeType]] = []
    for module in modules:
        vars(module)[TELL] = reached.add
        tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
        for name, function in functions(tree):
            code = compiled(name, telling(module, name, function), str(module.__file__))
            if code is not None:
                present = function_of(module, name)
                former.append((present, present.__code__))
                present.__code__ = code
    yield
    for present, code in former:
        present.__code__ = code


def telling(module: ModuleType, name: str, function: ast.FunctionDef) -> ast.FunctionDef:
    """Return a copy of a function in which each statement is preceded by a word that it is run."""
    whole = copy.deepcopy(function)
    for node in list(ast.walk(whole)):
        for block in ("body", "orelse", "finalbody"):
            lines = getattr(node, block, None)
            if isinstance(lines, list):
                told: list[ast.stmt] = []
                for one in lines:
                    place: Place = (module.__name__, name, one.lineno)
                    told += [*ast.parse(f"{TELL}({place!r})").body, one]
                lines[:] = told
    first: Place = (module.__name__, name, function.lineno)
    whole.body[:0] = ast.parse(f"{TELL}({first!r})").body
    return whole
