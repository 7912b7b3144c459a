"""Emptying what somebody said, wherever its words and their name are kept, and telling of it."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import F

from gouvernail.foundation.outbox import announce
from gouvernail.listening.models import Mention, OtherName
from gouvernail.listening.queries.names import gone
from gouvernail.networks.contract.heard import What

CHANGES: Final = "listening.changes"
TOLD_AT_ONCE: Final = 50
CHANGING: Final = (
    *("text", "text_print", "urls", "media", "has", "url", "key"),
    *("author_key", "author_handle", "author_name", "author_followers"),
    *("lang", "sentiment", "score", "account", "edited_at", "withdrawn_at", "keep_until"),
)


def forget_words(mention: Mention, *, at: datetime) -> None:
    """Empty what a mention says and who said it; that there was one, and when, stays. Not saved.

    What it and its author were called is kept as a digest alone, by which the same words are known
    when they come again. The key of what was said to us stays until its conversation has followed:
    see `keeping.sweep_mentions`.
    """
    mention.text = mention.text_print = mention.url = ""
    mention.author_handle = mention.author_name = ""
    mention.author_key = gone(mention.network, mention.author_key)
    mention.urls, mention.media, mention.author_followers = [], [], None
    mention.withdrawn_at = at
    if mention.account_id is None:
        mention.key = gone(mention.network, mention.key)
    else:
        mention.keep_until = at


def forget_beside(rows: Collection[Mention]) -> None:
    """Empty the same words in what passes them on; the first who said them too stands for the rest.

    Called once `rows` are saved without their words. Three queries, one more where it has other
    names, and three for each that was said by others too.
    """
    names = list(OtherName.objects.filter(mention__in=[row.pk for row in rows]))
    for name in names:
        name.key = gone(name.network, name.key)
    OtherName.objects.bulk_update(names, ("key",), batch_size=100)
    beside = Mention.objects.filter(repeat_of__in=[row.pk for row in rows])
    beside.filter(what=What.REPOST).update(text="", urls=[], media=[])
    copies: dict[UUID, list[UUID]] = defaultdict(list)
    said = beside.exclude(what=What.REPOST).filter(withdrawn_at__isnull=True)
    said = said.order_by("is_hidden", "posted_at", "pk")
    for key, original in said.values_list("pk", "repeat_of_id"):
        copies[original].append(key)
    for original, (first, *rest) in copies.items():
        Mention.objects.filter(pk=original).update(repeats=F("repeats") - len(rest) - 1)
        Mention.objects.filter(pk=first).update(repeat_of=None, repeats=len(rest))
        said.filter(repeat_of=original).exclude(pk=first).update(repeat_of=first)


def tell_changes(mentions: Iterable[Mention], *, at: datetime) -> None:
    """Announce which mentions addressed to us say something else now, or nothing any more."""
    ours = [one for one in mentions if one.account_id is not None and not one.is_own]
    tell_ids(CHANGES, ours, at=at)


def tell_ids(topic: str, mentions: Iterable[Mention], *, at: datetime) -> None:
    """Announce mentions some at a time: who hears of them writes for each, in one transaction."""
    ids = [str(one.pk) for one in mentions]
    for start in range(0, len(ids), TOLD_AT_ONCE):
        announce(topic, {"ids": ids[start : start + TOLD_AT_ONCE]}, at=at)
