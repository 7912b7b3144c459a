"""Length as each network counts it, or the organisation's own limit."""

from dataclasses import dataclass
from typing import Final

from gouvernail.kernel.rules.check import Hit, Leaf, Scan
from gouvernail.kernel.rules.fields import Fields
from gouvernail.kernel.rules.finding import Span
from gouvernail.kernel.rules.shapes import Keys, choice, number
from gouvernail.kernel.text import (
    DEFAULT_LIMITS,
    Count,
    Limits,
    Part,
    count,
    count_plain,
    posts_of,
)

KIND: Final = "length"
SAYS: Final = frozenset({"length", "limit", "over", "unit", "network"})
_HIGHEST: Final = 1_000_000

KEYS: Final[Keys] = {"limit": choice("network"), "most": number(1, _HIGHEST)}


@dataclass(frozen=True, slots=True)
class Length:
    """At most `most` characters; None stands for the network's limit, or the account's own."""

    most: int | None
    kind: str = KIND

    def leaves(self) -> tuple[Leaf, ...]:
        """Return nothing: no term, no pattern."""
        return ()

    def anchors(self) -> None:
        """Return None: any post may be too long."""
        return

    def hits(self, scan: Scan) -> list[Hit]:
        """Return one hit for each post that is too long: the span is what is beyond the limit."""
        post = scan.text.post
        known = scan.text.context.limits is not None or post.network in DEFAULT_LIMITS
        if self.most is None and not known:
            return []  # nobody publishes a limit for this network
        hits = (
            self._hit(part, post.network, scan.text.context.limits)
            for part in posts_of(post.network, post.text)
        )
        return [hit for hit in hits if hit is not None]

    def _hit(self, part: Part, network: str, limits: Limits | None) -> Hit | None:
        counted = self._count(part.text, network, limits)
        counts = (counted, *counted.also)
        worst = next((each for each in counts if each.length > each.limit), None)
        if worst is None:
            return None
        start = part.start + self._last_that_fits(part.text, network, limits)
        values = {
            "length": str(worst.length),
            "limit": str(worst.limit),
            "over": str(worst.length - worst.limit),
            "unit": worst.unit,
            "network": network,
        }
        return Hit(Span(start, part.end), values)

    def _count(self, text: str, network: str, limits: Limits | None) -> Count:
        if self.most is not None:
            return count_plain(text, limit=self.most)
        return count(network, text, limits=limits)

    def _last_that_fits(self, text: str, network: str, limits: Limits | None) -> int:
        """Return how many code points fit, by halving: about 16 counts for 64 kB."""
        low, high = 0, len(text)
        while low < high:
            middle = (low + high + 1) // 2
            counted = self._count(text[:middle], network, limits)
            fits = counted.fits and all(each.fits for each in counted.also)
            low, high = (middle, high) if fits else (low, middle - 1)
        return low


def read(fields: Fields) -> Length:
    """Read `most`: a number, or nothing for the network's limit."""
    fields.choice("limit", ("network",), "network")
    return Length(most=fields.number("most", low=1, high=_HIGHEST))
