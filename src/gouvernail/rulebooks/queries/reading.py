"""A pack as people read it: its rules, their examples, and what each would do."""

import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import get_language

from gouvernail.kernel.rules import (
    Context,
    ExampleResult,
    Finding,
    Pack,
    Post,
    Rule,
    judge,
    run_examples,
)
from gouvernail.people.models import Person
from gouvernail.policies.queries import ClauseLine, clause_lines
from gouvernail.rulebooks.models import PackVersion
from gouvernail.rulebooks.queries.packs import kernel_pack

BLANK = re.compile(r"\{\w+\}")  # what a finding fills with the words of a post


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleLine:
    """One rule, with the clause it rests on and whether its own examples hold."""

    rule: Rule
    title: str
    say: str
    source: str
    line: ClauseLine | None
    raises: tuple[ExampleResult, ...]
    passes: tuple[ExampleResult, ...]

    @property
    def holds(self) -> bool:
        """Return whether every example does what its author says."""
        return all(one.raised is one.example.raises for one in (*self.raises, *self.passes))


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """A text somebody pasted to see what a pack says of it."""

    text: str
    findings: tuple[Finding, ...]

    @property
    def marks(self) -> list[tuple[str, str]]:
        """Return the text in pieces: the words, and `stop`, `warn`, `info` or nothing."""
        edges = {0, len(self.text)}
        spans = [
            (span.start, span.end, _KINDS[finding.would.slug])
            for finding in self.findings
            for span in finding.spans
        ]
        for start, end, _kind in spans:
            edges |= {start, end}
        cuts = sorted(edges)
        return [
            (
                self.text[start:end],
                max(
                    (kind for a, b, kind in spans if a <= start and end <= b),
                    key=_STRENGTH.__getitem__,
                    default="",
                ),
            )
            for start, end in itertools.pairwise(cuts)
        ]


_KINDS = {"block": "stop", "review": "warn", "warn": "warn", "note": "info", "pass": ""}
_STRENGTH = {"": 0, "info": 1, "warn": 2, "stop": 3}


def rules_of(version: PackVersion, *, viewer: Person) -> list[RuleLine]:
    """Return the rules of a version in the reader's language, examples run. Two queries."""
    pack = kernel_pack(version)
    results: dict[str, list[ExampleResult]] = {}
    for result in _examples(pack):
        results.setdefault(result.rule, []).append(result)
    lines = clause_lines([rule.clause for rule in pack.rules], viewer)
    return [
        RuleLine(
            rule=rule,
            title=in_words(rule.title),
            say=BLANK.sub("…", in_words(rule.say)),
            source=in_words(rule.source),
            line=lines.get(rule.clause),
            raises=tuple(one for one in results.get(rule.id, ()) if one.example.raises),
            passes=tuple(one for one in results.get(rule.id, ()) if not one.example.raises),
        )
        for rule in pack.rules
    ]


@lru_cache(maxsize=16)
def _examples(pack: Pack) -> tuple[ExampleResult, ...]:
    """Run the examples of a pack once a process: a pack of the same digest judges alike."""
    return run_examples(pack)


def tried(version: PackVersion, text: str, *, network: str = "", language: str = "") -> Tried:
    """Return what a version says of a text; nothing is stored. No query."""
    post = Post(text=text, network=network, lang=language[:2])
    verdict = judge(kernel_pack(version), post, Context())
    return Tried(text=text, findings=verdict.findings)


def in_words(words: Mapping[str, str]) -> str:
    """Return the words of the reader's language, French when there is no other."""
    language = (get_language() or "fr")[:2]
    return words.get(language) or words.get("fr", "")
