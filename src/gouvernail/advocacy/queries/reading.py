"""The only way to a personal account: shut unless its owner agrees, today, that it is looked at.

Profiles and posts are read as everybody sees them; no secret is opened. Nothing is written here.
Everybody may type the server of an account: what the settings name for connectors is never reached.
"""

import re
from datetime import datetime
from typing import Final
from urllib.parse import SplitResult, parse_qsl, urlsplit
from uuid import UUID

from django.conf import settings

from gouvernail.advocacy.errors import ConsentMissingError
from gouvernail.advocacy.models import Kit, Membership, OwnWords, PersonalAccount, Programme
from gouvernail.egress import Egress
from gouvernail.foundation.clock import site_day
from gouvernail.foundation.outbound import way_out
from gouvernail.kernel.text.likeness import likeness
from gouvernail.networks.bluesky.sessions import DEFAULT_SERVICE
from gouvernail.networks.contract import Profile, Secret, Session, Unreadable
from gouvernail.networks.contract.posted import Posted, ReadsPosted
from gouvernail.networks.mastodon.names import account_named
from gouvernail.networks.registry import connector

READABLE: Final = frozenset({"bluesky", "mastodon"})
"""Networks whose public posts and profiles our adapters read without signing in."""
ALIKE: Final = 0.6
"""From which likeness a post is taken for a wording of a story, where it bears no link of it."""

_LINK: Final = re.compile(
    r"(?<![\w@./-])(?:https?://)?[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:[/?][^\s<>\"«»]*)?"
)
"""What may be a link, with its scheme or not, whatever the ending of its host: it is compared."""


def is_readable(network: str) -> bool:
    """Return whether accounts of a network can be read at all. No query."""
    return network in READABLE


def _way() -> Egress:
    """Return the way out to servers that anybody may name."""
    return way_out(private_hosts=settings.WEBSITE_PRIVATE_HOSTS)


def _agreed(account_id: UUID, *, at: datetime) -> PersonalAccount:
    """Return an account as it stands now, whatever was loaded before. One query.

    Asked before each opening of the network: a consent taken back meanwhile stops the next one.

    Raises:
        ConsentMissingError: no consent is in force, they withdrew or left, or the programme is
            closed.
    """
    rows = PersonalAccount.objects.select_related("membership__programme", "membership__person")
    account = rows.filter(pk=account_id).first()
    if account is None:
        raise ConsentMissingError
    membership = account.membership
    taking = membership.status == Membership.Status.ACTIVE and membership.person.is_active
    going = membership.programme.status == Programme.Status.OPEN
    if not (taking and going and account.may_be_read(site_day(at))):
        raise ConsentMissingError
    return account


def _session(account_id: UUID, *, at: datetime) -> Session | Unreadable:
    """Return what it takes to read an account; nothing is asked of the network after the last look.

    Raises:
        ConsentMissingError: no consent is in force, or they changed which account it is meanwhile.
    """
    account = _agreed(account_id, at=at)
    server, name = account.server, account.handle
    if account.network == "bluesky":
        server = server or DEFAULT_SERVICE
    else:
        name, _at, host = account.handle.partition("@")
        server = server or f"https://{host}"
        found = account_named(_way(), base_url=server, name=name)
        if isinstance(found, Unreadable):
            return found
        name = found
        again = _agreed(account_id, at=at)
        if (again.network, again.handle, again.server) != (
            account.network, account.handle, account.server,
        ):  # fmt: skip
            raise ConsentMissingError
    return Session(
        network=account.network,
        base_url=server,
        account_id=name,
        handle=account.handle,
        access=Secret(""),
    )


def profile_words(account: PersonalAccount, *, at: datetime) -> str | None:
    """Return the words of a profile as everybody sees them; None when they cannot be read.

    A few calls to the network, outside any transaction.

    Raises:
        ConsentMissingError: no consent is in force.
    """
    session = _session(account.pk, at=at)
    if isinstance(session, Unreadable) or not is_readable(account.network):
        return None
    found = connector(account.network, egress=_way()).profile(session)
    return f"{found.display_name}\n{found.description}" if isinstance(found, Profile) else None


def posts_since(account: PersonalAccount, *, since: datetime, at: datetime) -> tuple[Posted, ...]:
    """Return the public posts of an account since an instant; none when they cannot be read.

    A few calls to the network, outside any transaction. They are for `story_of`: whatever tells
    no story of the programme is forgotten at once.

    Raises:
        ConsentMissingError: no consent is in force.
    """
    session = _session(account.pk, at=at)
    if isinstance(session, Unreadable):
        return ()
    adapter = connector(account.network, egress=_way())
    if not isinstance(adapter, ReadsPosted):
        return ()
    found = adapter.posted(session, since=since)
    return () if isinstance(found, Unreadable) else found


def story_of(text: str, kits: list[Kit], own: list[OwnWords]) -> Kit | None:
    """Return which of these stories a post tells: by its link, else by its words. No query.

    `kits` have their wordings loaded ahead; `own` are the member's own approved wordings.
    """
    linked = [_parsed(found) for found in _LINK.findall(text)]
    for kit in kits:
        if kit.link and any(_leads_to(one, _parsed(kit.link)) for one in linked):
            return kit
    best: tuple[float, Kit | None] = (ALIKE, None)
    by_key = {kit.pk: kit for kit in kits}
    said = [(one.text, kit) for kit in kits for one in kit.wordings.all()]
    said += [(one.text, by_key[one.kit_id]) for one in own if one.kit_id in by_key]
    for words, kit in said:
        near = likeness(words, text)
        if near >= best[0]:
            best = (near, kit)
    return best[1]


def _parsed(url: str) -> SplitResult:
    written = url.rstrip(".,;:!?)…")
    return urlsplit(written if "://" in written else f"https://{written}")


def _leads_to(found: SplitResult, wanted: SplitResult) -> bool:
    """Return whether a link of a post leads to a page: its host, path and what it asks for.

    What follows visits (`utm_…`) is added and taken out by whoever shares: it does not count.
    """
    asked = {one for one in parse_qsl(wanted.query) if not one[0].startswith("utm_")}
    same = (found.netloc.casefold(), found.path.rstrip("/")) == (
        wanted.netloc.casefold(), wanted.path.rstrip("/"),
    )  # fmt: skip
    return same and asked <= set(parse_qsl(found.query))
