"""Rules, over REST: ask what they say of a text, keep nothing."""

from typing import Any, Self
from uuid import UUID

from ninja import Router, Schema
from pydantic import model_validator

from gouvernail.foundation import clock
from gouvernail.foundation.web import KeyRequest
from gouvernail.people.permissions import visible_unit
from gouvernail.registry.permissions import visible_account
from gouvernail.rulebooks.actions.verdicts import finding_as_plain
from gouvernail.rulebooks.permissions import visible_packs
from gouvernail.rulebooks.queries import judge_text

router = Router(tags=["rules"])
LONGEST = 100_000


class CheckIn(Schema):
    """A text to check, for an account or at least a unit."""

    text: str
    account_id: UUID | None = None
    unit_id: UUID | None = None
    language: str = ""
    tags: list[str] = []

    @model_validator(mode="after")
    def names_a_place(self) -> Self:
        """Refuse a text that belongs nowhere: rules bind units."""
        if self.account_id is None and self.unit_id is None:
            raise ValueError("Give account_id or unit_id.")
        return self


class VerdictOut(Schema):
    """What the packs in force say. Spans are code points of the text as given, half-open."""

    id: str
    outcome: str
    seats: list[str]
    findings: list[dict[str, Any]]


class PackOut(Schema):
    """A pack that binds somebody the owner of the key knows."""

    id: UUID
    slug: str
    title: str
    title_en: str
    unit_id: UUID


@router.get("/packs", response=list[PackOut])
def packs(request: KeyRequest) -> list[Any]:
    """Return the packs in use."""
    return list(visible_packs(request.auth).filter(retired_at__isnull=True).order_by("slug"))


@router.post("/check", response=VerdictOut)
def check(request: KeyRequest, given: CheckIn) -> dict[str, Any]:
    """Return what the rules say of a text; nothing is stored."""
    account = visible_account(given.account_id, viewer=request.auth) if given.account_id else None
    unit = account.unit if account else visible_unit(str(given.unit_id), viewer=request.auth)
    verdict = judge_text(
        given.text[:LONGEST],
        account=account,
        unit=unit,
        language=given.language,
        tags=given.tags,
        at=clock.now(),
    )
    return {
        "id": verdict.id,
        "outcome": verdict.outcome.slug,
        "seats": list(verdict.seats),
        "findings": [finding_as_plain(finding) for finding in verdict.findings],
    }
