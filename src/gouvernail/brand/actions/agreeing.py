"""The second hand: agreeing that what two people put in force no longer is, or refusing it."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.brand.actions.assets import restore_item, take_out_item
from gouvernail.brand.actions.guides import SECTIONS
from gouvernail.brand.actions.removals import removal_path
from gouvernail.brand.actions.rights import loosen_rights
from gouvernail.brand.actions.templates import TEMPLATES
from gouvernail.brand.errors import BrandInvalidError
from gouvernail.brand.errors.removals import (
    RemovalAnsweredError,
    RemovalStaleError,
    SecondHandNeededError,
)
from gouvernail.brand.models import LibraryItem, PostTemplate, Removal, Section
from gouvernail.brand.permissions.guides import require_write
from gouvernail.brand.permissions.removals import may_agree, visible_removal
from gouvernail.charter.queries import separation
from gouvernail.foundation.actions import action
from gouvernail.ledger.actions import record
from gouvernail.notifications.actions import Message, tell
from gouvernail.people.models import Person
from gouvernail.people.permissions import Act, require_step_up


@action("brand.answer_removal")
def answer_removal(
    removal_id: UUID, *, agreed: bool, words: str = "", by: Person, at: datetime
) -> Removal:
    """Agree to a request, which does what it asks; or refuse it, or take one's own back.

    What was withdrawn at once stays so when it is agreed to, and comes back when it is refused.

    Raises:
        BrandNotFoundError: missing, or neither asked by `by` nor theirs to answer.
        RemovalAnsweredError: it was answered before.
        SecondHandNeededError: `by` asked for it, and agrees.
        BrandInvalidError: a refusal without a word.
        RemovalStaleError: what it is about changed since.
        ProofNeededError: whoever agrees did not prove lately that it is them.
    """
    removal = visible_removal(removal_id, viewer=by, lock=True)
    if removal.status != Removal.Status.ASKED:
        raise RemovalAnsweredError
    own = removal.asked_by_id == by.pk
    if agreed:
        _require_second(removal, by=by, at=at)
    elif not (own or words.strip()):
        raise BrandInvalidError({"answer": _("Say why: whoever asked reads it.")})
    removal.status = Removal.Status.AGREED if agreed else Removal.Status.REFUSED
    removal.answer, removal.answered_by, removal.answered_at = words.strip()[:2000], by, at
    removal.save()
    verb = "brand_removal.agreed" if agreed else "brand_removal.refused"
    record(actor=by, verb=verb, subject=removal, at=at)
    if agreed and not removal.at_once:
        _carry_out(removal, by=by, at=at)
    elif removal.at_once and not agreed:
        restore_item(_item(removal), by=by, at=at)
    if not own:
        _tell_asker(removal, agreed=agreed, by=by, at=at)
    return removal


def _require_second(removal: Removal, *, by: Person, at: datetime) -> None:
    if not may_agree(by, removal, separation=separation()):
        if removal.asked_by_id != by.pk:
            require_write(by, unit=removal.unit)
        raise SecondHandNeededError
    require_step_up(Act.DECIDE, at=at)


def _carry_out(removal: Removal, *, by: Person, at: datetime) -> None:
    what = Removal.What(removal.what)
    if what == Removal.What.SECTION:
        rows = Section.objects.select_for_update().filter(archived_at__isnull=True)
        section = rows.filter(pk=removal.subject_id).first()
        if section is None:
            raise RemovalStaleError
        SECTIONS.archive(section, by=by, at=at)
    elif what == Removal.What.TEMPLATE:
        kept = PostTemplate.objects.select_for_update().filter(archived_at__isnull=True)
        template = kept.filter(pk=removal.subject_id).first()
        if template is None:
            raise RemovalStaleError
        TEMPLATES.archive(template, by=by, at=at)
    elif what == Removal.What.ITEM:
        take_out_item(_item(removal), by=by, at=at)
    else:
        loosen_rights(_item(removal), removal, by=by, at=at)


def _item(removal: Removal) -> LibraryItem:
    """Return the item it is about, locked, its unit and keeper loaded."""
    LibraryItem.objects.select_for_update().get(pk=removal.subject_id)
    return LibraryItem.objects.select_related("unit", "keeper").get(pk=removal.subject_id)


def _tell_asker(removal: Removal, *, agreed: bool, by: Person, at: datetime) -> None:
    message = Message(
        kind="brand.removal_agreed" if agreed else "brand.removal_refused",
        once=f"removal:{removal.pk}:answer",
        path=removal_path(removal),
        facts={"title": removal.label, "by": by.name},
    )
    tell(people=[removal.asked_by_id], message=message, at=at)
