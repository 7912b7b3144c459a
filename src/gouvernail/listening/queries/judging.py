"""What is kept of what was heard: which topics it is about, whom it addresses, its words.

Done before any transaction: a batch of hundreds costs milliseconds of processor, which no lock
should last.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from gouvernail.kernel.analysis import Sentiment, languages, sentiments
from gouvernail.kernel.queries import Document, Prepared, prepare
from gouvernail.listening.models import Source
from gouvernail.listening.queries import matchers
from gouvernail.listening.queries.names import key_of
from gouvernail.listening.queries.ours import Ours, our_accounts
from gouvernail.listening.queries.words import print_of
from gouvernail.networks.contract.heard import Batch, Heard, What

EXPECTED: Final = ("fr", "en")
"""The languages of the product: what is not surely in another one is in one of them."""
_PUBLISHED: Final = frozenset({What.POST, What.REPLY, What.QUOTE, What.EDIT, What.REPOST})


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One thing heard that is kept, or may be: `needs` names the kept mention it depends on.

    `keep_days`: how long its topics keep it.
    """

    heard: Heard
    topics: tuple[UUID, ...] = ()
    handle: str = ""
    lang: str = ""
    sentiment: str = "unknown"
    score: float = 0.0
    text_print: str = ""
    account: UUID | None = None
    is_own: bool = False
    needs: str = ""
    keep_days: int = 0


def judged(source: Source, batch: Batch) -> list[Judged]:
    """Return what may be kept of a batch, in its order. Three queries; more when things changed.

    Reposts, edits and deletions are returned whatever they are about: whether the mention they
    concern is kept is known to the table alone.
    """
    topics, ours = matchers.current_topics(), our_accounts()
    posts = [heard for heard in batch.heard if heard.what in _PUBLISHED and heard.text]
    langs = _langs(posts, detect=source.keeps_all)
    handles = [heard.author_handle or batch.names.get(heard.author_id, "") for heard in posts]
    documents = [
        _document(heard, lang, handle)
        for heard, lang, handle in zip(posts, langs, handles, strict=True)
    ]
    prepared = prepare(documents)
    matchers.frequencies().observe(prepared)
    matchers.fade_if_due()
    matched = topics.matcher.match(prepared)
    found: dict[int, Judged] = {}
    for heard, handle, lang, keys, words in zip(
        posts, handles, langs, matched, prepared, strict=True
    ):
        one = _one(heard, tuple(topics.ids[key] for key in keys), ours, source)
        if one is not None:
            days = max((topics.days[key] for key in keys), default=0)
            found[id(heard)] = _told(replace(one, keep_days=days), handle, lang, words)
    for heard in batch.heard:
        if id(heard) not in found and (one := _depending(heard, ours)):
            found[id(heard)] = one
    kept = [found[id(heard)] for heard in batch.heard if id(heard) in found]
    return _with_feelings(kept)


def _langs(posts: Sequence[Heard], *, detect: bool) -> list[str]:
    """Return the language told of each post; where none is and few come, the one detected."""
    told = [heard.lang.partition("-")[0] for heard in posts]
    if not detect or all(told):
        return told
    found = languages([heard.text for heard in posts], among=EXPECTED)
    return [known or guessed.code for known, guessed in zip(told, found, strict=True)]


def _document(heard: Heard, lang: str, handle: str) -> Document:
    return Document(
        text=heard.text,
        lang=lang,
        author=handle or heard.author_id,
        network=heard.network,
        urls=heard.urls,
        has=heard.has,
    )


def _one(heard: Heard, topics: tuple[UUID, ...], ours: Ours, source: Source) -> Judged | None:
    """Return what is worth keeping by itself; None for the rest."""
    own = ours.author(heard)
    if own is not None:
        # Our own answers make threads whole; what we say is no mention of us.
        return Judged(heard=heard, account=own, is_own=True) if heard.parent_id else None
    addressed = ours.addressed(heard)
    if heard.what is What.EDIT:
        return Judged(heard=heard, topics=topics, account=addressed)
    if topics or addressed or source.keeps_all:
        return Judged(heard=heard, topics=topics, account=addressed)
    return None


def _told(one: Judged, handle: str, lang: str, words: Prepared) -> Judged:
    shown = "" if one.is_own else print_of(words.document.text)
    return replace(one, handle=handle, lang=lang, text_print=shown)


def _depending(heard: Heard, ours: Ours) -> Judged | None:
    if heard.what is What.DELETE:
        return Judged(heard=heard, needs=key_of(heard.key))
    # What we pass on ourselves is no mention of us.
    if heard.what is What.REPOST and heard.quoted_id and ours.author(heard) is None:
        return Judged(heard=heard, needs=key_of(heard.key_of(heard.quoted_id)))
    return None


def _with_feelings(kept: list[Judged]) -> list[Judged]:
    """Add language and indicative sentiment, in one batch, to what holds words."""
    said = [one for one in kept if one.heard.text]
    if not said:
        return kept
    texts = [one.heard.text for one in said]
    found = languages(texts, among=EXPECTED)
    langs = [
        guess.code if guess.sure else one.lang or guess.code
        for one, guess in zip(said, found, strict=True)
    ]
    felt = dict(zip(map(id, said), zip(langs, sentiments(texts, langs), strict=True), strict=True))
    return [_felt(one, *felt[id(one)]) if id(one) in felt else one for one in kept]


def _felt(one: Judged, lang: str, sentiment: Sentiment) -> Judged:
    return replace(one, lang=lang[:12], sentiment=sentiment.label, score=sentiment.score)
