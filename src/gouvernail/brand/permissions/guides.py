"""The door to the guide, templates, audiences and themes, and who may do what with them."""

from typing import TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from gouvernail.brand.errors import BrandNotFoundError, OtherHandNeededError
from gouvernail.brand.models import (
    Audience,
    PostTemplate,
    Reading,
    Reference,
    Section,
    SiteElement,
    Theme,
    Version,
)
from gouvernail.charter.models import Charter
from gouvernail.people.models import Person, Role, Seat, Unit
from gouvernail.people.permissions import (
    RIGHTS_OF,
    Right,
    active_grants,
    may,
    require,
    scope,
    seats_of,
)

M = TypeVar("M", bound=Model)


def chain(path: str) -> list[str]:
    """Return the paths of a unit and of all that stand above it."""
    return [path[: index + 1] for index, mark in enumerate(path) if mark == "/"]


def around(viewer: Person, field: str) -> Q:
    """Return a filter on a unit path: the units above and below those where one reads the brand."""
    condition = Q(pk__in=[])
    for grant in active_grants(viewer):
        if Right.READ_BRAND in RIGHTS_OF[grant.role]:
            path = grant.unit.path
            condition |= Q(**{f"{field}__in": chain(path)}) | Q(**{f"{field}__startswith": path})
    return condition


def readable_units(viewer: Person) -> QuerySet[Unit]:
    """Return the open units whose guide `viewer` may read, in tree order of their paths."""
    return Unit.objects.filter(around(viewer, "path"), status=Unit.Status.OPEN).order_by("path")


def readable_unit(viewer: Person, *, code: str = "") -> Unit:
    """Return one such unit by its code; one's own, or the top, without a code. Two queries.

    Raises:
        BrandNotFoundError: missing or hidden; the caller cannot tell which.
    """
    rows = readable_units(viewer)
    if code:
        found = rows.filter(code=code).first()
    else:
        own = viewer.home_unit_id
        found = (rows.filter(pk=own).first() if own else None) or rows.first()
    if found is None:
        raise BrandNotFoundError
    return found


def _visible(model: type[M], viewer: Person) -> QuerySet[M]:
    return model._default_manager.filter(around(viewer, "unit__path"))  # noqa: SLF001 - any of ours


def _one(rows: QuerySet[M], key: UUID, *, lock: bool) -> M:
    rows = rows.select_related("unit")
    rows = rows.select_for_update(of=("self",)) if lock else rows
    found = rows.filter(pk=key).first()
    if found is None:
        raise BrandNotFoundError
    return found


def visible_sections(viewer: Person) -> QuerySet[Section]:
    """Return the sections of the guide that `viewer` may read, those set aside left out."""
    return _visible(Section, viewer).filter(archived_at__isnull=True)


def visible_section(section_id: UUID, *, viewer: Person, lock: bool = False) -> Section:
    """Return one section, its unit loaded. One query.

    Raises:
        BrandNotFoundError: missing or hidden.
    """
    return _one(visible_sections(viewer), section_id, lock=lock)


def visible_references(viewer: Person) -> QuerySet[Reference]:
    """Return the documents of the guide that `viewer` may read."""
    return _visible(Reference, viewer)


def visible_elements(viewer: Person) -> QuerySet[SiteElement]:
    """Return the elements of the web site that `viewer` may read."""
    return _visible(SiteElement, viewer)


def visible_readings(viewer: Person) -> QuerySet[Reading]:
    """Return the standing requests to read, as far as `viewer` keeps the guide there."""
    return _visible(Reading, viewer).filter(ended_at__isnull=True)


def visible_templates(viewer: Person) -> QuerySet[PostTemplate]:
    """Return the templates that `viewer` may see, those set aside left out."""
    return _visible(PostTemplate, viewer).filter(archived_at__isnull=True)


def visible_template(template_id: UUID, *, viewer: Person, lock: bool = False) -> PostTemplate:
    """Return one template, its unit loaded. One query.

    Raises:
        BrandNotFoundError: missing or hidden.
    """
    return _one(visible_templates(viewer), template_id, lock=lock)


def visible_audiences(viewer: Person) -> QuerySet[Audience]:
    """Return the audiences that `viewer` may see, those set aside left out."""
    return _visible(Audience, viewer).filter(archived_at__isnull=True)


def visible_audience(audience_id: UUID, *, viewer: Person, lock: bool = False) -> Audience:
    """Return one audience, its unit loaded. One query.

    Raises:
        BrandNotFoundError: missing or hidden.
    """
    return _one(visible_audiences(viewer), audience_id, lock=lock)


def visible_themes(viewer: Person) -> QuerySet[Theme]:
    """Return the colour themes that `viewer` may see, those set aside left out."""
    return _visible(Theme, viewer).filter(archived_at__isnull=True)


def visible_theme(theme_id: UUID, *, viewer: Person, lock: bool = False) -> Theme:
    """Return one theme, its unit loaded. One query.

    Raises:
        BrandNotFoundError: missing or hidden.
    """
    return _one(visible_themes(viewer), theme_id, lock=lock)


def one_of(model: type[M], key: UUID, *, viewer: Person, lock: bool = False) -> M:
    """Return one row of the brand that has a unit, as far as `viewer` may read it. One query.

    Raises:
        BrandNotFoundError: missing or hidden.
    """
    return _one(_visible(model, viewer), key, lock=lock)


def may_write(person: Person, unit: Unit | None = None) -> bool:
    """Return whether `person` writes the brand of `unit`, or of any unit when none is given."""
    return may(person, Right.EDIT_BRAND, unit=unit)


def require_write(person: Person, *, unit: Unit) -> None:
    """Refuse unless `may_write`.

    Raises:
        RightMissingError: not here.
    """
    require(person, Right.EDIT_BRAND, unit=unit)


def may_see_drafts(person: Person, unit: Unit) -> bool:
    """Return whether `person` sees what is not in force yet: who writes, and the brand function."""
    return may_write(person, unit) or Seat.BRAND in seats_of(person, unit=unit)


def drafts_seen(person: Person, field: str) -> Q:
    """Return a filter on a unit path: where `person` may see drafts. No query beyond the grants."""
    condition = scope(person, Right.EDIT_BRAND, field)
    for grant in active_grants(person):
        if grant.role == Role.REVIEWER and grant.seat == Seat.BRAND:
            condition |= Q(**{f"{field}__startswith": grant.unit.path})
    return condition


def may_publish(person: Person, version: Version, unit: Unit, *, separation: str) -> bool:
    """Return whether `person` puts a draft in force: not whoever wrote in it. No query.

    In a small team they may, and it is written down.
    """
    if not may_see_drafts(person, unit):
        return False
    return separation == Charter.Separation.SMALL or str(person.pk) not in version.hands


def require_publish(person: Person, version: Version, unit: Unit, *, separation: str) -> None:
    """Refuse unless `may_publish`.

    Raises:
        RightMissingError: not here.
        OtherHandNeededError: they wrote in it.
    """
    if not may_see_drafts(person, unit):
        require(person, Right.EDIT_BRAND, unit=unit)
    if not may_publish(person, version, unit, separation=separation):
        raise OtherHandNeededError
