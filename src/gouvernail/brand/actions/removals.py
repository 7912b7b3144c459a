"""Asking that what is in force no longer be: another person agrees, save in a small team."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from gouvernail.brand.errors import BrandInvalidError
from gouvernail.brand.errors.removals import RemovalOpenError
from gouvernail.brand.models import Removal
from gouvernail.charter.models import Charter
from gouvernail.charter.queries import separation
from gouvernail.ledger.actions import record
from gouvernail.notifications.actions import Message, tell
from gouvernail.people.models import Person
from gouvernail.people.permissions import Act, Right, holders_of_right, require_step_up

PAGES = {
    Removal.What.SECTION: "guide-section",
    Removal.What.TEMPLATE: "template-detail",
    Removal.What.ITEM: "library-item",
    Removal.What.RIGHTS: "library-item",
}


def removal_path(removal: Removal) -> str:
    """Return the page of what it is about, where it is answered."""
    return reverse(f"brand:{PAGES[Removal.What(removal.what)]}", args=[removal.subject_id])


def ask_removal(removal: Removal, *, by: Person, at: datetime) -> bool:
    """Keep a request, not saved yet; return whether its maker may do at once what it asks.

    In a small team they may, and it is written down; so they may where it is done `at_once`. Else
    whoever edits the brand there is told. Inside an action that locked the subject and authorised.

    Raises:
        BrandInvalidError: no reason is said.
        RemovalOpenError: somebody asked already.
        ProofNeededError: it is done now, and whoever acts did not prove lately that it is them.
    """
    if not removal.reason.strip():
        told = _("Say why: another person decides upon it.")
        raise BrandInvalidError({"reason": told})
    same = Removal.objects.filter(what=removal.what, subject_id=removal.subject_id)
    if same.filter(status=Removal.Status.ASKED).exists():
        raise RemovalOpenError
    alone = separation() == Charter.Separation.SMALL
    if alone:
        require_step_up(Act.DECIDE, at=at)
        removal.status, removal.answered_by, removal.answered_at = Removal.Status.AGREED, by, at
    removal.reason, removal.label = removal.reason.strip(), removal.label[:160]
    removal.asked_by, removal.asked_at = by, at
    removal.save(force_insert=True)
    verb = "brand_removal.agreed" if alone else "brand_removal.asked"
    record(actor=by, verb=verb, subject=removal, at=at)
    if not alone:
        _tell_others(removal, by=by, at=at)
    return alone or removal.at_once


def _tell_others(removal: Removal, *, by: Person, at: datetime) -> None:
    others = holders_of_right(Right.EDIT_BRAND, unit=removal.unit).exclude(pk=by.pk)
    message = Message(
        kind="brand.withdrawn_at_once" if removal.at_once else "brand.removal_asked",
        once=f"removal:{removal.pk}",
        path=removal_path(removal),
        facts={"title": removal.label, "by": by.name},
    )
    tell(people=others.values_list("pk", flat=True), message=message, at=at)
