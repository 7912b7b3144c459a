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


def _any(*ways: str) -> str:
    """Return a pattern of any of these, each a pattern of folded words."""
    return "|".join(ways)


_SORRY: Final = _any("desole", "navre", "pardon", "excus", "regrett", r"\bsorry", r"apologi[sz]")
_SORRY_IF: Final = (
    r"(?:desole\w*|navre\w*|excus\w*|sorry|apologi[sz]e)[^.!?]{0,40}"
    r"\b(?:si (?:vous|tu)\b|if you\b)"
)
_WELCOME: Final = _any(
    *("merci", "bonjour", "bonsoir", "compren(?:ds|ons)"),
    *(r"\bthank", r"\bhello", r"\bgood (?:morning|evening)", r"\bunderstand"),
)
_NEXT: Final = _any(
    r"(?:nous|on|je)(?: (?:vous|le|la|les|y|lui|leur))? (?:cherch|verifi|regard|revien|contact)",
    r"(?:nous|on|je)(?: (?:vous|le|la|les|y|lui|leur))? (?:rappel|repond|allons|transmet|demand)",
    r"(?:nous|on|je)(?: (?:vous|le|la|les|y|lui|leur))? (?:tien|envoy|repren|occup|corrig|enquet)",
    *("demain", "aujourd'hui", "avant ce soir", "dans l'heure", "des que", "d'ici"),
    r"\b(?:we|i)(?: are|'re|'ll| will| am|'m)?(?: now| also)? (?:look|check|get|call|answer|ask)",
    r"\b(?:we|i)(?: are|'re|'ll| will| am|'m)?(?: now| also)? (?:send|find|pass|correct|contact)",
    *("tomorrow", "today", "tonight", "within the", "as soon as"),
)
_PRIVATE_WAY: Final = _any(
    *("message prive", "en prive", "ecrivez[- ]nous", "ecris[- ]nous", "appelez", "telephone"),
    *("par courriel", "par e-?mail", "contactez", "private message", "privately"),
    *("direct message", "write to us", "message us", "call us", "e-?mail us", "contact us"),
)
_PROMISE: Final = _any(
    *("rembours", "ne se reproduira", "n'arrivera plus", "plus jamais", "garanti", "promet"),
    *("promis", "sera (?:sanctionne|renvoye|licencie)", "dedommag", r"\brefund"),
    *("(?:won't|will not|never) happen again", "guarantee", r"\bpromise", "compensat"),
    *("will be (?:fired|punished|dismissed)", "voucher"),
)
_BLAME: Final = _any(
    *("comme (?:deja )?(?:dit|indique|ecrit)", "calmez", "il suffi", "vous auriez du"),
    *("vous n'aviez qu", "renseignez-vous", "mensonge", "n'importe quoi", "as (?:already )?said"),
    *("as already (?:stated|written)", "calm down", "just (?:read|had to)", "you should have"),
    *("do your research", "nonsense", r"\blies?\b"),
)
_GUESS: Final = _any(
    *("sans doute", "probablement", "surement", "vraisemblablement", "tout est sous controle"),
    *("incident mineur", "pas de commentaire", "probably", "most likely", "surely"),
    *("under control", "minor incident", "no comment"),
)


_LOUD: Final = re.compile(r"[!?]{2,}|\b[A-ZÀ-ÖØ-Þ]{5,}\b")


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
    rest = " ".join(text.split())
    for one in words.ours:
        rest = rest.replace(" ".join(one.split()), "")
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
    shouted = next((each[0] for each in _LOUD.finditer(text) if not each[0].islower()), "")
    return not shouted, shouted


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
