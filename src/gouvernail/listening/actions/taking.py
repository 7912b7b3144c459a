"""Taking in what a source gave: mentions, what they are about, sums and cursor, or nothing."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import connection
from django.db.models import F

from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import machine
from gouvernail.foundation.outbox import announce
from gouvernail.ledger.actions import record
from gouvernail.listening.actions.counting import Sum
from gouvernail.listening.actions.health import note_heard
from gouvernail.listening.errors import SourceNotFoundError
from gouvernail.listening.models import Mention, Position, Source, TopicMention, Unheard
from gouvernail.listening.queries.judging import (
    Judged,
    author_digest,
    author_of,
    judged,
    key_of,
)
from gouvernail.networks.contract.heard import Batch, What

MENTIONS: Final = "listening.mentions"
CHANGES: Final = "listening.changes"
ORDER_LOCK: Final = 0x6C697374656E  # "listen": an advisory lock of the database
ALIKE_FOR: Final = timedelta(days=7)
TOLD_AT_ONCE: Final = 50
_ASKED: Final = 500
_SHORT: Final = {"url": 2000, "author_handle": 300, "author_name": 300}
Key = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What became of a batch: mentions that are new, those known already, matches with topics.

    `ids` are the new ones, in order.
    """

    new: int = 0
    known: int = 0
    matched: int = 0
    withdrawn: int = 0
    ids: tuple[UUID, ...] = ()


def take_in(*, source_id: UUID, batch: Batch, at: datetime, private: Collection[str] = ()) -> Taken:
    """Keep what matters of a batch, with its cursor, in one transaction. Idempotent.

    What was heard before is known by its key: a batch taken in twice changes nothing. The words
    are judged first, outside the transaction. `private` are keys (`Heard.key`) of what was told to
    us alone: it is about no topic, counted nowhere, in no list.

    Raises:
        SourceNotFoundError: there is none.
    """
    source = Source.objects.filter(pk=source_id).first()
    if source is None:
        raise SourceNotFoundError
    kept = _worth_keeping(judged(source, batch))
    return keep_heard(source_id=source_id, kept=kept, batch=batch, at=at, private=private)


def _worth_keeping(found: list[Judged]) -> list[Judged]:
    """Leave out what depends on mentions that are not kept. One query for 500 names."""
    asked = {(one.heard.network, one.needs or key_of(one.heard.key)) for one in found if _asks(one)}
    known = {(one.network, one.key) for one in _mentions(asked, only=("network", "key"))}
    known |= {_name(one) for one in found if not _asks(one)}
    return [
        one
        for one in found
        if not _asks(one) or (one.heard.network, one.needs or key_of(one.heard.key)) in known
    ]


def _asks(one: Judged) -> bool:
    edit = one.heard.what is What.EDIT and not one.topics and one.account is None
    return bool(one.needs) or edit


def _name(one: Judged) -> Key:
    return one.heard.network, key_of(one.heard.key)


def _mentions(keys: Iterable[Key], *, only: Sequence[str] = ()) -> list[Mention]:
    """Return the mentions kept under these names. One query for 500 of each network."""
    networks: dict[str, list[str]] = {}
    for network, key in keys:
        networks.setdefault(network, []).append(key)
    found: list[Mention] = []
    for network, names in networks.items():
        for start in range(0, len(names), _ASKED):
            rows = Mention.objects.filter(network=network, key__in=names[start : start + _ASKED])
            found += rows.only(*only) if only else rows
    return found


@action("listening.keep_heard")
def keep_heard(
    *,
    source_id: UUID,
    kept: Sequence[Judged],
    batch: Batch,
    at: datetime,
    private: Collection[str] = (),
) -> Taken:
    """Write what was judged worth keeping of a batch, and how far the source was heard.

    Called by `take_in`. Mentions addressed to us, and what our accounts answered, are announced
    under `listening.mentions` (`ids`, fifty at most), those of the former that their author
    changed or took back under `listening.changes`; one leaf of the ledger for the batch, if it
    brought anything.
    """
    _one_at_a_time()
    position = Position.objects.select_for_update().get_or_create(source_id=source_id)[0]
    work = _Work(source_id, at, frozenset(private))
    if kept:
        work.read(kept)
        for one in kept:
            work.take(one)
        work.write()
    taken = work.taken()
    note_heard(position, batch=batch, kept=taken.new, at=at)
    if taken.new:
        _tell(source_id, work, taken, at=at)
    tell_changes(work.changed.values(), at=at)
    return taken


