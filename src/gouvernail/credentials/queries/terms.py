"""How long and how often: the nearest unit that says it, for the network first."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Final
from uuid import UUID

from gouvernail.credentials.models import Terms
from gouvernail.foundation.ids import is_uuid
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import Right, scope
from gouvernail.registry.models import Account


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """What holds for one account.

    `rotation_days`: a value is renewed at least so often. `after_days`: so soon after somebody saw
    it. `longest_minutes`: the longest time box. `alone_minutes`: how long somebody waits who opens
    alone in a small team. `emergency_hours`: how long an emergency waits for a refusal.
    """

    rotation_days: int = 365
    after_days: int = 7
    longest_minutes: int = 30
    alone_minutes: int = 60
    emergency_hours: int = 4


NAMES: Final = tuple(field.name for field in fields(Times))
DEFAULTS: Final = Times()
# Where the year comes from: a calendar for accounts with powers, none shorter without a cause.
SOURCE: Final = "ANSSI, CNIL 2021"


def times_of(account: Account) -> Times:
    """Return what holds for one account; its unit must be loaded. One query."""
    return times_for(account.unit, account.network)


def times_for(unit: Unit, network: str = "") -> Times:
    """Return what holds in a unit, for one network or for what is said of all. One query."""
    chain = [unit.path[: index + 1] for index, mark in enumerate(unit.path) if mark == "/"]
    rows = Terms.objects.filter(unit__path__in=chain, network__in={"", network})
    return nearest(rows.select_related("unit"))


def nearest(rows: Iterable[Terms]) -> Times:
    """Return what rows of one line of units come to: the deepest unit, the network first."""
    told: dict[str, int] = {}
    for row in sorted(rows, key=lambda each: (len(each.unit.path), each.network)):
        told |= {name: value for name in NAMES if (value := getattr(row, name)) is not None}
    return Times(**told)


def said_of(*, unit: str, network: str) -> dict[str, int | None]:
    """Return what is said of one unit and network, and of nothing else, by name. One query."""
    rows = Terms.objects.filter(network=network)
    row = rows.filter(unit_id=UUID(unit)).first() if is_uuid(unit) else None
    return {name: getattr(row, name, None) for name in NAMES}


def written_terms(viewer: Person) -> list[Terms]:
    """Return what is said in the units `viewer` sees, from the top down. One query."""
    rows = Terms.objects.filter(scope(viewer, Right.SEE_UNIT, "unit__path"))
    return list(rows.select_related("unit").order_by("unit__path", "network"))
