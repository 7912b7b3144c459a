"""Makers of requests for a new account."""

from datetime import UTC, date, datetime
from typing import Any

from gouvernail.approvals.actions.decisions import Choice
from gouvernail.approvals.models import Request
from gouvernail.foundation.ids import uuid7
from gouvernail.kernel.text.addresses import parse_address
from gouvernail.openings.actions import (
    Beginning,
    NewOpening,
    answer_naming,
    begin_opening,
    decide_opening,
    draft_opening,
    submit_opening,
    write_opening,
)
from gouvernail.openings.models import Appeal, Check, Opening, Rework
from gouvernail.people.models import Person, Role, Unit
from tests.make.people import make_grant, make_person
from tests.make.registry import make_account

NOON = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)
WHOLE: dict[str, Any] = {
    "purpose": "Faire connaître les métiers du solaire et recruter des apprentis.",
    "audience": "Apprentis et lycéens",
    "languages": ["fr"],
    "tags": ["emploi"],
    "wished_on": date(2027, 1, 11),
    "why_network": "Les lycéens y sont chaque jour.",
    "why_new": "Aucun compte ne leur parle.",
    "handle": "nordet_apprentis",
    "owner_minutes": 300,
    "backup_minutes": 120,
    "plan": [
        {"kind": "video", "times": 1, "per": "week"},
        {"kind": "answers", "times": 2, "per": "week"},
    ],
    "subjects": "Gestes du métier, journées en atelier, offres.",
    "first_month": "Quatre vidéos d’atelier, une par semaine.",
    "closing_when": "Si nous passons deux mois sans vidéo.",
}


def make_opening(*, by: Person, unit: Unit, **changes: Any) -> Opening:
    """Return a request that says everything but who runs the account."""
    new = NewOpening(title="Nordet Apprentis", unit_id=unit.pk, network="tiktok")
    opening = draft_opening(new=new, by=by, at=NOON)
    return write_opening(opening.pk, changes={**WHOLE, **changes}, by=by, at=NOON)


def make_named(*, by: Person, unit: Unit, owner: Person, backup: Person, **changes: Any) -> Opening:
    """Return a whole request whose owner and backup have accepted."""
    named = {"owner_id": owner.pk, "backup_id": backup.pk}
    opening = make_opening(by=by, unit=unit, **named, **changes)
    for person in (owner, backup):
        opening = answer_naming(opening.pk, accepts=True, by=person, at=NOON)
    return opening


def make_requested(**given: Any) -> Opening:
    """Return a submitted request."""
    opening = make_named(**given)
    return submit_opening(opening.pk, by=opening.requested_by, at=NOON)


def request_of(opening: Opening) -> Request:
    """Return the request for approval that a submitted request waits on."""
    assert opening.approval_id is not None
    return Request.objects.get(pk=opening.approval_id)


def decided(opening: Opening, verdict: str, *, by: Person, comment: str = "") -> Opening:
    """Return a request after a decision on what it says now."""
    request = request_of(opening)
    choice = Choice(verdict=verdict, digest=request.digest, comment=comment)
    return decide_opening(request_id=request.pk, choice=choice, by=by, at=NOON)


def make_begun(*, approver: Person, opener: Person, **given: Any) -> Opening:
    """Return an opening under way."""
    opening = decided(make_requested(**given), "approve", by=approver)
    return begin_opening(opening.pk, beginning=beginning(), by=opener, at=NOON)


def beginning(address: str = "https://www.tiktok.com/@nordet_apprentis") -> Beginning:
    """Return where and by when an account is opened."""
    return Beginning(address=parse_address(address), due_on=date(2026, 12, 4))


def make_stages(*, unit: Unit) -> dict[str, Any]:
    """Return requests of `unit` at each stage, by the names that tables of rights use.

    Asked for by an employee of the unit and run by two others.
    """
    asker, owner, backup = (
        make_person(name=f"{word} {unit.code}", home_unit=unit)
        for word in ("Asker", "Runner", "Stepper")
    )
    make_grant(person=asker, unit=unit, role=Role.EMPLOYEE)
    requested = make_requested(by=asker, unit=unit, owner=owner, backup=backup)
    plain = {
        "title": "Nordet", "unit": unit, "network": "x", "requested_by": asker, "owner": owner,
        "backup": backup, "created_at": NOON, "updated_at": NOON, "submitted_at": NOON,
    }  # fmt: skip
    account = make_account(unit=unit, owner=owner, status="opening")
    begun = Opening.objects.create(**plain, status="opening", account=account)
    check = Check.objects.create(opening=begun, code="profile", position=1)
    approval_id = uuid7()
    refused = Opening.objects.create(**plain, status="refused", approval_id=approval_id)
    Appeal.objects.create(
        opening=refused, approval_id=approval_id, text="Encore.", by=asker, at=NOON
    )
    merged = Opening.objects.create(**plain, status="merged", merged_into=account)
    Rework.objects.create(
        opening=merged, account=account, assigned_to=owner, asked_by=asker, asked_at=NOON,
        due_on=NOON.date(),
    )  # fmt: skip
    return {
        "opening_id": requested.pk,
        "opening-request": requested.approval_id,
        "opening-digest": request_of(requested).digest,
        "opening-approved": Opening.objects.create(**plain, status="approved").pk,
        "opening-begun": begun.pk,
        "opening-refused": refused.pk,
        "opening-merged": merged.pk,
        "opening-target": account.pk,
        "opening-section": "aim",
        "check_id": check.pk,
    }
