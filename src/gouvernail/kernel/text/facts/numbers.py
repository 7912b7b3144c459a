"""Amounts, percentages and figures. All patterns read folded text and are bounded: linear time."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from gouvernail.kernel.text.facts.fact import Fact, FactKind
from gouvernail.kernel.text.facts.words import is_empty_word, singular

_DIGITS: Final = r"(?:\d{1,3}(?:[ '.,]\d{3}(?!\d)){1,4}(?:[.,]\d{1,4})?|\d{1,12}(?:[.,]\d{1,4})?)"
_NUMBER: Final = rf"(?<![\w.,]){_DIGITS}"
_SIGN: Final[Mapping[str, str]] = MappingProxyType(
    {"€": "EUR", "eur": "EUR", "$": "$", "cad": "$", "usd": "$", "dol": "$"}
    | {"us$": "$", "ca$": "$", "c$": "$", "£": "GBP", "gbp": "GBP", "pou": "GBP", "chf": "CHF"}
)
_TIMES: Final[Mapping[str, int]] = MappingProxyType(
    {"k": 3, "mille": 3, "millier": 3, "thousand": 3, "m": 6, "million": 6}
    | {"md": 9, "milliard": 9, "bn": 9, "billion": 9}
)
_TIMES_WORDS: Final = r"milliards?|millions?|milliers?|mille|billion|thousand|mds?|bn|[km]"
_PER: Final[Mapping[str, str]] = MappingProxyType(
    {"mois": "month", "month": "month", "an": "year", "annee": "year", "year": "year"}
    | {"jour": "day", "day": "day", "semaine": "week", "week": "week", "nuit": "night"}
    | {"night": "night", "heure": "hour", "hour": "hour", "personne": "person", "kwh": "kwh"}
    | {"person": "person", "kg": "kg", "km": "km", "litre": "litre", "m2": "m2"}
)
_PER_UNIT: Final = (
    rf"(?:(?: ?/ ?| par | per | (?:le|la) (?=kwh|kg|km|litre|m2)| l'| an? (?=[mywdhnp]))"
    rf"({'|'.join(_PER)})s?\b)?"
)
_AFTER: Final = re.compile(
    rf"({_NUMBER}) ?(?:({_TIMES_WORDS})(?: d'| de | )?)?"
    r"(€|\$|£|eur(?:os?)?\b|dollars?\b|cad\b|usd\b|gbp\b|pounds?\b|chf\b)"
    rf"(\d\d(?!\d))?(?: ?(?:ca|can|us|ttc|ht)\b)?{_PER_UNIT}"
)
_BEFORE: Final = re.compile(
    rf"(?<!\w)(us\$|ca\$|c\$|€|\$|£|eur |cad |usd |gbp |chf ) ?({_DIGITS})"
    rf"(?: ?({_TIMES_WORDS})\b)?{_PER_UNIT}"
)
_PERCENT: Final = re.compile(rf"({_NUMBER}) ?(?:%|pour ?cent\b|per ?cent\b)")
_FIGURE: Final = re.compile(
    rf"({_NUMBER}) (?:(millions?|milliards?|milliers?|billion|thousand) (?:d'|de )?)?"
    r"(?:nouveaux |nouvelles |new |free |more |autres )?"
    r"([a-z][a-z'-]{2,30}|km2?|kg|mw|gw|kw|m2|m3|ha)(?![\w/])"
)
_YEARS: Final = range(1900, 2101)
_BOTH_SEPARATORS: Final = 2
_THOUSANDS: Final = 3


def find_numbers(text: str, lang: str) -> Iterator[Fact]:
    """Yield the amounts, percentages and figures of a folded text, in any order.

    An amount of dollars is `$` whichever they are: authors say so only when it is not theirs.
    """
    for found in _AFTER.finditer(text):
        value = decimal(found[1] + (f",{found[4]}" if found[4] else ""), found[2], lang)
        yield _amount(found, value, found[3], found[5])
    for found in _BEFORE.finditer(text):
        yield _amount(found, decimal(found[2], found[3], lang), found[1].strip(), found[4])
    for found in _PERCENT.finditer(text):
        yield Fact(FactKind.PERCENTAGE, "", decimal(found[1], None, lang), *found.span())
    for found in _FIGURE.finditer(text):
        noun = found[3]
        if not is_empty_word(noun) and not _is_year(found[1]):
            value = decimal(found[1], found[2], lang)
            yield Fact(FactKind.FIGURE, singular(noun), value, *found.span())


def _amount(found: re.Match[str], value: str, sign: str, per: str | None) -> Fact:
    currency = _SIGN.get(sign) or _SIGN[sign[:3]]
    about = f"{currency}/{_PER[per]}" if per else currency
    return Fact(FactKind.AMOUNT, about, value, *found.span())


def _is_year(raw: str) -> bool:
    return raw.isdecimal() and int(raw) in _YEARS


def decimal(raw: str, times: str | None, lang: str) -> str:
    """Return a number as written in French or English as a plain decimal.

    `1,200` is one thousand two hundred unless `lang` is `fr`, and `1.200` is when it is.
    """
    digits = raw.replace(" ", "").replace("'", "")
    marks = [char for char in digits if char in ".,"]
    if len(set(marks)) == _BOTH_SEPARATORS:
        digits = digits.replace("." if marks[-1] == "," else ",", "")
    elif len(marks) > 1 or (marks and _is_thousands(digits, marks[0], lang)):
        digits = digits.replace(marks[0], "")
    number = Decimal(digits.replace(",", "."))
    if times:
        number *= Decimal(10) ** _TIMES[times.rstrip("s")]
    return f"{number.normalize():f}"


def _is_thousands(digits: str, mark: str, lang: str) -> bool:
    whole, _mark, rest = digits.partition(mark)
    return len(rest) == _THOUSANDS and whole != "0" and (mark == ".") is (lang == "fr")
