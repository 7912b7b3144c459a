"""Days that no calendar has."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from gouvernail.kernel.policies.linting.remark import Examined, Remark, remark, said
from gouvernail.kernel.text import MONTHS, fold

_NUMBERS: Final = {
    fold(name).text: number
    for names in MONTHS.values()
    for number, name in enumerate(names, start=1)
}
_NAMES: Final = "|".join(sorted(_NUMBERS, key=len, reverse=True))
_WRITTEN: Final = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:er|st|nd|rd|th)? (?P<month>{_NAMES}),? (?P<year>\d{{4}})\b"
    rf"|\b(?P<month_en>{_NAMES}) (?P<day_en>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year_en>\d{{4}})\b"
    r"|\b(?P<year_iso>\d{4})-(?P<month_iso>\d{2})-(?P<day_iso>\d{2})\b"
)


def impossible_dates(about: Examined) -> Iterator[Remark]:
    """Yield a remark for each day that does not exist, such as 31 February."""
    for each in said(about.policy):
        for found in _WRITTEN.finditer(each.folded.text):
            if not _exists(found):
                span = each.span(*found.span())
                written = each.clause.text[slice(*span)]
                yield remark("impossible_date", about, clause=each.clause, span=span, day=written)


def _exists(found: re.Match[str]) -> bool:
    parts = found.groupdict()
    year, month, day = (
        next(parts[name] for name in parts if name.startswith(part) and parts[name])
        for part in ("year", "month", "day")
    )
    try:
        date(int(year), _NUMBERS.get(month) or int(month), int(day))
    except ValueError:
        return False
    return True
