"""Answering a finding: taking its fix, or setting it aside with a reason."""

from datetime import datetime
from uuid import UUID

from gouvernail.content.actions.drafts import Writing, save_draft
from gouvernail.content.actions.opening import opened_draft
from gouvernail.content.errors import FindingGoneError
from gouvernail.content.models import Draft
from gouvernail.content.permissions import KIND
from gouvernail.content.queries import Card, examine, manuscript_of
from gouvernail.foundation.actions import action
from gouvernail.people.models import Person
from gouvernail.rulebooks.actions import dismiss_finding, reinstate_finding


@action("content.apply_fix")
def apply_fix(*, draft_id: UUID | str, key: str, by: Person, at: datetime) -> Draft:
    """Make the change that a finding offers, in the text it is about.

    Raises:
        FindingGoneError: the words changed in between, or it offers no change.
        DraftNotFoundError, RightMissingError, DraftClosedError, DraftLockedError: not now.
    """
    draft = opened_draft(draft_id, by=by)
    card = _card(draft, key)
    suggestion = card.finding.suggestion if card.finding else None
    if suggestion is None or not suggestion.replacements:
        raise FindingGoneError
    mended = suggestion.apply(_text_of(card))
    if card.field == "text":
        writing = Writing(text=mended)
    else:
        writing = Writing(adapted={card.field: mended})
    return save_draft(draft_id=draft.pk, writing=writing, by=by, at=at)


@action("content.dismiss_card")
def dismiss_card(*, draft_id: UUID | str, key: str, reason: str, by: Person, at: datetime) -> Draft:
    """Set a finding of a draft aside; it comes back when its words change.

    Raises:
        FindingGoneError: the words changed in between.
        FindingNotDismissibleError, DismissalReasonMissingError: it cannot be, or not so.
        DraftNotFoundError, RightMissingError, DraftClosedError, DraftLockedError: not now.
    """
    draft = opened_draft(draft_id, by=by)
    card = _card(draft, key)
    if card.finding is None:
        raise FindingGoneError
    dismiss_finding(
        subject=(KIND, draft.pk),
        finding=card.finding,
        text=_text_of(card),
        reason=reason,
        by=by,
        at=at,
    )
    return draft


@action("content.reinstate_card")
def reinstate_card(*, draft_id: UUID | str, key: str, by: Person, at: datetime) -> Draft:
    """Let a finding that was set aside count again.

    Raises:
        FindingGoneError: it is not set aside.
        DraftNotFoundError, RightMissingError, DraftClosedError, DraftLockedError: not now.
    """
    draft = opened_draft(draft_id, by=by)
    card = _card(draft, key)
    if card.dismissal is None:
        raise FindingGoneError
    reinstate_finding(dismissal=card.dismissal, by=by, at=at)
    return draft


def _card(draft: Draft, key: str) -> Card:
    examination = examine(manuscript_of(draft), at=draft.publish_at)
    card = next((card for card in examination.cards if card.key == key), None)
    if card is None:
        raise FindingGoneError
    return card


def _text_of(card: Card) -> str:
    return card.said[0].text
