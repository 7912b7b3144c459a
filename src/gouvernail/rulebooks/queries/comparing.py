"""Two versions of a pack side by side: which rules are new, gone or changed, line by line."""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from gouvernail.kernel.rules import Pack, Rule
from gouvernail.rulebooks.models import PackVersion
from gouvernail.rulebooks.queries.packs import kernel_pack
from gouvernail.rulebooks.queries.reading import in_words

ADDED: Final = "added"
REMOVED: Final = "removed"
CHANGED: Final = "changed"
RELEVELLED: Final = "level"
"""The rule says the same; only its level differs."""
ORDER: Final = {CHANGED: 0, ADDED: 1, REMOVED: 2, RELEVELLED: 3}
OPEN_AT_MOST: Final = 12
"""So many rules are shown whole; where more differ, each opens on its title."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleChange:
    """One rule that differs. `lines` are (sign, text): `+`, `-` or a space, as in a text diff."""

    kind: str
    rule: str
    title: str
    lines: tuple[tuple[str, str], ...]
    level: tuple[str, str] | None = None
    outcome: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What a version changes. `frame`: the lines outside the rules, such as titles and lists."""

    before: PackVersion
    after: PackVersion
    rules: tuple[RuleChange, ...]
    frame: tuple[tuple[str, str], ...]
    same: int

    def tally(self, kind: str) -> int:
        """Return how many rules are new, gone or changed."""
        return sum(one.kind == kind for one in self.rules)

    @property
    def is_short(self) -> bool:
        """Return whether so few rules differ that each is shown whole."""
        return len(self.rules) <= OPEN_AT_MOST

    @property
    def added(self) -> int:
        """Return how many rules are new."""
        return self.tally(ADDED)

    @property
    def removed(self) -> int:
        """Return how many rules are gone."""
        return self.tally(REMOVED)

    @property
    def changed(self) -> int:
        """Return how many rules say something else."""
        return self.tally(CHANGED)

    @property
    def relevelled(self) -> int:
        """Return how many rules say the same at another level."""
        return self.tally(RELEVELLED)


def comparison(before: PackVersion, after: PackVersion) -> Comparison:
    """Return what `after` changes in `before`. No query; both are read from their texts once."""
    old, new = kernel_pack(before), kernel_pack(after)
    olds, news = _blocks(old, before.source), _blocks(new, after.source)
    rules = []
    for rule in new.rules:
        former = _rule(old, rule.id)
        if former is None or former.digest != rule.digest:
            rules.append(_change(former, rule, olds.get(rule.id, ()), news[rule.id]))
    gone = [rule for rule in old.rules if _rule(new, rule.id) is None]
    rules += [_change(rule, None, olds[rule.id], ()) for rule in gone]
    return Comparison(
        before=before,
        after=after,
        rules=tuple(sorted(rules, key=lambda one: (ORDER[one.kind], one.rule))),
        frame=_diff(_frame(old, before.source), _frame(new, after.source)),
        same=len(new.rules) - sum(one.kind != REMOVED for one in rules),
    )


def _change(
    former: Rule | None, rule: Rule | None, old: Sequence[str], new: Sequence[str]
) -> RuleChange:
    told = rule or former
    assert told is not None  # noqa: S101 -- one of the two is there
    level = outcome = None
    if former is not None and rule is not None:
        level = (former.control.value, rule.control.value)
        outcome = (former.outcome.slug, rule.outcome.slug)
    return RuleChange(
        kind=_kind(former, rule),
        rule=told.id,
        title=in_words(told.title),
        lines=_diff(old, new),
        level=level if level and level[0] != level[1] else None,
        outcome=outcome if outcome and outcome[0] != outcome[1] else None,
    )


def _kind(former: Rule | None, rule: Rule | None) -> str:
    if rule is None:
        return REMOVED
    if former is None:
        return ADDED
    return RELEVELLED if former.content == rule.content else CHANGED


def _rule(pack: Pack, rule_id: str) -> Rule | None:
    return next((rule for rule in pack.rules if rule.id == rule_id), None)


def _blocks(pack: Pack, source: str) -> dict[str, list[str]]:
    """Return the lines of each rule, from its first one to the next rule's."""
    lines = source.splitlines()
    starts = [rule.line - 1 for rule in pack.rules] + [len(lines)]
    return {
        rule.id: [line.rstrip() for line in lines[start:end] if line.strip()]
        for rule, (start, end) in zip(pack.rules, pairwise(starts), strict=True)
    }


def _frame(pack: Pack, source: str) -> list[str]:
    lines = source.splitlines()
    first = pack.rules[0].line - 1 if pack.rules else len(lines)
    return [line.rstrip() for line in lines[:first] if line.strip()]


def _diff(old: Sequence[str], new: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Return the lines that differ with those around them; nothing when none does."""
    if list(old) == list(new):
        return ()
    told = difflib.unified_diff(list(old), list(new), n=2, lineterm="")
    return tuple((line[:1], line[1:]) for line in list(told)[2:] if not line.startswith("@@"))
