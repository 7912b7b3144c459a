"""Who may read the rules: everyone they bind, and everyone above."""

from uuid import UUID

from django.db.models import Q, QuerySet

from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import Right, active_grants, scope
from gouvernail.rulebooks.errors import PackNotFoundError
from gouvernail.rulebooks.models import Pack


def chain_of(unit: Unit) -> list[str]:
    """Return the paths of the unit and of all above it, the top first. No query."""
    return [unit.path[: index + 1] for index, mark in enumerate(unit.path) if mark == "/"]


def visible_packs(viewer: Person) -> QuerySet[Pack]:
    """Return the packs that bind a unit where `viewer` holds a role, or one below it."""
    above = {path for grant in active_grants(viewer) for path in chain_of(grant.unit)}
    below = scope(viewer, Right.READ_POLICIES, "unit__path")
    return Pack.objects.filter(below | Q(unit__path__in=above))


def visible_pack(slug: str, *, viewer: Person, lock: bool = False) -> Pack:
    """Return one pack that `viewer` may know about. One query.

    Raises:
        PackNotFoundError: missing or hidden; the caller cannot tell which.
    """
    packs = visible_packs(viewer).select_related("unit").filter(slug=slug)
    pack = (packs.select_for_update(of=("self",)) if lock else packs).first()
    if pack is None:
        raise PackNotFoundError
    return pack


def visible_pack_of(pack_id: UUID, *, viewer: Person) -> Pack:
    """Return one pack by its key. One query.

    Raises:
        PackNotFoundError: missing or hidden.
    """
    pack = visible_packs(viewer).select_related("unit").filter(pk=pack_id).first()
    if pack is None:
        raise PackNotFoundError
    return pack
