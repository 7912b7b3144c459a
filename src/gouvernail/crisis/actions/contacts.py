"""The directory: who is called in a crisis, how, and who when they do not answer."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _

from gouvernail.crisis.actions.plans import touched
from gouvernail.crisis.actions.telling import WORKER
from gouvernail.crisis.errors import ContactNotFoundError, PlanChangedError, PlanInvalidError
from gouvernail.crisis.models import Contact, Plan, PlanContact
from gouvernail.crisis.permissions import (
    keeping_unit,
    kept_plans,
    visible_contact,
    visible_plan,
)
from gouvernail.foundation.actions import action
from gouvernail.ledger.actions import erase_openings, record
from gouvernail.people.errors import RightMissingError
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, require, visible_person, visible_unit

MOST_MINUTES: Final = 24 * 60
PLAIN: Final = (
    *("name", "name_en", "duty", "duty_en", "is_outside", "channel", "phone"),
    *("phone_after_hours", "email", "address", "note", "delay_minutes"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactFacts:
    """What the directory says of a contact; `plan_ids` are the plans that call them.

    Of the plans, only those that whoever writes keeps are changed.
    """

    name: str
    name_en: str = ""
    duty: str = ""
    duty_en: str = ""
    is_outside: bool = False
    channel: str = Contact.Way.PHONE
    phone: str = ""
    phone_after_hours: str = ""
    email: str = ""
    address: str = ""
    note: str = ""
    delay_minutes: int = 15
    person_id: UUID | None = None
    backup_id: UUID | None = None
    unit_id: UUID | None = None
    plan_ids: tuple[UUID, ...] = ()


@action("crisis.write_contact")
def write_contact(
    *,
    facts: ContactFacts,
    by: Person,
    at: datetime,
    contact_id: UUID | None = None,
    seen: str | None = None,
) -> Contact:
    """Add a contact to the directory, or change one.

    `seen` is the mark (`mark_of`) of what was on the screen, if it is known.

    Raises:
        PlanChangedError: somebody else changed the contact since.
        PlanInvalidError: no name, no way to reach them, or a stand-in that leads back to them.
        ContactNotFoundError, PlanNotFoundError, PersonNotFoundError, UnitNotFoundError,
        RightMissingError: nothing was changed.
    """
    if contact_id is None:
        contact = Contact()
        unit = visible_unit(facts.unit_id, viewer=by) if facts.unit_id else keeping_unit(by)
        if unit is None:
            raise RightMissingError(str(Right.RUN_INCIDENTS))
        contact.unit = unit
        last = Contact.objects.filter(unit=unit).aggregate(last=Max("position"))["last"]
        contact.position = 0 if last is None else last + 1
    else:
        Contact.objects.select_for_update(of=("self",)).filter(pk=contact_id).first()
        contact = visible_contact(contact_id, viewer=by)
    require(by, Right.RUN_INCIDENTS, unit=contact.unit)
    if seen is not None and contact_id is not None and seen != mark_of(contact):
        raise PlanChangedError
    was = contact.person_id
    for name in PLAIN:
        value = getattr(facts, name)
        setattr(contact, name, value.strip() if isinstance(value, str) else value)
    contact.person = visible_person(facts.person_id, viewer=by) if facts.person_id else None
    contact.backup = visible_contact(facts.backup_id, viewer=by) if facts.backup_id else None
    _check(contact)
    if was is not None and was != contact.person_id:
        contact.former_ids = sorted({*contact.former_ids, str(was)})
    contact.save()
    verb = "crisis_contact.added" if contact_id is None else "crisis_contact.changed"
    record(actor=by, verb=verb, subject=contact, at=at)
    _put_into(contact, facts.plan_ids, by=by, at=at)
    return contact


def mark_of(contact: Contact) -> str:
    """Return a mark of what a contact says, which is another one once it was changed. Pure."""
    said = [str(getattr(contact, name)) for name in PLAIN]
    said += [str(contact.person_id), str(contact.backup_id)]
    return hashlib.sha256("\x1f".join(said).encode()).hexdigest()[:16]


def _check(contact: Contact) -> None:
    wrong = {}
    if not contact.name:
        wrong["name"] = _("Say who it is.")
    if not contact.is_reachable:
        wrong["phone"] = _("Give a number, an e-mail or a page: how are they reached?")
    if not 1 <= contact.delay_minutes <= MOST_MINUTES:
        wrong["delay_minutes"] = _("Between 1 minute and a day.")
    seen, backup = {contact.pk}, contact.backup
    while backup is not None:
        if backup.pk in seen:
            wrong["backup"] = _("This would lead back to the same contact: nobody would answer.")
            break
        seen.add(backup.pk)
        backup = backup.backup
    if wrong:
        raise PlanInvalidError(wrong)


def _put_into(contact: Contact, plan_ids: tuple[UUID, ...], *, by: Person, at: datetime) -> None:
    """Have just these plans call a contact, among those that `by` keeps; the others stay."""
    wanted = {plan.pk: plan for plan in (visible_plan(one, viewer=by) for one in plan_ids)}
    lines = PlanContact.objects.filter(contact=contact, plan__archived_at__isnull=True)
    there = {line.plan_id: line for line in lines.select_related("plan__unit")}
    for plan in wanted.values():
        if plan.pk not in there:
            require(by, Right.RUN_INCIDENTS, unit=plan.unit)
    kept = set(kept_plans(by).filter(pk__in=there).values_list("pk", flat=True))
    gone = [line for line in there.values() if line.plan_id in kept and line.plan_id not in wanted]
    for line in gone:
        _take_out(line, by=by, at=at)
    for plan in sorted(wanted.values(), key=lambda one: str(one.pk)):
        if plan.pk not in there:
            place = PlanContact.objects.filter(plan=plan).count()
            line = PlanContact(plan=plan, contact=contact, position=place)
            line.save(force_insert=True)
            record(actor=by, verb="crisis_plan_contact.added", subject=line, at=at)
            _next_edition(plan.pk, by=by, at=at)


def _take_out(line: PlanContact, *, by: Person, at: datetime) -> None:
    record(actor=by, verb="crisis_plan_contact.removed", subject=line, at=at)
    line.delete()
    _next_edition(line.plan_id, by=by, at=at)


def _next_edition(plan_id: UUID, *, by: Person, at: datetime) -> None:
    touched(Plan.objects.select_for_update(of=("self",)).get(pk=plan_id), by=by, at=at)


@action("crisis.move_contact")
def move_contact(*, contact_id: UUID, up: bool, by: Person, at: datetime) -> Contact:
    """Call a contact before, or after, its neighbour in the directory.

    Raises:
        ContactNotFoundError, RightMissingError: nothing was changed.
    """
    contact = visible_contact(contact_id, viewer=by)
    require(by, Right.RUN_INCIDENTS, unit=contact.unit)
    rows = list(
        Contact.objects.select_for_update()
        .filter(unit=contact.unit, removed_at__isnull=True)
        .order_by("position", "id")
    )
    place = next((number for number, row in enumerate(rows) if row.pk == contact.pk), None)
    if place is None:  # taken out while we waited
        raise ContactNotFoundError
    other = place - 1 if up else place + 1
    if 0 <= other < len(rows):
        rows[place], rows[other] = rows[other], rows[place]
    for number, row in enumerate(rows):
        if row.position != number:
            row.position = number
            row.save(update_fields=("position",))
            record(actor=by, verb="crisis_contact.changed", subject=row, at=at)
    contact.refresh_from_db(fields=("position",))
    return contact


@action("crisis.remove_contact")
def remove_contact(*, contact_id: UUID, by: Person, at: datetime) -> Contact:
    """Take a contact out of the directory and of every plan; calls that were made to them stay.

    Raises:
        ContactNotFoundError, RightMissingError: nothing was changed.
    """
    contact = visible_contact(contact_id, viewer=by)
    require(by, Right.RUN_INCIDENTS, unit=contact.unit)
    for line in PlanContact.objects.filter(contact=contact).select_related("plan"):
        _take_out(line, by=by, at=at)
    contact.removed_at = at
    contact.save(update_fields=("removed_at",))
    record(actor=by, verb="crisis_contact.removed", subject=contact, at=at)
    return contact


@action("crisis.redact_contacts")
def redact_contacts(*, person_id: UUID, at: datetime) -> int:
    """Erase the name and the numbers of contacts that are somebody erased; return how many.

    A contact that was theirs and is somebody else's now keeps its numbers, and loses the openings
    that hold earlier ones.
    """
    rows = list(Contact.objects.select_for_update().filter(person_id=person_id))
    for contact in rows:
        for name in ("name", "name_en", "phone", "phone_after_hours", "email", "address", "note"):
            setattr(contact, name, "")
        contact.person, contact.removed_at = None, contact.removed_at or at
        contact.save()
        erase_openings(subject_kind=Contact.ledger_kind, subject_id=str(contact.pk))
        record(actor=WORKER, verb="crisis_contact.redacted", subject=contact, at=at)
    given = Contact.objects.select_for_update().exclude(former_ids=[])
    former = [one for one in given if str(person_id) in one.former_ids]
    for contact in former:
        contact.former_ids = [one for one in contact.former_ids if one != str(person_id)]
        contact.save(update_fields=("former_ids",))
        erase_openings(subject_kind=Contact.ledger_kind, subject_id=str(contact.pk))
        record(actor=WORKER, verb="crisis_contact.redacted", subject=contact, at=at)
    return len(rows) + len(former)
