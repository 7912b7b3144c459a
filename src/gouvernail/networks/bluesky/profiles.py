"""What authors are called: streams carry identifiers only.

Source: the lexicon `app.bsky.actor.getProfiles`, which an application view answers to everybody:
https://docs.bsky.app/docs/api/app-bsky-actor-get-profiles
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from gouvernail.egress import Egress, Request
from gouvernail.networks.calls import Answer, asked, unread
from gouvernail.networks.contract import Unreadable
from gouvernail.networks.hearing import counted, listed, short_name, shown_name

MOST: Final = 25
"""Profiles of one call, as the lexicon says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What an account shows of itself; `followers` None when not told."""

    author_id: str
    handle: str
    name: str = ""
    followers: int | None = None


def profiles(
    egress: Egress, *, base_url: str, authors: Sequence[str]
) -> dict[str, Profile] | Unreadable:
    """Return the profiles of some accounts by DID; those that are gone are left out.

    Args:
        egress: the way out.
        base_url: of the application view.
        authors: DIDs, `MOST` at most.

    Raises:
        ValueError: more than one call takes, or none.
    """
    if not 0 < len(authors) <= MOST:
        raise ValueError("One call takes one to 25 accounts.")
    query = urlencode([("actors", one) for one in authors])
    url = f"{base_url}/xrpc/app.bsky.actor.getProfiles?{query}"
    answer = asked(egress, Request(method="GET", url=url))
    if not isinstance(answer, Answer):
        return unread(answer)
    found = {}
    for row in listed(answer.body, "profiles"):
        if not isinstance(row, dict):
            continue
        did, handle = short_name(row.get("did")), short_name(row.get("handle"))
        if did in authors and handle:
            found[did] = Profile(
                author_id=did,
                handle=handle,
                name=shown_name(row.get("displayName")),
                followers=counted(row.get("followersCount")),
            )
    return found
