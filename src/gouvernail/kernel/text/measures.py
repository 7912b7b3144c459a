"""Measures of how a text reads: sentences, syllables, reading ease in French and English."""

import re
import unicodedata
from functools import lru_cache
from typing import Final, NamedTuple

from gouvernail.kernel.text.entities import find_links
from gouvernail.kernel.text.facts import EMPTY_ENGLISH, EMPTY_FRENCH
from gouvernail.kernel.text.folding import fold
from gouvernail.kernel.text.splitting import words

_SENTENCE_END: Final = re.compile(r"[.!?…]{1,64}[\"'»”’)\]]{0,4}(?=\s|$)|\n+")
_ABBREVIATION: Final = re.compile(
    r"(?:^|[\s(«“])(?:[A-ZÀ-Ý]|MM?|Mme|Mlle|Dr|Pr|Mr|Mrs|Ms|Ste?|av|boul|etc|p\. ex|vs|cf|no?)\.$"
)
_WORD: Final = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_PARTS: Final = re.compile(r"['’-]")
_VOWELS: Final = {
    "fr": re.compile(r"é|[aeiouyàâäèêëîïôöùûüÿœæ]+"),
    "en": re.compile(r"[aeiouyàâäéèêëîïôöùûüœæ]+"),
}
_SILENT: Final = {
    "fr": re.compile(r"(?<=[^m])ent$|(?<=.)es?$"),
    "en": re.compile(
        r"(?<=[^aeiouyl])e$|(?<=[aeiouy]l)e$|(?<=[^aeioutd])ed$|(?<=[^aeiouszxhgc])es$"
    ),
}
_HIATUS: Final = {
    "fr": re.compile(r"[aeou]ï|ao|ie(?=n[ct])|ia(?=[bgnt])|(?<=[ct]r)i(?=on|é)"),
    "en": re.compile(
        r"ea(?=t[ei]|$)|ia(?!l\b|n\b)|io(?!n|us)|eo(?!us|p)|uou|[eoy]i(?=ng$)|ie(?=nc)"
    ),
}
_IN_ENT: Final = (
    "accident agent argent cent client content dent différent dent excellent fréquent gent "
    "innocent insolent lent parent patient président présent prudent récent souvent talent "
    "urgent vent violent évident adolescent absent"
)
_VOICED: Final = frozenset(_IN_ENT.split())


class Sentence(NamedTuple):
    """One sentence: half-open offsets in the text, and how many words it holds."""

    start: int
    end: int
    words: int


class Reading(NamedTuple):
    """How easily a text reads, from 0 (hard) to 100 (easy) and beyond, and what that rests on."""

    ease: int
    words: int
    sentences: int
    syllables: int


def sentences(text: str) -> list[Sentence]:
    """Return the sentences of a text, in order; a line is one at least, a link holds no word.

    `M. Kerbrat`, `1.5` and `example.org` end none. Linear.
    """
    blank = list(text)
    for link in find_links(text):
        blank[link.start : link.end] = " " * (link.end - link.start)
    plain, found, start = "".join(blank), [], 0
    for mark in _SENTENCE_END.finditer(plain):
        if _ABBREVIATION.search(plain[max(start, mark.end() - 8) : mark.end()]):
            continue
        found.append((start, mark.end()))
        start = mark.end()
    found.append((start, len(plain)))
    counted = (_sentence(plain, begin, end) for begin, end in found)
    return [each for each in counted if each.words]


def _sentence(text: str, begin: int, end: int) -> Sentence:
    piece = text[begin:end]
    start = begin + len(piece) - len(piece.lstrip())
    return Sentence(start, begin + len(piece.rstrip()), len(_WORD.findall(piece)))


@lru_cache(maxsize=16384)
def syllables(word: str, lang: str) -> int:
    """Return about how many syllables a word in lower case has, as it is read aloud.

    At least one. Groups of vowels are counted, those that are read apart twice, silent endings
    not at all. An estimate, as every reading-ease formula takes; French needs its accents.
    """
    return max(1, sum(_syllables(part, lang) for part in _PARTS.split(word)))


def _syllables(part: str, lang: str) -> int:
    if any(char.isdigit() for char in part):
        return len(part)
    voiced = lang == "fr" and part in _VOICED
    spoken = part if voiced else _SILENT[lang].sub("", part)
    spoken = spoken.removesuffix("qu") if lang == "fr" else spoken
    return len(_VOWELS[lang].findall(spoken)) + len(_HIATUS[lang].findall(spoken))


def language_of(text: str) -> str:
    """Return `fr` or `en`, by which little words there are more of; `""` when neither leads."""
    said = words(fold(text))
    french = sum(word in EMPTY_FRENCH for word in said)
    english = sum(word in EMPTY_ENGLISH for word in said)
    if french == english:
        return ""
    return "fr" if french > english else "en"


def reading_ease(text: str, lang: str) -> Reading | None:
    """Return how easily a text reads; None for another language or a text without words.

    English: R. Flesch, "A new readability yardstick" (1948). French: L. Kandel and A. Moles,
    "Application de l’indice de Flesch à la langue française" (1958). Hashtags and handles count
    as words, links do not.
    """
    if lang not in _FORMULAS:
        return None
    found = sentences(text)
    said = [
        word
        for each in found
        for word in _WORD.findall(unicodedata.normalize("NFC", text[each.start : each.end]).lower())
    ]
    if not said:
        return None
    base, by_length, by_syllables = _FORMULAS[lang]
    spoken = sum(syllables(word, lang) for word in said)
    ease = base - by_length * len(said) / len(found) - by_syllables * spoken / len(said)
    return Reading(round(ease), len(said), len(found), spoken)


_FORMULAS: Final = {"en": (206.835, 1.015, 84.6), "fr": (207.0, 1.015, 73.6)}
