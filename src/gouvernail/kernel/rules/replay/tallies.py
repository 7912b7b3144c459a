"""The figures of a replay, which add up in any order and always give the same."""

import hashlib
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final, NamedTuple

from gouvernail.kernel.rules.canonical import Plain
from gouvernail.kernel.rules.finding import Outcome
from gouvernail.kernel.rules.replay.comparing import Change
from gouvernail.kernel.rules.segments import Entry

SAMPLES_KEPT: Final = 25
"""So many posts are kept of each rule and of each kind of change."""
STOPPED_KEPT: Final = 1_000
"""So many of those newly stopped, whatever the rule: people read them one by one."""
TWO_PEOPLE: Final = 2


class Sample(NamedTuple):
    """One post chosen by its digest, which is as good as at random and always the same."""

    rank: str
    key: str
    account: str


@dataclass(slots=True)
class Group:
    """Numbers of posts: of all, of a rule, of a month, of a network, of an account.

    `before` and `after` are those stopped (held for a review, or blocked) if rules were enforced;
    of a rule, those it raises. `raised`, `dropped`, `altered`: posts that a rule raises newly, no
    longer, or otherwise. `stopped` and `let_go` are what changes from `before` to `after`. Of what
    is newly raised or stopped, `approved` had been approved by somebody, `twice` by two people.
    """

    before: int = 0
    after: int = 0
    raised: int = 0
    dropped: int = 0
    altered: int = 0
    stopped: int = 0
    let_go: int = 0
    approved: int = 0
    twice: int = 0

    def add(self, other: "Group") -> None:
        """Add the numbers of another group."""
        for name in NUMBERS:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def count(self, names: Iterable[str], times: int) -> None:
        """Add `times` to some of the numbers."""
        for name in names:
            setattr(self, name, getattr(self, name) + times)

    def plain(self) -> dict[str, int]:
        """Return the numbers by name."""
        return {name: getattr(self, name) for name in NUMBERS}


NUMBERS: Final = tuple(Group.__dataclass_fields__)


@dataclass(slots=True)
class Figures:
    """What a replay tells. Months are `2026-03`, in UTC; accounts are the caller's names.

    `posts` is how many the archive holds, `judged` how many had to be judged, `now` the same as
    `total` for the rules as firmly as they are applied. `samples` are by kind (`raised`,
    `dropped`, `altered`, `stopped`) and rule; `stopped` has no rule.
    """

    posts: int = 0
    judged: int = 0
    total: Group = field(default_factory=Group)
    now: Group = field(default_factory=Group)
    rules: dict[str, Group] = field(default_factory=dict)
    accounts: dict[str, Group] = field(default_factory=dict)
    networks: dict[str, Group] = field(default_factory=dict)
    months: dict[str, Group] = field(default_factory=dict)
    samples: dict[tuple[str, str], list[Sample]] = field(default_factory=dict)

    def keep(self, samples: Mapping[tuple[str, str], Iterable[Sample]]) -> None:
        """Keep the first of these samples and of those there are."""
        for about, more in samples.items():
            kept = sorted({*self.samples.get(about, ()), *more})
            self.samples[about] = kept[: _most(about)]

    def add(self, other: "Figures") -> None:
        """Add what another part of the archive tells."""
        self.posts += other.posts
        self.judged += other.judged
        self.total.add(other.total)
        self.now.add(other.now)
        for mine, theirs in (
            (self.rules, other.rules),
            (self.accounts, other.accounts),
            (self.networks, other.networks),
            (self.months, other.months),
        ):
            for name, group in theirs.items():
                mine.setdefault(name, Group()).add(group)
        self.keep(other.samples)

    def reviews_a_week(self, lasted: timedelta) -> float:
        """Return how many more posts would have to be looked at each week, over `lasted`."""
        weeks = max(lasted / timedelta(weeks=1), 1.0)
        return (self.total.stopped - self.total.let_go) / weeks

    def plain(self) -> dict[str, Plain]:
        """Return everything as JSON, in one order only."""
        return {
            "posts": self.posts,
            "judged": self.judged,
            "total": self.total.plain(),
            "now": self.now.plain(),
            "rules": _sorted(self.rules),
            "accounts": _sorted(self.accounts),
            "networks": _sorted(self.networks),
            "months": _sorted(self.months),
            "samples": [
                {"kind": kind, "rule": rule, "posts": [[s.key, s.account] for s in samples]}
                for (kind, rule), samples in sorted(self.samples.items())
            ],
        }


def _most(about: tuple[str, str]) -> int:
    return STOPPED_KEPT if about[0] == "stopped" else SAMPLES_KEPT


def _sorted(groups: Mapping[str, Group]) -> dict[str, Plain]:
    return {name: groups[name].plain() for name in sorted(groups)}


