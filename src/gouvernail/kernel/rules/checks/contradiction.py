"""Facts at odds with another post about the same thing: prices, figures, dates, hours."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from gouvernail.kernel.rules.check import Hit, Leaf, Scan
from gouvernail.kernel.rules.checks.terms import entries
from gouvernail.kernel.rules.fields import Fields
from gouvernail.kernel.rules.finding import Span
from gouvernail.kernel.rules.masking import mask_identifiers
from gouvernail.kernel.rules.neighbours import (
    NEIGHBOUR_KEYS,
    Nearby,
    named,
    read_nearby,
)
from gouvernail.kernel.rules.post import Context, Neighbour, Post
from gouvernail.kernel.rules.prepared import SPANS_PER_CHECK
from gouvernail.kernel.rules.shapes import TEXTS, Keys, choice, each
from gouvernail.kernel.text import (
    Fact,
    FactKind,
    Subjects,
    find_facts,
    fold,
    subject_words,
    weekday,
    words,
)

KIND: Final = "contradiction"
SAYS: Final = frozenset({"quote", "said", "fact", "who", "other", "day"})
_KINDS: Final = tuple(kind.value for kind in FactKind)
FACTS_PER_POST: Final = 50
"""A post is compared by its first facts: enough to mend it, and time stays bounded."""
_BEFORE: Final = 40
_AFTER: Final = 24
_CLAUSE: Final = re.compile(r"[.!?…;,\n•|](?=\s|$)")

KEYS: Final[Keys] = {"about": each(choice(*_KINDS)), "names": TEXTS, **NEIGHBOUR_KEYS}

WORDS: Final[Mapping[FactKind, tuple[str, str]]] = MappingProxyType(
    {
        FactKind.AMOUNT: ("montant", "amount"),
        FactKind.PERCENTAGE: ("pourcentage", "percentage"),
        FactKind.FIGURE: ("chiffre", "figure"),
        FactKind.DATE: ("date", "date"),
        FactKind.DEADLINE: ("date limite", "deadline"),
        FactKind.TIME: ("heure", "time"),
        FactKind.HOURS: ("horaires", "hours"),
    }
)
"""What a message calls each kind of fact, in French and in English."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Facts of these kinds that a neighbour about the same subject states otherwise.

    The subject is the same when the texts share names and rare words (`kernel.text.subjects`).
    Two facts are compared when they count the same thing. What both posts say is agreed; what is
    left on both sides is at odds when each side has one fact left and nothing was agreed, or when
    the same words stand beside both; never when they are of different days of the week. A post
    that says more than another contradicts nobody.
    """

    about: frozenset[str]
    names: tuple[str, ...]
    nearby: Nearby
    kind: str = KIND

    def leaves(self) -> tuple[Leaf, ...]:
        """Return nothing: no term, no pattern."""
        return ()

    def anchors(self) -> None:
        """Return None: any post may contradict another."""
        return

    def hits(self, scan: Scan) -> list[Hit]:
        """Return one hit for each fact at odds, those of the nearest subject first."""
        post, context = scan.text.post, scan.text.context
        mine = self._facts(post, context) if context.neighbours else []
        neighbours = list(self.nearby.of(context)) if mine else []
        if not neighbours:
            return []
        texts = (post.text, *(neighbour.text for neighbour in neighbours))
        subjects = Subjects(texts, (*self.names, *context.names))
        near = [(subjects.compare(post.text, other.text), other) for other in neighbours]
        same = [pair for pair in near if pair[0].same]
        same.sort(key=lambda pair: -pair[0].score)
        hits = [
            hit for _subject, other in same for hit in self._at_odds(post, mine, other, context)
        ]
        return hits[:SPANS_PER_CHECK]

    def _facts(self, said: Post | Neighbour, context: Context) -> list[Fact]:
        at = context.at if isinstance(said, Post) else said.at
        facts = find_facts(said.text, said.lang, at)
        return [fact for fact in facts if fact.kind in self.about][:FACTS_PER_POST]

    def _at_odds(
        self, post: Post, mine: Sequence[Fact], other: Neighbour, context: Context
    ) -> Iterator[Hit]:
        theirs = self._facts(other, context)
        for one, two in at_odds(post.text, mine, other.text, theirs):
            if _says_the_same_word(post.text, one, other.text, two):
                continue
            french, english = WORDS[one.kind]
            values = {
                "quote": post.text[one.start : one.end].strip(),
                "said": mask_identifiers(other.text)[two.start : two.end].strip(),
                "fact@fr": french,
                "fact@en": english,
                **named(other, context.at, around=(two.start, two.end)),
            }
            refs = (other.ref,) if other.ref else ()
            yield Hit(Span(one.start, one.end), values, refs)


def _says_the_same_word(text: str, one: Fact, other: str, two: Fact) -> bool:
    """Whether both say `tomorrow`, of two days: that is how one speaks of two occasions."""
    mine, yours = text[one.start : one.end].casefold(), other[two.start : two.end].casefold()
    return mine == yours and not any(char.isdigit() for char in mine)


def at_odds(
    text: str, facts: Sequence[Fact], other: str, theirs: Sequence[Fact]
) -> list[tuple[Fact, Fact]]:
    """Return the facts of a text that another states otherwise, each with that other fact."""
    found: list[tuple[Fact, Fact]] = []
    grouped = _grouped(theirs)
    for key, mine in _grouped(facts).items():
        yours = grouped.get(key, [])
        left, right = _unsaid(mine, yours), _unsaid(yours, mine)
        alone = len({one.value for one in left}) == 1 == len({two.value for two in right})
        if alone and len(left) == len(mine):
            labels = _label(text, left[0]), _label(other, right[0])
            found += [] if _of_other_days(*labels) else [(left[0], right[0])]
        elif left and right:
            found += _labelled_alike(text, left, other, right)
    return found


def _unsaid(facts: Sequence[Fact], others: Sequence[Fact]) -> list[Fact]:
    """Return the facts that none of the others agrees with."""
    return [one for one in facts if not any(one.agrees_with(two) for two in others)]


def _grouped(facts: Sequence[Fact]) -> dict[tuple[FactKind, str], list[Fact]]:
    groups: dict[tuple[FactKind, str], list[Fact]] = defaultdict(list)
    for fact in facts:
        groups[fact.kind, fact.about].append(fact)
    return groups


def _labelled_alike(
    text: str, left: Sequence[Fact], other: str, right: Sequence[Fact]
) -> Iterator[tuple[Fact, Fact]]:
    """Yield the pairs beside which the same words stand, each with its best match."""
    labels = [(two, _label(other, two)) for two in right]
    for one in left:
        label = _label(text, one)
        near = [(two, words) for two, words in labels if not _of_other_days(label, words)]
        best = max(near, key=lambda pair: len(label & pair[1]), default=None)
        if best is not None and label & best[1]:
            yield one, best[0]


def _label(text: str, fact: Fact) -> frozenset[str]:
    """Return the words beside a fact, in its clause: `adulte`, `inscription`, days of the week."""
    clauses = _CLAUSE.split(text[max(0, fact.start - _BEFORE) : fact.start])
    before = next((clause for clause in reversed(clauses) if clause.strip()), "")
    after = _CLAUSE.split(text[fact.end : fact.end + _AFTER])[0]
    beside = f"{before} {after}"
    days = (weekday(word) for word in words(fold(beside)))
    return subject_words(beside) | {day for day in days if day}


def _of_other_days(label: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two facts are of different days of the week: hours of Saturday, hours of Sunday."""
    mine, yours = ({word for word in each if word[0] == "#"} for each in (label, other))
    return bool(mine and yours) and mine.isdisjoint(yours)


def read(fields: Fields) -> Contradiction:
    """Read `about` (all kinds without it), `names`, `where` and `within_days`."""
    about = [fields.text_of(node, "about") for node in fields.nodes("about")]
    for node, value in zip(fields.nodes("about"), about, strict=True):
        if value and value not in _KINDS:
            choices = ", ".join(_KINDS)
            fields.fault(node, "expected_choice", value=value, key="about", choices=choices)
    return Contradiction(
        about=frozenset(about or _KINDS),
        names=entries(fields, "names"),
        nearby=read_nearby(fields),
    )
