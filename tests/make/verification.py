"""Makers of the public page and of what it tells: rows as they stand, without the actions."""

from datetime import UTC, datetime
from typing import Any

from gouvernail.registry.models import Account
from gouvernail.verification.models import Directory, Listing
from gouvernail.verification.permissions import NOT_OURS
from gouvernail.verification.queries.addresses import shape_of

EPOCH = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


def make_directory(**fields: Any) -> Directory:
    """Return the public page, open."""
    return Directory.objects.create(**{"is_open": True, "opened_at": EPOCH} | fields)


def make_listing(account: Account, **fields: Any) -> Listing:
    """Return an account that is told of in public, as what it is."""
    return Listing.objects.create(
        **{
            "account": account,
            "says": "not_ours" if account.status in NOT_OURS else "ours",
            "skeleton": shape_of(account.handle),
            "published_at": EPOCH,
        }
        | fields
    )
