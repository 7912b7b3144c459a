"""Everything the charter says, read once for its page."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import cast
from uuid import UUID

from gouvernail.charter.models import (
    SECTIONS,
    Charter,
    Community,
    Document,
    Duty,
    Group,
    Line,
    Objective,
    PerimeterLine,
    Risk,
    Stakeholder,
    StrategyLink,
    Variant,
)
from gouvernail.charter.permissions import charter_lines
from gouvernail.charter.queries.charter import the_charter
from gouvernail.charter.queries.duties import DutyToday, today_of
from gouvernail.charter.queries.teams import UnitTeam, grants_in_force, unit_teams
from gouvernail.people.models import Person, Role, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the charter says: lines by section, who answers, who does what today.

    `risks` are those that are not closed, the highest first; `accountable` is None when nobody,
    or nobody in particular, answers for the whole. `community`: which of the two models this is a
    part of; empty for all that is said.
    """

    charter: Charter
    lines: dict[str, list[Line]]
    leads: list[Person]
    accountable: Person | None
    teams: list[UnitTeam]
    duties: list[DutyToday]
    risks: list[Risk]
    bound: dict[str, list[Document]] = field(default_factory=dict)
    community: str = ""

    def of(self, community: Community) -> "Said":
        """Return what is said in one of the two models: its own lines, and those of both."""
        lines = {
            section: [one for one in rows if _is_of(community, one)]
            for section, rows in self.lines.items()
        }
        here = {str(channel.pk) for channel in lines["channels"]}
        documents = cast("list[Document]", lines["documents"])
        documents = [
            one
            for one in documents
            if one.community == community or not one.channels or here & set(one.channels)
        ]
        return replace(
            self,
            community=community,
            lines=lines | {"documents": list(documents)},
            teams=[replace(team, community=community) for team in self.teams],
            duties=[one for one in self.duties if _is_of(community, one.duty)],
            risks=[one for one in self.risks if _is_of(community, one)],
            bound=_bound(lines["channels"], documents),
        )

    @property
    def channels(self) -> list[PerimeterLine]:
        """Return the perimeter: what is covered first, by title."""
        rows = cast("list[PerimeterLine]", self.lines["channels"])
        order = PerimeterLine.Coverage.values
        return sorted(rows, key=lambda one: (order.index(one.coverage), _title(one)))

    @property
    def documents(self) -> list[Document]:
        """Return the documents that bind, by title."""
        return sorted(cast("list[Document]", self.lines["documents"]), key=_title)

    @property
    def stakeholders(self) -> list[Stakeholder]:
        """Return the stakeholders, the most influential first."""
        rows = cast("list[Stakeholder]", self.lines["stakeholders"])
        return sorted(rows, key=lambda one: (-one.influence, -one.interest, _title(one)))

    @property
    def groups(self) -> list[Group]:
        """Return the groups that may take part, by title."""
        return sorted(cast("list[Group]", self.lines["groups"]), key=_title)

    @property
    def variants(self) -> list[Variant]:
        """Return what differs, by country."""
        rows = cast("list[Variant]", self.lines["variants"])
        return sorted(rows, key=lambda one: (one.country, one.sector, _title(one)))

    @property
    def strategy(self) -> list[StrategyLink]:
        """Return how the rules serve the strategy, by title."""
        return sorted(cast("list[StrategyLink]", self.lines["strategy"]), key=_title)

    @property
    def objectives(self) -> list[Objective]:
        """Return the objectives, the organisation's first, then in tree order of their units."""
        order = {team.unit.pk: place for place, team in enumerate(self.teams)}
        rows = cast("list[Objective]", self.lines["objectives"])
        return sorted(rows, key=lambda one: (order.get(one.unit_id, len(order)), _title(one)))

    @property
    def ids(self) -> frozenset[UUID]:
        """Return the ids of all its lines."""
        return frozenset(one.pk for rows in self.lines.values() for one in rows)

    @property
    def proposed(self) -> int:
        """Return how many lines come from the starter charter and wait to be confirmed."""
        return sum(one.is_proposed for rows in self.lines.values() for one in rows)

    def binding(self, channel: PerimeterLine) -> list[Document]:
        """Return the documents that bind a channel."""
        return self.bound.get(str(channel.pk), [])


def _of_open_units(lines: Iterable[Line]) -> list[Line]:
    """Return the lines without those of units that were closed: they bind nobody now."""
    units = ((line, getattr(line, "unit", None)) for line in lines)
    return [line for line, unit in units if unit is None or unit.status == Unit.Status.OPEN]


def _is_of(community: Community, line: Line) -> bool:
    """Return whether a line belongs to one of the two models; strategy and the like to both."""
    return getattr(line, "community", community) in {community, Community.BOTH}


def _title(line: Line) -> str:
    return line.label.casefold()


def what_is_said(*, at: datetime) -> Said:
    """Return everything the charter says, at that instant. About sixteen queries."""
    charter = the_charter()
    lines = {section: _of_open_units(charter_lines(section)) for section in SECTIONS}
    grants = list(grants_in_force(at=at))
    at_top = [one for one in grants if one.role == Role.LEAD and one.unit.parent_id is None]
    leads = list({one.person_id: one.person for one in at_top}.values())
    named = [person for person in leads if person.pk == charter.accountable_id]
    only = leads[0] if len(leads) == 1 else None
    risks = [one for one in cast("list[Risk]", lines["risks"]) if one.status != Risk.Status.CLOSED]
    return Said(
        charter=charter,
        lines=lines,
        leads=leads,
        accountable=named[0] if named else only,
        teams=unit_teams(grants),
        duties=today_of(cast("list[Duty]", lines["duties"]), at=at, grants=grants),
        risks=sorted(risks, key=lambda one: (-one.level, _title(one))),
        bound=_bound(lines["channels"], cast("list[Document]", lines["documents"])),
    )


def _bound(channels: Iterable[Line], documents: list[Document]) -> dict[str, list[Document]]:
    return {
        str(channel.pk): [
            one for one in documents if not one.channels or str(channel.pk) in one.channels
        ]
        for channel in channels
    }


def proposed_lines() -> list[tuple[str, Line]]:
    """Return the lines nobody has confirmed yet, with their sections. Nine queries."""
    return [
        (section, line)
        for section in SECTIONS
        for line in charter_lines(section).filter(is_proposed=True)
    ]
