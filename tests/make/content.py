"""Makers of drafts: rows as they stand, and a shortcut to a draft under review."""

from datetime import UTC, datetime

from gouvernail.approvals.models import Request
from gouvernail.content.actions import submit_draft
from gouvernail.content.models import Draft, DraftProof, Editor, Variant
from gouvernail.people.models import Person, Unit
from gouvernail.registry.models import Account
from tests.make.registry import make_account

EPOCH = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
TEXT = "New charging station in Nantes: 24 fast chargers, open day and night."


def make_draft(
    *, author: Person, unit: Unit, accounts: tuple[Account, ...] = (), **fields: object
) -> Draft:
    """Return a saved draft of `author`, with a variant for each account."""
    values: dict[str, object] = {
        "title": "Nantes station",
        "text": TEXT,
        "language": "en",
        "unit": unit,
        "author": author,
        "edited_by": author,
        "edited_at": EPOCH,
        "created_at": EPOCH,
    }
    draft = Draft.objects.create(**(values | fields))
    Editor.objects.create(draft=draft, person=author, first_at=EPOCH, last_at=EPOCH)
    for position, account in enumerate(accounts):
        Variant.objects.create(draft=draft, account=account, position=position)
    return draft


def make_proof(*, draft: Draft, by: Person, **fields: object) -> DraftProof:
    """Return a proof attached to a draft, with a file that is only named."""
    values: dict[str, object] = {
        "claim": draft.text,
        "title": "Test report 12",
        "link": "https://example.org/report-12",
        "sha256": "a" * 64,
        "mime": "application/pdf",
        "file_name": "report.pdf",
        "established_on": EPOCH.date(),
        "by": by,
        "at": EPOCH,
    }
    return DraftProof.objects.create(draft=draft, **(values | fields))


def make_submitted(
    *, author: Person, unit: Unit, at: datetime, **fields: object
) -> tuple[Draft, Request]:
    """Return a draft under review on one account of the unit, and its request."""
    accounts = fields.pop("accounts", None) or (make_account(unit=unit),)
    draft = make_draft(author=author, unit=unit, accounts=accounts, **fields)  # type: ignore[arg-type]  # a tuple of accounts
    draft = submit_draft(draft_id=draft.pk, by=author, at=at)
    return draft, request_of(draft)


def request_of(draft: Draft) -> Request:
    """Return the request that a draft's approval rests on, or waits for."""
    assert draft.approval_id is not None
    return Request.objects.get(pk=draft.approval_id)
