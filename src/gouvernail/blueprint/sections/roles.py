"""`roles.yaml`: who holds which role where."""

from datetime import date

from django.db.models import Q

from gouvernail.blueprint.sections.columns import Column, Kind, Row, choice, person, unit
from gouvernail.blueprint.sections.people import named, people_named
from gouvernail.blueprint.sections.section import Listed, Standing, Writing
from gouvernail.foundation import clock
from gouvernail.people.actions import grant_role, revoke_role
from gouvernail.people.models import Person, Role, RoleGrant, Seat, Unit
from gouvernail.people.permissions import Right, scope


class Roles(Listed):
    """The roles in force; a reviewer also has a seat."""

    file = "roles"
    key = "roles"
    named_by = ("person", "role", "seat", "unit")
    columns = (
        person(required=True),
        choice("role", Role.values, required=True),
        choice("seat", Seat.values),
        unit(),
        Column(name="until", kind=Kind.DAY),
    )

    def name_of(self, row: Row) -> str:
        """Return who, what and where; e-mails and codes count without case."""
        return super().name_of(row).casefold()

    def standing(self, viewer: Person) -> dict[str, Standing]:
        """Return the roles in force in the units `viewer` sees. Two queries."""
        today = clock.today()
        grants = (
            RoleGrant.objects.filter(
                scope(viewer, Right.SEE_PEOPLE, "unit__path"),
                Q(starts_on__isnull=True) | Q(starts_on__lte=today),
                Q(ends_on__isnull=True) | Q(ends_on__gte=today),
                revoked_at__isnull=True,
            )
            .select_related("person", "unit")
            .order_by("unit__path", "role", "seat", "person__name", "pk")
        )
        rows = [(self._row(grant), grant.pk) for grant in grants]
        return {self.name_of(row): Standing(row=row, pk=pk) for row, pk in rows}

    def _row(self, grant: RoleGrant) -> Row:
        return self.full(
            {
                "person": named(grant.person),
                "role": grant.role,
                "seat": grant.seat,
                "unit": grant.unit.code,
                "until": grant.ends_on.isoformat() if grant.ends_on else "",
            }
        )

    def write(self, row: Row, before: Standing | None, how: Writing) -> None:  # noqa: ARG002 - as the action
        """Give a role, or change until when; `before` is the same role."""
        who = str(row["person"])
        grant_role(
            person_id=people_named([who], viewer=how.by)[who],
            unit_id=Unit.objects.get(code__iexact=str(row["unit"])).pk,
            role=str(row["role"]),
            seat=str(row["seat"]),
            until=date.fromisoformat(str(row["until"])) if row["until"] else None,
            by=how.by,
            at=how.at,
        )

    def remove(self, before: Standing, how: Writing) -> None:
        """Take a role back."""
        if before.pk is not None:
            revoke_role(grant_id=before.pk, by=how.by, at=how.at)
