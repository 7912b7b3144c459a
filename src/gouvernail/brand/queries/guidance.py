"""What of the guide matters while one post is written: this unit, these networks, what it has."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.utils.translation import override

from gouvernail.brand.models import SectionVersion, Topic
from gouvernail.brand.queries.guides import Pair, pair_of, sorted_versions, versions_in_force
from gouvernail.people.models import Unit

# Subjects that matter only where a post has what they are about.
FEATURES: Final[dict[str, str]] = {
    Topic.PICTURES: "picture",
    Topic.HASHTAGS: "hashtag",
    Topic.LINKS: "link",
    Topic.REPLIES: "reply",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """One section as a writer reads it beside their text, in the language of the text."""

    section_id: UUID
    topic: str
    network: str
    title: str
    text: str
    pairs: tuple[Pair, ...]
    in_force_on: date | None


def advice_here(
    unit: Unit, *, networks: Iterable[str], language: str, has: Iterable[str]
) -> list[Advice]:
    """Return what the guide says to whoever writes this post. One query.

    Args:
        unit: whose post; what stands above it holds too.
        networks: where it would appear; none keeps what holds on every network.
        language: of the post, `fr` or `en`; another reads what the organisation wrote.
        has: which of `picture`, `hashtag`, `link` and `reply` the post has.
    """
    places, there = {"", *networks}, set(has)
    matter = [
        one
        for one in sorted_versions(versions_in_force(unit))
        if one.section.network in places and FEATURES.get(one.section.topic, "") in {"", *there}
    ]
    with override("en" if language.startswith("en") else "fr"):
        return [_advice(one) for one in matter]


def _advice(version: SectionVersion) -> Advice:
    return Advice(
        section_id=version.section_id,
        topic=version.section.topic,
        network=version.section.network,
        title=version.label,
        text=version.words,
        pairs=tuple(pair_of(each, {}) for each in version.pairs),
        in_force_on=version.in_force_on,
    )
