"""Names of months and days in French and English, and the year a writer leaves out."""

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from gouvernail.kernel.text.folding import fold

MONTHS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "fr": (
            "janvier",
            "février",
            "mars",
            "avril",
            "mai",
            "juin",
            "juillet",
            "août",
            "septembre",
            "octobre",
            "novembre",
            "décembre",
        ),
        "en": (
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ),
    }
)
"""The months as each language writes them, from January."""

WEEKDAYS: Final = (
    *("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
)
_SHORT: Final = (
    ("janv", "jan"),
    ("fevr", "feb"),
    ("mars", "mar"),
    ("avr", "apr"),
    ("mai", "may"),
    ("juin", "jun"),
    ("juil", "jul"),
    ("aout", "aug"),
    ("sept", "sep"),
    ("oct", "oct"),
    ("nov", "nov"),
    ("dec", "dec"),
)
_SHORT_FR: Final = tuple(french for french, _english in _SHORT)
_SHORT_EN: Final = tuple(english for _french, english in _SHORT)


def _numbers(*lists: tuple[str, ...]) -> dict[str, int]:
    return {fold(name).text: at for names in lists for at, name in enumerate(names, 1)}


MONTH_NUMBERS: Final[Mapping[str, int]] = MappingProxyType(
    _numbers(_SHORT_FR, _SHORT_EN, MONTHS["fr"], MONTHS["en"]) | {"sept": 9, "fev": 2}
)
"""Each folded name or abbreviation, with its number."""

ENGLISH_MONTHS: Final = frozenset(_numbers(_SHORT_EN, MONTHS["en"])) | {"sept"}


def weekday(word: str) -> str:
    """Return a sign for the day of the week that a folded word names, `""` when it names none."""
    named = word.removesuffix("s")
    return f"#{WEEKDAYS.index(named) % 7}" if named in WEEKDAYS else ""


def day_in(year: int | None, month: int, day: int, near: date | None) -> str:
    """Return a day in ISO 8601, `--MM-DD` when its year is unknown, `""` when there is none such.

    Without a year, it is the one that brings the day nearest to `near`: 12 November is this
    year's a week later, and 3 January next year's in December.
    """
    years = [year] if year is not None else []
    if year is None and near is not None:
        years = [near.year, near.year + 1, near.year - 1]
    found = [each for each in (_day(one, month, day) for one in years) if each is not None]
    if found:
        return min(found, key=lambda each: abs(each - near) if near else timedelta()).isoformat()
    leap = year is None and _day(2024, month, day) is not None
    return f"--{month:02}-{day:02}" if leap else ""


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
