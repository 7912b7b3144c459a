"""What authors are called, where a stream tells their identifier only. Machinery."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from gouvernail.foundation.actions import action
from gouvernail.foundation.clock import site_day
from gouvernail.listening.actions.adding import add_to
from gouvernail.listening.actions.counting import hour_of, quarter_of
from gouvernail.listening.models import AuthorName, Daily, Hourly, Mention, TopicMention
from gouvernail.networks.bluesky.heard import NETWORK
from gouvernail.networks.bluesky.profiles import Profile

AT_ONCE: Final = 500
KEPT_FOR: Final = timedelta(days=30)
"""A name is asked again after this, if its author is still heard."""


def nameless(*, after: UUID, most: int = AT_ONCE) -> tuple[set[str], UUID]:
    """Return the authors without a name among the `most` mentions kept after one, and the last.

    One query. Ids follow the time at which mentions were kept: see `since`.
    """
    rows = Mention.objects.filter(pk__gt=after).order_by("pk")
    found = list(rows.values_list("pk", "network", "author_key", "author_handle")[:most])
    authors = {
        author
        for _key, network, author, handle in found
        if network == NETWORK and not handle and author.startswith("did:")
    }
    return authors, found[-1][0] if found else after


def since(at: datetime) -> UUID:
    """Return what stands before the ids of all that was kept from an instant on. Pure."""
    return UUID(int=int(at.timestamp() * 1000) << 80)


def unnamed(authors: Collection[str]) -> list[str]:
    """Return those of some authors whose name was not asked yet, in order. One query."""
    known = AuthorName.objects.filter(network=NETWORK, key__in=authors)
    return sorted(set(authors) - set(known.values_list("key", flat=True)))


@action("listening.name_authors")
def name_authors(found: Mapping[str, Profile], *, asked: Collection[str], at: datetime) -> int:
    """Keep what authors are called, and write it on what is kept of them; return on how many.

    `asked` and not `found`: accounts that are gone, not asked again for a month. Followers are
    added to the sums of hours and days. Idempotent.
    """
    AuthorName.objects.bulk_create(
        (_name_of(did, found.get(did), at) for did in sorted(asked)), ignore_conflicts=True
    )
    rows = Mention.objects.filter(
        network=NETWORK, author_key__in=list(found), author_handle="", withdrawn_at__isnull=True
    )
    mentions = list(rows.select_for_update().order_by("pk"))
    added = []
    for mention in mentions:
        profile = found[mention.author_key]
        mention.author_handle, mention.author_name = profile.handle, profile.name
        if mention.author_followers is None and profile.followers:
            mention.author_followers = mention.reach = min(profile.followers, 2_147_483_647)
            added.append(mention)
    fields = ("author_handle", "author_name", "author_followers", "reach")
    Mention.objects.bulk_update(mentions, fields, batch_size=100)
    _add_reach(added)
    return len(mentions)


def _name_of(did: str, profile: Profile | None, at: datetime) -> AuthorName:
    name = AuthorName(network=NETWORK, key=did, asked_at=at)
    if profile is not None:
        name.handle, name.name = profile.handle, profile.name
        name.followers = None if profile.followers is None else min(profile.followers, 2**31 - 1)
    return name


def _add_reach(mentions: list[Mention]) -> None:
    """Add who may have seen mentions to the sums that count them already. Three queries."""
    by_key = {one.pk: one for one in mentions}
    hours: dict[tuple[object, ...], list[int]] = {}
    days: dict[tuple[object, ...], list[int]] = {}
    links = TopicMention.objects.filter(mention__in=by_key)
    for topic, key in links.values_list("topic_id", "mention_id"):
        one = by_key[key]
        kind = (one.network, one.lang, one.sentiment)
        hour, day = hour_of(one.posted_at), site_day(quarter_of(one.posted_at))
        hours.setdefault((topic, hour, *kind), [0, 0])[1] += one.reach
        days.setdefault((topic, day, *kind), [0, 0])[1] += one.reach
    names = ("network", "lang", "sentiment")
    add_to(Hourly, ("topic", "hour", *names), hours, ("count", "reach"))
    add_to(Daily, ("topic", "day", *names), days, ("count", "reach"))


@action("listening.forget_names")
def forget_names(*, at: datetime, most: int = 5_000) -> int:
    """Delete the names asked for too long ago; return how many. One query."""
    old = AuthorName.objects.filter(asked_at__lt=at - KEPT_FOR).values_list("pk", flat=True)
    return AuthorName.objects.filter(pk__in=list(old[:most])).delete()[0]
