"""Dates and deadlines. All patterns read folded text and are bounded: linear time."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from gouvernail.kernel.text.facts.calendar import (
    ENGLISH_MONTHS,
    MONTH_NUMBERS,
    WEEKDAYS,
    day_in,
)
from gouvernail.kernel.text.facts.fact import Fact, FactKind

_CUE: Final = 48
_CENTURY: Final = 2000
_ORDINAL: Final = r"(?:er|e|st|nd|rd|th)?"
_NAMES: Final = "|".join(sorted(MONTH_NUMBERS, key=len, reverse=True))
_ENGLISH: Final = "|".join(sorted(ENGLISH_MONTHS, key=len, reverse=True))
_WEEKDAY: Final = rf"(?:{'|'.join(WEEKDAYS)})"
_TO: Final = r"(?: ?- ?| (?:au|et|to|and|through) | & )"
_DAY_FIRST: Final = re.compile(
    rf"(?<![\w.,/:])(?:(\d{{1,2}}){_ORDINAL}{_TO}(?:{_WEEKDAY} )?)?(\d{{1,2}}){_ORDINAL} (?:of )?"
    rf"({_NAMES})\b(?:\.?,? (\d{{4}})(?!\d))?"
)
_MONTH_FIRST: Final = re.compile(
    rf"(?<!\w)({_ENGLISH})\b\.? (\d{{1,2}}){_ORDINAL}(?:{_TO}(\d{{1,2}}){_ORDINAL})?"
    r"(?![\d:%€$]|[.,]\d| ?(?:h|am|pm|p\.m|a\.m|%|€|\$)(?!\w))(?:,? (\d{4})(?!\d))?"
)
_ISO: Final = re.compile(r"(?<![\w-])(\d{4})-(\d\d)-(\d\d)(?![\w-])")
_SLASHED: Final = re.compile(r"(?<![\w/.])(\d{1,2})([/.])(\d{1,2})\2(\d{4}|\d\d)(?![\w/])")
_SHORT: Final = re.compile(
    rf"(?<!\w)(?:le|du|au|avant|jusqu'au|des)(?: {_WEEKDAY})?"
    r" (\d{1,2})/(\d{1,2})(?![\w/])"
)
_RELATIVE: Final = re.compile(r"(?<![\w-])(apres-demain|demain|ce soir|tonight|tomorrow)(?![\w-])")
_AHEAD: Final = {"demain": 1, "tomorrow": 1, "apres-demain": 2}
_BEFORE_DAY: Final = rf"(?: le| the| on)?(?: {_WEEKDAY},?)? ?$"
_ENDS: Final = re.compile(
    r"(?<!\w)(?:jusqu'(?:au|a)|avant|au plus tard|limites?(?: \w{1,20}){0,2} ?:?"
    r"|cloture(?: des \w{1,20})?|until|till|before|by|no later than|deadline(?: is)? ?:?|due"
    r"|closes?|ends?|through)" + _BEFORE_DAY
)
_STARTS: Final = re.compile(
    r"(?<!\w)(?:a partir du|a compter du|des|starting|as of|starts?|opens?|ouvre|ouverture)"
    + _BEFORE_DAY
)
_SINCE: Final = re.compile(r"(?<!\w)(?:depuis|since)" + _BEFORE_DAY)


def find_days(text: str, lang: str, near: date | None) -> Iterator[Fact]:
    """Yield the dates and deadlines of a folded text, in any order.

    `near` completes the years left out. `today` is none: people say it of anything. `12/11` is
    read in French only, and after a word that announces a date; `03/04/2026` in English is read by
    nobody, for nobody knows.
    """
    yield from _in_words(text, lang, near)
    for found in _ISO.finditer(text):
        value = day_in(int(found[1]), int(found[2]), int(found[3]), near)
        yield from _one(text, found, value)
    for found in _SLASHED.finditer(text):
        year = int(found[4]) + (0 if len(found[4]) > 2 else _CENTURY)  # noqa: PLR2004 -- two digits
        yield from _one(text, found, _slashed(year, int(found[1]), int(found[3]), lang))
    for found in _SHORT.finditer(text) if lang == "fr" else ():
        short = day_in(None, int(found[2]), int(found[1]), near)
        yield from _one(text, found, short, found.start(1))


def _in_words(text: str, lang: str, near: date | None) -> Iterator[Fact]:
    for found in _DAY_FIRST.finditer(text):
        yield from _several(text, found, (found[1], found[2]), found[3], found[4], near)
    for found in _MONTH_FIRST.finditer(text) if lang != "fr" else ():
        yield from _several(text, found, (found[2], found[3]), found[1], found[4], near)
    if near is None:
        return
    for found in _RELATIVE.finditer(text):
        day = near + timedelta(days=_AHEAD.get(found[1], 0))
        yield from _one(text, found, day.isoformat())


def _slashed(year: int, first: int, second: int, lang: str) -> str:
    """Return a day written with slashes; `""` when the order of day and month is not known."""
    if lang == "fr" or first > 12:  # noqa: PLR2004 -- months
        return day_in(year, second, first, None)
    if second > 12 or first == second:  # noqa: PLR2004 -- months
        return day_in(year, first, second, None)
    return ""


def _one(text: str, found: re.Match[str], value: str, start: int | None = None) -> Iterator[Fact]:
    if value:
        begin = found.start() if start is None else start
        yield _fact(value, _part(text, begin), begin, found.end())


def _several(
    text: str,
    found: re.Match[str],
    days: tuple[str | None, str | None],
    month: str,
    year: str | None,
    near: date | None,
) -> Iterator[Fact]:
    """Yield one day, or the first and last of several."""
    number, whole = MONTH_NUMBERS[month], int(year) if year else None
    values = [day_in(whole, number, int(day), near) for day in days if day]
    if all(values) and len(values) > 1:
        yield _fact(values[0], "start", *found.span())
        yield _fact(values[1], "last", *found.span())
    elif values and values[-1]:
        part, value = _part(text, found.start()), values[-1]
        if part == "since" and near is not None and not year and value > near.isoformat():
            value = f"{int(value[:4]) - 1}{value[4:]}"
        yield _fact(value, part, *found.span())


def _fact(value: str, part: str, start: int, end: int) -> Fact:
    kind = FactKind.DEADLINE if part == "end" else FactKind.DATE
    return Fact(kind, part, value, start, end)


def _part(text: str, start: int) -> str:
    """Return what a date is for, by the words just before it."""
    before = text[max(0, start - _CUE) : start]
    if _ENDS.search(before):
        return "end"
    if _SINCE.search(before):
        return "since"
    return "start" if _STARTS.search(before) else ""
