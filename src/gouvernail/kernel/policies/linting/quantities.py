"""Figures, durations and dates of a clause, in a form that is the same in French and English."""

import re
from typing import Final, NamedTuple

from gouvernail.kernel.text.facts import FactKind, find_facts
from gouvernail.kernel.text.folding import fold

_FRENCH: Final = [
    "zero",
    "un",
    "deux",
    "trois",
    "quatre",
    "cinq",
    "six",
    "sept",
    "huit",
    "neuf",
    "dix",
    "onze",
    "douze",
    "treize",
    "quatorze",
    "quinze",
    "seize",
]
_ENGLISH: Final = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_WORDS: Final = {
    **{word: number for number, word in enumerate(_FRENCH)},
    **{word: number for number, word in enumerate(_ENGLISH)},
    "une": 1,
    "vingt": 20,
    "trente": 30,
    "quarante": 40,
    "cinquante": 50,
    "soixante": 60,
    "cent": 100,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "hundred": 100,
    "both": 2,
    "twice": 2,
    "quarante-huit": 48,
    "vingt-quatre": 24,
    "forty-eight": 48,
    "twenty-four": 24,
    "dix-huit": 18,
    "soixante-douze": 72,
    "seventy-two": 72,
}
_UNITS: Final = {
    "minute": r"minutes?|min",
    "hour": r"heures?|hours?|h",
    "working day": r"jours? (?:ouvres?|ouvrables?)|(?:working|business) days?",
    "day": r"jours?|days?",
    "week": r"semaines?|weeks?",
    "month": r"mois|months?",
    "quarter": r"trimestres?|quarters?",
    "year": r"ans?|annees?|years?",
    "%": r"%|per ?cent|pour ?cent",
    "EUR": r"€|euros?|eur",
    "USD": r"\$|dollars?",
}
HOURS: Final = {
    "minute": 1 / 60,
    "hour": 1,
    "working day": 24,
    "day": 24,
    "week": 168,
    "month": 730,
    "quarter": 2190,
    "year": 8760,
}
_NAMED: Final = "|".join(sorted(_WORDS, key=len, reverse=True))
_DIGITS: Final = r"\d{1,3}(?:[ \u202f,]\d{3})+|\d+(?:[.,]\d+)?"
_UNIT: Final = "|".join(f"(?P<u{at}>{unit})" for at, unit in enumerate(_UNITS.values()))
_NUMBER: Final = re.compile(
    rf"(?<![\w.-])(?:(?P<digits>{_DIGITS})|(?P<word>{_NAMED}))(?:[ -]?(?:{_UNIT})(?![\w]))?(?![\w])"
)
_PERIOD: Final = re.compile(
    r"\b(?:(?:every|each|per|chaque|par|a|l')\s?(?P<unit>year|month|week|day|quarter|an|annee|mois"
    r"|semaine|jour|trimestre)|(?P<yearly>yearly|annually|annuel\w*))\b"
)


class Quantity(NamedTuple):
    """A number and what it counts (`hour`, `%`, empty for bare figures); a date as ISO 8601."""

    value: str
    unit: str
    start: int
    end: int

    @property
    def key(self) -> str:
        """What is compared."""
        return f"{self.value} {self.unit}".strip()

    @property
    def hours(self) -> float:
        """How long it lasts; 0 for what is no duration."""
        return float(self.value) * HOURS[self.unit] if self.unit in HOURS else 0.0


def quantities(text: str, lang: str) -> list[Quantity]:
    """Return the figures and dates of a text, in order. `un`, `une`, `one` count with a unit."""
    folded = fold(text)
    found: list[Quantity] = []
    taken: list[tuple[int, int]] = []
    for fact in find_facts(text, lang):
        if fact.kind in {FactKind.DATE, FactKind.DEADLINE}:
            found.append(Quantity(fact.value, "date", fact.start, fact.end))
            taken.append((fact.start, fact.end))
    for match in _NUMBER.finditer(folded.text):
        start, end = folded.span(*match.span())
        if any(start < stop and end > begin for begin, stop in taken):
            continue
        unit = next((name for at, name in enumerate(_UNITS) if match[f"u{at}"]), "")
        value = _value(match)
        if match["word"] and value == "1" and (not unit or match["word"] in {"un", "une"}):
            continue
        found.append(Quantity(value, unit, start, end))
    return sorted(found, key=lambda each: each.start)


def _value(match: re.Match[str]) -> str:
    if match["word"]:
        return str(_WORDS[match["word"]])
    digits = re.sub(r"(?<=\d)[ \u202f,](?=\d{3}(?!\d))", "", match["digits"]).replace(",", ".")
    return f"{float(digits):g}"


def durations(text: str, lang: str) -> list[Quantity]:
    """Return the durations of a text, `every year` and `chaque mois` included."""
    folded = fold(text)
    found = [each for each in quantities(text, lang) if each.hours]
    names = {"an": "year", "annee": "year", "mois": "month", "semaine": "week", "jour": "day"}
    for match in _PERIOD.finditer(folded.text):
        unit = match["unit"] or "year"
        unit = {**names, "trimestre": "quarter"}.get(unit, unit)
        found.append(Quantity("1", unit, *folded.span(*match.span())))
    return found
