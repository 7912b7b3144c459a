"""The one readable page of the charter."""

from collections.abc import Container, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gouvernail.charter.models import SECTIONS, Charter, Community, Objective, Risk, TeamModel
from gouvernail.charter.permissions import may_write
from gouvernail.charter.queries.gaps import Gap, gaps_of_all, gaps_of_model
from gouvernail.charter.queries.references import Reference, references
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
# The anchor of each section of the page, and what it is called: those of a model, those of all.
MODEL_PLACES: Final[dict[str, Promise]] = {
    "scope": _("What is covered"),
    "people": _("Who answers"),
    "part": _("Who may take part"),
    "duties": _("Who does what today"),
    "risks": _("Risks"),
    "objectives": _("Objectives"),
}
PLACES_OF_ALL: Final[dict[str, Promise]] = {
    "workflow": _("Legal and compliance"),
    "stakeholders": _("Stakeholders"),
    "strategy": _("Brand and marketing"),
    "variants": _("Countries and sectors"),
}
# Model -> what begins the anchors of its sections, its own anchor and its name.
MODELS: Final[dict[Community, tuple[str, str, Promise]]] = {
    Community.EXTERNAL: ("", "external", _("External communities")),
    Community.INTERNAL: ("internal-", "internal", _("Internal communities")),
}
FOR_ALL: Final = _("For all communities")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A section of the page: its anchor, what it is called, how many things are missing in it."""

    anchor: str
    label: Promise
    missing: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """Sections that belong together; `label` and `anchor` are empty where there is one chapter."""

    label: Promise | str
    anchor: str
    places: list[Place]

    @property
    def lacking(self) -> list[Place]:
        """Return the sections where something is missing."""
        return [place for place in self.places if place.missing]


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelPart:
    """One of the two models, or the only one: what it says, and what is missing in it.

    `prefix` begins the anchors of its sections; `label` and `anchor` are empty for the only one.
    `shared` are the ids of the lines that the other one says too.
    """

    said: Said
    gaps: list[Gap]
    prefix: str = ""
    anchor: str = ""
    label: Promise | str = ""
    shared: frozenset[UUID] = frozenset()

    @property
    def at(self) -> dict[str, str]:
        """Return the anchor of each section."""
        return {section: f"{self.prefix}{section}" for section in MODEL_PLACES}

    @property
    def missing(self) -> dict[str, list[Gap]]:
        """Return what is missing, by section; an empty list where nothing is."""
        return _by_section(self.gaps, MODEL_PLACES)

    @property
    def asked(self) -> str:
        """Return what an address says of this model, so that its page leads back here."""
        return f"?community={self.said.community}" if self.said.community else ""

    @property
    def new(self) -> dict[str, str]:
        """Return where a line of each section is written, in this model."""
        return {one: reverse("charter:line-create", args=[one]) + self.asked for one in SECTIONS}

    @property
    def participation(self) -> str:
        """Return who may take part."""
        return self.said.charter.participation_for(self.said.community)

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


@dataclass(frozen=True, slots=True, kw_only=True)
class CharterPage:
    """What one reader is shown: the models, what holds for all, what they may write.

    Gaps carry an address only where the reader may put them right; `last` is the last change.
    """

    said: Said
    parts: list[ModelPart]
    gaps_of_all: list[Gap]
    references: dict[str, Reference]
    last: Event | None
    may_edit: bool
    may_edit_units: bool
    sees_register: bool

    @property
    def gaps(self) -> list[Gap]:
        """Return what is missing, each thing once, whichever model it is missing in."""
        gaps = [gap for part in self.parts for gap in part.gaps] + self.gaps_of_all
        return list(dict.fromkeys(gaps))

    @property
    def missing(self) -> dict[str, list[Gap]]:
        """Return what is missing of what holds for all, by section."""
        return _by_section(self.gaps_of_all, (*PLACES_OF_ALL, "proposed"))

    @property
    def chapters(self) -> list[Chapter]:
        """Return the sections in the order of the page: in one chapter where there is one model."""
        models = [
            Chapter(
                label=part.label,
                anchor=part.anchor,
                places=_places(MODEL_PLACES, part.missing, part.at),
            )
            for part in self.parts
        ]
        places = _places(PLACES_OF_ALL, self.missing, {one: one for one in PLACES_OF_ALL})
        if len(models) == 1:
            return [replace(models[0], places=models[0].places + places)]
        return [*models, Chapter(label=FOR_ALL, anchor="all", places=places)]


def _by_section(gaps: list[Gap], sections: Iterable[str]) -> dict[str, list[Gap]]:
    return {section: [gap for gap in gaps if gap.section == section] for section in sections}


def _places(
    named: dict[str, Promise], missing: dict[str, list[Gap]], at: dict[str, str]
) -> list[Place]:
    return [
        Place(anchor=at[section], label=label, missing=len(missing[section]))
        for section, label in named.items()
    ]


def charter_page(viewer: Person, *, at: datetime, today: date) -> CharterPage:
    """Return the charter as `viewer` reads it. About twenty queries, whatever it holds."""
    said = what_is_said(at=at)
    edits = may_write(viewer, unit=None)
    paths = [
        grant.unit.path
        for grant in active_grants(viewer)
        if may(viewer, Right.EDIT_UNIT_CHARTER, unit=grant.unit)
    ]

    def shown(gaps: Iterable[Gap]) -> list[Gap]:
        return [_for(gap, edits=edits, paths=paths) for gap in gaps]

    cited = references(viewer, wanted=_cited(said))
    parts = _parts(said, known=cited, today=today)
    events = whole_timeline(verbs=VERBS, size=1).events
    return CharterPage(
        said=said,
        parts=[replace(part, gaps=shown(part.gaps)) for part in parts],
        gaps_of_all=shown(gaps_of_all(said, known=cited)),
        references=cited,
        last=events[0] if events else None,
        may_edit=edits,
        may_edit_units=bool(paths),
        sees_register=may(viewer, Right.SEE_UNIT),
    )


def _cited(said: Said) -> set[str]:
    """Return what objectives and the strategy cite."""
    return {one.rule_ref for one in said.objectives} | {one.rule_ref for one in said.strategy}


def _parts(said: Said, *, known: Container[str], today: date) -> list[ModelPart]:
    """Return the two models where the frame keeps two, else the only one. No query."""
    if not said.charter.keeps_two_models:
        return [ModelPart(said=said, gaps=gaps_of_model(said, known=known, today=today))]
    models = {community: said.of(community) for community in MODELS}
    shared = frozenset.intersection(*(model.ids for model in models.values()))
    return [
        ModelPart(
            said=models[community],
            gaps=gaps_of_model(models[community], known=known, today=today),
            prefix=prefix,
            anchor=anchor,
            label=label,
            shared=shared,
        )
        for community, (prefix, anchor, label) in MODELS.items()
    ]


def _for(gap: Gap, *, edits: bool, paths: list[str]) -> Gap:
    """Return a gap without its address where the reader could not put it right."""
    own = gap.unit_path and any(gap.unit_path.startswith(path) for path in paths)
    return gap if edits or own else replace(gap, url="")
