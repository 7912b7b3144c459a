"""One batch on its way to the tables: what is new, what is known, what changed."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import F

from gouvernail.listening.actions.counting import Sum
from gouvernail.listening.actions.forgetting import CHANGING, forget_beside, forget_words
from gouvernail.listening.models import (
    AuthorName,
    Mention,
    OtherName,
    Source,
    Topic,
    TopicMention,
    Unheard,
)
from gouvernail.listening.queries.judging import Judged
from gouvernail.listening.queries.names import (
    Name,
    author_digests,
    author_of,
    first_author_of,
    forgotten,
    former_digests,
    gone,
    key_of,
)
from gouvernail.networks.contract.heard import Heard, What

ALIKE_FOR: Final = timedelta(days=7)
_ASKED: Final = 500
_SHORT: Final = {"url": 2000, "author_handle": 300, "author_name": 300}


def name_of(one: Judged) -> Name:
    """Return what something heard is called within its network. Pure."""
    return one.heard.network, key_of(one.heard.key)


def other_names_of(found: Iterable[Judged]) -> dict[Name, Name]:
    """Return what posts heard may be called beside their key, to the name they are asked by. Pure.

    Only of networks whose servers number posts each for itself: a post heard through two of them
    is one. What it answers is among them.
    """
    named: dict[Name, Name] = {}
    for one in found:
        heard = one.heard
        if not heard.origin:
            continue
        above = [heard.key_of(name) for name in (heard.parent_id, heard.root_id) if name]
        for key in (name_of(one)[1], one.needs, *map(key_of, above)):
            if key:
                named[heard.network, key] = (heard.network, key)
        if heard.uri:
            named[heard.network, key_of(heard.uri)] = name_of(one)
    return named


def mentions_called(
    names: Iterable[Name], *, others: Mapping[Name, Name], only: Sequence[str] = ()
) -> dict[Name, Mention]:
    """Return the mentions kept under these names, forgotten ones too, by the name asked for.

    One query for 500 of each network, and one for 500 of `others` (see `other_names_of`). `only`
    are the fields read, `network` and `key` with them.
    """
    asked = {name: name for name in names}
    asked |= forgotten(list(asked))
    found: dict[Name, Mention] = {}
    for network, keys in _chunks(asked):
        rows = Mention.objects.filter(network=network, key__in=keys)
        for one in rows.only("network", "key", *only) if only else rows:
            found[asked[one.network, one.key]] = one
    whole = {**others, **{name: others[to] for name, to in forgotten(list(others)).items()}}
    for network, keys in _chunks(whole):
        named = OtherName.objects.filter(network=network, key__in=keys).select_related("mention")
        for other in named:
            found.setdefault(whole[other.network, other.key], other.mention)
    return found


def _chunks(names: Iterable[Name]) -> Iterator[tuple[str, list[str]]]:
    networks: dict[str, list[str]] = {}
    for network, key in names:
        networks.setdefault(network, []).append(key)
    for network, keys in networks.items():
        for start in range(0, len(keys), 2 * _ASKED):
            yield network, keys[start : start + 2 * _ASKED]


def name_of_author(one: Judged) -> Name:
    """Return what the author of something heard is called within its network. Pure."""
    return one.heard.network, author_of(one.heard)


def _handle_of(one: Judged) -> str:
    return one.handle or one.heard.author_handle


class Work:
    """What is done with one batch."""

    def __init__(
        self, source: Source, at: datetime, private: frozenset[str], heard_at: datetime | None
    ) -> None:
        self.source_id, self.at, self.private = source.pk, at, private
        self.known: dict[Name, Mention] = {}
        self.new: dict[Name, Mention] = {}
        self.topics: dict[UUID, tuple[UUID, ...]] = {}
        self.changed: dict[UUID, Mention] = {}
        self.withdrawn: dict[UUID, Mention] = {}
        self.addressed: dict[UUID, Mention] = {}
        self.repeats: Counter[UUID] = Counter()
        by_itself = source.kind in Source.SOCKETS | Source.POLLED
        self.sum = Sum(at=at, heard_at=heard_at if by_itself else None)
        self.links: list[TopicMention] = []
        self.names: list[OtherName] = []
        self.twice = 0
        self._unheard: set[Name] = set()
        self._prints: dict[str, Mention] = {}
        self._passed: set[tuple[UUID, str]] = set()
        self._topics_known: dict[UUID, tuple[UUID, ...]] = {}
        self._cleared: frozenset[UUID] = frozenset()
        self._called_so: dict[Name, AuthorName] = {}

    def read(self, kept: Sequence[Judged]) -> None:
        """Read what is known already. Nine queries at most for a batch of 500."""
        names = {name_of(one) for one in kept}
        names |= {(one.heard.network, one.needs) for one in kept if one.needs}
        self.known = mentions_called(names, others=other_names_of(kept))
        authors = {name for one in kept for name in _authors(one.heard)}
        digests = author_digests(authors) | former_digests(one.heard for one in kept)
        rows = Unheard.objects.filter(author_sha256__in=digests, ended_at__isnull=True)
        self._unheard = {digests[one] for one in rows.values_list("author_sha256", flat=True)}
        self._read_prints({one.text_print for one in kept if one.text_print})
        originals = [one.pk for one in self.known.values()]
        linked = TopicMention.objects.filter(mention__in=originals) if originals else ()
        for row in linked:
            before = self._topics_known.get(row.mention_id, ())
            self._topics_known[row.mention_id] = (*before, row.topic_id)
        self._read_reposts(kept, originals)
        self._read_names({name_of_author(one) for one in kept if not _handle_of(one)})
        if any(one.topics for one in kept) or linked:
            rows_cleared = Topic.objects.filter(cleared_at__isnull=False)
            self._cleared = frozenset(rows_cleared.values_list("pk", flat=True))

    def _read_prints(self, prints: set[str]) -> None:
        """Read who said the same words of late, where everybody who reads mentions may see it."""
        earlier = Mention.objects.filter(
            text_print__in=prints,
            posted_at__gte=self.at - ALIKE_FOR,
            repeat_of__isnull=True,
            is_private=False,
            is_hidden=False,
            withdrawn_at__isnull=True,
        )
        for mention in earlier.order_by("-posted_at", "-pk") if prints else ():
            self._prints[mention.text_print] = mention

    def _read_reposts(self, kept: Sequence[Judged], originals: Sequence[UUID]) -> None:
        """Read who passed these posts on already: whoever does it again counts once."""
        by = {(one.heard.network, author_of(one.heard)) for one in kept if one.needs}
        if not by or not originals:
            return
        whose = {author for _network, author in by} | {gone(*name) for name in by}
        rows = Mention.objects.filter(
            repeat_of__in=originals, what=What.REPOST, author_key__in=whose - {""}
        )
        self._passed |= set(rows.values_list("repeat_of_id", "author_key"))

    def _read_names(self, nameless: set[Name]) -> None:
        """Read what authors are called whose stream does not say: see `actions.naming`."""
        dids = [author for _network, author in nameless if author.startswith("did:")]
        rows = AuthorName.objects.filter(key__in=dids).exclude(handle="") if dids else ()
        self._called_so = {(one.network, one.key): one for one in rows}

    def take(self, one: Judged) -> None:
        """Take one in, where it belongs."""
        heard, name = one.heard, name_of(one)
        if self._unheard and not self._unheard.isdisjoint(_authors(heard)):
            return
        found = self.known.get(name) or self.new.get(name)
        if heard.what is What.DELETE:
            self._withdraw(found)
        elif found is not None:
            self._again(found, one)
            if heard.origin and found.key != name[1] and found.withdrawn_at is None:
                self._name(found, name[1])
        elif one.needs:
            self._pass_on(name, one)
        else:
            mention = self._made(one)
            self._add(name, mention, one.topics)
            if heard.origin and heard.uri:
                self._name(mention, key_of(heard.uri))

    def _pass_on(self, name: Name, one: Judged) -> None:
        """Keep a repost of what is kept and can be read, once of each person."""
        called = (one.heard.network, one.needs)
        original = self.known.get(called) or self.new.get(called)
        if original is None or original.is_private or original.withdrawn_at is not None:
            return
        mention = _passed_on(self._made(one), original)
        author = mention.author_key
        first = mention.repeat_of_id or original.pk
        times = {(first, author), (first, gone(mention.network, author))}
        if author and not self._passed.isdisjoint(times):
            self.twice += 1
            return
        self._passed.add((first, author))
        self._add(name, mention, self._about(original))

    def _again(self, found: Mention, one: Judged) -> None:
        heard = one.heard
        same = (found.text, found.urls) == (heard.text, list(heard.urls))
        if heard.what is not What.EDIT or found.withdrawn_at or same:
            self.twice += 1
            return
        found.text, found.edited_at = heard.text, self.at
        found.lang, found.sentiment, found.score = one.lang, one.sentiment, one.score
        found.text_print = one.text_print
        found.urls, found.has = list(heard.urls), sorted(heard.has)
        found.media = [dict(each) for each in heard.media]
        if found.account_id is None and one.account is not None and not found.is_own:
            found.account_id = one.account
            self.addressed[found.pk] = found
        longer = kept_until(found.posted_at, one)
        found.keep_until = max(found.keep_until or longer, longer)
        self.changed[found.pk] = found
        before = self._about(found)
        fresh = tuple(topic for topic in one.topics if topic not in before)
        if fresh and not found.is_own and not found.is_private:
            self._link(found, fresh)

    def _withdraw(self, found: Mention | None) -> None:
        if found is None or found.withdrawn_at is not None:
            return
        if self._prints.get(found.text_print) is found:
            del self._prints[found.text_print]
        forget_words(found, at=self.at)
        self.withdrawn[found.pk] = self.changed[found.pk] = found

    def _about(self, mention: Mention) -> tuple[UUID, ...]:
        return self.topics.get(mention.pk) or self._topics_known.get(mention.pk, ())

    def _made(self, one: Judged) -> Mention:
        heard = one.heard
        told = {"url": heard.url, "author_handle": _handle_of(one)}
        told["author_name"] = heard.author_name
        known = self._called_so.get(name_of_author(one)) if self._called_so else None
        followers = _followers(heard.author_followers)
        if known is not None and not told["author_handle"]:
            told |= {"author_handle": known.handle, "author_name": known.name}
            followers = known.followers if followers is None else followers
        short = {name: value[: _SHORT[name]] for name, value in told.items()}
        return Mention(
            source_id=self.source_id,
            network=heard.network[:30],
            key=key_of(heard.key),
            what=str(heard.what if heard.what is not What.EDIT else What.POST),
            author_key=author_of(heard),
            author_followers=followers,
            posted_at=min(heard.posted_at, self.at),
            received_at=self.at,
            text=heard.text,
            text_print=one.text_print,
            urls=list(heard.urls),
            media=[dict(each) for each in heard.media],
            has=sorted(heard.has),
            keep_until=kept_until(min(heard.posted_at, self.at), one),
            lang=one.lang,
            sentiment=one.sentiment,
            score=one.score,
            reach=followers or 0,
            parent_key=self._called(heard, heard.parent_id),
            root_key=self._called(heard, heard.root_id or heard.parent_id),
            quoted_key=key_of(heard.key_of(heard.quoted_id)),
            account_id=one.account,
            is_own=one.is_own,
            is_private=heard.key in self.private,
            **short,
        )

    def _called(self, heard: Heard, name: str) -> str:
        """Return the key of a post that this one answers, by whatever server it came."""
        key = key_of(heard.key_of(name))
        above = self.known.get((heard.network, key)) if heard.origin and key else None
        return above.key if above is not None and above.withdrawn_at is None else key

    def _name(self, mention: Mention, key: str) -> None:
        self.names.append(OtherName(network=mention.network, key=key, mention=mention))

    def _add(self, name: Name, mention: Mention, topics: tuple[UUID, ...]) -> None:
        if not mention.repeat_of_id and mention.text_print and not mention.is_private:
            self._fold(mention)
        if mention.repeat_of_id:
            self.repeats[mention.repeat_of_id] += 1
        self.new[name] = mention
        if mention.account_id is not None:
            self.addressed[mention.pk] = mention
        if topics and not mention.is_own and not mention.is_private:
            self._link(mention, topics)

    def _fold(self, mention: Mention) -> None:
        """Say whose words it repeats, if somebody said them in the last days."""
        first = self._prints.setdefault(mention.text_print, mention)
        if first is not mention:
            mention.repeat_of_id = first.pk

    def _link(self, mention: Mention, about: tuple[UUID, ...]) -> None:
        """Say what it is about; a topic whose query changed finds it when it is looked for."""
        topics = tuple(topic for topic in about if topic not in self._cleared)
        self.topics[mention.pk] = (*self._about(mention), *topics)
        self.links += [
            TopicMention(topic_id=topic, mention_id=mention.pk, posted_at=mention.posted_at)
            for topic in topics
        ]
        self.sum.add(mention, topics, with_terms=not mention.repeat_of_id)

    def write(self) -> None:
        """Write it all: about ten statements for a batch of 500, and those of what is forgotten."""
        Mention.objects.bulk_create(self.new.values(), batch_size=_ASKED)
        TopicMention.objects.bulk_create(self.links, batch_size=_ASKED)
        OtherName.objects.bulk_create(self.names, batch_size=_ASKED, ignore_conflicts=True)
        if self.changed:
            Mention.objects.bulk_update(self.changed.values(), CHANGING, batch_size=100)
        times: dict[int, list[UUID]] = {}
        for key, number in self.repeats.items():
            times.setdefault(number, []).append(key)
        for number, keys in times.items():
            Mention.objects.filter(pk__in=keys).update(repeats=F("repeats") + number)
        self.sum.write()
        if self.withdrawn:
            forget_beside(self.withdrawn.values())


def kept_until(posted_at: datetime, one: Judged) -> datetime:
    """Return until when something is kept at least: as its topics say, or for us. Pure."""
    least = Topic.DAYS["year" if one.account is not None else "month"]
    return posted_at + timedelta(days=max(least, one.keep_days))


def _authors(heard: Heard) -> set[Name]:
    """Return whose words and name something heard bears."""
    network = heard.network
    return {(network, author_of(heard)), (network, first_author_of(heard))} - {(network, "")}


def _passed_on(mention: Mention, original: Mention) -> Mention:
    """Return a repost, with the words of what it passes on."""
    mention.text = mention.text or original.text
    mention.text_print = ""
    mention.lang, mention.sentiment = original.lang, original.sentiment
    mention.score = original.score
    mention.repeat_of_id = original.repeat_of_id or original.pk
    mention.keep_until = original.keep_until
    return mention


def _followers(told: int | None) -> int | None:
    return None if told is None else min(told, 2_147_483_647)
