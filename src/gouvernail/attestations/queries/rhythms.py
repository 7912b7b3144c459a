"""How often an account is reviewed: what its unit says, else what stands above."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from gouvernail.attestations.models import ReviewRule
from gouvernail.people.models import Unit
from gouvernail.registry.models import Account

MAIN: Final = frozenset(("facebook", "instagram", "linkedin", "tiktok", "x", "youtube"))
MONTHS: Final = 12
MONTHS_MAIN: Final = 6
WEEKS_BEFORE: Final = 4
ACCOUNTS_MOST: Final = 3
LAST_DAY_EVERYWHERE: Final = 28


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """The rhythm of one account; `said_by` is the unit that set it, None where it comes with us."""

    months: int
    weeks_before: int
    said_by: Unit | None = None


class Rhythms:
    """Every rule of the site, read once. One query."""

    def __init__(self) -> None:
        self.rules = {
            (rule.unit.path, rule.network): rule
            for rule in ReviewRule.objects.select_related("unit")
        }

    def of(self, account: Account) -> Rhythm:
        """Return the rhythm of an account whose unit is loaded. No query."""
        months, said_by = MONTHS_MAIN if account.network in MAIN else MONTHS, None
        told = next((one for one in self._along(account) if one.months), None)
        if told is not None:
            months, said_by = told.months or months, told.unit
        weeks = next((one.weeks_before for one in self._along(account) if one.weeks_before), None)
        return Rhythm(months=months, weeks_before=weeks or WEEKS_BEFORE, said_by=said_by)

    def most(self, unit: Unit) -> int:
        """Return how many accounts one person of a unit can keep alive. No query."""
        chain = (self.rules.get((path, "")) for path in _up(unit))
        told = (rule.accounts_most for rule in chain if rule is not None and rule.accounts_most)
        return next(told, ACCOUNTS_MOST) or ACCOUNTS_MOST

    def _along(self, account: Account) -> Iterator[ReviewRule]:
        """Yield the rules that bind an account, the nearest unit and its network first."""
        for path in _up(account.unit):
            for network in (account.network, ""):
                rule = self.rules.get((path, network))
                if rule is not None:
                    yield rule


def _up(unit: Unit) -> Iterator[str]:
    """Yield the path of a unit, then of each unit above it."""
    path = unit.path
    while path:
        yield path
        path = path[: path[:-1].rfind("/") + 1]


def later(on: date, *, months: int) -> date:
    """Return the day that many months after; never after the 28th, so that every month has it."""
    month = on.month - 1 + months
    day = min(on.day, LAST_DAY_EVERYWHERE)
    return date(on.year + month // 12, month % 12 + 1, day)
