"""`charter.yaml`, what is chosen once: the organisation, its model, its modules, its teams."""

from dataclasses import fields

from gouvernail.blueprint.sections.columns import (
    Column,
    Kind,
    Row,
    choice,
    country,
    person,
    text,
    unit,
    zone,
)
from gouvernail.blueprint.sections.people import named, people_named
from gouvernail.blueprint.sections.section import Listed, Section, Standing, Writing
from gouvernail.charter.actions import (
    CharterChoices,
    Frame,
    TeamFacts,
    write_charter,
    write_frame,
    write_modules,
    write_team_model,
)
from gouvernail.charter.models import Charter, TeamModel
from gouvernail.charter.queries import the_charter
from gouvernail.charter.queries.modules import MODULES, is_on
from gouvernail.people.models import Person, Unit


class Organisation(Section):
    """The settings of the organisation."""

    file = "charter"
    key = "organisation"
    columns = (
        text("name", required=True),
        text("name_en"),
        country(default="FR"),
        zone(default="Europe/Paris"),
        choice("separation", Charter.Separation.values, default=Charter.Separation.STANDARD),
        choice("second_factor", Charter.SecondFactor.values, required=True),
    )

    def standing(self, viewer: Person) -> dict[str, Standing]:  # noqa: ARG002 - everybody reads it
        """Return the settings. One query."""
        charter = the_charter()
        row = {each.name: getattr(charter, each.name) for each in self.columns}
        return {self.key: Standing(row=self.full(row))}

    def write(self, row: Row, before: Standing | None, how: Writing) -> None:  # noqa: ARG002 - one row
        """Write the settings."""
        choices = CharterChoices(**{name: str(value) for name, value in row.items()})
        write_charter(choices=choices, by=how.by, at=how.at)


class Model(Section):
    """What holds for the whole model."""

    file = "charter"
    key = "model"
    columns = (
        choice("communities", Charter.Communities.values),
        choice("participation", Charter.Participation.values),
        choice("internal_participation", Charter.Participation.values),
        person("accountable"),
    )

    def standing(self, viewer: Person) -> dict[str, Standing]:  # noqa: ARG002 - everybody reads it
        """Return the choices. Two queries."""
        charter = the_charter()
        row = {
            "communities": charter.communities,
            "participation": charter.participation,
            "internal_participation": charter.internal_participation,
            "accountable": named(charter.accountable),
        }
        return {self.key: Standing(row=self.full(row))}

    def write(self, row: Row, before: Standing | None, how: Writing) -> None:  # noqa: ARG002 - one row
        """Write the choices."""
        who = str(row["accountable"])
        frame = Frame(
            communities=str(row["communities"]),
            participation=str(row["participation"]),
            internal_participation=str(row["internal_participation"]),
            accountable_id=people_named([who], viewer=how.by)[who] if who else None,
        )
        write_frame(frame=frame, by=how.by, at=how.at)


class Modules(Section):
    """Which modules are offered."""

    file = "charter"
    key = "modules"
    columns = (
        Column(name="on", kind=Kind.CHOICES, default=(), choices=[one.code for one in MODULES]),
    )

    def standing(self, viewer: Person) -> dict[str, Standing]:  # noqa: ARG002 - everybody reads it
        """Return the modules that are on. One query."""
        charter = the_charter()
        on = tuple(sorted(one.code for one in MODULES if is_on(one, charter)))
        return {self.key: Standing(row={"on": on})}

    def write(self, row: Row, before: Standing | None, how: Writing) -> None:  # noqa: ARG002 - one row
        """Switch modules on and off."""
        on = row["on"]
        assert isinstance(on, tuple)  # noqa: S101 - the kind of its column
        write_modules(on=frozenset(on), by=how.by, at=how.at)


class Teams(Listed):
    """How the team of a unit works; a unit without a row does as the one above it."""

    file = "charter"
    key = "teams"
    named_by = ("unit",)
    columns = (
        unit(),
        choice("model", TeamModel.Kind.values, required=True),
        text("why"),
        text("why_en"),
        choice("internal_model", TeamModel.Kind.values),
        text("internal_why"),
        text("internal_why_en"),
    )

    def name_of(self, row: Row) -> str:
        """Return the unit's code, which counts without case."""
        return str(row["unit"]).casefold()

    def standing(self, viewer: Person) -> dict[str, Standing]:  # noqa: ARG002 - everybody reads it
        """Return the teams, in tree order. One query."""
        teams = TeamModel.objects.select_related("unit").order_by("unit__path")
        names = [each.name for each in fields(TeamFacts)]
        rows = [
            (
                self.full({"unit": one.unit.code} | {name: getattr(one, name) for name in names}),
                one.pk,
            )
            for one in teams
        ]
        return {self.name_of(row): Standing(row=row, pk=pk) for row, pk in rows}

    def write(self, row: Row, before: Standing | None, how: Writing) -> None:  # noqa: ARG002 - one a unit
        """Say how the team of a unit works."""
        said = {each.name: str(row[each.name]) for each in fields(TeamFacts)}
        self._say(row, TeamFacts(**said), how)

    def remove(self, before: Standing, how: Writing) -> None:
        """Let a unit do as the one above it."""
        self._say(before.row, TeamFacts(), how)

    def _say(self, row: Row, facts: TeamFacts, how: Writing) -> None:
        write_team_model(
            unit_id=Unit.objects.get(code__iexact=str(row["unit"])).pk,
            facts=facts,
            by=how.by,
            at=how.at,
        )
