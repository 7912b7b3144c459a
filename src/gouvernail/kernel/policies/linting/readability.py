"""How hard a policy is to read.

English: the Flesch-Kincaid grade (J. P. Kincaid, R. P. Fishburne, R. L. Rogers and B. S. Chissom,
1975), in years of school. French: the index of L. Kandel and A. Moles (1958), from 0 (hard) to 100.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from gouvernail.kernel.policies.clauses import FoundClause
from gouvernail.kernel.policies.linting.remark import Examined, Remark, remark
from gouvernail.kernel.text.measures import reading_ease

MAX_GRADE: Final = 14
MIN_EASE: Final = 40
_WORDS: Final = 40
_NOT_PROSE: Final = re.compile(
    r"\s*(?:[-*•|>]\s|\d{1,2}[.)]\s|\*\*[^*]*\*\*:?\s*$|[^|\n]*\|[^|\n]*\|)"
)
_LINK: Final = re.compile(r"!?\[([^\]]{0,300})\]\([^)]{0,1000}\)")


def hard_to_read(about: Examined) -> Iterator[Remark]:
    """Yield a remark for each clause of forty words and more that is hard to read."""
    for clause in about.policy.clauses:
        if score := _hard(clause, about.language):
            yield remark("hard_to_read", about, clause=clause, score=score)


def grade(text: str) -> float | None:
    """Return the Flesch-Kincaid grade of an English text; None without words."""
    read = reading_ease(text, "en")
    if read is None:
        return None
    return 0.39 * read.words / read.sentences + 11.8 * read.syllables / read.words - 15.59


def prose(text: str) -> str:
    """Return the sentences of a text: no list, no table, no title in bold; links by their words."""
    kept = (line for line in text.split("\n") if not _NOT_PROSE.match(line))
    return _LINK.sub(r"\1", "\n".join(kept).replace("\n", " ").replace("  ", "\n"))


def _hard(clause: FoundClause, lang: str) -> Mapping[str, str] | None:
    text = prose(clause.text)
    read = reading_ease(text, lang)
    if read is None or read.words < _WORDS:
        return None
    if lang == "fr":
        told = f"{read.ease} / 100 (Kandel-Moles)"
        return {"fr": told, "en": told} if read.ease < MIN_EASE else None
    years = grade(text) or 0.0
    if years <= MAX_GRADE:
        return None
    return {
        "fr": f"niveau {years:.0f} (Flesch-Kincaid)",
        "en": f"grade {years:.0f} (Flesch-Kincaid)",
    }
