"""`routes.yaml`: who must agree to what, step by step."""

from typing import Any

from gouvernail.approvals.actions import RouteChoices, StepChoice, retire_route, write_route
from gouvernail.approvals.models import Mode, Origin, Route, RouteStep
from gouvernail.approvals.queries import every_route
from gouvernail.blueprint.sections.columns import Column, Kind, Row, choice, text, unit
from gouvernail.blueprint.sections.section import Listed, Standing, Writing
from gouvernail.blueprint.sections.steps import Step, read_step
from gouvernail.people.models import Person, Seat, Unit

USUAL = "yes"
CONDITIONS = ("networks", "tags", "seats_asked")


class Routes(Listed):
    """The routes in use; a name is said once for a kind of subject."""

    file = "routes"
    key = "routes"
    named_by = ("kind", "name")
    columns = (
        text("name", required=True),
        text("name_en"),
        text("kind", default="draft"),
        unit(required=False),
        *(Column(name=name, kind=Kind.WORDS, default=()) for name in CONDITIONS),
        Column(name="origins", kind=Kind.CHOICES, default=(), choices=tuple(Origin.values)),
        Column(name="priority", kind=Kind.NUMBER, default=0, low=-1_000_000),
        choice("usual", (USUAL,)),
        Column(
            name="steps",
            kind=Kind.STEPS,
            default=(),
            required=True,
            choices=tuple(Seat.values),
        ),
    )

    def name_of(self, row: Row) -> str:
        """Return the kind of subject and the name, without case."""
        return super().name_of(row).casefold()

    def standing(self, viewer: Person) -> dict[str, Standing]:  # noqa: ARG002 - everybody reads it
        """Return the routes in use. Two queries."""
        told: dict[str, Standing] = {}
        for route in every_route():
            row = self._row(route)
            told.setdefault(self.name_of(row), Standing(row=row, pk=route.pk))
        return told

    def _row(self, route: Route) -> Row:
        said: dict[str, Any] = {name: tuple(getattr(route, name)) for name in CONDITIONS}
        return self.full(
            said
            | {
                "name": route.name,
                "name_en": route.name_en,
                "kind": route.subject_kind,
                "unit": route.unit.code if route.unit else "",
                "origins": tuple(sorted(route.origins)),
                "priority": route.priority,
                "usual": USUAL if route.is_default else "",
                "steps": tuple(str(_step(one)) for one in route.steps.all()),
            }
        )

    def write(self, row: Row, before: Standing | None, how: Writing) -> None:
        """Write a route anew, or create it; requests under way keep their steps."""
        said: Any = row
        code = str(row["unit"])
        choices = RouteChoices(
            name=said["name"],
            name_en=said["name_en"],
            subject_kind=said["kind"],
            unit_id=Unit.objects.get(code__iexact=code).pk if code else None,
            networks=said["networks"],
            tags=said["tags"],
            origins=said["origins"],
            seats_asked=said["seats_asked"],
            priority=said["priority"],
            is_default=said["usual"] == USUAL,
            steps=tuple(_choice(step) for one in said["steps"] if (step := read_step(one))),
        )
        route_id = before.pk if before else None
        write_route(choices=choices, route_id=route_id, by=how.by, at=how.at)

    def remove(self, before: Standing, how: Writing) -> None:
        """Take a route out of use."""
        if before.pk is not None:
            retire_route(route_id=before.pk, by=how.by, at=how.at)


def _step(one: RouteStep) -> Step:
    return Step(
        seats=tuple(one.seats), each=one.mode == Mode.ALL, hours=one.hours, guests=one.guests
    )


def _choice(step: Step) -> StepChoice:
    mode = Mode.ALL if step.each else Mode.ANY
    return StepChoice(seats=step.seats, mode=mode, hours=step.hours, guests=step.guests)
