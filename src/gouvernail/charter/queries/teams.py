"""How each unit's team is organised, and who answers in it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q, QuerySet

from gouvernail.charter.models import TeamModel
from gouvernail.foundation.clock import site_day
from gouvernail.foundation.sorting import Plain
from gouvernail.people.models import Person, Role, RoleGrant, Unit
from gouvernail.people.queries.units import in_tree_order


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitTeam:
    """One unit: its model (its own, or the one above), and who is delegate of it.

    `community`: for which of the two models this is asked; empty where there is one for all.
    `above` are the delegates of the nearest unit above that has any, the whole organisation left
    out: they are who answers where `delegates` is empty.
    """

    unit: Unit
    own: TeamModel | None
    model: TeamModel | None
    delegates: list[Person] = field(default_factory=list)
    above: list[Person] = field(default_factory=list)
    community: str = ""

    @property
    def kind(self) -> TeamModel.Kind | None:
        """Return how the team works, or None when nobody says it."""
        return self.model.kind_for(self.community) if self.model else None

    @property
    def words(self) -> str:
        """Return why, where the unit says it itself, in the reader's language."""
        return self.own.words_for(self.community) if self.own else ""

    @property
    def is_inherited(self) -> bool:
        """Return whether the model is that of a unit above."""
        return self.model is not None and self.own is None

    @property
    def is_near_top(self) -> bool:
        """Return whether this is the whole organisation or a department of it."""
        return self.unit.depth <= 1

    @property
    def lacks_delegate(self) -> bool:
        """Return whether nobody answers for this unit: neither its own delegate nor one above."""
        return not self.delegates and not self.above and self.unit.parent_id is not None


def grants_in_force(*, at: datetime) -> QuerySet[RoleGrant]:
    """Return the roles with a task held at that instant, people and units loaded. One query."""
    return (
        RoleGrant.objects.filter(revoked_at__isnull=True, person__is_active=True)
        .exclude(role=Role.EMPLOYEE)
        .filter(Q(starts_on__isnull=True) | Q(starts_on__lte=site_day(at)))
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=site_day(at)))
        .select_related("person", "unit")
        .order_by(Plain("person__name"), "pk")
    )


def leads(*, at: datetime) -> list[Person]:
    """Return who leads the whole organisation, by name. One query."""
    rows = grants_in_force(at=at).filter(role=Role.LEAD, unit__parent__isnull=True)
    return list({grant.person_id: grant.person for grant in rows}.values())


def unit_teams(grants: Iterable[RoleGrant]) -> list[UnitTeam]:
    """Return every open unit in tree order, with its model and its delegates. Two queries."""
    units = in_tree_order(list(Unit.objects.filter(status=Unit.Status.OPEN)))
    models = {one.unit_id: one for one in TeamModel.objects.all()}
    delegates: dict[object, list[Person]] = {}
    for grant in grants:
        if grant.role == Role.DELEGATE:
            delegates.setdefault(grant.unit_id, []).append(grant.person)
    found: dict[object, UnitTeam] = {}
    for unit in units:
        parent = found.get(unit.parent_id)
        own = models.get(unit.pk)
        found[unit.pk] = UnitTeam(
            unit=unit,
            own=own,
            model=own or (parent.model if parent else None),
            delegates=delegates.get(unit.pk, []),
            above=_above(parent),
        )
    return list(found.values())


def _above(parent: UnitTeam | None) -> list[Person]:
    if parent is None or parent.unit.parent_id is None:
        return []
    return parent.delegates or parent.above
