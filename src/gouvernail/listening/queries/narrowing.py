"""Mentions as pages show them: narrowed, paged by key, and one with what stands around it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import (
    Exists,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    prefetch_related_objects,
)

from gouvernail.foundation.paging import Page, page_of
from gouvernail.listening.models import Handling, Mention, Note, Tag, Tagging, Topic, TopicMention
from gouvernail.listening.permissions import visible_mentions, visible_topics
from gouvernail.people.models import Person

AROUND: Final = 30
LATEST: Final = 10
EXPORT_HEADER: Final = (
    *("posted_at", "network", "author_handle", "author_name", "followers", "language"),
    *("sentiment_indicative", "repeats", "text", "url", "topics", "tags"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How mentions are narrowed; what is empty narrows nothing.

    Attributes:
        search: words that stand together in the text, whatever the case.
        given: `me`, `nobody`, or empty.
        whose: `to_us`: addressed to one of our accounts; `own`: what we answered; else others'.
        since, until: aware instants, half-open.
        hidden: those that were set aside, instead of the others.
        repeats: those that repeat an earlier one too, instead of folding them below it. One whose
            original is not itself in the list is never folded.
    """

    topic: Topic | None = None
    network: str = ""
    lang: str = ""
    sentiment: str = ""
    tag: Tag | None = None
    given: str = ""
    whose: str = ""
    search: str = ""
    since: datetime | None = None
    until: datetime | None = None
    hidden: bool = False
    repeats: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What stands around a mention: its thread in order, its repeats, its author's latest."""

    thread: Sequence[Mention]
    repeated: Sequence[Mention]
    by_author: Sequence[Mention]
    topics: Sequence[Topic]
    notes: Sequence[Note]
    tags: Sequence[Tag]
    handling: Handling | None


def mentions_page(
    viewer: Person, asked: Asked, *, cursor: str = "", size: int = 50
) -> Page[Mention]:
    """Return a page of mentions, latest first, with handling and tags.

    Four queries beside the rights. With a topic, the page is read along the index of the topic.
    """
    if asked.topic is None:
        rows = _narrowed(visible_mentions(viewer), asked, viewer)
        page = page_of(rows, order=("-posted_at", "-id"), cursor=cursor, size=size)
        found = page.rows
    else:
        links = TopicMention.objects.filter(topic=asked.topic).select_related("mention")
        near = page_of(
            _narrowed(links, asked, viewer, place="mention__"),
            order=("-posted_at", "-mention_id"),
            cursor=cursor,
            size=size,
        )
        found = [link.mention for link in near.rows]
        page = Page(found, near.next_cursor, near.previous_cursor)
    _beside(found)
    return page


def _narrowed(rows: QuerySet, asked: Asked, viewer: Person, place: str = "") -> QuerySet:  # type: ignore[type-arg]  # of mentions, or of their topics
    """Narrow mentions, or rows that lead to them through `place`. No query.

    What repeats an earlier one is folded below it only where that one is in the list too: not where
    it was set aside, taken back, or is for others to read.
    """
    found = _matching(rows, asked, viewer, place)
    if asked.repeats:
        return found
    first = {
        place.removesuffix("__") or "pk": OuterRef(f"{place}repeat_of"),
        f"{place}withdrawn_at__isnull": True,
    }
    folded = Exists(_matching(rows, asked, viewer, place).filter(**first))
    return found.filter(Q(**{f"{place}repeat_of__isnull": True}) | ~folded)