class Tally:
    """Posts being counted: those alike are counted together, which costs a third as much."""

    def __init__(self) -> None:
        self.judged = 0
        self._posts: dict[_Alike, _Where] = {}
        self._rules: defaultdict[tuple[str, str, int], int] = defaultdict(int)
        self._samples: dict[tuple[str, str], list[Sample]] = {}

    def count(self, change: Change) -> None:
        """Take one post into account."""
        entry = change.entry
        approvals = min(entry.approvals, TWO_PEOPLE)
        alike = _alike(change, approvals)
        where = self._posts.get(alike)
        if where is None:
            where = self._posts[alike] = _Where()
        where.posts += 1
        where.accounts[entry.account] += 1
        where.networks[entry.network] += 1
        where.months[entry.at.year * 100 + entry.at.month] += 1
        for kind, rules in (
            ("raised", change.raised),
            ("dropped", change.dropped),
            ("altered", change.altered),
            ("kept", change.kept),
        ):
            for rule in rules:
                self._rules[kind, rule, approvals] += 1
                if kind != "kept":
                    self._sample((kind, rule), entry)
        if change.newly_stopped:
            self._sample(("stopped", ""), entry)

    def _sample(self, about: tuple[str, str], entry: Entry) -> None:
        rank = hashlib.sha256(f"{about[0]}\0{about[1]}\0{entry.key}".encode()).hexdigest()[:16]
        kept, most = self._samples.setdefault(about, []), _most(about)
        if len(kept) < most or rank < kept[-1].rank:
            sample = Sample(rank, entry.key, entry.account)
            at = bisect_left(kept, sample)
            if kept[at : at + 1] != [sample]:
                kept.insert(at, sample)
                del kept[most:]

    def add_to(self, figures: Figures) -> None:
        """Add what was counted to figures."""
        figures.judged += self.judged
        for alike, where in self._posts.items():
            names = _names(alike)
            figures.total.count(names, where.posts)
            figures.now.count(_names_now(alike), where.posts)
            for groups, counted in (
                (figures.accounts, where.accounts),
                (figures.networks, where.networks),
                (figures.months, where.by_month()),
            ):
                for name, times in counted.items():
                    groups.setdefault(name, Group()).count(names, times)
        for (kind, rule, approvals), times in self._rules.items():
            group = figures.rules.setdefault(rule, Group())
            group.count(_names_of_rule(kind, approvals), times)
        figures.keep(self._samples)


class _Alike(NamedTuple):
    """What becomes of a post, as far as numbers go: those that are alike add to the same."""

    before: bool
    after: bool
    before_now: bool
    after_now: bool
    raised: bool
    dropped: bool
    altered: bool
    approvals: int


class _Where:
    """Where posts that are alike appeared; months are numbers such as 202603."""

    def __init__(self) -> None:
        self.posts = 0
        self.accounts: defaultdict[str, int] = defaultdict(int)
        self.networks: defaultdict[str, int] = defaultdict(int)
        self.months: defaultdict[int, int] = defaultdict(int)

    def by_month(self) -> dict[str, int]:
        """Return the months as they are told."""
        return {f"{each // 100}-{each % 100:02}": times for each, times in self.months.items()}


def _alike(change: Change, approvals: int) -> _Alike:
    before, after = change.before, change.after
    return _Alike(
        before[0] >= Outcome.REVIEW,
        after[0] >= Outcome.REVIEW,
        before[1] >= Outcome.REVIEW,
        after[1] >= Outcome.REVIEW,
        bool(change.raised),
        bool(change.dropped),
        bool(change.altered),
        approvals,
    )


def _names(alike: _Alike) -> list[str]:
    """Return which numbers a post adds to."""
    stopped = alike.after and not alike.before
    told = {
        "before": alike.before,
        "after": alike.after,
        "raised": alike.raised,
        "dropped": alike.dropped,
        "altered": alike.altered,
        "stopped": stopped,
        "let_go": alike.before and not alike.after,
        "approved": stopped and alike.approvals > 0,
        "twice": stopped and alike.approvals >= TWO_PEOPLE,
    }
    return [name for name, holds in told.items() if holds]


def _names_now(alike: _Alike) -> list[str]:
    told = {
        "before": alike.before_now,
        "after": alike.after_now,
        "stopped": alike.after_now and not alike.before_now,
        "let_go": alike.before_now and not alike.after_now,
    }
    return [name for name, holds in told.items() if holds]


def _names_of_rule(kind: str, approvals: int) -> list[str]:
    told = {
        "before": kind != "raised",
        "after": kind != "dropped",
        kind: kind != "kept",
        "approved": kind == "raised" and approvals > 0,
        "twice": kind == "raised" and approvals >= TWO_PEOPLE,
    }
    return [name for name, holds in told.items() if holds]
