"""The figures of a replay, which add up in any order and always give the same."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, timedelta
from typing import Final, NamedTuple

from gouvernail.kernel.rules.canonical import Plain
from gouvernail.kernel.rules.finding import Outcome
from gouvernail.kernel.rules.replay.comparing import Change

SAMPLES_KEPT: Final = 25
"""So many posts are kept of each rule and of each kind of change."""
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

    def count(self, names: Iterable[str]) -> None:
        """Add one to some of the numbers."""
        for name in names:
            setattr(self, name, getattr(self, name) + 1)

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

    def count(self, change: Change) -> None:
        """Take one post into account."""
        filed = change.filed
        names = _names(change)
        at = filed.at.astimezone(UTC)
        self.total.count(names)
        self.now.count(_names_now(change))
        self.accounts.setdefault(filed.account, Group()).count(names)
        self.networks.setdefault(filed.post.network, Group()).count(names)
        self.months.setdefault(f"{at.year}-{at.month:02}", Group()).count(names)
        for kind, rules in (
            ("raised", change.raised),
            ("dropped", change.dropped),
            ("altered", change.altered),
            ("kept", change.kept),
        ):
            for rule in rules:
                self.rules.setdefault(rule, Group()).count(_names_of_rule(kind, filed.approvals))
                if kind != "kept":
                    self._sample((kind, rule), change)
        if change.newly_stopped:
            self._sample(("stopped", ""), change)

    def _sample(self, about: tuple[str, str], change: Change) -> None:
        filed = change.filed
        rank = hashlib.sha256("\0".join((*about, filed.key)).encode()).hexdigest()[:16]
        kept = self.samples.get(about, [])
        if len(kept) < SAMPLES_KEPT or rank < kept[-1].rank:
            self._keep(about, [Sample(rank, filed.key, filed.account)])

    def _keep(self, about: tuple[str, str], more: Iterable[Sample]) -> None:
        kept = sorted({*self.samples.get(about, ()), *more})
        self.samples[about] = kept[:SAMPLES_KEPT]

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
        for about, samples in other.samples.items():
            self._keep(about, samples)

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


def _sorted(groups: Mapping[str, Group]) -> dict[str, Plain]:
    return {name: groups[name].plain() for name in sorted(groups)}


def _names(change: Change) -> list[str]:
    """Return which numbers a post adds to."""
    stopped = change.newly_stopped
    told = {
        "before": change.before[0] >= Outcome.REVIEW,
        "after": change.after[0] >= Outcome.REVIEW,
        "raised": change.raised,
        "dropped": change.dropped,
        "altered": change.altered,
        "stopped": stopped,
        "let_go": change.let_go,
        "approved": stopped and change.filed.approvals > 0,
        "twice": stopped and change.filed.approvals >= TWO_PEOPLE,
    }
    return [name for name, holds in told.items() if holds]


def _names_now(change: Change) -> list[str]:
    before, after = change.before[1] >= Outcome.REVIEW, change.after[1] >= Outcome.REVIEW
    told = {
        "before": before,
        "after": after,
        "stopped": after and not before,
        "let_go": before and not after,
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
