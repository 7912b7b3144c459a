"""Who keeps a policy, and when it is read again."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from gouvernail.kernel.policies.linting.remark import Examined, Remark, remark, words_of
from gouvernail.kernel.text.folding import fold

_OWNER_KEYS: Final = frozenset(
    {"owner", "owners", "author", "authors", "questions", "contact", "maintainer", "responsable"}
)
_REVIEW_KEYS: Final = frozenset({"review", "review_date", "reviewed", "expirydate", "next_review"})
_OWNER: Final = re.compile(
    r"\b(?:keeps? this|owns this|owner of this|maintain\w* (?:this|by)|responsible for this"
    r"|questions? (?:about|on) this|assure la responsabilite|tient (?:cette|ce|la presente)"
    r"|responsable de (?:cette|ce|la presente)|tenue? a jour par|est tenue? par|is kept by"
    r"|is issuing (?:this )?guidance|issued by)\b"
)
_REVIEW: Final = re.compile(
    r"\b(?:review\w*|revis\w+|updated|relu\w*|revue?s?|mise? a jour|reexamine\w*)\b.{0,40}"
    r"\b(?:every|each|yearly|annually|quarterly|tous les|toutes les|chaque|par an|annuel\w*"
    r"|before|by|avant) .{0,20}(?:months?|years?|quarters?|mois|ans?|annees?|\d{4})\b"
    r"|\breview(?:ed)? (?:yearly|annually|quarterly|every year)"
)


def keeping(about: Examined, today: date | None) -> Iterator[Remark]:
    """Yield a remark when nothing says who keeps the text, or when it is read again."""
    words = " ".join(
        [fold(about.policy.summary).text, *(words_of(each) for each in about.policy.clauses)]
    )
    facts = {key.casefold(): value for key, value in about.policy.facts.items() if value.strip()}
    if not (about.owner or _OWNER_KEYS & set(facts) or _OWNER.search(words)):
        yield remark("no_owner", about)
    if not (about.review or _REVIEW_KEYS & set(facts) or _REVIEW.search(words)):
        yield remark("no_review_date", about)
    due = _day(next((facts[key] for key in sorted(_REVIEW_KEYS & set(facts))), ""))
    if due and today and due < today:
        yield remark("review_overdue", about, day=due.isoformat())


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written[:10])
    except ValueError:
        return None
