"""The neighbours a check looks at, and how its message names them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from gouvernail.kernel.rules.fields import Fields
from gouvernail.kernel.rules.masking import mask_identifiers
from gouvernail.kernel.rules.post import Context, Neighbour
from gouvernail.kernel.rules.shapes import Keys, choice, number
from gouvernail.kernel.text import MONTHS

ANY: Final = "any"
HERE: Final = "here"
ELSEWHERE: Final = "elsewhere"
_QUOTED: Final = 80
_DAYS: Final = 3660

NEIGHBOUR_KEYS: Final[Keys] = {
    "where": choice(ANY, HERE, ELSEWHERE),
    "within_days": number(1, _DAYS),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearby:
    """Which neighbours count: of this account, of others, or both; and how far apart in time.

    Without an instant on either side nothing is known to be too far, and the neighbour counts.
    """

    where: str = ANY
    within: timedelta | None = None

    def of(self, context: Context) -> Iterator[Neighbour]:
        """Yield the neighbours that count, in the order in which the caller gave them."""
        return (each for each in context.neighbours if self._counts(each, context))

    def _counts(self, neighbour: Neighbour, context: Context) -> bool:
        here = bool(context.account) and neighbour.account == context.account
        if self.where != ANY and here is not (self.where == HERE):
            return False
        if self.within is None or neighbour.at is None or context.at is None:
            return True
        return abs(neighbour.at - context.at) <= self.within


def read_nearby(fields: Fields) -> Nearby:
    """Read `where` and `within_days`."""
    where = fields.choice("where", (ANY, HERE, ELSEWHERE), ANY)
    days = fields.number("within_days", low=1, high=_DAYS)
    return Nearby(where=where, within=None if days is None else timedelta(days=days))


def named(
    neighbour: Neighbour, at: datetime | None, *, around: tuple[int, int] = (0, 0)
) -> dict[str, str]:
    """Return how a message names a neighbour: `{who}`, `{day}` in each language, `{other}`.

    A long text is cut so that what stands `around`, first and last offset, is in what is quoted.
    Identifiers in its words are masked: a message quotes somebody else and is kept. The year is
    told when it is not that of `at`. Days are in UTC.
    """
    values = {
        "who": neighbour.who or neighbour.account,
        "other": _shortened(mask_identifiers(neighbour.text), *around),
        "day@fr": "",
        "day@en": "",
    }
    if neighbour.at is not None:
        day = neighbour.at.astimezone(UTC).date()
        same_year = at is not None and at.astimezone(UTC).year == day.year
        year = "" if same_year else f" {day.year}"
        first = "1er" if day.day == 1 else str(day.day)
        values["day@fr"] = f"{first}\u00a0{MONTHS['fr'][day.month - 1]}{year}"
        values["day@en"] = f"{day.day}\u00a0{MONTHS['en'][day.month - 1]}{year}"
    return values


def _shortened(text: str, start: int, end: int) -> str:
    """Return a text on one line, of at most `_QUOTED` characters with those of a span in it."""
    flat = " ".join(text.split())
    if len(flat) <= _QUOTED:
        return flat
    first = len(" ".join(text[:start].split()))
    last = len(" ".join(text[:end].split()))
    begin = 0
    if last > _QUOTED - 1:  # beyond what the beginning shows: quoted from the middle
        spare = max(_QUOTED - 2 - (last - first), 0)
        begin = min(max(first - spare // 2, 0), len(flat) - _QUOTED + 1)
    before, room = ("…", _QUOTED - 1) if begin else ("", _QUOTED)
    if len(flat) - begin <= room:
        return before + flat[begin:].lstrip()
    return f"{before}{flat[begin : begin + room - 1].strip()}…"
