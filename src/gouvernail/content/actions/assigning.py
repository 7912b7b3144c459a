"""Who works on a draft, and starting again from one that is out."""

from datetime import datetime
from uuid import UUID

from django.urls import reverse

from gouvernail.content.actions.drafts import NewDraft, Writing, save_draft, start_draft
from gouvernail.content.actions.pictures import attach_picture
from gouvernail.content.actions.proofs import copy_proof
from gouvernail.content.errors import AssigneeRefusedError
from gouvernail.content.models import Draft
from gouvernail.content.permissions import visible_draft
from gouvernail.content.queries import accounts_for_choice
from gouvernail.foundation.actions import action
from gouvernail.ledger.actions import record
from gouvernail.notifications.actions import Message, tell
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, may, require, visible_person


@action("content.assign_draft")
def assign_draft(
    *, draft_id: UUID | str, person_id: UUID | str | None, by: Person, at: datetime
) -> Draft:
    """Give a draft to somebody to work on, or to nobody; they are told.

    It changes nothing of the content, so what was approved stays approved.

    Raises:
        AssigneeRefusedError: that person may not write for the draft's unit.
        DraftNotFoundError, PersonNotFoundError, RightMissingError: not here, or not by `by`.
    """
    draft = visible_draft(draft_id, viewer=by, lock=True)
    require(by, Right.WRITE_CONTENT, unit=draft.unit)
    person = visible_person(person_id, viewer=by) if person_id else None
    if person is not None and not may(person, Right.WRITE_CONTENT, unit=draft.unit):
        raise AssigneeRefusedError(person.name)
    draft.assignee = person
    draft.save(update_fields=("assignee",))
    record(actor=by, verb="draft.assigned", subject=draft, at=at)
    if person is not None and person.pk != by.pk:
        message = Message(
            kind="draft.assigned",
            once=f"assigned:{draft.pk}:{at.timestamp():.0f}",
            path=reverse("content:draft-edit", args=[draft.pk]),
            facts={"title": draft.title, "by": by.name},
            subject_kind="draft",
            subject_id=str(draft.pk),
        )
        tell(people=[person.pk], message=message, at=at)
    return draft


@action("content.copy_draft")
def copy_draft(
    *, draft_id: UUID | str, by: Person, at: datetime, only: UUID | None = None
) -> Draft:
    """Start a new draft from another: its text, accounts, pictures and proofs, not its time.

    Accounts that `by` may not write for, and pictures withdrawn since, are left out; `only` keeps
    one account.

    Raises:
        DraftNotFoundError, RightMissingError: not here, or not by `by`.
    """
    source = visible_draft(draft_id, viewer=by)
    allowed = set(accounts_for_choice(source.unit, viewer=by).values_list("pk", flat=True))
    allowed = allowed & {only} if only else allowed
    variants = [one for one in source.variants.all() if one.account_id in allowed]
    new = NewDraft(
        title=source.title,
        unit_id=source.unit_id,
        language=source.language,
        text=source.text,
        tags=tuple(source.tags),
        origin=source.origin,
        sent_by=source.sent_by,
        countries=tuple(source.countries),
        account_ids=tuple(one.account_id for one in variants),
    )
    copy = start_draft(draft=new, by=by, at=at)
    adapted = {str(one.account_id): one.text for one in variants if one.adapted}
    if adapted:
        save_draft(draft_id=copy.pk, writing=Writing(adapted=adapted), by=by, at=at)
    for picture in source.media.filter(asset__withdrawn_at__isnull=True):
        attach_picture(draft_id=copy.pk, asset_id=picture.asset_id, alt=picture.alt, by=by, at=at)
    for proof in source.proofs.filter(withdrawn_at__isnull=True):
        copy_proof(proof, draft=copy, by=by, at=at)
    return copy
