"""The starter guide: sections in our own words, in both languages, taken line by line."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from gouvernail.brand.models import Topic
from gouvernail.brand.queries.starter.networks import ON_ONE_NETWORK
from gouvernail.brand.queries.starter.words import ON_EVERY_NETWORK, Words

__all__ = ["Proposal", "proposals"]


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
        return self.said["en" if (get_language() or "").startswith("en") else self.main]

    def facts(self) -> dict[str, Any]:
        """Return what its first draft says, as the action takes it."""
        main, english = self.said[self.main], self.said["en"]
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
