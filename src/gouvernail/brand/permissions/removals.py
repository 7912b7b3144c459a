"""The door to what waits for a second person before it is taken out of force."""

from uuid import UUID

from django.db.models import QuerySet

from gouvernail.brand.errors import BrandNotFoundError
from gouvernail.brand.models import Removal
from gouvernail.brand.permissions.guides import may_see_drafts
from gouvernail.charter.models import Charter
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, scope


def visible_removals(viewer: Person) -> QuerySet[Removal]:
    """Return the requests of the units whose brand `viewer` edits."""
    return Removal.objects.filter(scope(viewer, Right.EDIT_BRAND, "unit__path"))


def visible_removal(removal_id: UUID, *, viewer: Person, lock: bool = False) -> Removal:
    """Return one request, its unit and who asked loaded. One query, two to lock.

    Raises:
        BrandNotFoundError: missing, or neither asked by `viewer` nor theirs to answer.
    """
    if lock:
        Removal.objects.select_for_update().filter(pk=removal_id).first()
    found = Removal.objects.select_related("unit", "asked_by").filter(pk=removal_id).first()
    if found is None or not (found.asked_by_id == viewer.pk or may_see_drafts(viewer, found.unit)):
        raise BrandNotFoundError
    return found


def may_agree(person: Person, removal: Removal, *, separation: str) -> bool:
    """Return whether `person` agrees to a request: not whoever asked, save in a small team."""
    if not may_see_drafts(person, removal.unit):
        return False
    return separation == Charter.Separation.SMALL or removal.asked_by_id != person.pk
