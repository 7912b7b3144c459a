"""What a good answer to a comment is expected to hold: read in the words, each told with why. Pure.

Words are looked for, in French and in English, whatever their case and accents. They can be there
and mean something else, or be missing from a good answer: a person may review what is found here.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from gouvernail.kernel.rules.masking import mask_identifiers
from gouvernail.kernel.text import fold

LONGEST: Final = 400
"""Beyond so many characters, an answer under a comment is not read to its end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What the words of a scenario are: each list holds any of the ways to say one thing.

    `private` is what nobody may repeat in public, `ours` what may always be given (our own number),
    `facts` what the answer has to give, `false` what it must not repeat.
    """

    private: Sequence[str] = ()
    ours: Sequence[str] = ()
    facts: Sequence[str] = ()
    false: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """Whether an expectation is met, and the words that show it or break it (may be empty)."""

    code: str
    met: bool
    shown: str


_SORRY = r"desole|navre|pardon|excus|regrett|\bsorry|apologi[sz]|\bregret"
_SORRY_IF = r"(?:desole\w*|navre\w*|excus\w*|sorry|apologi[sz]e)[^.!?]{0,40}\b(?:si (?:vous|tu)\b|if you\b)"
_WELCOME = r"merci|remerci|bonjour|bonsoir|comprenons|comprends|\bthank|\bhello|\bunderstand"
_NEXT = (
    r"(?:nous|on|je)(?: (?:vous|le|la|les|y|lui|leur))? ?(?:cherch|verifi|regard|revien|contact|rappel|repond|allons|transmet|demand|enquet|tien|envoy|reprend|occup|corrig)"
    r"|demain|aujourd'hui|avant ce soir|dans l'heure|des que|d'ici"
    r"|\b(?:we|i)(?: are|'re|'ll| will| am|'m)? (?:now |also )?(?:look|check|come|get|call|answer|ask|send|find|pass|follow|go|correct|be back|contact)"
    r"|tomorrow|today|tonight|within the|as soon as"
)
_PRIVATE_WAY = (
    r"message prive|en prive|messagerie|ecrivez[- ]nous|ecris[- ]nous|appelez|telephone|par courriel|par mail|par e-mail|contactez"
    r"|private message|privately|direct message|write to us|message us|call us|e-?mail|contact us|phone"
)
_PROMISE = (
    r"rembours|ne se reproduira|n'arrivera plus|plus jamais|garanti|promet|promis|sera (?:sanctionne|renvoye|licencie)|offert|dedommag"
    r"|refund|(?:won't|will not|never) happen again|guarantee|promise|will be (?:fired|punished|dismissed)|compensat|voucher"
)
_BLAME = (
    r"comme (?:deja )?(?:dit|indique|ecrit)|calmez|il suffi|vous auriez du|vous n'aviez qu|lisez|renseignez-vous|faux de dire|mensonge|n'importe quoi"
    r"|as (?:already )?(?:said|stated|written)|calm down|just (?:read|had to)|you should have|do your research|nonsense|\blie\b|\blies\b"
)
_GUESS = (
    r"sans doute|probablement|surement|vraisemblablement|tout est sous controle|incident mineur|pas de commentaire"
    r"|probably|most likely|surely|under control|minor incident|no comment"
)


def _holds(pattern: str) -> Callable[[str, str, Words], tuple[bool, str]]:
    wanted = re.compile(pattern)

    def look(_text: str, folded: str, _words: Words) -> tuple[bool, str]:
        found = wanted.search(folded)
        return found is not None, found[0] if found else ""

    return look


def _lacks(pattern: str) -> Callable[[str, str, Words], tuple[bool, str]]:
    look = _holds(pattern)

    def lack(text: str, folded: str, words: Words) -> tuple[bool, str]:
        there, shown = look(text, folded, words)
        return not there, shown

    return lack


def _apologises(_text: str, folded: str, _words: Words) -> tuple[bool, str]:
    if taken_back := re.search(_SORRY_IF, folded):
        return False, taken_back[0]
    found = re.search(_SORRY, folded)
    return found is not None, found[0] if found else ""


def _no_personal_data(text: str, folded: str, words: Words) -> tuple[bool, str]:
    if said := _first(words.private, folded):
        return False, said
    rest = text
    for one in words.ours:
        rest = rest.replace(one, "")
    return mask_identifiers(rest) == rest, ""


def _gives_the_fact(_text: str, folded: str, words: Words) -> tuple[bool, str]:
    said = _first(words.facts, folded)
    return bool(said), said


def _does_not_repeat(_text: str, folded: str, words: Words) -> tuple[bool, str]:
    said = _first(words.false, folded)
    return not said, said


def _stays_calm(text: str, folded: str, _words: Words) -> tuple[bool, str]:
    if found := re.search(_BLAME, folded):
        return False, found[0]
    shouted = re.search(r"[!?]{2,}|\b[^\W\d_]{5,}\b(?<=[A-Z])\b", text)
    if shouted and (not shouted[0].isalpha() or shouted[0].isupper()):
        return False, shouted[0]
    return True, ""


def _short(text: str, _folded: str, _words: Words) -> tuple[bool, str]:
    return len(text) <= LONGEST, ""


def _first(wanted: Sequence[str], folded: str) -> str:
    return next((one for one in wanted if fold(one).text in folded), "")


_CHECKS: Final[Mapping[str, Callable[[str, str, Words], tuple[bool, str]]]] = {
    "welcomes": _holds(_WELCOME),
    "apologises": _apologises,
    "gives_fact": _gives_the_fact,
    "says_next": _holds(_NEXT),
    "moves_to_private": _holds(_PRIVATE_WAY),
    "no_personal_data": _no_personal_data,
    "no_promise": _lacks(_PROMISE),
    "no_guess": _lacks(_GUESS),
    "does_not_repeat": _does_not_repeat,
    "stays_calm": _stays_calm,
    "short": _short,
}
EXPECTATIONS: Final = tuple(_CHECKS)
"""What an answer may be expected to do, in the order in which it is told."""


def met_by(text: str, *, wanted: Sequence[str], words: Words) -> list[Found]:
    """Return what an answer does of what is `wanted`, in the order of `EXPECTATIONS`."""
    folded = fold(text).text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    found = []
    for code in EXPECTATIONS:
        if code in wanted:
            met, shown = _CHECKS[code](text, folded, words)
            found.append(Found(code, met, shown))
    return found
