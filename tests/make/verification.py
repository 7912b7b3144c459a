"""Makers of the public page and of what it tells: rows as they stand, without the actions."""

from base64 import b64encode
from datetime import UTC, datetime
from typing import Any

from gouvernail.people.models import Person
from gouvernail.registry.models import Account
from gouvernail.verification.models import (
    Directory,
    Listing,
    ReportedAccount,
    Silence,
    Snapshot,
    SnapshotKey,
)
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


def make_reported(account: Account, **fields: Any) -> ReportedAccount:
    """Return an account that somebody reported and that waits for a decision."""
    return ReportedAccount.objects.create(
        **{
            "network": account.network,
            "handle": account.handle,
            "handle_key": account.handle_key,
            "url": account.url,
            "account": account,
            "reports": 1,
            "first_at": EPOCH,
            "last_at": EPOCH,
        }
        | fields
    )


def make_silence(*, by: Person, tag: str = "kept back") -> Silence:
    """Return a rule that keeps the accounts with a tag out of everything public."""
    return Silence.objects.create(
        kind="tag", tag=tag, tag_plain=f'"{tag}"', tag_written=f'"{tag}"', reason="Test.",
        begun_by=by, begun_at=EPOCH,
    )  # fmt: skip


def make_snapshot(**fields: Any) -> Snapshot:
    """Return a list as if it had been signed."""
    key = SnapshotKey.objects.create(
        key_id="0" * 16, public_key=b64encode(bytes(31) + b"\x01").decode(), started_at=EPOCH
    )
    return Snapshot.objects.create(
        **{
            "key": key,
            "body": b"{}",
            "signature": bytes(64),
            "sha256": "0" * 64,
            "content_sha256": "0" * 64,
            "accounts": 0,
            "made_at": EPOCH,
        }
        | fields
    )
