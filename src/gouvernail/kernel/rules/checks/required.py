"""Words that must be there, and be seen, when something else is: a disclosure, dates, a credit."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from gouvernail.kernel.rules.check import Check, Hit, Leaf, Scan
from gouvernail.kernel.rules.checks import read_check
from gouvernail.kernel.rules.fields import Fields
from gouvernail.kernel.rules.finding import Span
from gouvernail.kernel.rules.shapes import CHECK, FLAG, Keys, each, number

KIND: Final = "required"
SAYS: Final = frozenset({"quote", "limit"})
_LONGEST: Final = 100_000

KEYS: Final[Keys] = {
    "trigger": CHECK,
    "need": each(CHECK),
    "within_first": number(1, _LONGEST),
    "seen": FLAG,
}
REQUIRED: Final = ("need",)

SHOWN: Final[Mapping[str, int]] = {
    "facebook": 250,
    "instagram": 125,
    "linkedin": 140,
    "pinterest": 50,
    "threads": 160,
    "tiktok": 90,
    "x": 280,
    "youtube": 100,
}
"""How many code points a telephone shows before “see more”, on the safe side; networks change it
and differ by screen. A network that is absent shows the whole post."""


@dataclass(frozen=True, slots=True)
class Required:
    """All `needs` must be found when `trigger` is (always, without a trigger).

    Each must stand within the first `within` code points; with `seen`, within what the network
    shows before the reader unfolds the post.
    """

    trigger: Check | None
    needs: tuple[Check, ...]
    within: int | None
    seen: bool
    kind: str = KIND

    def parts(self) -> tuple[Check, ...]:
        """Return the checks it holds."""
        return (*self.needs, *((self.trigger,) if self.trigger else ()))

    def leaves(self) -> tuple[Leaf, ...]:
        """Return the leaves of both parts."""
        return tuple(leaf for check in self.parts() for leaf in check.leaves())

    def anchors(self) -> tuple[Leaf, ...] | None:
        """Return those of the trigger: nothing is missing without it."""
        return self.trigger.anchors() if self.trigger is not None else None

    def hits(self, scan: Scan) -> list[Hit]:
        """Return the places of the trigger when what is needed is missing or comes too late."""
        calls = self.trigger.hits(scan) if self.trigger is not None else []
        if self.trigger is not None and not calls:
            return []
        limit = self._limit(scan.text.post.network)
        found = [need.hits(scan) for need in self.needs]
        if all(any(_stands(hit.span, limit) for hit in hits) for hits in found):
            return []
        late = [hit for hits in found for hit in hits if hit.span is not None]
        quote = calls[0].values.get("quote", "") if calls else ""
        values = {"quote": quote, "limit": "" if limit is None else str(limit)}
        return [Hit(hit.span, values) for hit in (calls or late)] or [Hit(None, values)]

    def _limit(self, network: str) -> int | None:
        limits = [self.within, SHOWN.get(network) if self.seen else None]
        return min((each for each in limits if each is not None), default=None)


def _stands(span: Span | None, limit: int | None) -> bool:
    return limit is None or span is None or span.end <= limit


def read(fields: Fields) -> Required:
    """Read `trigger`, `need`, `within_first` and `seen`."""
    trigger = _read_part(fields.child("trigger"))
    if fields.get("need", required=True) is not None and not fields.mappings("need"):
        fields.fault(fields.get("need"), "expected_mapping", key="need")
    parts = [Fields(fields.reading, node, "need") for node in fields.mappings("need")]
    needs = tuple(check for part in parts if (check := _read_part(part)) is not None)
    within = fields.number("within_first", low=1, high=_LONGEST)
    seen = fields.flag("seen")
    return Required(trigger=trigger, needs=needs, within=within, seen=seen)


def _read_part(part: Fields | None) -> Check | None:
    if part is None:
        return None
    check = read_check(part)
    part.close()
    return check
