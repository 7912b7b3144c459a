"""How many accounts each unit runs for each person who holds them."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from gouvernail.attestations.queries.rhythms import Rhythms
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import visible_units
from gouvernail.people.queries.units import in_tree_order
from gouvernail.registry.models import Account
from gouvernail.registry.permissions import visible_accounts


@dataclass(frozen=True, slots=True, kw_only=True)
class Staffing:
    """One unit: its own accounts, who holds them, and how many each can keep alive.

    `unheld` are accounts whose owner is nobody, or has left; `named` says whether anybody ever was
    named on one of them.
    """

    unit: Unit
    accounts: int
    holders: int
    unheld: int
    most: int
    busiest: int
    named: bool = True

    @property
    def over(self) -> bool:
        """Return whether the unit runs more than its people can: too many each, or all left.

        Where nobody was ever named, it is not known.
        """
        return self.named and self.accounts > self.most * self.holders

    @property
    def each(self) -> float:
        """Return how many accounts there are for one holder; all of them when nobody holds any."""
        return self.accounts / max(self.holders, 1)

    @property
    def excess(self) -> int:
        """Return how many accounts are above what its people can keep alive."""
        return max(0, self.accounts - self.most * self.holders)


def staffing_of(viewer: Person) -> list[Staffing]:
    """Return the units `viewer` sees that run accounts, in tree order. Three queries.

    Accounts of ours only; holders are the active people named as owner or backup there.
    """
    rhythms = Rhythms()
    holders: dict[UUID, set[UUID]] = defaultdict(set)
    loads: dict[UUID, dict[UUID, int]] = defaultdict(lambda: defaultdict(int))
    numbers: dict[UUID, int] = defaultdict(int)
    unheld: dict[UUID, int] = defaultdict(int)
    named: set[UUID] = set()
    ours = visible_accounts(viewer).filter(status__in=Account.OURS)
    ours = ours.exclude(kind=Account.Kind.PERSONAL)
    lines = ours.values_list(
        "unit_id", "owner_id", "owner__is_active", "backup_id", "backup__is_active"
    )
    for unit_id, owner, owner_there, backup, backup_there in lines:
        numbers[unit_id] += 1
        unheld[unit_id] += not owner_there
        if any((owner, backup)):
            named.add(unit_id)
        if owner_there and owner is not None:
            holders[unit_id].add(owner)
            loads[unit_id][owner] += 1
        if backup_there and backup is not None:
            holders[unit_id].add(backup)
    units = visible_units(viewer).filter(pk__in=numbers)
    return [
        Staffing(
            unit=unit,
            accounts=numbers[unit.pk],
            holders=len(holders[unit.pk]),
            unheld=unheld[unit.pk],
            most=rhythms.most(unit),
            busiest=max(loads[unit.pk].values(), default=0),
            named=unit.pk in named,
        )
        for unit in in_tree_order(list(units))
    ]
