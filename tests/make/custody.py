"""Makers of accesses, renewals and handovers: rows as they stand, without their actions."""

from datetime import UTC, date, datetime
from typing import Any

from gouvernail.custody.models import Access, Handover, Rotation
from gouvernail.people.models import Person
from gouvernail.registry.models import Account

EPOCH = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


def make_access(*, account: Account, by: Person, **fields: Any) -> Access:
    """Return an access in force: `by`'s own password with an app, unless told otherwise."""
    fields = {
        "account": account,
        "person": None if "name" in fields else by,
        "holder": Access.Holder.AGENCY if "name" in fields else Access.Holder.PERSON,
        "means": Access.Means.PASSWORD,
        "second_factor": Access.Factor.APP,
        "declared_by": by,
        "declared_at": EPOCH,
    } | fields
    return Access.objects.create(**fields)


def make_rotation(*, account: Account, by: Person, **fields: Any) -> Rotation:
    """Return a renewal of an account's password."""
    return Rotation.objects.create(
        **{
            "account": account,
            "rotated_on": date(2026, 11, 1),
            "rotated_by": by,
            "noted_at": EPOCH,
        }
        | fields
    )


def make_handover(*, account: Account, giver: Person, **fields: Any) -> Handover:
    """Return a handover of the owner's place under way, nothing of it done."""
    return Handover.objects.create(
        **{
            "account": account,
            "giver": giver,
            "decided_by": giver,
            "due_on": date(2099, 1, 1),
            "opened_at": EPOCH,
        }
        | fields
    )
