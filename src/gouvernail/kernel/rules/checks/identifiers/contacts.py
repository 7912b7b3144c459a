"""Ways to reach a person or a machine: e-mail, telephone, network address."""

import ipaddress
from typing import Final

from gouvernail.kernel.rules.checks.identifiers.detectors import Shape, digits

_GAP: Final = r"[ .\-/\x{a0}\x{202f}\x{2009}]"
_EXTENSION: Final = r"(?:[ ,]*(?:x|ext\.?|poste)[ .]?[0-9]{2,6})?"
_TOLL_FREE: Final = ("800", "833", "844", "855", "866", "877", "888")
_PHONE_WORDS: Final = (
    "tel", "telephone", "telephonez", "portable", "mobile", "phone", "phones", "cell", "call",
    "calls", "calling", "text", "sms", "whatsapp", "appelez", "appeler", "appelle", "rappeler",
    "rappelez", "joindre", "joignable", "contact", "contacter", "contactez", "number", "fax",
    "dial", "ring", "reach", "answer", "answering", "office", "bureau", "repond", "repondent",
)  # fmt: skip
_OTHER_NUMBERS: Final = (
    "license", "licence", "permis", "order", "commande", "reference", "ref", "ticket", "invoice",
    "facture", "account", "compte", "tracking", "colis", "dossier", "contrat", "contract",
)  # fmt: skip
_FEWEST: Final = 6
_FEWEST_AFTER_PLUS: Final = 8
_FEWEST_AFTER_ZEROS: Final = 11
_MOST: Final = 15


def _is_private_phone(text: str) -> bool:
    """Whether it has the size of a number and is not a free number made to be published."""
    number = digits(text)
    if not _FEWEST <= len(number) <= _MOST + 6 or len(set(number)) == 1:
        return False
    national = number.removeprefix("00").removeprefix("1")
    return not national.startswith(_TOLL_FREE) or text.lstrip().startswith("0")


def _is_french_phone(text: str) -> bool:
    number = digits(text)
    return not number.startswith(("08", "338", "00338"))


def _is_international(text: str) -> bool:
    fewest = _FEWEST_AFTER_ZEROS if text[0] == "0" else _FEWEST_AFTER_PLUS
    return len(digits(text)) >= fewest and _is_private_phone(text)


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


CONTACTS: Final = (
    Shape(
        kind="email",
        pattern=r"\b[a-z0-9][a-z0-9._%+\-]{0,63}@(?:[a-z0-9-]{1,63}\.)+[a-z]{2,24}\b",
    ),
    Shape(
        kind="ip",
        pattern=r"(?:^|[^0-9.])([0-9]{1,3}(?:\.[0-9]{1,3}){3})(?:$|[^0-9.]|\.(?:$|[^0-9]))",
        checks=_is_address,
    ),
    Shape(
        kind="ip",
        pattern=r"(?:^|[^0-9a-f:.])((?:[0-9a-f]{1,4}:){2,7}[0-9a-f]{1,4}"
        r"|(?:[0-9a-f]{1,4}:){1,6}(?::[0-9a-f]{1,4}){1,6})(?:$|[^0-9a-f:])",
        checks=_is_address,
    ),
    Shape(
        kind="phone",
        pattern=rf"(?:^|[^0-9.,]|[^0-9.,][.,])((?:\+33|0033){_GAP}?(?:\(0\){_GAP}?)?[1-9](?:{_GAP}?[0-9]{{2}}){{4}}"
        rf"|0[1-9](?:{_GAP}?[0-9]{{2}}){{4}})(?:$|[^0-9])",
        checks=_is_french_phone,
    ),
    Shape(
        kind="phone",
        pattern=rf"(?:^|[^0-9.,]|[^0-9.,][.,])((?:\+|00)[1-9][0-9]{{0,2}}(?:{_GAP}?\(?[0-9]{{1,5}}\)?){{2,6}}{_EXTENSION})"
        r"(?:$|[^0-9])",
        checks=_is_international,
    ),
    Shape(
        kind="phone",
        pattern=rf"(?:^|[^0-9.,]|[^0-9.,][.,])((?:(?:\+|00)?1{_GAP})?(?:\([0-9]{{3}}\){_GAP}?|[0-9]{{3}}[.\-])"
        rf"[0-9]{{3}}[.\-][0-9]{{4}}{_EXTENSION})(?:$|[^0-9])",
        checks=_is_private_phone,
    ),
    Shape(  # any grouping, where the words around speak of calling
        kind="phone",
        pattern=rf"(?:^|[^0-9.,/]|[^0-9.,][.,])(\(?[0-9]{{2,5}}\)?(?:{_GAP}?[0-9]{{2,5}}){{1,5}}{_EXTENSION})"
        r"(?:$|[^0-9€$£%])",
        checks=_is_private_phone,
        context=_PHONE_WORDS,
        not_near=_OTHER_NUMBERS,
    ),
)
