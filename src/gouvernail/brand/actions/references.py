"""What the guide leans on: documents checked by hand, and the web site beside the networks."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar
from urllib.parse import urlsplit
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.brand.errors import BrandInvalidError
from gouvernail.brand.models import Reference, SiteElement
from gouvernail.brand.permissions.guides import one_of, require_write
from gouvernail.foundation.actions import action
from gouvernail.foundation.clock import site_day
from gouvernail.foundation.columns import faults_of
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person
from gouvernail.people.permissions import visible_unit

M = TypeVar("M", Reference, SiteElement)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceFacts:
    """A document, where it is, and the day somebody looked at it; None: nobody yet."""

    unit_id: UUID
    title: str
    address: str
    title_en: str = ""
    checked_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ElementFacts:
    """One thing said on the web site and on the networks, and whether they say the same."""

    unit_id: UUID
    aspect: str
    address: str = ""
    on_site: str = ""
    on_networks: str = ""
    state: str = "unchecked"
    checked_on: date | None = None


@action("brand.write_reference")
def write_reference(
    *, facts: ReferenceFacts, reference_id: UUID | None = None, by: Person, at: datetime
) -> Reference:
    """Write a document the guide leans on, or change it.

    Raises:
        BrandInvalidError: `fields` says what.
        BrandNotFoundError, UnitNotFoundError, RightMissingError: nothing was changed.
    """
    row = _row(Reference, reference_id, by=by)
    row.unit = visible_unit(facts.unit_id, viewer=by)
    require_write(by, unit=row.unit)
    row.title, row.title_en = facts.title.strip(), facts.title_en.strip()
    row.address = facts.address.strip()
    wrong = faults_of(row) | _address_faults(row.address) | _day_faults(facts.checked_on, at)
    if wrong:
        raise BrandInvalidError(wrong)
    verb = "written"
    if facts.checked_on and facts.checked_on != row.checked_on:
        verb = "checked" if reference_id else "written"
        row.checked_by = by
    row.checked_on = facts.checked_on
    row.checked_by = row.checked_by if facts.checked_on else None
    row.save()
    record(actor=by, verb=f"guide_reference.{verb}", subject=row, at=at)
    return row


@action("brand.remove_reference")
def remove_reference(*, reference_id: UUID, by: Person, at: datetime) -> None:
    """Take a document out of the guide.

    Raises:
        BrandNotFoundError, RightMissingError: nothing was changed.
    """
    row = _row(Reference, reference_id, by=by)
    record(actor=by, verb="guide_reference.removed", subject=row, at=at)
    row.delete()


@action("brand.write_element")
def write_element(
    *, facts: ElementFacts, element_id: UUID | None = None, by: Person, at: datetime
) -> SiteElement:
    """Write what the web site and the networks say of one thing, and whether it is the same.

    Raises:
        BrandInvalidError: `fields` says what.
        BrandNotFoundError, UnitNotFoundError, RightMissingError: nothing was changed.
    """
    row = _row(SiteElement, element_id, by=by)
    row.unit = visible_unit(facts.unit_id, viewer=by)
    require_write(by, unit=row.unit)
    compared = facts.state != SiteElement.State.UNCHECKED
    for name in ("aspect", "address", "on_site", "on_networks", "state"):
        setattr(row, name, getattr(facts, name).strip())
    wrong = faults_of(row) | _day_faults(facts.checked_on, at)
    if row.address:
        wrong |= _address_faults(row.address)
    if compared and facts.checked_on is None:
        wrong["checked_on"] = _("Say on which day they were compared.")
    if wrong:
        raise BrandInvalidError(wrong)
    if compared and (facts.checked_on != row.checked_on or row.checked_by is None):
        row.checked_by = by
    row.checked_on = facts.checked_on if compared else None
    row.checked_by = row.checked_by if compared else None
    row.save()
    record(actor=by, verb="site_element.written", subject=row, at=at)
    return row


@action("brand.remove_element")
def remove_element(*, element_id: UUID, by: Person, at: datetime) -> None:
    """Compare this no longer.

    Raises:
        BrandNotFoundError, RightMissingError: nothing was changed.
    """
    row = _row(SiteElement, element_id, by=by)
    record(actor=by, verb="site_element.removed", subject=row, at=at)
    row.delete()


def _row(model: type[M], key: UUID | None, *, by: Person) -> M:
    """Return a new row, or one that `by` may write where it stands."""
    if key is None:
        return model()
    row = one_of(model, key, viewer=by, lock=True)
    require_write(by, unit=row.unit)
    return row


def _day_faults(day: date | None, at: datetime) -> dict[str, str]:
    if day is not None and day > site_day(at):
        return {"checked_on": _("This day has not come yet.")}
    return {}


def _address_faults(address: str) -> dict[str, str]:
    """Refuse what is neither a page of the web nor a path of this site. No query."""
    if address.startswith("/") and not address.startswith(("//", "/\\")):
        return {}
    try:
        parts = urlsplit(address)
        fine = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        fine = False
    words = _("Give a page of this site (/policies/brand/) or an address (https://…).")
    return {} if fine else {"address": words}
