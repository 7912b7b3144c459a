"""What every change of a draft begins with: the right, the lock, and what the change undoes."""

from datetime import datetime
from uuid import UUID

from gouvernail.approvals.actions import void_requests
from gouvernail.content.errors import (
    DraftClosedError,
    DraftLockedError,
    DraftPartlyPublishedError,
    DraftStaleError,
)
from gouvernail.content.models import Draft, Editor
from gouvernail.content.permissions import KIND, visible_draft
from gouvernail.content.queries import VOIDABLE, has_left
from gouvernail.foundation.digests import instant
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, require
from gouvernail.publishing.actions import cancel_deliveries
from gouvernail.publishing.queries import is_locked

Status = Draft.Status
CLOSED = (Status.PUBLISHED, Status.CANCELLED)


def opened_draft(draft_id: UUID | str, *, by: Person, partly: bool = False) -> Draft:
    """Return a draft that `by` may change now, its row locked.

    `partly` lets through one that some accounts have published already.

    Raises:
        DraftPartlyPublishedError: it is out on some accounts.
        DraftNotFoundError, RightMissingError: not here, or not by `by`.
        DraftClosedError: it was published or cancelled.
        DraftLockedError: a delivery is on its way, or its outcome is unknown.
    """
    draft = visible_draft(draft_id, viewer=by, lock=True)
    require(by, Right.WRITE_CONTENT, unit=draft.unit)
    if draft.status in CLOSED:
        raise DraftClosedError(draft.get_status_display())
    if is_locked(draft.pk):
        raise DraftLockedError
    if not partly and has_left(draft.pk):
        raise DraftPartlyPublishedError
    return draft


def check_fresh(draft: Draft, edit_count: int | None) -> None:
    """Refuse when somebody saved since `edit_count`; None when the caller read just now.

    Raises:
        DraftStaleError: with what was saved in between.
    """
    if edit_count is None or edit_count == draft.edit_count:
        return
    draft = Draft.objects.select_related("edited_by", "author").get(pk=draft.pk)
    other = draft.edited_by or draft.author
    facts = {
        "edit_count": draft.edit_count,
        "edited_at": instant(draft.edited_at),
        "edited_by": other.name,
        "title": draft.title,
        "text": draft.text,
        "variants": {
            str(variant.account_id): variant.text for variant in draft.variants.filter(adapted=True)
        },
    }
    raise DraftStaleError(name=other.name, facts=facts)


def touch(draft: Draft, *, by: Person, at: datetime, also: tuple[str, ...] = ()) -> None:
    """Note a change by `by`; what had been agreed to, or was about to leave, is void.

    The caller has changed the words of the draft, or the governed fields it names in `also` and
    records; nothing else is saved here.
    """
    draft.edit_count += 1
    draft.edited_by, draft.edited_at = by, at
    if draft.status in VOIDABLE:
        reopen(draft, by=by, at=at, why="edited")
    draft.save(update_fields=(*Draft.ledger_skip, *also))
    editor, created = Editor.objects.get_or_create(
        draft=draft, person=by, defaults={"first_at": at, "last_at": at}
    )
    if not created:
        editor.last_at = at
        editor.save(update_fields=("last_at",))


def reopen(draft: Draft, *, by: Person, at: datetime, why: str) -> None:
    """Take a draft back from review or from the queue; its approval is void.

    Raises:
        DraftPartlyPublishedError: it left since its row was locked.
    """
    void_requests(kind=KIND, id=draft.pk, by=by, at=at, why=why)
    cancel_deliveries(subject_id=draft.pk, by=by, at=at, why=why)
    if has_left(draft.pk):  # certain only now that the rows of its deliveries are locked
        raise DraftPartlyPublishedError
    draft.status, draft.approval_id = Status.DRAFTING, None
    draft.save(update_fields=("status", "approval_id"))
    record(actor=by, verb="draft.reopened", subject=draft, at=at, data={"why": why})
