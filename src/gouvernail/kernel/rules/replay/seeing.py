"""Which rules a post raises, told by what the search of its segment saw in it.

Most rules of a large pack ask for terms or for a pattern and nothing else. What the search saw is
then their answer, or nearly, and the post is neither folded nor searched a second time.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from gouvernail.kernel.rules.checks.pattern import FOLDED, Pattern
from gouvernail.kernel.rules.checks.terms import Terms
from gouvernail.kernel.rules.conditions import ALWAYS, When
from gouvernail.kernel.rules.finding import Outcome
from gouvernail.kernel.rules.matching import compile_pattern
from gouvernail.kernel.rules.pack import Rule
from gouvernail.kernel.rules.post import Context
from gouvernail.kernel.rules.prepared import Prepared
from gouvernail.kernel.rules.replay.searching import Thing, thing_of
from gouvernail.kernel.rules.segments import Entry, Segment

Mark = tuple[Outcome, Outcome]
"""What a rule does to a post: what it would do if enforced, and what it does as it is applied."""


class Subject:
    """One archived post: what is known of it, what was seen in it, and the rest if a rule asks.

    `there` are the circumstances of its account, None when nobody gave them; `seen` is None when
    its segment was not searched.
    """

    __slots__ = ("_number", "_prepared", "_segment", "_there", "entry", "seen")

    def __init__(
        self,
        segment: Segment,
        number: int,
        entry: Entry,
        there: Context | None,
        seen: Collection[int] | None,
    ) -> None:
        self.entry = entry
        self.seen = seen
        self._segment = segment
        self._number = number
        self._there = there
        self._prepared: Prepared | None = None

    @property
    def prepared(self) -> Prepared:
        """The post, in the circumstances it appeared in, made ready for any rule."""
        if self._prepared is None:
            at, there = self.entry.at, self._there
            context = there.on(at) if there is not None else Context(at=at)
            self._prepared = Prepared(self._segment.filed(self._number).post, context)
        return self._prepared

    def text(self, on: str) -> str:
        """Return the text that patterns read, as the segment holds it."""
        if on == FOLDED:
            return self._segment.folded_text(self._number)
        return self._segment.text(self._number)


@dataclass(frozen=True, slots=True)
class _Told:
    """A rule, and what else has to hold where one of its things was seen."""

    rule: str
    mark: Mark
    holds: tuple[Callable[[Subject], bool], ...]


class Sight:
    """Tells the rules that a post raises where what was seen is enough."""

    def __init__(self, told: Mapping[int, list[_Told]], others: Collection[int]) -> None:
        self._told = told
        self._others = frozenset(others)

    @classmethod
    def of(cls, rules: Iterable[Rule], things: Mapping[Thing, int]) -> "Sight | None":
        """Return what tells these rules; None when things they rest on were not looked for."""
        told: dict[int, list[_Told]] = {}
        others: set[int] = set()
        for rule in rules:
            rests_on = _things(rule)
            if rests_on is None or any(each not in things for each in rests_on):
                return None
            numbers = [things[each] for each in rests_on]
            known = _told(rule)
            if known is None:
                others.update(numbers)
                continue
            for number in numbers:
                told.setdefault(number, []).append(known)
        return cls(told, others)

    @property
    def tells_all(self) -> bool:
        """Whether no post ever has to be asked."""
        return not self._others

    def marks(self, subject: Subject) -> Mapping[str, Mark] | None:
        """Return the marks of the rules raised; None when the post itself has to be asked."""
        seen = subject.seen
        if seen is None or not self._others.isdisjoint(seen):
            return None
        found: dict[str, Mark] = {}
        for thing in seen:
            for told in self._told.get(thing, ()):
                if told.rule not in found and all(holds(subject) for holds in told.holds):
                    found[told.rule] = told.mark
        return found


def _things(rule: Rule) -> list[Thing] | None:
    """Return what a rule cannot raise without; None when it has to be asked of every post."""
    anchors = rule.check.anchors()
    if anchors is None or any(not isinstance(leaf, Terms | Pattern) for leaf in anchors):
        return None
    return [thing for leaf in anchors for thing in _of_leaf(leaf)]


def _of_leaf(leaf: object) -> Iterator[Thing]:
    if isinstance(leaf, Terms):
        yield from (thing_of(leaf, literal) for literal in leaf.literals)
    elif isinstance(leaf, Pattern):
        yield thing_of(leaf)


def _told(rule: Rule) -> _Told | None:
    """Return a rule that what was seen tells; None when it asks for more."""
    check = rule.check
    holds: list[Callable[[Subject], bool]] = []
    if rule.unless or not isinstance(check, Terms | Pattern):
        return None
    if isinstance(check, Terms) and (check.exact or not check.lookalikes):
        return None
    if isinstance(check, Pattern):
        holds.append(_Matches(check))
    if rule.when != ALWAYS:
        holds.append(_Applies(rule.when))
    return _Told(rule.id, (rule.outcome, rule.control.cap(rule.outcome)), tuple(holds))


class _Applies:
    """Whether a rule is asked at all of a post, in its circumstances."""

    def __init__(self, when: When) -> None:
        self._when = when

    def __call__(self, subject: Subject) -> bool:
        prepared = subject.prepared
        return self._when.holds(prepared.post, prepared.context)


class _Matches:
    """Confirms, with RE2, that a pattern matches more than nothing in a post."""

    def __init__(self, pattern: Pattern) -> None:
        self._on = pattern.on
        self._compiled = compile_pattern(pattern.expression, sensitive=pattern.sensitive)

    def __call__(self, subject: Subject) -> bool:
        matches = self._compiled.finditer(subject.text(self._on))
        return any(match.start() != match.end() for match in matches)
