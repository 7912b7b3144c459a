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
from gouvernail.listening.queries.names import author_of, key_of
from gouvernail.listening.queries.ours import Ours, our_accounts
from gouvernail.listening.queries.words import print_of
from gouvernail.networks.contract.heard import Batch, Heard, What

MOST_LANG: Final = 12
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
    concern is kept is known to the table alone. The language of what may matter is detected before
    it is matched: queries see here what they see of a mention that is kept.
    """
    topics, ours = matchers.current_topics(), our_accounts()
    posts = [heard for heard in batch.heard if heard.what in _PUBLISHED and heard.text]
    handles = [heard.author_handle or batch.names.get(heard.author_id, "") for heard in posts]
    prepared = prepare(
        [_document(heard, handle) for heard, handle in zip(posts, handles, strict=True)]
    )
    matchers.frequencies().observe(prepared)
    matchers.fade_if_due()
    near = [
        (heard, handle, post)
        for heard, handle, post in zip(posts, handles, prepared, strict=True)
        if source.keeps_all or _matters(heard, ours) or topics.may_match(post)
    ]
    _settle([post for _heard, _handle, post in near])
    matched = topics.matcher.match([post for _heard, _handle, post in near])
    found: dict[int, Judged] = {}
    for (heard, handle, post), keys in zip(near, matched, strict=True):
        one = _one(heard, tuple(topics.ids[key] for key in keys), ours, source)
        if one is not None:
            days = max((topics.days[key] for key in keys), default=0)
            found[id(heard)] = _told(replace(one, keep_days=days), handle, post)
    for heard in batch.heard:
        if id(heard) not in found and (one := _depending(heard, ours)):
            found[id(heard)] = one
    kept = [found[id(heard)] for heard in batch.heard if id(heard) in found]
    return _with_feelings(kept)


def _matters(heard: Heard, ours: Ours) -> bool:
    """Return whether something matters whatever its words match: ours, to us, or said anew."""
    return bool(heard.what is What.EDIT or ours.author(heard) is not None or ours.addressed(heard))


def _settle(posts: Sequence[Prepared]) -> None:
    """Give posts the language they are in: detected where that is sure, else the one told."""
    found = languages([post.document.text for post in posts], among=EXPECTED)
    for post, guess in zip(posts, found, strict=True):
        told = post.document.lang
        lang = guess.code if guess.sure else told or guess.code
        post.document = replace(post.document, lang=lang[:MOST_LANG])


def _document(heard: Heard, handle: str) -> Document:
    return Document(
        text=heard.text,
        lang=heard.lang.partition("-")[0],
        author=handle or author_of(heard),
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


def _told(one: Judged, handle: str, post: Prepared) -> Judged:
    shown = "" if one.is_own else print_of(post.document.text)
    return replace(one, handle=handle, lang=post.document.lang, text_print=shown)


def _depending(heard: Heard, ours: Ours) -> Judged | None:
    if heard.what is What.DELETE:
        return Judged(heard=heard, needs=key_of(heard.key))
    # What we pass on ourselves is no mention of us.
    if heard.what is What.REPOST and heard.quoted_id and ours.author(heard) is None:
        return Judged(heard=heard, needs=key_of(heard.key_of(heard.quoted_id)))
    return None


def _with_feelings(kept: list[Judged]) -> list[Judged]:
    """Add indicative sentiment, in one batch, to what holds words."""
    said = [one for one in kept if one.heard.text]
    langs = [one.lang or one.heard.lang.partition("-")[0] for one in said]
    found = sentiments([one.heard.text for one in said], langs)
    felt = dict(zip(map(id, said), zip(langs, found, strict=True), strict=True))
    return [_felt(one, *felt[id(one)]) if id(one) in felt else one for one in kept]


def _felt(one: Judged, lang: str, sentiment: Sentiment) -> Judged:
    return replace(one, lang=lang[:MOST_LANG], sentiment=sentiment.label, score=sentiment.score)
