"""The register as a map: units by their number of accounts, coloured by health, and their load."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db.models import Case, CharField, Count, QuerySet, Sum, Value, When
from django.db.models.functions import Cast

from gouvernail.kernel.treemap import Box, squarified
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import visible_units
from gouvernail.registry.models import Account
from gouvernail.registry.permissions import visible_accounts
from gouvernail.registry.queries.faults import OURS, severities, severity
from gouvernail.registry.queries.matrix import row_of, rows_of_units

WIDTH: Final = 1000.0
HEIGHT: Final = 420.0
LOAD: Final = 5  # accounts a named person from which one asks whether they can be kept
ALONE: Final = 3  # networks that one person alone runs, from which one asks


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """One unit with what stands below it: its accounts, their state, who answers for them.

    `holders` are the active people named as owner or backup; `box` is where it is drawn, in a
    space of 1000 by 420.
    """

    unit: Unit
    accounts: int
    stop: int
    warn: int
    networks: int
    holders: int
    box: Box

    @property
    def ok(self) -> int:
        """Return how many accounts are in order."""
        return self.accounts - self.stop - self.warn

    @property
    def state(self) -> str:
        """Return `stop` from a third of accounts at fault, `warn` from one, else `ok`."""
        if self.stop * 3 >= self.accounts:
            return "stop"
        return "warn" if self.stop or self.warn else "ok"

    @property
    def share(self) -> float:
        """Return the share of accounts in order, in percents."""
        return 100 * self.ok / self.accounts

    @property
    def load(self) -> float | None:
        """Return how many accounts there are for each named person; None when nobody is named."""
        return self.accounts / self.holders if self.holders else None

    @property
    def is_overextended(self) -> bool:
        """Return whether there is more than the people named can be expected to keep."""
        if not self.holders:
            return True
        alone = self.holders == 1 and self.networks >= ALONE
        return alone or self.accounts / self.holders >= LOAD


def account_map(viewer: Person, *, under: Unit | None, today: date) -> list[Plot]:
    """Return the units just below `under` (or the top) as plots, the largest first.

    Only what `viewer` sees and what counts as ours. Three queries, whatever the number of accounts.
    """
    units = [unit for unit in visible_units(viewer).order_by("path") if _is_shown(unit, under)]
    rows = rows_of_units(units)
    owners = {unit.pk: row_of(unit, rows) for unit in units}
    ours = visible_accounts(viewer).filter(OURS)
    if under is not None:
        ours = ours.filter(unit__path__startswith=under.path)
    counted = ours.order_by().values("unit", "network")
    groups = counted.annotate(number=Count("pk"), weight=Sum(severity(today)))
    held = {unit.path: owners[unit.pk] for unit in units}
    plots = _plots(rows, owners, list(groups), _holders(ours, held))
    boxes = squarified([plot["accounts"] for plot in plots], Box(0, 0, WIDTH, HEIGHT))
    return [Plot(**plot, box=box) for plot, box in zip(plots, boxes, strict=True)]


def _is_shown(unit: Unit, under: Unit | None) -> bool:
    return under is None or under.contains(unit)


def _holders(ours: QuerySet[Account], held: Mapping[str, Unit | None]) -> dict[UUID, int]:
    """Return how many active people are named in the accounts of each line. One query.

    Their keys are read as text: of ten thousand accounts, making keys of them would cost the most.
    """
    named = [
        Case(
            When(**{f"{place}__status": Person.Status.LEFT}, then=Value(None)),
            default=Cast(f"{place}_id", CharField()),
            output_field=CharField(),
        )
        for place in ("owner", "backup")
    ]
    found: dict[UUID, set[str | None]] = {}
    for path, owner, backup in ours.order_by().values_list("unit__path", *named):
        row = held.get(path)
        if row is not None:
            found.setdefault(row.pk, set()).update((owner, backup))
    return {key: len(people - {None}) for key, people in found.items()}


def _plots(
    rows: Sequence[Unit],
    owners: Mapping[UUID, Unit | None],
    groups: Sequence[Mapping[str, Any]],
    holders: Mapping[UUID, int],
) -> list[dict[str, Any]]:
    found: dict[UUID, dict[str, Any]] = {
        row.pk: {"unit": row, "accounts": 0, "stop": 0, "warn": 0, "networks": set()}
        for row in rows
    }
    for group in groups:
        row = owners.get(group["unit"])
        if row is not None:
            plot = found[row.pk]
            stops, warns = severities(group["weight"])
            plot["accounts"] += group["number"]
            plot["stop"] += stops
            plot["warn"] += warns
            plot["networks"].add(group["network"])
    plots = [
        plot | {"networks": len(plot["networks"]), "holders": holders.get(key, 0)}
        for key, plot in found.items()
        if plot["accounts"]
    ]
    return sorted(plots, key=lambda plot: (-plot["accounts"], plot["unit"].path))