def _one_at_a_time() -> None:
    """Hold what two sources heard at once apart: the second finds what the first wrote."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ORDER_LOCK])


def _tell(source_id: UUID, work: "_Work", taken: Taken, *, at: datetime) -> None:
    source = Source.objects.get(pk=source_id)
    told = {"mentions": taken.new, "matches": taken.matched, "withdrawn": taken.withdrawn}
    record(actor=machine("listener"), verb="source.heard", subject=source, at=at, data=told)
    ours = [one for one in work.new.values() if one.account_id is not None]
    _announce(MENTIONS, [one.pk for one in ours if one.parent_key or not one.is_own], at=at)


def _announce(topic: str, keys: Sequence[UUID], *, at: datetime) -> None:
    """Announce mentions some at a time: who hears of them writes for each, in one transaction."""
    for start in range(0, len(keys), TOLD_AT_ONCE):
        some = keys[start : start + TOLD_AT_ONCE]
        announce(topic, {"ids": [str(one) for one in some]}, at=at)


def tell_changes(mentions: Iterable[Mention], *, at: datetime) -> None:
    """Announce which mentions addressed to us say something else now, or nothing any more."""
    ours = [one.pk for one in mentions if one.account_id is not None and not one.is_own]
    _announce(CHANGES, ours, at=at)


class _Work:
    """One batch on its way to the tables."""

    def __init__(self, source_id: UUID, at: datetime, private: frozenset[str]) -> None:
        self.source_id, self.at, self.private = source_id, at, private
        self.known: dict[Key, Mention] = {}
        self.new: dict[Key, Mention] = {}
        self.topics: dict[UUID, tuple[UUID, ...]] = {}
        self.changed: dict[UUID, Mention] = {}
        self.repeats: dict[UUID, int] = {}
        self.sum = Sum()
        self.links: list[TopicMention] = []
        self.twice = self.withdrawn = 0
        self._unheard: set[str] = set()
        self._prints: dict[str, Mention] = {}
        self._topics_known: dict[UUID, tuple[UUID, ...]] = {}

    def read(self, kept: Sequence[Judged]) -> None:
        """Read what is known already. Four queries at most for a batch of 500."""
        names = {_name(one) for one in kept}
        names |= {(one.heard.network, one.needs) for one in kept if one.needs}
        self.known = {(one.network, one.key): one for one in _mentions(names)}
        digests = {author_digest(one.heard.network, author_of(one.heard)) for one in kept}
        rows = Unheard.objects.filter(author_sha256__in=digests, ended_at__isnull=True)
        self._unheard = set(rows.values_list("author_sha256", flat=True))
        prints = {one.text_print for one in kept if one.text_print}
        earlier = Mention.objects.filter(
            text_print__in=prints, posted_at__gte=self.at - ALIKE_FOR, repeat_of__isnull=True
        )
        for mention in earlier.order_by("-posted_at", "-pk") if prints else ():
            self._prints[mention.text_print] = mention
        originals = [one.pk for one in self.known.values()]
        linked = TopicMention.objects.filter(mention__in=originals) if originals else ()
        for row in linked:
            before = self._topics_known.get(row.mention_id, ())
            self._topics_known[row.mention_id] = (*before, row.topic_id)

    def take(self, one: Judged) -> None:
        """Take one in, where it belongs."""
        heard, name = one.heard, _name(one)
        if author_digest(heard.network, author_of(heard)) in self._unheard:
            return
        found = self.known.get(name) or self.new.get(name)
        if heard.what is What.DELETE:
            self._withdraw(found)
        elif found is not None:
            self._again(found, one)
        elif one.needs:
            original = self.known.get((heard.network, one.needs)) or self.new.get(
                (heard.network, one.needs)
            )
            if original is not None:
                self._add(name, _passed_on(self._made(one), original), self._about(original))
        else:
            self._add(name, self._made(one), one.topics)

    def _again(self, found: Mention, one: Judged) -> None:
        if one.heard.what is not What.EDIT or found.withdrawn_at or found.text == one.heard.text:
            self.twice += 1
            return
        found.text, found.edited_at = one.heard.text, self.at
        found.lang, found.sentiment, found.score = one.lang, one.sentiment, one.score
        found.text_print = one.text_print
        self.changed[found.pk] = found
        before = self._about(found)
        fresh = tuple(topic for topic in one.topics if topic not in before)
        if fresh and not found.is_own and not found.is_private:
            self._link(found, fresh)

    def _withdraw(self, found: Mention | None) -> None:
        if found is None or found.withdrawn_at is not None:
            return
        forget_words(found, at=self.at)
        self.withdrawn += 1
        self.changed[found.pk] = found

    def _about(self, mention: Mention) -> tuple[UUID, ...]:
        return self.topics.get(mention.pk) or self._topics_known.get(mention.pk, ())

    def _made(self, one: Judged) -> Mention:
        heard = one.heard
        told = {"url": heard.url, "author_handle": one.handle or heard.author_handle}
        told["author_name"] = heard.author_name
        short = {name: value[: _SHORT[name]] for name, value in told.items()}
        return Mention(
            source_id=self.source_id,
            network=heard.network[:30],
            key=key_of(heard.key),
            what=str(heard.what if heard.what is not What.EDIT else What.POST),
            author_key=author_of(heard),
            author_followers=_followers(heard.author_followers),
            posted_at=min(heard.posted_at, self.at),
            received_at=self.at,
            text=heard.text,
            text_print=one.text_print,
            urls=list(heard.urls),
            media=[dict(each) for each in heard.media],
            has=sorted(heard.has),
            lang=one.lang,
            sentiment=one.sentiment,
            score=one.score,
            reach=_followers(heard.author_followers) or 0,
            parent_key=key_of(heard.key_of(heard.parent_id)),
            root_key=key_of(heard.key_of(heard.root_id or heard.parent_id)),
            quoted_key=key_of(heard.key_of(heard.quoted_id)),
            account_id=one.account,
            is_own=one.is_own,
            is_private=heard.key in self.private,
            **short,
        )

    def _add(self, name: Key, mention: Mention, topics: tuple[UUID, ...]) -> None:
        if not mention.repeat_of_id and mention.text_print and not mention.is_private:
            self._fold(mention)
        if mention.repeat_of_id:
            self.repeats[mention.repeat_of_id] = self.repeats.get(mention.repeat_of_id, 0) + 1
        self.new[name] = mention
        if topics and not mention.is_own and not mention.is_private:
            self._link(mention, topics)

    def _fold(self, mention: Mention) -> None:
        """Say whose words it repeats, if somebody said them in the last days."""
        first = self._prints.setdefault(mention.text_print, mention)
        if first is not mention:
            mention.repeat_of_id = first.pk

    def _link(self, mention: Mention, topics: tuple[UUID, ...]) -> None:
        self.topics[mention.pk] = (*self._about(mention), *topics)
        self.links += [
            TopicMention(topic_id=topic, mention_id=mention.pk, posted_at=mention.posted_at)
            for topic in topics
        ]
        self.sum.add(mention, topics, with_terms=not mention.repeat_of_id)

    def write(self) -> None:
        """Write it all: about ten statements for a batch of 500."""
        Mention.objects.bulk_create(self.new.values(), batch_size=_ASKED)
        TopicMention.objects.bulk_create(self.links, batch_size=_ASKED)
        if self.changed:
            Mention.objects.bulk_update(self.changed.values(), CHANGING, batch_size=100)
        for key, number in self.repeats.items():
            Mention.objects.filter(pk=key).update(repeats=F("repeats") + number)
        self.sum.write()

    def taken(self) -> Taken:
        """Return what became of it."""
        return Taken(
            new=len(self.new),
            known=self.twice,
            matched=len(self.links),
            withdrawn=self.withdrawn,
            ids=tuple(one.pk for one in self.new.values()),
        )


CHANGING: Final = (
    *("text", "text_print", "urls", "media", "author_handle", "author_name", "author_followers"),
    *("lang", "sentiment", "score", "edited_at", "withdrawn_at"),
)


def forget_words(mention: Mention, *, at: datetime) -> None:
    """Empty what a mention says and who said it; that there was one, and when, stays. Not saved."""
    mention.text = mention.text_print = mention.author_handle = mention.author_name = ""
    mention.urls, mention.media, mention.author_followers = [], [], None
    mention.withdrawn_at = at


def _passed_on(mention: Mention, original: Mention) -> Mention:
    """Return a repost, with the words of what it passes on."""
    mention.text = mention.text or original.text
    mention.text_print = ""
    mention.lang, mention.sentiment = original.lang, original.sentiment
    mention.score = original.score
    mention.repeat_of_id = original.repeat_of_id or original.pk
    return mention


def _followers(told: int | None) -> int | None:
    return None if told is None else min(told, 2_147_483_647)
