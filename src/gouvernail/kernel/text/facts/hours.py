"""Times of day and opening hours. All patterns read folded text and are bounded: linear time."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from gouvernail.kernel.text.facts.fact import Fact, FactKind

_CUE: Final = 32
_NOON: Final = 12
_DAY: Final = 24
_MERIDIEM: Final = r"([ap])\.?m\b\.?"
_FRENCH: Final = (
    r"(?<![\w.,/])(\d{1,2}) ?(?:heures?|hrs?|h)(?: ?([0-5]\d))?(?![\w/])"
    r"(?! (?:de|d'|par) ?[a-z])(?! ?/ ?\d)"
)
_TIME: Final = re.compile(
    rf"{_FRENCH}"
    rf"|(?<![\w.,:/])(\d{{1,2}}):([0-5]\d)(?![\d:])(?: ?{_MERIDIEM})?"
    rf"|(?<![\w.,:/])(\d{{1,2}})(?:\.([0-5]\d))? ?{_MERIDIEM}"
    r"|(?<![\w-])(midi|minuit|noon|midnight)(?![\w-])"
)
_LASTING: Final = re.compile(
    r"(?<!\w)(?:pendant|durant|en|sous|duree(?: de)?|toutes les|tous les|moins de|plus de|chaque"
    r"|for|within|every|less than|more than) ?$"
)
_BETWEEN: Final = re.compile(r" ?(?:-|a|to|until|till|jusqu'a|through) ?(?:the )?")
_AND: Final = re.compile(r" (?:et|and) ")
_BOTH: Final = re.compile(r"(?<!\w)(?:entre|between) $")
_OPENS: Final = re.compile(r"(?<![\w.,:/])(\d{1,2}) ?(?:-|a|to|et|and) ?$")
_ENDS: Final = re.compile(
    r"(?<!\w)(?:jusqu'a|avant|au plus tard(?: a)?|ferme(?:ture)?(?: a)?|until|till|before|by"
    r"|closes?(?: at)?|no later than)(?: ?:)? $"
)


class _Time(NamedTuple):
    hour: int
    minute: int
    half: str  # a, p or nothing
    start: int
    end: int

    def clock(self) -> str:
        return f"{self.hour:02}:{self.minute:02}"


def find_hours(text: str) -> Iterator[Fact]:
    """Yield the times of day and the ranges of hours of a folded text, in any order.

    Durations (`pendant 2 h`, `3 heures de formation`, `48 h`) are no times.
    """
    times = [time for found in _TIME.finditer(text) if (time := _time(found)) is not None]
    at = 0
    while at < len(times):
        first, second = times[at], times[at + 1] if at + 1 < len(times) else None
        if second is not None and _is_range(text, first, second):
            yield _range(first, second, first.start)
            at += 2
            continue
        yield from _alone(text, first)
        at += 1


def _time(found: re.Match[str]) -> _Time | None:
    if found[9]:
        return _Time(_NOON if found[9] in {"midi", "noon"} else 0, 0, "", *found.span())
    hour = int(found[1] or found[3] or found[6])
    minute = int(found[2] or found[4] or found[7] or 0)
    half = found[5] or found[8] or ""
    if half and not 1 <= hour <= _NOON:
        return None
    if half:
        hour = hour % _NOON + (_NOON if half == "p" else 0)
    return _Time(hour, minute, half, *found.span()) if hour < _DAY else None


def _is_range(text: str, first: _Time, second: _Time) -> bool:
    between = text[first.end : second.start]
    if _BETWEEN.fullmatch(between):
        return True
    return bool(
        _AND.fullmatch(between) and _BOTH.search(text[max(0, first.start - 9) : first.start])
    )


def _range(first: _Time, second: _Time, start: int) -> Fact:
    if second.half == "p" and not first.half and first.hour < _NOON:
        late = first._replace(hour=first.hour + _NOON)
        first = late if late[:2] < second[:2] else first
    return Fact(FactKind.HOURS, "", f"{first.clock()}-{second.clock()}", start, second.end)


def _alone(text: str, time: _Time) -> Iterator[Fact]:
    """Yield a time that stands alone, or the range whose first hour has no unit (`9-18 h`)."""
    before = text[max(0, time.start - _CUE) : time.start]
    opens = _OPENS.search(before)
    if opens is not None and int(opens[1]) < _DAY:
        start = time.start - len(before) + opens.start()
        hour = int(opens[1])
        if time.half and hour == _NOON:
            hour = 0 if time.half == "a" else _NOON
        yield _range(_Time(hour, 0, "", start, start), time, start)
    elif not _LASTING.search(before):
        part = "end" if _ENDS.search(before) else ""
        yield Fact(FactKind.TIME, part, time.clock(), time.start, time.end)
