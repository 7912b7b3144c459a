"""Routes of several units on one subject: a unit adds to what stands above it, never less.

See docs/decisions/0006-a-unit-adds-to-the-routes-above-it.md.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from gouvernail.approvals.models import Mode, Route


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """What one step asks: some seats, any or all of them, within `hours`; maybe of a guest.

    `apart`: of somebody who agreed to none of the others.
    """

    seats: tuple[str, ...]
    mode: str
    hours: int
    guests: bool = False
    apart: bool = False


@dataclass(slots=True)
class _Offer:
    """An agreement that a kept step is sure to bring: from one of `seats`. Used once."""

    index: int
    seats: frozenset[str]


def taken_routes(matching: Sequence[Route], usual: Route | None) -> list[Route]:
    """Return the routes that hold together, the nearest unit's first, the organisation's last.

    `matching` are those whose conditions hold, highest priority first: one is taken for each unit,
    and one of those that bind every unit, or else `usual`. No query when units are loaded.
    """
    best: dict[UUID | None, Route] = {}
    for route in matching:
        best.setdefault(route.unit_id, route)
    if None not in best and usual is not None:
        best[None] = usual
    return sorted(best.values(), key=lambda one: (-_depth(one), -one.priority, one.name))


def _depth(route: Route) -> int:
    return len(route.unit.path) if route.unit is not None else -1


def joined(routes: Iterable[Route]) -> list[Demand]:
    """Return the steps of the nearest route, then those of each other that it does not cover.

    An agreement counts once for each route, so two steps above are never one step below.
    """
    kept: list[Demand] = []
    for route in routes:
        offers = [offer for index, one in enumerate(kept) for offer in _offers(index, one)]
        for step in route.steps.all():
            asked = Demand(
                seats=tuple(step.seats), mode=step.mode, hours=step.hours, guests=step.guests
            )
            left = _left(asked, offers, kept)
            if left is not None:
                kept.append(left)
    return kept


def _offers(index: int, demand: Demand) -> list[_Offer]:
    if demand.mode == Mode.ALL:
        return [_Offer(index, frozenset({seat})) for seat in demand.seats]
    return [_Offer(index, frozenset(demand.seats))]


def _left(asked: Demand, offers: list[_Offer], kept: list[Demand]) -> Demand | None:
    """Return what of a step is not covered by `offers`, which are used up; None if all is."""
    if asked.mode != Mode.ALL:
        return None if _covers(frozenset(asked.seats), asked, offers, kept) else asked
    seats = tuple(
        seat for seat in asked.seats if not _covers(frozenset({seat}), asked, offers, kept)
    )
    return replace(asked, seats=seats) if seats else None


def _covers(
    wanted: frozenset[str], asked: Demand, offers: list[_Offer], kept: list[Demand]
) -> bool:
    """Use up an offer that is sure to bring one of `wanted`.

    Its time is the shorter of both, and it is open to guests only if both are.
    """
    offer = next((one for one in offers if one.seats <= wanted), None)
    if offer is None:
        return False
    offers.remove(offer)
    step = kept[offer.index]
    kept[offer.index] = replace(
        step, hours=min(step.hours, asked.hours), guests=step.guests and asked.guests
    )
    return True
