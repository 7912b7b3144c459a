"""What people do with a mention: tag it, note beside it, give it to somebody, set it aside."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from gouvernail.foundation.actions import action
from gouvernail.kernel.text import fold
from gouvernail.ledger.actions import record
from gouvernail.listening.errors import (
    MentionInvalidError,
    MentionNotFoundError,
    TagNotFoundError,
)
from gouvernail.listening.models import Handling, Mention, Note, Tag, Tagging
from gouvernail.listening.permissions import may_handle, may_set_aside, visible_mention
from gouvernail.notifications.actions import Message, tell
from gouvernail.people.errors import RightMissingError
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, visible_person
from gouvernail.registry.queries import network_label

MOST_TAG: Final = 60
MOST_NOTE: Final = 4000
MOST_REASON: Final = 300


@action("listening.tag_mention")
def tag_mention(mention_id: UUID, *, name: str, by: Person, at: datetime) -> Tagging:
    """Put a tag on a mention; the tag is created when nobody has used it yet.

    Raises:
        MentionNotFoundError: missing or hidden from `by`.
        RightMissingError: `by` only reads: they moderate nothing where it belongs.
        MentionInvalidError: the tag has no name, or too long a one.
    """
    mention = _mention(mention_id, by=by)
    tag = _tag(name, by=by, at=at)
    tagging, is_new = Tagging.objects.get_or_create(
        mention=mention, tag=tag, defaults={"by": by, "at": at}
    )
    if is_new:
        record(actor=by, verb="tagging.added", subject=tagging, at=at)
    return tagging


@action("listening.untag_mention")
def untag_mention(mention_id: UUID, *, tag_id: UUID, by: Person, at: datetime) -> None:
    """Take a tag off a mention.

    Raises:
        MentionNotFoundError, RightMissingError: as for a tag put on.
        TagNotFoundError: the mention does not bear it.
    """
    mention = _mention(mention_id, by=by)
    tagging = Tagging.objects.filter(mention=mention, tag_id=tag_id).first()
    if tagging is None:
        raise TagNotFoundError
    record(actor=by, verb="tagging.removed", subject=tagging, at=at)
    tagging.delete()


@action("listening.note_mention")
def note_mention(mention_id: UUID, *, text: str, by: Person, at: datetime) -> Note:
    """Write beside a mention, for colleagues.

    Raises:
        MentionNotFoundError, RightMissingError: as for a tag put on.
        MentionInvalidError: nothing is written, or too much.
    """
    mention = _mention(mention_id, by=by)
    words = text.strip()
    if not words or len(words) > MOST_NOTE:
        raise MentionInvalidError({"text": _("Write a few words, 4,000 characters at most.")})
    note = Note.objects.create(mention=mention, text=words, by=by, at=at)
    record(actor=by, verb="mention_note.written", subject=note, at=at)
    return note


@action("listening.assign_mention")
def assign_mention(
    mention_id: UUID, *, person_id: UUID | str, by: Person, at: datetime
) -> Handling:
    """Give a mention to somebody, who is told.

    Raises:
        MentionNotFoundError, RightMissingError: as for a tag put on.
        PersonNotFoundError: missing or hidden from `by`.
        MentionInvalidError: they cannot read it.
    """
    mention = _mention(mention_id, by=by)
    person = visible_person(person_id, viewer=by)
    _refuse_who_cannot_read(mention, person)
    handling = _handling(mention)
    handling.assigned_to, handling.assigned_by = person, by
    handling.assigned_at, handling.done_at = at, None
    handling.save()
    record(actor=by, verb="handling.assigned", subject=handling, at=at)
    if person.pk != by.pk:
        tell(people=[person.pk], message=_given(mention, handling, by), at=at)
    return handling


@action("listening.finish_mention")
def finish_mention(mention_id: UUID, *, by: Person, at: datetime) -> Handling:
    """Say that a mention is dealt with.

    Raises:
        MentionNotFoundError, RightMissingError: as for a tag put on.
    """
    handling = _handling(_mention(mention_id, by=by))
    if handling.done_at is None:
        handling.done_at = at
        handling.save()
        record(actor=by, verb="handling.finished", subject=handling, at=at)
    return handling


@action("listening.hide_mention")
def hide_mention(mention_id: UUID, *, reason: str, by: Person, at: datetime) -> Handling:
    """Set a mention aside: out of lists, still counted, and shown again when asked.

    Raises:
        MentionNotFoundError: as for a tag put on.
        RightMissingError: they moderate nothing where it belongs, or it addresses an account of
            ours that is of another unit.
        MentionInvalidError: too long a reason.
    """
    if len(reason.strip()) > MOST_REASON:
        raise MentionInvalidError({"reason": _("Write 300 characters at most.")})
    mention = _mention(mention_id, by=by, for_all=True)
    handling = _handling(mention)
    if not mention.is_hidden:
        mention.is_hidden = True
        mention.save(update_fields=("is_hidden",))
        handling.hidden_by, handling.hidden_at = by, at
        handling.hidden_reason = reason.strip()
        handling.save()
        record(actor=by, verb="handling.hidden", subject=handling, at=at)
    return handling


@action("listening.show_mention")
def show_mention(mention_id: UUID, *, by: Person, at: datetime) -> Handling:
    """Put a mention that was set aside back in the lists.

    Raises:
        MentionNotFoundError, RightMissingError: as for one set aside.
    """
    mention = _mention(mention_id, by=by, for_all=True)
    handling = _handling(mention)
    if mention.is_hidden:
        mention.is_hidden = False
        mention.save(update_fields=("is_hidden",))
        handling.hidden_by, handling.hidden_at, handling.hidden_reason = None, None, ""
        handling.save()
        record(actor=by, verb="handling.shown", subject=handling, at=at)
    return handling


def _mention(mention_id: UUID, *, by: Person, for_all: bool = False) -> Mention:
    mention = visible_mention(mention_id, viewer=by, lock=True)
    may = may_set_aside if for_all else may_handle
    if not may(mention, viewer=by):
        raise RightMissingError(str(Right.MODERATE_COMMENTS))
    return mention


def _refuse_who_cannot_read(mention: Mention, person: Person) -> None:
    try:
        visible_mention(mention.pk, viewer=person)
    except MentionNotFoundError:
        words = _("%(name)s cannot read this mention: they do not listen where it belongs.")
        raise MentionInvalidError({"person": words % {"name": person.name}}) from None


def _given(mention: Mention, handling: Handling, by: Person) -> Message:
    """Return what somebody is told: who gives it, and where it was said; none of its words."""
    return Message(
        kind="mention.assigned",
        once=f"mention:{mention.pk}:{handling.assigned_at:%Y%m%dT%H%M%S.%f}",
        path=reverse("listening:mention-detail", args=[mention.pk]),
        facts={"title": network_label(mention.network), "by": by.name},
        subject_kind="mention",
        subject_id=str(mention.pk),
    )


def _handling(mention: Mention) -> Handling:
    return Handling.objects.filter(mention=mention).first() or Handling(mention=mention)


def _tag(name: str, *, by: Person, at: datetime) -> Tag:
    shown = " ".join(name.split()).lstrip("#")
    key = fold(shown).text.strip()
    if not key or len(shown) > MOST_TAG or len(key) > MOST_TAG:
        raise MentionInvalidError({"name": _("Write a tag of 60 characters at most.")})
    tag, is_new = Tag.objects.get_or_create(name_key=key, defaults={"name": shown})
    if is_new:
        record(actor=by, verb="mention_tag.created", subject=tag, at=at)
    return tag
