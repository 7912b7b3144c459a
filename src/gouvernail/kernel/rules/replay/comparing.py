"""One post judged by two packs, rule by rule."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import ModuleType

from gouvernail.kernel.rules.engine import Plan, plan_of
from gouvernail.kernel.rules.finding import Outcome
from gouvernail.kernel.rules.matching import ENGINE
from gouvernail.kernel.rules.pack import Pack
from gouvernail.kernel.rules.post import Context
from gouvernail.kernel.rules.prepared import Prepared
from gouvernail.kernel.rules.replay.delta import Delta
from gouvernail.kernel.rules.segments import Filed

Mark = tuple[Outcome, Outcome]
"""What a rule does to a post: what it would do if enforced, and what it does as it is applied."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What becomes of one archived post.

    `before` and `after` are the strictest marks of the two packs (of the rules asked, when the
    others are not). `raised`, `dropped` and `altered` are rules that raise it newly, no longer, or
    with another outcome; `kept` those that raise it as before.
    """

    filed: Filed
    before: Mark
    after: Mark
    raised: tuple[str, ...]
    dropped: tuple[str, ...]
    altered: tuple[str, ...]
    kept: tuple[str, ...]

    @property
    def differs(self) -> bool:
        """Whether any rule answers otherwise."""
        return bool(self.raised or self.dropped or self.altered)

    @property
    def newly_stopped(self) -> bool:
        """Whether it would be held for a review or blocked, and was not."""
        return self.after[0] >= Outcome.REVIEW > self.before[0]

    @property
    def let_go(self) -> bool:
        """Whether it was held or blocked, and would not be."""
        return self.before[0] >= Outcome.REVIEW > self.after[0]


class Comparison:
    """Two packs, made ready to be asked about the same posts.

    With `whole`, rules that did not change are told as well; without, only those of `changes`.
    """

    def __init__(
        self,
        before: Pack | None,
        after: Pack | None,
        changes: Iterable[Delta],
        *,
        whole: bool = False,
        engine: ModuleType | None = ENGINE,
    ) -> None:
        self._changed = frozenset(each.rule for each in changes)
        self._before = _plan(before, self._changed, engine)
        self._after = _plan(after, self._changed, engine)
        self._base = before if before is not None else after
        self._engine = engine
        self._whole = whole

    def change(self, filed: Filed, context: Context) -> Change | None:
        """Return what becomes of a post; None when nothing does.

        With `whole`, a post that is raised as before is told too.
        """
        prepared = Prepared(filed.post, context)
        before, after = _marks(self._before, prepared), _marks(self._after, prepared)
        if before == after and not self._whole:
            return None
        asked = _marks(self._unchanged, prepared)
        others = {rule: mark for rule, mark in asked.items() if rule not in self._changed}
        if not (before or after or others):
            return None
        both = before.keys() & after.keys()
        return Change(
            filed=filed,
            before=_strictest(before, others),
            after=_strictest(after, others),
            raised=tuple(sorted(after.keys() - before.keys())),
            dropped=tuple(sorted(before.keys() - after.keys())),
            altered=tuple(sorted(rule for rule in both if before[rule] != after[rule])),
            kept=tuple(sorted([*others, *(each for each in both if before[each] == after[each])])),
        )

    @cached_property
    def _unchanged(self) -> Plan | None:
        """The rules that did not change, among others: a pack in force is compiled already."""
        if self._base is None or all(rule.id in self._changed for rule in self._base.rules):
            return None
        return plan_of(self._base) if self._engine else Plan(self._base, engine=None)


def _plan(pack: Pack | None, changed: frozenset[str], engine: ModuleType | None) -> Plan | None:
    rules = [rule for rule in pack.rules if rule.id in changed] if pack is not None else []
    if pack is None or not rules:
        return None
    if len(rules) == len(pack.rules) and engine is not None:
        return plan_of(pack)
    return Plan(Pack(name=pack.name, meta=pack.meta, rules=rules), engine=engine)


def _marks(plan: Plan | None, prepared: Prepared) -> Mapping[str, Mark]:
    raised = plan.raised(prepared) if plan is not None else []
    return {rule.id: (rule.outcome, rule.control.cap(rule.outcome)) for rule in raised}


def _strictest(*marks: Mapping[str, Mark]) -> Mark:
    found = [mark for each in marks for mark in each.values()]
    would = max((mark[0] for mark in found), default=Outcome.PASS)
    return would, max((mark[1] for mark in found), default=Outcome.PASS)
