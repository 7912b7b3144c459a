"""Accounts that a post mentions: only these, never those, not so many, not at its head."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from gouvernail.kernel.rules.check import Hit, Leaf, Scan
from gouvernail.kernel.rules.checks.terms import entries
from gouvernail.kernel.rules.fields import Fields
from gouvernail.kernel.rules.finding import Span
from gouvernail.kernel.rules.prepared import SPANS_PER_CHECK
from gouvernail.kernel.rules.shapes import FLAG, TEXTS, Keys, number
from gouvernail.kernel.text import Mention, find_mentions, fold

KIND: Final = "mentions"
SAYS: Final = frozenset({"quote", "count"})
_MANY: Final = 1000

KEYS: Final[Keys] = {
    "allow": TEXTS,
    "deny": TEXTS,
    "most": number(0, _MANY),
    "first": FLAG,
    "present": FLAG,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mentions:
    """Mentions that break one of these conditions; handles are compared without case.

    `first`: the post opens with a mention, which networks show as a reply, to few.
    """

    allow: frozenset[str]
    deny: frozenset[str]
    most: int | None
    first: bool
    present: bool
    kind: str = KIND

    def leaves(self) -> tuple[Leaf, ...]:
        """Return nothing: mentions have their own search."""
        return ()

    def anchors(self) -> None:
        """Return None: any post may hold a mention."""
        return

    def hits(self, scan: Scan) -> list[Hit]:
        """Return the faulty mentions, in the order of the text."""
        post = scan.text.post
        found = find_mentions(post.text, post.network)
        faulty = [each for at, each in enumerate(found) if self._is_faulty(each, at, post.text)]
        return [
            Hit(Span(each.start, each.end), {"quote": f"@{each.handle}", "count": str(len(found))})
            for each in faulty[:SPANS_PER_CHECK]
        ]

    def _is_faulty(self, mention: Mention, at: int, text: str) -> bool:
        handle = _key(mention.handle)
        return (
            self.present
            or handle in self.deny
            or (bool(self.allow) and handle not in self.allow)
            or (self.most is not None and at >= self.most)
            or (self.first and at == 0 and not text[: mention.start].strip())
        )


def _key(handle: str) -> str:
    return fold(handle.strip().lstrip("@\uff20")).text


def read(fields: Fields) -> Mentions:
    """Read `allow`, `deny` (handles or named lists), `most`, `first` and `present`."""
    mentions = Mentions(
        allow=frozenset(_handles(fields, "allow")),
        deny=frozenset(_handles(fields, "deny")),
        most=fields.number("most", low=0, high=_MANY),
        first=fields.flag("first"),
        present=fields.flag("present"),
    )
    if not any(map(fields.has, KEYS)):
        fields.fault(None, "nothing_to_find", choices=", ".join(fields.asked))
    return mentions


def _handles(fields: Fields, key: str) -> Iterator[str]:
    return (_key(value) for value in entries(fields, key))
