"""Numbers with a checksum or a fixed make-up: cards, accounts, people, companies."""

from datetime import date
from typing import Final

from stdnum import iban, luhn
from stdnum.fr import nir, siren, siret
from stdnum.us import ssn

from gouvernail.kernel.rules.checks.identifiers.detectors import Shape, digits

_GAP: Final = r"[ \-.\x{a0}\x{202f}\x{2009}]"
_SPACE: Final = r"[ \x{a0}\x{202f}\x{2009}]"
_CARD_PREFIXES: Final = ("2", "3", "4", "5", "6")
_SIN_WORDS: Final = (
    "nas",
    "sin",
    "assurance sociale",
    "social insurance",
    "n a s",
    "s i n",
)
_SIREN_WORDS: Final = ("siren", "rcs", "siret", "tva", "immatriculee", "immatricule")
_AMOUNT_WORDS: Final = (
    "euros",
    "euro",
    "eur",
    "dollars",
    "dollar",
    "usd",
    "cad",
    "millions",
    "francs",
    "habitants",
    "people",
    "vues",
    "views",
    "km",
    "kwh",
    "tonnes",
    "exemplaires",
)
_SSN_WORDS: Final = ("ssn", "social security", "securite sociale")
_NEQ_WORDS: Final = ("neq", "numero d entreprise", "enterprise number", "registraire")
_IBAN_SHORTEST: Final = 15
_OLDEST_MONTH_OF_WOMEN: Final = 50


def _is_card(text: str) -> bool:
    number = digits(text)
    return (
        number.startswith(_CARD_PREFIXES) and len(set(number)) > 1 and bool(luhn.is_valid(number))
    )


def _is_iban(text: str) -> bool:
    return bool(iban.is_valid(text))


def _is_nir(text: str) -> bool:
    return bool(nir.is_valid(text.replace("\xa0", " ").replace("\u202f", " ")))


def _is_siret(text: str) -> bool:
    return bool(siret.is_valid(digits(text)))


def _is_siren(text: str) -> bool:
    return bool(siren.is_valid(digits(text)))


def _is_sin(text: str) -> bool:
    """Luhn, and not a business number (8); those of examples (0) count, people copy them."""
    number = digits(text)
    return bool(luhn.is_valid(number)) and number[0] != "8" and not number.endswith("000")


def _is_ssn(text: str) -> bool:
    return bool(ssn.is_valid(digits(text)))


def _is_ramq(text: str) -> bool:
    """Four letters, then year, month (50 more for women) and day of birth, then two digits."""
    number = digits(text)
    month, day = int(number[2:4]), int(number[4:6])
    month -= _OLDEST_MONTH_OF_WOMEN if month > _OLDEST_MONTH_OF_WOMEN else 0
    try:
        date(2000, month, day)
    except ValueError:
        return False
    return True


def _card_shape(pattern: str) -> Shape:
    return Shape(kind="card", pattern=pattern, checks=_is_card)


NUMBERS: Final = (
    Shape(
        kind="iban",
        pattern=rf"\b([a-z]{{2}}[0-9]{{2}}(?:{_SPACE}?[a-z0-9]{{4}}){{2,6}}"
        rf"(?:{_SPACE}?[a-z0-9]{{1,4}})?)\b",
        checks=_is_iban,
    ),
    Shape(  # the last group may be followed by a word: the French and Belgian lengths, spelt out
        kind="iban",
        pattern=rf"\b(fr[0-9]{{2}}(?:{_SPACE}?[a-z0-9]{{4}}){{5}}{_SPACE}?[a-z0-9]{{3}}"
        rf"|be[0-9]{{2}}(?:{_SPACE}?[0-9]{{4}}){{3}}"
        rf"|(?:de|gb)[0-9]{{2}}(?:{_SPACE}?[a-z0-9]{{4}}){{4}}(?:{_SPACE}?[0-9]{{2}})?)\b",
        checks=_is_iban,
    ),
    _card_shape(r"\b[0-9]{13,19}\b"),
    _card_shape(rf"\b[0-9]{{4}}(?:{_GAP}[0-9]{{4}}){{3}}\b"),
    _card_shape(rf"\b3[47][0-9]{{2}}{_GAP}[0-9]{{6}}{_GAP}[0-9]{{5}}\b"),
    Shape(
        kind="nir",
        pattern=rf"\b[1-478]{_GAP}?[0-9]{{2}}{_GAP}?[0-9]{{2}}{_GAP}?[0-9][0-9ab]{_GAP}?"
        rf"[0-9]{{3}}{_GAP}?[0-9]{{3}}{_GAP}?[0-9]{{2}}\b",
        checks=_is_nir,
    ),
    Shape(
        kind="siret",
        pattern=rf"\b[0-9]{{3}}{_GAP}?[0-9]{{3}}{_GAP}?[0-9]{{3}}{_GAP}?[0-9]{{5}}\b",
        checks=_is_siret,
    ),
    Shape(
        kind="siren",
        pattern=rf"\b[0-9]{{3}}{_GAP}?[0-9]{{3}}{_GAP}?[0-9]{{3}}\b",
        checks=_is_siren,
        context=_SIREN_WORDS,
        not_near=_SIN_WORDS,
    ),
    Shape(
        kind="nas",
        pattern=rf"\b[0-9]{{3}}{_GAP}?[0-9]{{3}}{_GAP}?[0-9]{{3}}\b",
        checks=_is_sin,
        context=_SIN_WORDS,
    ),
    Shape(  # written in threes, no word around: a number of this kind unless it is an amount
        kind="nas",
        pattern=rf"(?:^|[^0-9+€$£.,])\b([0-9]{{3}}-[0-9]{{3}}-[0-9]{{3}}"
        rf"|[0-9]{{3}}{_SPACE}[0-9]{{3}}{_SPACE}[0-9]{{3}})(?:$|[^0-9€$£%{_SPACE[1:-1]}-]"
        rf"|{_SPACE}(?:$|[^0-9€$£%]))",
        checks=_is_sin,
        not_near=(*_SIREN_WORDS, *_AMOUNT_WORDS),
    ),
    Shape(
        kind="neq",
        pattern=rf"\b(?:11|22|33|34|88)[0-9]{{2}}{_GAP}?[0-9]{{3}}{_GAP}?[0-9]{{3}}\b",
        context=_NEQ_WORDS,
    ),
    Shape(
        kind="ramq",
        pattern=rf"\b[A-Z]{{4}}{_GAP}?[0-9]{{4}}{_GAP}?[0-9]{{4}}\b",
        checks=_is_ramq,
        sensitive=True,
    ),
    Shape(
        kind="ssn",
        pattern=r"\b[0-9]{3}-[0-9]{2}-[0-9]{4}\b",
        checks=_is_ssn,
    ),
    Shape(
        kind="ssn",
        pattern=rf"\b[0-9]{{3}}{_SPACE}?[0-9]{{2}}{_SPACE}?[0-9]{{4}}\b",
        checks=_is_ssn,
        context=_SSN_WORDS,
    ),
)
