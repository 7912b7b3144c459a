"""Asking people to read the guide, and noting that they did."""

from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from gouvernail.brand.errors import BrandInvalidError, GuideChangedError
from gouvernail.brand.models import Reading, Receipt
from gouvernail.brand.permissions.guides import one_of, readable_unit, require_write
from gouvernail.brand.queries.guides import digest_of, versions_in_force
from gouvernail.brand.queries.readings import (
    current_digest,
    due_on,
    readers_of,
    versions_read,
    with_receipts,
)
from gouvernail.foundation.actions import action
from gouvernail.foundation.clock import site_day
from gouvernail.foundation.reminders import reminds
from gouvernail.ledger.actions import record
from gouvernail.notifications.actions import Message, tell
from gouvernail.people.models import Person
from gouvernail.people.permissions import visible_unit

LONGEST_DAYS = 365


@action("brand.ask_to_read")
def ask_to_read(*, unit_id: UUID, readers: str, due_days: int, by: Person, at: datetime) -> Reading:
    """Ask people of a unit to read its guide, now and after each change in substance; tell them.

    Raises:
        BrandInvalidError: it is asked already, or something cannot be taken.
        UnitNotFoundError, RightMissingError: nothing was changed.
    """
    unit = visible_unit(unit_id, viewer=by)
    require_write(by, unit=unit)
    wrong = {}
    if readers not in Reading.Readers.values:
        wrong["readers"] = _("Say who is to read it.")
    elif Reading.objects.filter(unit=unit, readers=readers, ended_at__isnull=True).exists():
        wrong["readers"] = _("They are asked already.")
    if not 1 <= due_days <= LONGEST_DAYS:
        wrong["due_days"] = _("Between 1 and 365 days.")
    if wrong:
        raise BrandInvalidError(wrong)
    reading = Reading.objects.create(
        unit=unit, readers=readers, due_days=due_days, asked_by=by, asked_at=at
    )
    record(actor=by, verb="guide_reading.asked", subject=reading, at=at)
    _remind(reading, at=at)
    return reading


@action("brand.stop_asking")
def stop_asking(*, reading_id: UUID, by: Person, at: datetime) -> Reading:
    """Ask no more; receipts are kept. Twice is once.

    Raises:
        BrandNotFoundError, RightMissingError: nothing was changed.
    """
    reading = one_of(Reading, reading_id, viewer=by, lock=True)
    require_write(by, unit=reading.unit)
    if reading.ended_at is None:
        reading.ended_at = at
        reading.save(update_fields=("ended_at",))
        record(actor=by, verb="guide_reading.ended", subject=reading, at=at)
    return reading


@action("brand.read_guide")
def read_guide(*, code: str, digest: str, by: Person, at: datetime) -> Receipt:
    """Note that `by` read the guide of a unit as it was shown; twice is once.

    Args:
        code: of the unit.
        digest: what names the guide that was shown; it travels with the button.
        by: who read.
        at: when.

    Raises:
        GuideChangedError: it is no longer that one, or it says nothing yet.
        BrandNotFoundError: missing or hidden.
    """
    unit = readable_unit(by, code=code)
    if not digest or digest != current_digest(unit):
        raise GuideChangedError
    former = Receipt.objects.filter(unit=unit, person=by, digest=digest).first()
    if former is not None:
        return former
    receipt = Receipt.objects.create(
        unit=unit, person=by, digest=digest, versions=versions_read(unit), at=at
    )
    record(actor=by, verb="guide_receipt.given", subject=receipt, at=at, digest=digest)
    return receipt


@action("brand.remind_readers")
def remind_readers(*, at: datetime) -> int:
    """Tell whoever has not read a guide as it stands: once after each change, then as it is due.

    Return how many were told. Two queries for each request, and one more when it tells.
    """
    rows = Reading.objects.filter(ended_at__isnull=True).select_related("unit")
    return sum(_remind(reading, at=at) for reading in rows)


def _remind(reading: Reading, *, at: datetime) -> int:
    versions, today = list(versions_in_force(reading.unit)), site_day(at)
    digest = digest_of(versions)
    if not digest:
        return 0
    people = with_receipts(readers_of(reading, today=today), unit=reading.unit, digest=digest)
    keys = list(people.filter(has_read=False).values_list("pk", flat=True))
    kinds = {"to_read": digest[:12]}
    if kind := reminds(due_on(reading, versions), today=today):
        kinds[f"reading_{kind}"] = f"{today:%Y%m%d}"
    told = 0
    for name, once in kinds.items() if keys else ():
        message = Message(
            kind=f"guide.{name}",
            once=f"guide:{reading.unit_id}:{name}:{once}",
            path=f"{reverse('brand:guide')}?unit={reading.unit.code}",
            facts={"title": reading.unit.label},
            subject_kind="guide_reading",
            subject_id=str(reading.pk),
        )
        told += tell(people=keys, message=message, at=at)
    return told
