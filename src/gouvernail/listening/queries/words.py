"""The words of a mention: those that are counted, and the print by which repeats are known."""

import hashlib
import re
from collections.abc import Iterable
from typing import Final

from gouvernail.kernel.text import fold, words

LEAST_WORDS: Final = 6
"""Fewer words than this may be said twice by chance: they are not compared."""
LEAST_LETTERS: Final = 3
MOST_LETTERS: Final = 60
_ASIDE: Final = re.compile(r"https?://\S*")
_TERM: Final = re.compile(r"[#@]?\w[\w-]*")
_SMALL_WORDS: Final = """
    about after again all also and any are been before being but can could did does doing don down
    each few for from had has have having her here him his how into its just like more most not now
    off one only other our out over own same she should some such than that the their them then
    there these they this those through too under until very was were what when where which while
    who why will with would you your
    ait alors après assez aucun aucune aussi autre autres aux avait avant avec avoir bien car ce
    ceci cela celle celles celui ces cet cette ceux chaque comme comment contre dans debout déjà
    depuis des deux donc dont du elle elles encore entre est était étaient être eux fait faire fois
    font hors ici ils jamais les leur leurs lui mais même mes mon moins non nos notre nous par parce
    pas peu peut peuvent plus pour pourquoi puis qu quand que quel quelle quelles quels qui quoi
    sans ses sera seront ses si sien son sont sous sur ta tandis tes ton tous tout toute toutes très
    trop une vers vos votre vous été avez avons ont suis sommes êtes
"""
_STOP: Final = frozenset(_SMALL_WORDS.split())


def terms_of(text: str) -> frozenset[str]:
    """Return the words of a text that say something, lower case, with their `#`. Pure.

    Who is named in it is left out: counts of words outlive what is forgotten.
    """
    found = _TERM.findall(_ASIDE.sub(" ", text).lower())
    return frozenset(term.strip("-_") for term in found if _says_something(term))


def _says_something(term: str) -> bool:
    size = len(term.lstrip("#"))
    return (
        not term.startswith("@")
        and LEAST_LETTERS <= size <= MOST_LETTERS - 1
        and term not in _STOP
        and not term.isdigit()
    )


def print_of(text: str) -> str:
    """Return what two texts of the same words share; empty for a text too short to tell. Pure."""
    row = words(fold(_ASIDE.sub(" ", text)))
    if len(row) < LEAST_WORDS:
        return ""
    return hashlib.sha256(" ".join(row).encode()).hexdigest()[:16]


def top(counts: Iterable[tuple[str, int]], most: int) -> list[tuple[str, int]]:
    """Return the `most` terms said most, ties in the order of the alphabet. Pure."""
    return sorted(counts, key=lambda pair: (-pair[1], pair[0]))[:most]
