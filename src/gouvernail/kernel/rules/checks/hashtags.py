"""Hashtags: only these, never those, not so many, and readable aloud."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from gouvernail.kernel.rules.check import Hit, Leaf, Scan
from gouvernail.kernel.rules.checks.terms import entries
from gouvernail.kernel.rules.fields import Fields
from gouvernail.kernel.rules.finding import Span
from gouvernail.kernel.rules.prepared import SPANS_PER_CHECK
from gouvernail.kernel.rules.shapes import FLAG, TEXTS, Keys, number
from gouvernail.kernel.text import Cashtag, Hashtag, find_cashtags, find_hashtags, fold

KIND: Final = "hashtags"
SAYS: Final = frozenset({"quote", "count"})
_MANY: Final = 1000
_READ_AT_ONCE: Final = 12
"""From how many letters a hashtag in one case is taken to be several words run together."""

KEYS: Final[Keys] = {
    "allow": TEXTS,
    "deny": TEXTS,
    "most": number(0, _MANY),
    "longest": number(1, _MANY),
    "camel_case": FLAG,
    "cashtags": FLAG,
    "present": FLAG,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Hashtags:
    """Hashtags that break one of these conditions, compared without case or accents.

    `camel_case`: screen readers tell the words of `#MarchéDeNoël` apart, not those of
    `#marchédenoël` (WCAG gives no limit; twelve letters or more without an inner capital count).
    `cashtags`: a share is named by its sign (`$ACME`).
    """

    allow: frozenset[str]
    deny: frozenset[str]
    most: int | None
    longest: int | None
    camel_case: bool
    cashtags: bool
    present: bool
    kind: str = KIND

    def leaves(self) -> tuple[Leaf, ...]:
        """Return nothing: hashtags have their own search."""
        return ()

    def anchors(self) -> None:
        """Return None: any post may hold a hashtag."""
        return

    def hits(self, scan: Scan) -> list[Hit]:
        """Return the faulty hashtags, in the order of the text."""
        found = scan.text.once(find_hashtags)
        faulty = [each for at, each in enumerate(found) if self._is_faulty(each, at)]
        count = str(len(found))
        hits = [_hit(each, f"#{each.tag}", count) for each in faulty]
        if self.cashtags:
            shares = scan.text.once(find_cashtags)
            hits += [_hit(each, f"${each.tag}", str(len(shares))) for each in shares]
        return hits[:SPANS_PER_CHECK]

    def _is_faulty(self, hashtag: Hashtag, at: int) -> bool:
        tag = _key(hashtag.tag)
        return (
            self.present
            or tag in self.deny
            or (bool(self.allow) and tag not in self.allow)
            or (self.most is not None and at >= self.most)
            or (self.longest is not None and len(hashtag.tag) > self.longest)
            or (self.camel_case and _runs_together(hashtag.tag))
        )


def _hit(tag: Hashtag | Cashtag, quote: str, count: str) -> Hit:
    return Hit(Span(tag.start, tag.end), {"quote": quote, "count": count})


def _runs_together(tag: str) -> bool:
    """Whether the words of a hashtag cannot be told apart: no capital inside, or nothing else."""
    if len(tag) < _READ_AT_ONCE or "_" in tag:
        return False
    return tag.isupper() or tag[1:].islower()


def _key(tag: str) -> str:
    return fold(tag.strip().lstrip("#\uff03")).text


def read(fields: Fields) -> Hashtags:
    """Read `allow`, `deny` (tags or named lists), `most`, `longest` and the flags."""
    hashtags = Hashtags(
        allow=frozenset(_tags(fields, "allow")),
        deny=frozenset(_tags(fields, "deny")),
        most=fields.number("most", low=0, high=_MANY),
        longest=fields.number("longest", low=1, high=_MANY),
        camel_case=fields.flag("camel_case"),
        cashtags=fields.flag("cashtags"),
        present=fields.flag("present"),
    )
    if not any(map(fields.has, KEYS)):
        fields.fault(None, "nothing_to_find", choices=", ".join(fields.asked))
    return hashtags


def _tags(fields: Fields, key: str) -> Iterator[str]:
    return (_key(value) for value in entries(fields, key))
