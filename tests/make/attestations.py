"""Makers of account reviews: rows as they stand, without the actions."""

from datetime import UTC, date, datetime
from typing import Any

from gouvernail.attestations.models import FollowUp, Review
from gouvernail.people.models import Person
from gouvernail.registry.models import Account

EPOCH = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)


def make_review(account: Account, *, assignee: Person | None = None, **fields: Any) -> Review:
    """Return a saved review of `account`, to attest by `assignee`."""
    return Review.objects.create(
        **{
            "account": account,
            "assignee": assignee,
            "status": "open" if assignee is not None else "to_assign",
            "opened_on": date(2026, 11, 1),
            "due_on": date(2099, 1, 1),
        }
        | fields
    )


def make_attested(account: Account, *, by: Person, **fields: Any) -> Review:
    """Return a review attested by `by`, which asks to keep the account and waits for another."""
    told = {"status": "to_confirm", "decision": "keep", "attested_by": by, "attested_at": EPOCH}
    return make_review(account, assignee=by, **{**told, "needed": True, **fields})


def make_task(account: Account, *, by: Person, to: Person) -> FollowUp:
    """Return a task that a decided review gave to `to`."""
    review = make_attested(
        account,
        by=to,
        status="decided",
        decision="rework",
        confirmed_by=by,
        confirmed_at=EPOCH,
        alone=by == to,
    )
    return FollowUp.objects.create(
        review=review, text="Write anew.", assignee=to, due_on=date(2099, 1, 1)
    )
