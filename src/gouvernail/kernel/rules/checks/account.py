"""Where the account stands: its status, and how well the organisation holds it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from gouvernail.kernel.rules.check import Hit, Leaf, Scan
from gouvernail.kernel.rules.fields import Fields
from gouvernail.kernel.rules.post import Standing
from gouvernail.kernel.rules.shapes import TEXTS, Keys, choice, number
from gouvernail.kernel.rules.wording import Worded, worded

KIND: Final = "account"
SAYS: Final = frozenset({"fault", "measured", "limit"})
RAISES: Final = "raises"
PASSES: Final = "passes"
_LEVELS: Final = 5
_PEOPLE: Final = 100

KEYS: Final[Keys] = {
    "status": TEXTS,
    "custody": number(1, _LEVELS),
    "ways_in": number(1, _PEOPLE),
    "unknown": choice(RAISES, PASSES),
}

FAULTS: Final[Mapping[str, Worded]] = MappingProxyType(
    {
        "status": ("statut du compte : {measured}", "status of the account: {measured}"),
        "custody": (
            "maîtrise du compte : {measured}, pour {limit} au moins",
            "control of the account: {measured}, {limit} at least",
        ),
        "ways_in": (
            "personnes pouvant entrer : {measured}, pour {limit} au moins",
            "people who can get in: {measured}, {limit} at least",
        ),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountCheck:
    """The account must have one of these statuses, and be held at least so well.

    What nobody knows raises unless `unknown` lets it pass. While no account is chosen, nothing
    is asked.
    """

    status: tuple[str, ...]
    custody: int | None
    ways_in: int | None
    lenient: bool
    kind: str = KIND

    def leaves(self) -> tuple[Leaf, ...]:
        """Return nothing: an account is not text."""
        return ()

    def anchors(self) -> None:
        """Return None: every post has an account."""
        return

    def hits(self, scan: Scan) -> list[Hit]:
        """Return one hit for each condition that is not met; no place in the text."""
        context = scan.text.context
        if context.standing is None and not context.account:
            return []
        return [
            Hit(None, {**values, **worded("fault", FAULTS[code], **values)})
            for code, values in self._lacks(context.standing or Standing())
        ]

    def _lacks(self, standing: Standing) -> Iterator[tuple[str, dict[str, str]]]:
        known = bool(standing.status) or not self.lenient
        if self.status and known and standing.status not in self.status:
            yield "status", {"measured": standing.status or "?", "limit": ""}
        for code, least, measured in (
            ("custody", self.custody, standing.custody),
            ("ways_in", self.ways_in, standing.ways_in),
        ):
            if least is None or (measured is None and self.lenient):
                continue
            if measured is None or measured < least:
                shown = "?" if measured is None else str(measured)
                yield code, {"measured": shown, "limit": str(least)}


def read(fields: Fields) -> AccountCheck:
    """Read `status` (one is enough), `custody`, `ways_in` and `unknown`."""
    check = AccountCheck(
        status=fields.texts("status"),
        custody=fields.number("custody", low=1, high=_LEVELS),
        ways_in=fields.number("ways_in", low=1, high=_PEOPLE),
        lenient=fields.choice("unknown", (RAISES, PASSES), RAISES) == PASSES,
    )
    if not check.status and check.custody is None and check.ways_in is None:
        fields.fault(None, "nothing_to_find", choices="status, custody, ways_in")
    return check
