"""The documents of a guide, and the web site beside the networks."""

from gouvernail.brand.models import Reference, SiteElement
from gouvernail.brand.permissions.guides import chain, visible_elements, visible_references
from gouvernail.people.models import Person, Unit


def references_of(unit: Unit, *, viewer: Person) -> list[Reference]:
    """Return the documents that a unit's guide leans on, with those from above. One query."""
    rows = visible_references(viewer).filter(unit__path__in=chain(unit.path))
    return list(rows.select_related("unit", "checked_by").order_by("unit__path", "id"))


def elements_of(unit: Unit, *, viewer: Person) -> list[SiteElement]:
    """Return what the site and the networks must say alike, here and above. One query."""
    rows = visible_elements(viewer).filter(unit__path__in=chain(unit.path))
    return list(rows.select_related("unit", "checked_by").order_by("unit__path", "id"))
