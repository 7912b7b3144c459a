"""Makers of account reviews and campaigns: rows as they stand, without the actions."""

from datetime import UTC, date, datetime
from typing import Any

from gouvernail.attestations.models import (
    Campaign,
    Declaration,
    DeclaredLine,
    Declarer,
    DeclarerLink,
    FollowUp,
    Review,
)
from gouvernail.attestations.permissions import digest_of_key
from gouvernail.people.models import Person, Unit
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


def make_campaign(*, unit: Unit, by: Person, **fields: Any) -> Campaign:
    """Return a saved campaign of `unit`, open for a long time unless `status` says otherwise."""
    return Campaign.objects.create(
        **{
            "unit": unit,
            "title": "Déclaration",
            "title_en": "Declaration",
            "opens_on": date(2026, 11, 1),
            "closes_on": date(2098, 1, 1),
            "remind_days": [7],
            "status": "open",
            "made_by": by,
            "made_at": EPOCH,
        }
        | fields
    )


def make_declarer(campaign: Campaign, *, person: Person, unit: Unit, key: str = "") -> Declarer:
    """Return somebody asked to declare for `unit`; with a `key`, by a link that it opens."""
    declaration = Declaration.objects.create(campaign=campaign, unit=unit)
    declarer = Declarer.objects.create(declaration=declaration, person=person)
    if key:
        DeclarerLink.objects.create(
            declarer=declarer,
            key_digest=digest_of_key(key),
            expires_at=datetime(2099, 1, 1, tzinfo=UTC),
            made_at=EPOCH,
        )
    return declarer


def make_line(campaign: Campaign, *, person: Person, account: Account) -> DeclaredLine:
    """Return a difference that `person` signed for the account's unit: it is not theirs."""
    declaration = Declaration.objects.create(
        campaign=campaign,
        unit=account.unit,
        status="signed",
        signed_by=person,
        signed_at=EPOCH,
        digest="0" * 64,
    )
    return DeclaredLine.objects.create(declaration=declaration, account=account, what="not_ours")
