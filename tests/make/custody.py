"""Makers of accesses, renewals, handovers and proofs: rows as they stand, without their actions."""

from datetime import UTC, date, datetime
from typing import Any

from gouvernail.custody.actions.drills import new_token
from gouvernail.custody.models import (
    Access,
    AccessReview,
    ControlProof,
    Handover,
    ProofDrill,
    ReviewedAccess,
    Rotation,
)
from gouvernail.media.pictures.store import keep
from gouvernail.people.models import Person, Unit
from gouvernail.registry.models import Account
from tests.make.media import make_picture

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


def make_proof(*, account: Account, person: Person, **fields: Any) -> ControlProof:
    """Return a proof of control asked of the owner, in a drill that is over unless told."""
    drill = fields.pop("drill", None) or ProofDrill.objects.create(
        unit=account.unit,
        due_on=date(2099, 1, 1),
        opened_at=EPOCH,
        filled_at=EPOCH,
        finished_at=EPOCH,
    )
    return ControlProof.objects.create(
        **{
            "drill": drill,
            "account": account,
            "person": person,
            "place": ControlProof.Place.OWNER,
            "token": new_token(),
            "due_on": date(2099, 1, 1),
            "asked_at": EPOCH,
        }
        | fields
    )


def make_proofs(*, account: Account, by: Person, holders: list[Person]) -> dict[str, Any]:
    """Return one proof of control in each state, by name; `holders` are four."""
    asked, shown, done, late = holders
    sha256 = keep(make_picture())
    picture: dict[str, Any] = {
        "method": "picture",
        "picture_sha256": sha256,
        "picture_mime": "image/png",
        "taken_on": EPOCH.date(),
        "sent_at": EPOCH,
    }
    first = make_proof(account=account, person=asked)
    told: dict[str, Any] = {"account": account, "drill": first.drill}
    return {
        "proof_id": first.pk,
        "proof-shown": make_proof(person=shown, state="photographed", **picture, **told).pk,
        "proof-late": make_proof(person=late, state="late", ended_at=EPOCH, **told).pk,
        "proof-done": make_proof(
            person=done, state="proved", proved_at=EPOCH, confirmed_by=by, **picture, **told
        ).pk,
    }


def make_access_review(*, unit: Unit, by: Person, **fields: Any) -> AccessReview:
    """Return an open access review of a unit, to be answered in a long time, asking nothing yet."""
    return AccessReview.objects.create(
        **{
            "unit": unit,
            "title": "Revue des accès",
            "manner": "account",
            "due_on": date(2099, 1, 1),
            "opened_by": by,
            "opened_at": EPOCH,
        }
        | fields
    )


def make_reviewed(
    *, review: AccessReview, access: Access, asked: Person | None, **fields: Any
) -> ReviewedAccess:
    """Return one line of a review, without an answer unless told otherwise."""
    return ReviewedAccess.objects.create(review=review, access=access, asked=asked, **fields)
