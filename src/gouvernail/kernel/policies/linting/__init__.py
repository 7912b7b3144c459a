"""What is missing, too wide, at odds or hard to read in a set of policies. Pure."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations

from gouvernail.kernel.policies.linting.bans import broad_bans
from gouvernail.kernel.policies.linting.contradictions import contradictions
from gouvernail.kernel.policies.linting.dates import impossible_dates
from gouvernail.kernel.policies.linting.keeping import keeping
from gouvernail.kernel.policies.linting.parity import parity
from gouvernail.kernel.policies.linting.readability import hard_to_read
from gouvernail.kernel.policies.linting.remark import Examined, Remark, Severity, examined
from gouvernail.kernel.policies.linting.roles import undefined_roles
from gouvernail.kernel.policies.linting.sentences import SENTENCES
from gouvernail.kernel.policies.linting.topics import TOPICS, missing_clauses, topics_of

__all__ = [
    "SENTENCES",
    "TOPICS",
    "Examined",
    "Remark",
    "Severity",
    "examined",
    "lint",
    "parity",
    "topics_of",
]


def lint(policies: Sequence[Examined], *, today: date | None = None) -> list[Remark]:
    """Return the remarks on policies read together, those of one after those of the other.

    Together: a topic that one treats is not missing from another of the same language, and two of
    one `slug` in two languages are held against one another. `today` tells what is overdue.
    """
    found = list(_all(list(policies), today))
    order = {each.name: place for place, each in enumerate(policies)}
    return sorted(found, key=lambda each: order[each.policy])


def _all(policies: list[Examined], today: date | None) -> Iterator[Remark]:
    yield from missing_clauses(policies)
    for each in policies:
        yield from keeping(each, today)
        yield from broad_bans(each)
        yield from undefined_roles(each)
        yield from hard_to_read(each)
        yield from impossible_dates(each)
    yield from contradictions(policies)
    for here, there in combinations(policies, 2):
        if here.slug == there.slug and here.language != there.language:
            yield from parity(here, there)