def _matching(rows: QuerySet, asked: Asked, viewer: Person, place: str) -> QuerySet:  # type: ignore[type-arg]  # of mentions, or of their topics
    plain = {
        "network": asked.network,
        "lang": asked.lang,
        "sentiment": asked.sentiment,
        "text__icontains": asked.search,
        "posted_at__gte": asked.since,
        "posted_at__lt": asked.until,
        "handling__assigned_to": viewer if asked.given == "me" else None,
        "handling__done_at__isnull": True if asked.given == "me" else None,
        "account__isnull": False if asked.whose == "to_us" else None,
    }
    kept = {f"{place}{name}": value for name, value in plain.items() if value not in ("", None)} | {
        f"{place}is_hidden": asked.hidden,
        f"{place}is_own": asked.whose == "own",
        f"{place}is_private": False,
    }
    if place:  # the index of the topic is by the instant it holds itself
        kept |= {
            name.removeprefix(place): value for name, value in kept.items() if "posted_at" in name
        }
    rows = rows.filter(**kept)
    if asked.given == "nobody":
        rows = rows.filter(
            Q(**{f"{place}handling__isnull": True})
            | Q(**{f"{place}handling__assigned_to__isnull": True})
        )
    if asked.tag is not None:
        tagged = Tagging.objects.filter(tag=asked.tag, mention=OuterRef(f"{place}pk"))
        rows = rows.filter(Exists(tagged))
    return rows


def _beside(rows: Sequence[Mention]) -> None:
    """Load what a row shows beside its text: who has it, its tags. Three queries."""
    prefetch_related_objects(
        list(rows),
        Prefetch("handling", Handling.objects.select_related("assigned_to")),
        Prefetch("taggings", Tagging.objects.select_related("tag").order_by("tag__name_key")),
    )


def around(mention: Mention, viewer: Person) -> Around:
    """Return what stands around one mention, without what was set aside.

    Seven queries beside the rights.
    """
    readable = visible_mentions(viewer).filter(is_hidden=False)
    root = mention.root_key or mention.key
    thread = readable.filter(network=mention.network).filter(
        Q(root_key=root) | Q(key=root) | Q(root_key=mention.key)
    )
    near = readable.filter(network=mention.network, author_key=mention.author_key)
    topics = visible_topics(viewer).filter(
        pk__in=TopicMention.objects.filter(mention=mention).values("topic")
    )
    return Around(
        thread=list(thread.exclude(pk=mention.pk).order_by("posted_at", "id")[:AROUND]),
        repeated=list(readable.filter(repeat_of=mention).order_by("-posted_at", "-id")[:LATEST]),
        by_author=list(near.exclude(pk=mention.pk).order_by("-posted_at", "-id")[:LATEST])
        if mention.author_key and mention.withdrawn_at is None
        else [],
        topics=list(topics.order_by("name_fr", "pk")),
        notes=list(Note.objects.filter(mention=mention).select_related("by")),
        tags=list(Tag.objects.filter(taggings__mention=mention)),
        handling=Handling.objects.filter(mention=mention)
        .select_related("assigned_to", "hidden_by")
        .first(),
    )


def tags_used() -> list[Tag]:
    """Return the tags that are offered, by name. One query."""
    return list(Tag.objects.filter(retired_at__isnull=True)[:200])


def export_rows(viewer: Person, asked: Asked) -> Iterator[Sequence[object]]:
    """Yield the mentions of a narrowed list as cells of `EXPORT_HEADER`, latest first.

    Five queries for each thousand rows.
    """
    cursor = ""
    visible = visible_topics(viewer)
    while True:
        page = mentions_page(viewer, asked, cursor=cursor, size=1000)
        about: dict[object, list[str]] = {}
        links = TopicMention.objects.filter(
            mention__in=[one.pk for one in page.rows], topic__in=visible
        )
        for link in links.select_related("topic"):
            about.setdefault(link.mention_id, []).append(link.topic.label)
        for one in page.rows:
            yield _cells(one, sorted(about.get(one.pk, ())))
        cursor = page.next_cursor
        if not cursor:
            return


def _cells(one: Mention, topics: Sequence[str]) -> Sequence[object]:
    tags = ", ".join(each.tag.name for each in one.taggings.all())
    return (
        *(one.posted_at, one.network, one.author_handle, one.author_name, one.author_followers),
        *(one.lang, one.sentiment, one.repeats, one.text, one.url, ", ".join(topics), tags),
    )
