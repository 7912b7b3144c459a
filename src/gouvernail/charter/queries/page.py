"""The one readable page of the charter."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gouvernail.charter.models import SECTIONS, Charter, Objective, Risk, TeamModel
from gouvernail.charter.permissions import may_write
from gouvernail.charter.queries.gaps import Gap, gaps_of
from gouvernail.charter.queries.said import Said, what_is_said
from gouvernail.charter.queries.teams import UnitTeam
from gouvernail.ledger.queries import Event, whole_timeline
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, active_grants, may

UNITS, RISKS = 60, 12
VERBS: Final = tuple(
    verb
    for model in (Charter, TeamModel, *SECTIONS.values())
    for verb in model.ledger_verbs  # type: ignore[attr-defined]  # every governed model has them
)


# The anchor of each section of the page, and what it is called where something is missing.
PLACES: Final[dict[str, Promise]] = {
    "scope": _("What is covered"),
    "people": _("Who answers"),
    "part": _("Who may take part"),
    "duties": _("Who does what today"),
    "risks": _("Risks"),
    "objectives": _("Objectives"),
    "stakeholders": _("Stakeholders"),
    "strategy": _("Brand and marketing"),
    "variants": _("Countries and sectors"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingPlace:
    """A section where something is missing, and how many things."""

    anchor: str
    label: Promise
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CharterPage:
    """What one reader is shown: what is said, what is missing, what they may write.

    `gaps` carry an address only where the reader may put them right; `last` is the last change.
    """

    said: Said
    gaps: list[Gap]
    last: Event | None
    may_edit: bool
    may_edit_units: bool
    sees_register: bool

    @property
    def missing(self) -> dict[str, list[Gap]]:
        """Return what is missing, by section; an empty list where nothing is."""
        return {
            section: [gap for gap in self.gaps if gap.section == section]
            for section in (*PLACES, "proposed")
        }

    @property
    def missing_places(self) -> list[MissingPlace]:
        """Return the sections where something is missing, in the order of the page."""
        missing = self.missing
        return [
            MissingPlace(anchor=anchor, label=label, count=len(missing[anchor]))
            for anchor, label in PLACES.items()
            if missing[anchor]
        ]

    @property
    def teams(self) -> list[UnitTeam]:
        """Return the departments, and the units below that say something of their own."""
        rows = (one for one in self.said.teams if one.is_near_top or one.own or one.delegates)
        return list(rows)[:UNITS]

    @property
    def other_units(self) -> int:
        """Return how many units do as the unit above them, and are not listed."""
        return len(self.said.teams) - len(self.teams)

    @property
    def risks(self) -> list[Risk]:
        """Return the highest risks."""
        return self.said.risks[:RISKS]

    @property
    def objectives(self) -> list[Objective]:
        """Return the objectives that were not given up."""
        return [one for one in self.said.objectives if one.status != Objective.Status.DROPPED]


def charter_page(viewer: Person, *, at: datetime, today: date) -> CharterPage:
    """Return the charter as `viewer` reads it. About twenty queries, whatever it holds."""
    said = what_is_said(at=at)
    edits = may_write(viewer, unit=None)
    paths = [
        grant.unit.path
        for grant in active_grants(viewer)
        if may(viewer, Right.EDIT_UNIT_CHARTER, unit=grant.unit)
    ]
    events = whole_timeline(verbs=VERBS, size=1).events
    return CharterPage(
        said=said,
        gaps=[_for(gap, edits=edits, paths=paths) for gap in gaps_of(said, today=today)],
        last=events[0] if events else None,
        may_edit=edits,
        may_edit_units=bool(paths),
        sees_register=may(viewer, Right.SEE_UNIT),
    )


def _for(gap: Gap, *, edits: bool, paths: list[str]) -> Gap:
    """Return a gap without its address where the reader could not put it right."""
    own = gap.unit_path and any(gap.unit_path.startswith(path) for path in paths)
    return gap if edits or own else replace(gap, url="")
