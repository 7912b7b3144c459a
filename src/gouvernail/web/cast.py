"""Who one may be in the demo: a few people of each role, for one-click sign-in."""

from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _

from gouvernail.people.models import Person, Role, RoleGrant, Seat

EACH = 2
ORDER = tuple(Role)


@dataclass(frozen=True, slots=True)
class Character:
    """Somebody one may sign in as, and what they are where."""

    person: Person
    part: str


def cast() -> list[Character]:
    """Return at most two people of each role and seat, leads first. One query."""
    grants = (
        RoleGrant.objects.filter(revoked_at__isnull=True, person__is_active=True)
        .select_related("person", "unit")
        .order_by("granted_at", "id")
    )
    seen: set[object] = set()
    counts: Counter[tuple[str, str]] = Counter()
    chosen: list[Character] = []
    for grant in sorted(grants, key=lambda grant: (ORDER.index(Role(grant.role)), grant.seat)):
        kind = (grant.role, grant.seat)
        if grant.person_id not in seen and counts[kind] < EACH:
            seen.add(grant.person_id)
            counts[kind] += 1
            chosen.append(Character(grant.person, part_of(grant)))
    return chosen


def part_of(grant: RoleGrant) -> str:
    """Return a grant in words: the role, the seat of a reviewer, the unit."""
    role = str(Role(grant.role).label)
    if grant.seat:
        role = _("%(role)s, %(seat)s") % {"role": role, "seat": Seat(grant.seat).label}
    return f"{role} · {grant.unit.short_label}"
