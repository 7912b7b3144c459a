"""What a query would bring: tried on what is kept, and what it costs."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import QuerySet

from gouvernail.kernel.queries import Cost, Document, Prepared, Query, cost, holds, prepare
from gouvernail.listening.models import Mention
from gouvernail.listening.permissions import visible_mentions
from gouvernail.listening.queries import matchers
from gouvernail.people.models import Person

LOOKED_AT: Final = 2_000
SHOWN: Final = 20
_FIELDS: Final = (
    "id",
    "text",
    "lang",
    "author_handle",
    "author_key",
    "network",
    "urls",
    "has",
    "posted_at",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a query finds among the newest mentions kept.

    Attributes:
        looked_at: how many were tried.
        found: how many it matches.
        since: when the oldest of those tried was posted; None without any.
        mentions: the newest it matches, `SHOWN` at most.
        cost: the words it is found by, and the share of posts it is evaluated on.
    """

    looked_at: int
    found: int
    since: datetime | None
    mentions: tuple[Mention, ...]
    cost: Cost


def document_of(mention: Mention) -> Document:
    """Return a mention as queries see it."""
    return Document(
        text=mention.text,
        lang=mention.lang,
        author=mention.author_handle or mention.author_key,
        network=mention.network,
        urls=tuple(mention.urls),
        has=frozenset(mention.has),
    )


def preview(query: Query, *, viewer: Person) -> Preview:
    """Try a query on the newest `LOOKED_AT` mentions that `viewer` may read. Two queries."""
    rows = list(_newest(visible_mentions(viewer)))
    prepared = prepare(map(document_of, rows))
    found = [row for row, post in zip(rows, prepared, strict=True) if holds(query, post)]
    keys = [row.pk for row in found[:SHOWN]]
    shown = Mention.objects.filter(pk__in=keys).order_by("-posted_at", "-pk")
    return Preview(
        looked_at=len(rows),
        found=len(found),
        since=rows[-1].posted_at if rows else None,
        mentions=tuple(shown),
        cost=query_cost(query, prepared),
    )


def _newest(rows: QuerySet[Mention]) -> QuerySet[Mention]:
    found = rows.filter(is_hidden=False, withdrawn_at__isnull=True, is_own=False)
    return found.order_by("-posted_at", "-pk").only(*_FIELDS)[:LOOKED_AT]


def query_cost(query: Query, posts: list[Prepared] | None = None) -> Cost:
    """Return what a query costs, by the words seen of late; `posts` add to what is known. Pure."""
    seen = matchers.frequencies()
    if posts and seen.posts < len(posts):
        seen = type(seen)()
        seen.observe(posts)
    return cost(query, seen)
