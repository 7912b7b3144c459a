"""A rule pack: what is read from a file, and its digest."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from gouvernail.kernel.rules.canonical import Plain, digest_of, digest_of_digests
from gouvernail.kernel.rules.check import Check, Composed
from gouvernail.kernel.rules.conditions import When
from gouvernail.kernel.rules.finding import Control, Outcome
from gouvernail.kernel.rules.post import Context, Post
from gouvernail.kernel.rules.suggesting import Suggest


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A post a rule must raise, or must let pass. `line` counts from 1 in the file."""

    post: Post
    context: Context
    raises: bool
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Exemption:
    """A check that lets a post off; `within` limits it to so many code points around a place."""

    check: Check
    within: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule: when it applies, what it looks for, what it does and says.

    `clause` is `document#anchor`. `content` is the digest of what is written, without `control`.
    """

    id: str
    title: Mapping[str, str]
    clause: str
    source: Mapping[str, str]
    when: When
    check: Check
    unless: tuple[Exemption, ...]
    outcome: Outcome
    seats: tuple[str, ...]
    control: Control
    dismissible: bool
    say: Mapping[str, str]
    suggest: Suggest | None
    examples: tuple[Example, ...]
    line: int
    content: str

    @property
    def digest(self) -> str:
        """SHA-256, in hexadecimal, of the rule and of how firmly it is applied."""
        return digest_of({"rule": self.content, "control": self.control.value})

    @property
    def rests_on(self) -> frozenset[str]:
        """What it asks that a post does not show by itself: `author`, `rights` of pictures."""
        checks = (self.check, *_checks_of(self.unless))
        return frozenset(asked for check in checks for asked in _asked_in(check))


def _checks_of(exemptions: Iterable[Exemption]) -> Iterator[Check]:
    return (exemption.check for exemption in exemptions)


def _kinds_in(check: Check) -> Iterator[str]:
    yield check.kind
    for inner in check.parts() if isinstance(check, Composed) else ():
        yield from _kinds_in(inner)


def _asked_in(check: Check) -> Iterator[str]:
    if check.kind == "author":
        yield "author"
    if getattr(check, "asks_rights", False):
        yield "rights"
    for inner in check.parts() if isinstance(check, Composed) else ():
        yield from _asked_in(inner)


class Pack:
    """A set of rules, immutable. Two packs of the same digest judge alike and are equal."""

    def __init__(self, *, name: str, meta: Mapping[str, Plain], rules: Iterable[Rule]) -> None:
        self.name = name
        self.meta = meta
        self.rules = tuple(rules)

    @property
    def title(self) -> Mapping[str, str]:
        """The pack's name in both languages."""
        title = self.meta.get("title")
        return {k: str(v) for k, v in title.items()} if isinstance(title, Mapping) else {}

    @cached_property
    def digest(self) -> str:
        """SHA-256, in hexadecimal, of the canonical form: metadata, then rules in order."""
        return digest_of_digests(digest_of(self.meta), *(rule.digest for rule in self.rules))

    def rule(self, rule_id: str) -> Rule:
        """Return one rule.

        Raises:
            KeyError: the pack has no such rule.
        """
        return self._by_id[rule_id]

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The kinds of check its rules hold, those inside others included: what they ask for."""
        checks = (check for rule in self.rules for check in (rule.check, *_checks_of(rule.unless)))
        return frozenset(kind for check in checks for kind in _kinds_in(check))

    @cached_property
    def _by_id(self) -> Mapping[str, Rule]:
        return {rule.id: rule for rule in self.rules}

    def with_controls(self, controls: Mapping[str, Control]) -> "Pack":
        """Return the pack with some rules applied more or less firmly, by rule id."""
        rules = (replace(rule, control=controls.get(rule.id, rule.control)) for rule in self.rules)
        return Pack(name=self.name, meta=self.meta, rules=rules)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Pack) and other.digest == self.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    def __repr__(self) -> str:
        return f"Pack({self.name!r}, {len(self.rules)} rules)"
