"""The topics as one matcher, kept in memory until a topic changes."""

import threading
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from django.db.models import Count, Max

from gouvernail.kernel.queries import Frequencies, Matcher, Prepared, Query, QueryError, parse
from gouvernail.listening.models import Topic

FADE_EVERY: Final = 100_000
KEPT_WORDS: Final = 50_000
NO_LANGUAGE: Final = ""

Version = tuple[int, str, str]


@dataclass(frozen=True, slots=True)
class Topics:
    """The topics listened for, compiled: keys of the matcher are their ids as text.

    `days`: how long each keeps what it is about. `languages` are those that a query names, and one
    that none does: a post that matches nothing under any of these matches nothing, whatever its
    language.
    """

    version: Version
    matcher: Matcher
    ids: dict[str, UUID]
    days: dict[str, int]
    languages: tuple[str, ...]

    def may_match(self, post: Prepared) -> bool:
        """Return whether a post would match a topic, were it in some language or other."""
        kept = post.document
        try:
            return any(self._matches(post, lang) for lang in self.languages)
        finally:
            post.document = kept

    def _matches(self, post: Prepared, lang: str) -> bool:
        post.document = replace(post.document, lang=lang)
        return bool(self.matcher.numbers(post))


class _Kept:
    """What this process knows: the matcher, and how common words are."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.topics: Topics | None = None
        self.frequencies = Frequencies()


_kept = _Kept()


def frequencies() -> Frequencies:
    """Return how common words are in what this process heard."""
    return _kept.frequencies


def fade_if_due() -> None:
    """Let old words weigh less, once every `FADE_EVERY` posts."""
    if _kept.frequencies.posts >= FADE_EVERY:
        _kept.frequencies.fade(keep=KEPT_WORDS)


def current_topics() -> Topics:
    """Return the topics listened for, compiled. Two queries; one more when a topic changed."""
    version = _version()
    with _kept.lock:
        if _kept.topics is None or _kept.topics.version != version:
            _kept.topics = _compiled(version)
        return _kept.topics


def _version() -> Version:
    row = Topic.objects.aggregate(
        number=Count("pk"),
        changed=Max("changed_at"),
        paused=Count("paused_at"),
        closed=Count("closed_at"),
    )
    changed = row["changed"].isoformat() if row["changed"] else ""
    newest = Topic.objects.order_by("-pk").values_list("pk", flat=True).first()
    return row["number"], f"{changed} {row['paused']} {row['closed']}", str(newest)


def _compiled(version: Version) -> Topics:
    rows = Topic.objects.filter(paused_at__isnull=True, closed_at__isnull=True)
    queries: dict[str, Query] = {}
    days: dict[str, int] = {}
    for key, text, kept_for in rows.order_by("pk").values_list("pk", "query", "retention"):
        read = query_of(text)
        if read is not None:
            queries[str(key)], days[str(key)] = read, Topic.DAYS[kept_for]
    matcher = Matcher(queries, _kept.frequencies)
    named = frozenset(code for read in queries.values() for code in read.languages)
    ids = {key: UUID(key) for key in queries}
    return Topics(version, matcher, ids, days, (NO_LANGUAGE, *sorted(named)))


def query_of(text: str) -> Query | None:
    """Return a query that was kept; None for one that a later version no longer reads."""
    try:
        return parse(text)
    except QueryError:
        return None
