"""Noticing what changed in public since it was last told, for the feed and for what remembers."""

from datetime import datetime
from typing import Final

from django.db.models import Q

from gouvernail.foundation.actions import action
from gouvernail.verification.actions.publishing import changed_in_public
from gouvernail.verification.models import Change, Listing
from gouvernail.verification.permissions import IN_USE, kept_back, public_listings
from gouvernail.verification.queries.addresses import shape_of

Told = dict[str, str]
BATCH: Final = 500


@action("verification.note_changes")
def note_changes(*, at: datetime) -> int:
    """Write a line of the feed for every account opened, renamed or closed; return how many.

    What an account is comes from the register: whoever changes it there needs to tell nobody here.
    Accounts that are no longer told of lose their lines with their listing’s visibility, and begin
    again as opened when they are told anew. One query, and one statement a batch that changed.
    """
    changes: list[Change] = []
    moved: list[Listing] = []
    for listing in public_listings().filter(says=Listing.Says.OURS):
        now = _now(listing)
        if now == listing.told:
            continue
        changes += _changes(listing, now, at=at)
        listing.told, listing.skeleton = now, shape_of(listing.account.handle)
        moved.append(listing)
    silent = Listing.objects.filter(Q(is_public=False) | Q(kept_back("account__")))
    hidden = Listing.objects.filter(pk__in=silent.exclude(told={}).values("pk"))
    gone = hidden.update(told={})
    Change.objects.bulk_create(changes, batch_size=BATCH)
    Listing.objects.bulk_update(moved, ("told", "skeleton"), batch_size=BATCH)
    if moved or gone:
        changed_in_public()
    return len(changes)


def _now(listing: Listing) -> Told:
    account = listing.account
    state = "open" if account.status in {*IN_USE, "suspended"} else "closed"
    return {
        "state": state,
        "network": account.network,
        "handle": account.handle,
        "url": account.url,
    }


def _changes(listing: Listing, now: Told, *, at: datetime) -> list[Change]:
    before: Told = listing.told
    kind, old = "", ""
    if now["state"] == "closed":
        kind = Change.Kind.CLOSED if before.get("state") == "open" else ""
    elif before.get("state") != "open":
        kind = Change.Kind.OPENED
    elif before.get("handle") != now["handle"]:
        kind, old = Change.Kind.RENAMED, before.get("handle", "")
    if not kind:
        return []
    return [
        Change(listing=listing, kind=kind, handle=now["handle"], url=now["url"], before=old, at=at)
    ]
