"""What a subject is: the sentences it knows, and the rule it asks for."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from gouvernail.kernel.rules.canonical import Plain
from gouvernail.kernel.rules.proposing.sentences import Sentence
from gouvernail.kernel.rules.writing import Draft

Words = tuple[str, str]  # in French, in English
NOT_A_TEXT: Final = re.compile(
    r"\b(?:internautes?|commentaires?|commenters?|comments|moderat\w+|masqu\w+|"
    r"we hide|here's why|seront \w* ?supprime\w*|"
    r"for more (?:details|information)|please visit|en savoir plus|see also|"
    r"learn more|does not allow|"
    r"within [0-9]+ (?:hours|days)|dans les [0-9]+ (?:heures|jours)|toolbar|"
    r"spreadsheets?|heading|headings|h[1-6]|"
    r"column|table cell|metadata|file name|filename|url path|breadcrumb|template|"
    r"password manager)\b"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One rule that a sentence asks for, before its examples are tried."""

    title: Words
    say: Words
    check: Draft
    raises: tuple[Plain, ...]
    passes: tuple[Plain, ...] = ()
    when: Draft | None = None
    strict: bool = False
    chosen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A subject: what its sentences hold, whether they must forbid, and what they ask for."""

    name: str
    holds: re.Pattern[str]
    ask: Callable[[Sentence], Iterable[Asked]]
    forbids: bool | None = None
    leaves: re.Pattern[str] | None = None

    def concerns(self, sentence: Sentence) -> bool:
        """Whether a sentence is about it."""
        if self.forbids is not None and self.forbids is not sentence.forbids:
            return False
        if NOT_A_TEXT.search(sentence.plain) is not None:
            return False
        if self.leaves is not None and self.leaves.search(sentence.plain) is not None:
            return False
        return self.holds.search(sentence.plain) is not None


def pattern(*expressions: str, original: bool = False, sensitive: bool = False) -> Draft:
    """Return a check of patterns."""
    written: Draft = {"any": list(expressions)}
    if original:
        written |= {"on": "original", "sensitive": sensitive}
    return {"pattern": written}


def one(**fields: object) -> Callable[[Sentence], Iterable[Asked]]:
    """Return what asks for the same rule whatever the sentence."""
    asked = Asked(**fields)  # type: ignore[arg-type]  # the fields of Asked
    return lambda _sentence: (asked,)
