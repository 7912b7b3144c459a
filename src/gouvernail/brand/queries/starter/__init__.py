"""The starter guide: sections in our own words, in both languages, taken line by line."""

import re
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import get_language

from gouvernail.brand.models import Topic
from gouvernail.brand.queries.starter.networks import ON_ONE_NETWORK
from gouvernail.brand.queries.starter.words import ON_EVERY_NETWORK, Words

__all__ = ["Proposal", "proposals"]


NARROW: Final = re.compile(r" (?=[;!?])")
WIDE: Final = re.compile(r" (?=[:»])|(?<=«) ")


def typeset(words: Words) -> Words:
    """Return French words with the no-break spaces that its signs want."""
    pairs = [
        (_set(do), _set(dont), _set(good), _set(bad)) for do, dont, good, bad in words["pairs"]
    ]
    return {"title": _set(words["title"]), "text": _set(words["text"]), "pairs": pairs}


def _set(text: str) -> str:
    return WIDE.sub("\u00a0", NARROW.sub("\u202f", text))


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One section proposed; `main` is the language of the organisation (`fr` or `en`)."""

    key: str
    topic: str
    network: str
    said: dict[str, Words]
    main: str

    @property
    def topic_label(self) -> str:
        """Return its subject in the reader's language."""
        return str(Topic(self.topic).label)

    @property
    def words(self) -> Words:
        """Return what it says in the reader's language."""
        english = (get_language() or "").startswith("en") or self.main == "en"
        return self.said["en"] if english else typeset(self.said["fr"])

    def facts(self) -> dict[str, Any]:
        """Return what its first draft says, as the action takes it."""
        english = self.said["en"]
        main = english if self.main == "en" else typeset(self.said["fr"])
        twin = self.main != "en"
        pairs = []
        for index, pair in enumerate(main["pairs"]):
            both = dict(zip(("do", "dont", "good", "bad"), pair, strict=True))
            if twin:
                others = english["pairs"][index]
                names = ("do_en", "dont_en", "good_en", "bad_en")
                both |= dict(zip(names, others, strict=True))
            pairs.append(both)
        facts: dict[str, Any] = {
            "title": main["title"],
            "text": main["text"],
            "pairs": tuple(pairs),
        }
        if twin:
            facts |= {"title_en": english["title"], "text_en": english["text"]}
        return facts


def proposals(language: str) -> list[Proposal]:
    """Return the starter guide of an organisation whose language is `language`. No query."""
    main = "fr" if language.startswith("fr") else "en"
    return [
        Proposal(key=key, topic=topic, network=network, said=said, main=main)
        for key, (topic, network, said) in (ON_EVERY_NETWORK | ON_ONE_NETWORK).items()
    ]
