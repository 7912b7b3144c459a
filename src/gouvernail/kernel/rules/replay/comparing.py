"""One post judged by two packs, rule by rule."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from types import MappingProxyType, ModuleType
from typing import Final, NamedTuple

from gouvernail.kernel.rules.engine import Plan, plan_of
from gouvernail.kernel.rules.finding import Outcome
from gouvernail.kernel.rules.matching import ENGINE
from gouvernail.kernel.rules.pack import Pack
from gouvernail.kernel.rules.replay.delta import Delta
from gouvernail.kernel.rules.replay.searching import Thing
from gouvernail.kernel.rules.replay.seeing import Mark, Sight, Subject
from gouvernail.kernel.rules.segments import Entry

PASSED: Final[Mark] = (Outcome.PASS, Outcome.PASS)
NO_MARKS: Final[Mapping[str, Mark]] = MappingProxyType({})


class Change(NamedTuple):
    """What becomes of one archived post.

    `before` and `after` are the strictest marks of the two packs (of the rules asked, when the
    others are not). `raised`, `dropped` and `altered` are rules that raise it newly, no longer, or
    with another outcome; `kept` those that raise it as before.
    """

    entry: Entry
    before: Mark
    after: Mark
    raised: tuple[str, ...]
    dropped: tuple[str, ...]
    altered: tuple[str, ...]
    kept: tuple[str, ...]

    @property
    def newly_stopped(self) -> bool:
        """Whether it would be held for a review or blocked, and was not."""
        return self.after[0] >= Outcome.REVIEW > self.before[0]


class Comparison:
    """Two packs, made ready to be asked about the same posts.

    With `whole`, rules that did not change are told as well; without, only those of `changes`.
    `things` number what posts were searched for, if they were.
    """

    def __init__(
        self,
        before: Pack | None,
        after: Pack | None,
        changes: Iterable[Delta],
        *,
        whole: bool = False,
        things: Mapping[Thing, int] | None = None,
        engine: ModuleType | None = ENGINE,
    ) -> None:
        changed = frozenset(each.rule for each in changes)
        base = before if before is not None else after
        self._before = _Side(_only(before, changed), things, engine)
        self._after = _Side(_only(after, changed), things, engine)
        self._others = _Side(base, things, engine, apart_from=changed)
        self._whole = whole

    def change(self, subject: Subject) -> Change | None:
        """Return what becomes of a post; None when nothing does.

        With `whole`, a post that is raised as before is told too.
        """
        before, after = self._before.marks(subject), self._after.marks(subject)
        if before == after and not self._whole:
            return None
        others = self._others.marks(subject)
        if not (before or after or others):
            return None
        return _change(subject.entry, before, after, others)

    def compile(self) -> None:
        """Compile whatever some post may need."""
        for side in (self._before, self._after, self._others):
            side.compile()


class _Side:
    """Some rules of a pack, asked of posts: by what was seen in them where that is enough."""

    def __init__(
        self,
        pack: Pack | None,
        things: Mapping[Thing, int] | None,
        engine: ModuleType | None,
        *,
        apart_from: frozenset[str] = frozenset(),
    ) -> None:
        self._pack = pack
        self._engine = engine
        rules = [rule for rule in pack.rules if rule.id not in apart_from] if pack else []
        self._asked = frozenset(rule.id for rule in rules)
        self._sight = Sight.of(rules, things) if rules and things is not None else None

    def marks(self, subject: Subject) -> Mapping[str, Mark]:
        """Return the marks of the rules that a post raises, by rule id."""
        if not self._asked:
            return NO_MARKS
        told = self._sight.marks(subject) if self._sight is not None else None
        if told is not None:
            return told
        return {
            rule.id: (rule.outcome, rule.control.cap(rule.outcome))
            for rule in self._plan.raised(subject.prepared)
            if rule.id in self._asked
        }

    def compile(self) -> None:
        """Compile the pack if a post may have to be asked."""
        if self._asked and (self._sight is None or not self._sight.tells_all):
            _ = self._plan

    @cached_property
    def _plan(self) -> Plan:
        """The pack, compiled once a post has to be asked; a pack in force is so already."""
        assert self._pack is not None  # noqa: S101 -- there are rules to ask
        return plan_of(self._pack) if self._engine else Plan(self._pack, engine=None)


def _only(pack: Pack | None, changed: frozenset[str]) -> Pack | None:
    """Return the pack with only the rules that changed; itself when all did."""
    if pack is None or all(rule.id in changed for rule in pack.rules):
        return pack
    rules = [rule for rule in pack.rules if rule.id in changed]
    return Pack(name=pack.name, meta=pack.meta, rules=rules)


def _change(
    entry: Entry,
    before: Mapping[str, Mark],
    after: Mapping[str, Mark],
    others: Mapping[str, Mark],
) -> Change:
    if len(after) == 1 and not before and not others:
        ((rule, mark),) = after.items()
        return Change(entry, PASSED, mark, (rule,), (), (), ())
    both = before.keys() & after.keys()
    return Change(
        entry=entry,
        before=_strictest(before, others),
        after=_strictest(after, others),
        raised=tuple(sorted(after.keys() - before.keys())),
        dropped=tuple(sorted(before.keys() - after.keys())),
        altered=tuple(sorted(rule for rule in both if before[rule] != after[rule])),
        kept=tuple(sorted([*others, *(each for each in both if before[each] == after[each])])),
    )


def _strictest(*marks: Mapping[str, Mark]) -> Mark:
    found = [mark for each in marks for mark in each.values()]
    if not found:
        return PASSED
    return max(mark[0] for mark in found), max(mark[1] for mark in found)
