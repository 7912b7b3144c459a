"""What differs between two packs, as far as it can change what becomes of a post."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Final

from gouvernail.kernel.rules.checks.terms import Terms
from gouvernail.kernel.rules.pack import Pack, Rule
from gouvernail.kernel.text import fold, spaced

_OF_TERMS: Final = ("slot", "literals", "written")
_ACTING: Final = ("when", "check", "unless", "outcome", "control")
"""The parts of a rule that decide what becomes of a post; the others are words about it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delta:
    """One rule that was added (`before` is None), taken away (`after` is None) or changed.

    `literals` are the spaced terms without which a post is judged as before; None when more than
    terms changed.
    """

    rule: str
    before: Rule | None
    after: Rule | None
    literals: frozenset[str] | None = None


def deltas(before: Pack | None, after: Pack | None) -> tuple[Delta, ...]:
    """Return the rules that act differently, in the order of `after`, then those taken away.

    A rule whose words alone changed (title, message, clause, examples) acts as before.
    """
    old = {rule.id: rule for rule in before.rules} if before is not None else {}
    new = {rule.id: rule for rule in after.rules} if after is not None else {}
    same = _same_lists(before, after)
    found = [
        _delta(each, old.get(each), new.get(each))
        for each in (*new, *(old.keys() - new))
        if not (same and _is_as_written(old.get(each), new.get(each)))
    ]
    return tuple(sorted((each for each in found if each is not None), key=_place(new)))


def _same_lists(before: Pack | None, after: Pack | None) -> bool:
    return bool(before and after and before.meta.get("lists") == after.meta.get("lists"))


def _is_as_written(before: Rule | None, after: Rule | None) -> bool:
    """Whether two rules are the same text: most are, and need no closer look."""
    if before is None or after is None:
        return False
    return (before.content, before.control) == (after.content, after.control)


def _place(order: Mapping[str, Rule]) -> "_Place":
    return _Place({rule: at for at, rule in enumerate(order)})


@dataclass(frozen=True, slots=True)
class _Place:
    """The place of a rule in the new pack; those taken away come last, by name."""

    order: Mapping[str, int]

    def __call__(self, delta: Delta) -> tuple[int, str]:
        return self.order.get(delta.rule, len(self.order)), delta.rule


def _delta(rule: str, before: Rule | None, after: Rule | None) -> Delta | None:
    if before is None or after is None:
        return Delta(rule=rule, before=before, after=after)
    old_terms: list[Mapping[str, object]] = []
    new_terms: list[Mapping[str, object]] = []
    old = [_anatomy(getattr(before, part), old_terms) for part in _ACTING]
    new = [_anatomy(getattr(after, part), new_terms) for part in _ACTING]
    if old != new:
        return Delta(rule=rule, before=before, after=after)
    changed = frozenset(
        literal
        for one, other in zip(old_terms, new_terms, strict=True)
        for literal in one.keys() | other.keys()
        if (literal in one) != (literal in other) or one.get(literal) != other.get(literal)
    )
    return Delta(rule=rule, before=before, after=after, literals=changed) if changed else None


def _terms(check: Terms) -> Mapping[str, object]:
    """Return the terms by their spaced form, with the ways they are written where it matters."""
    if not check.exact:
        return dict.fromkeys(check.literals)
    ways: dict[str, set[str]] = {literal: set() for literal in check.literals}
    for written in check.written or check.literals.values():
        ways.setdefault(spaced(fold(written)), set()).add(written)
    return ways


def _anatomy(value: object, terms: list[Mapping[str, object]]) -> object:
    """Return a value as plain parts to compare, what its terms are being put in `terms`.

    Slots, which number checks within one pack, are left out.
    """
    if isinstance(value, Terms):
        terms.append(_terms(value))
    if is_dataclass(value):
        left_out = _OF_TERMS if isinstance(value, Terms) else ("slot",)
        parts = {
            each.name: _anatomy(getattr(value, each.name), terms)
            for each in fields(value)
            if each.name not in left_out
        }
        return type(value).__name__, parts
    if isinstance(value, tuple | list):
        return [_anatomy(each, terms) for each in value]
    if isinstance(value, Mapping):
        return {key: _anatomy(each, terms) for key, each in value.items()}
    return value
