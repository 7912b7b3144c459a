"""What a draft takes from the brand: a template, and whom it addresses."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from gouvernail.brand.actions.audiences import address_to
from gouvernail.brand.actions.templates import leave_template, use_template
from gouvernail.brand.queries.audiences import addressed
from gouvernail.content.actions.drafts import Writing, save_draft
from gouvernail.content.actions.opening import opened_draft, touch
from gouvernail.content.models import Draft
from gouvernail.foundation.actions import action
from gouvernail.people.models import Person


@action("content.insert_template")
def insert_template(
    *, draft_id: UUID | str, version_id: UUID | str, by: Person, at: datetime
) -> Draft:
    """Put a template in force into the common text: after what is there, in its language.

    Raises:
        BrandNotFoundError: missing, hidden, or no longer in force.
        DraftNotFoundError, RightMissingError, DraftClosedError, DraftLockedError: not now.
    """
    draft = opened_draft(draft_id, by=by)
    text = use_template(
        version_id=UUID(str(version_id)),
        subject_id=draft.pk,
        language=draft.language,
        by=by,
        at=at,
    )
    kept = draft.text.rstrip()
    whole = f"{kept}\n\n{text}" if kept else text
    return save_draft(draft_id=draft.pk, writing=Writing(text=whole), by=by, at=at)


@action("content.leave_draft_template")
def leave_draft_template(
    *, draft_id: UUID | str, version_id: UUID | str, by: Person, at: datetime
) -> Draft:
    """Say that a draft is no longer made from a template; its words stay.

    Raises:
        DraftNotFoundError, RightMissingError, DraftClosedError, DraftLockedError: not now.
    """
    draft = opened_draft(draft_id, by=by)
    leave_template(version_id=UUID(str(version_id)), subject_id=draft.pk, by=by, at=at)
    touch(draft, by=by, at=at)
    return draft


@action("content.address_draft")
def address_draft(*, draft_id: UUID | str, codes: Iterable[str], by: Person, at: datetime) -> Draft:
    """Say which audiences a draft addresses: the rules are told.

    Raises:
        BrandNotFoundError: one of them is missing or hidden.
        DraftNotFoundError, RightMissingError, DraftClosedError, DraftLockedError: not now.
    """
    draft, wanted = opened_draft(draft_id, by=by), sorted(set(codes))
    if wanted != addressed(draft.pk):
        address_to(subject_id=draft.pk, codes=wanted, by=by, at=at)
        touch(draft, by=by, at=at)
    return draft
