"""Which accounts have the same aim as the one asked for: points, and where each comes from.

Pure functions: no query here.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gouvernail.foundation.sorting import plainly
from gouvernail.kernel.text import fold, words

_SMALL_WORDS: Final = """
le la les un une des du de et en au aux pour par sur avec dans que qui nos notre votre vos leur
leurs ce ces cette son sa ses est sont etre plus tout tous toute toutes ou ne pas se compte page
the a an of and in on for to with by our your their this that these is are be from at as it we
all who what account official officiel officielle groupe group
"""
STOP_WORDS: Final = frozenset(_SMALL_WORDS.split())
SHORTEST: Final = 3
ENDINGS: Final = ("ements", "ement", "ations", "ation", "ings", "ing", "es", "s", "e")
STEM: Final = 4
# What makes two accounts alike, and how many points each is worth at most, out of 100.
PURPOSE: Final = 45
AUDIENCE: Final = 20
NAME: Final = 10
TAGS: Final = 5
NETWORK: Final = 10
UNIT: Final = 10
IN_PURPOSE: Final = gettext_lazy("Purpose: “%(words)s” in both")
IN_AUDIENCE: Final = gettext_lazy("Audience: “%(words)s” in both")
IN_TAGS: Final = gettext_lazy("Tags: “%(words)s” in both")
IN_NAME: Final = gettext_lazy("Name: “%(words)s” in both")
SHOWN: Final = 5
FEW: Final = 5  # a name that fewer accounts bear is not the organisation's


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the register says of one account, as far as the adviser looks at it."""

    id: UUID
    name: str
    handle: str
    network: str
    status: str
    status_words: str
    unit: str
    unit_path: str
    owner_id: UUID | None
    owner: str
    backup_id: UUID | None
    texts: tuple[str, ...]
    audiences: tuple[str, ...]
    tags: tuple[str, ...]
    last_post_on: date | None = None
    followers: int | None = None
    read_on: date | None = None
    planned_minutes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the request says, as far as the adviser looks at it."""

    title: str
    network: str
    network_name: str
    unit_path: str
    texts: tuple[str, ...]
    audience: str
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The keywords of a request, found once."""

    asked: Asked
    purpose: frozenset[str]
    audience: frozenset[str]
    tags: frozenset[str]
    name: frozenset[str]

    @classmethod
    def of(cls, asked: Asked) -> "Wanted":
        """Return what is looked for in each account."""
        return cls(
            asked=asked,
            purpose=words_of(asked.texts),
            audience=keywords(asked.audience),
            tags=words_of(asked.tags),
            name=keywords(asked.title),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One thing two accounts have in common, and the points it brings."""

    words: str
    points: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """An account with the same aim: points out of 100, and where they come from."""

    account: Known
    points: int
    reasons: tuple[Reason, ...]


def keywords(text: str) -> frozenset[str]:
    """Return the words of a text that carry meaning: folded, without small words and endings."""
    return frozenset(filter(None, map(_stem, words(fold(text)))))


@lru_cache(maxsize=40_000)  # a register has as many words as a dictionary, however long it is
def _stem(word: str) -> str:
    """Return a folded word without its ending; nothing for one that says nothing."""
    if len(word) < SHORTEST or word in STOP_WORDS:
        return ""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= STEM:
            return word[: -len(ending)]
    return word


def words_of(texts: Iterable[str]) -> frozenset[str]:
    """Return the keywords of several texts together."""
    return frozenset().union(*(keywords(text) for text in texts if text))


def _overlap(ours: frozenset[str], theirs: frozenset[str]) -> tuple[float, list[str]]:
    """Return how much of the shorter text is in the other, 0 to 1, and the words in common."""
    common = sorted(ours & theirs)
    size = min(len(ours), len(theirs))
    return (len(common) / max(size, 3) if size else 0.0), common


def same_aim(asked: Asked, accounts: Sequence[Known], *, least: int) -> list[Match]:
    """Return the accounts that have the same aim, from `least` points on, best first.

    Without a word of purpose, audience or tags in common nothing counts: two accounts of one unit,
    on one network or with the organisation's name need not have the same aim. An account of which
    nothing but the name is written is compared by its name.
    """
    everywhere = _everywhere(accounts)
    wanted = Wanted.of(asked)
    found = []
    for account in accounts:
        reasons = _reasons(wanted, account, everywhere)
        points = sum(reason.points for reason in reasons)
        if points >= least:
            found.append(Match(account=account, points=points, reasons=tuple(reasons)))
    return sorted(found, key=lambda one: (-one.points, plainly(one.account.name)))


def _everywhere(accounts: Sequence[Known]) -> frozenset[str]:
    """Return the words of so many names that they tell nothing: the organisation's own."""
    counted = Counter(word for one in accounts for word in words_of((one.name, one.handle)))
    least = max(len(accounts) // 3, FEW)
    return frozenset(word for word, times in counted.items() if times > least)


def _reasons(wanted: Wanted, account: Known, everywhere: frozenset[str]) -> list[Reason]:
    asked = wanted.asked
    about = _in_common(
        (IN_PURPOSE, PURPOSE, wanted.purpose, words_of(account.texts)),
        (IN_AUDIENCE, AUDIENCE, wanted.audience, words_of(account.audiences)),
        (IN_TAGS, TAGS, wanted.tags, words_of(account.tags)),
        without=everywhere,
    )
    names = (IN_NAME, NAME, wanted.name, words_of((account.name, account.handle)))
    if not about:
        if any((*account.texts, *account.audiences, *account.tags)) or _is_one_word(*names[2:]):
            return []
        names = (names[0], PURPOSE, *names[2:])  # its name is all it says of itself
    named = _in_common(names, without=everywhere)
    return [*about, *named, *_places_in_common(asked, account)]


def _is_one_word(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    """Return whether two names have at most a word in common: the organisation's own, often."""
    return len(ours & theirs) <= 1


def _in_common(
    *pairs: tuple[Promise, int, frozenset[str], frozenset[str]], without: frozenset[str]
) -> list[Reason]:
    found = []
    for sentence, most, ours, theirs in pairs:
        share, common = _overlap(ours - without, theirs - without)
        points = round(share * most)
        if points:
            shown = ", ".join(common[:SHOWN])
            found.append(Reason(words=str(sentence) % {"words": shown}, points=points))
    return found


def _places_in_common(asked: Asked, account: Known) -> list[Reason]:
    found = []
    if account.network == asked.network:
        words_ = _("Both on %(network)s") % {"network": asked.network_name}
        found.append(Reason(words=words_, points=NETWORK))
    if account.unit_path == asked.unit_path:
        found.append(Reason(words=_("Same unit"), points=UNIT))
    elif asked.unit_path.startswith(account.unit_path) or account.unit_path.startswith(
        asked.unit_path
    ):
        found.append(Reason(words=_("One unit contains the other"), points=UNIT // 2))
    return found
