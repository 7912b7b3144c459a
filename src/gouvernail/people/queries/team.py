"""The team as a list: who is where, in which role, who is away."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from gouvernail.foundation.sorting import Plain
from gouvernail.people.models import Absence, Person, Role, RoleGrant, Unit
from gouvernail.people.permissions import visible_people

EXPORT_HEADER = (
    "staff_number",
    "name",
    "email",
    "job",
    "phone",
    "unit",
    "language",
    "joined_on",
    "roles",
    "status",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How the list is narrowed; empty fields narrow nothing.

    `role` is a role, or `reviewer:legal` for one seat; `state` is `left`, `away` or empty for the
    people who are there.
    """

    search: str = ""
    unit: Unit | None = None
    role: str = ""
    state: str = ""


def people_asked(asked: Asked, *, viewer: Person, at: datetime) -> QuerySet[Person]:
    """Return the people `viewer` may know about, each with `shown_grants` and `shown_absences`.

    Three queries when iterated, whatever the number of rows.
    """
    rows = _narrowed(visible_people(viewer), asked, at=at)
    return rows.select_related("home_unit").prefetch_related(
        Prefetch("grants", queryset=_in_force(at), to_attr="shown_grants"),
        Prefetch("absences", queryset=_under_way(at), to_attr="shown_absences"),
    )


def _narrowed(rows: QuerySet[Person], asked: Asked, *, at: datetime) -> QuerySet[Person]:
    rows = rows.filter(status=Person.Status.LEFT if asked.state == "left" else Person.Status.ACTIVE)
    for word in asked.search.split()[:6]:
        rows = rows.filter(
            Q(name__icontains=word)
            | Q(email__icontains=word)
            | Q(job__icontains=word)
            | Q(external_id__iexact=word)
        )
    if asked.unit is not None:
        rows = rows.filter(home_unit__path__startswith=asked.unit.path)
    if asked.role:
        role, _colon, seat = asked.role.partition(":")
        held = _in_force(at).filter(person=OuterRef("pk"), role=role)
        rows = rows.filter(Exists(held.filter(seat=seat) if seat else held))
    if asked.state == "away":
        rows = rows.filter(Exists(_under_way(at).filter(person=OuterRef("pk"))))
    return rows


def _in_force(at: datetime) -> QuerySet[RoleGrant]:
    return (
        RoleGrant.objects.filter(revoked_at__isnull=True)
        .filter(Q(starts_on__isnull=True) | Q(starts_on__lte=at.date()))
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=at.date()))
        .select_related("unit")
        .order_by("unit__path", "role", "seat")
    )


def _under_way(at: datetime) -> QuerySet[Absence]:
    rows = Absence.objects.filter(cancelled_at__isnull=True, starts_at__lte=at, ends_at__gt=at)
    return rows.select_related("delegate")


def team_counts(viewer: Person, *, at: datetime) -> dict[str, int]:
    """Return how many of the people `viewer` sees are `active`, `away` and `left`. One query."""
    counts: dict[str, int] = visible_people(viewer).aggregate(
        active=Count("pk", filter=Q(status=Person.Status.ACTIVE)),
        left=Count("pk", filter=Q(status=Person.Status.LEFT)),
        away=Count(
            "pk",
            filter=Q(Exists(_under_way(at).filter(person=OuterRef("pk")))) & _active(),
        ),
    )
    return counts


def _active() -> Q:
    return Q(status=Person.Status.ACTIVE)


def grants_of(person: Person) -> list[RoleGrant]:
    """Return every role a person holds or held, units loaded, newest first. One query."""
    return list(person.grants.select_related("unit", "granted_by").order_by("-granted_at", "-pk"))


def absences_of(person: Person) -> list[Absence]:
    """Return a person's absences, the latest first, stand-ins loaded. One query."""
    return list(person.absences.select_related("delegate").order_by("-starts_at")[:20])


def colleagues(viewer: Person) -> QuerySet[Person]:
    """Return the active people `viewer` may know about who work here: any role but employee.

    One query when iterated.
    """
    working = RoleGrant.objects.filter(person=OuterRef("pk"), revoked_at__isnull=True)
    rows = visible_people(viewer).filter(is_active=True)
    return rows.filter(Exists(working.exclude(role=Role.EMPLOYEE))).order_by(Plain("name"))


def export_rows(asked: Asked, *, viewer: Person, at: datetime) -> Iterator[tuple[object, ...]]:
    """Yield the list as rows under `EXPORT_HEADER`; the import takes them back."""
    for person in people_asked(asked, viewer=viewer, at=at).order_by(Plain("name"), "pk"):
        yield (
            person.external_id,
            person.name,
            person.email,
            person.job,
            person.phone,
            person.home_unit.code if person.home_unit else "",
            person.language,
            person.joined_on,
            "; ".join(_coded(grant) for grant in person.shown_grants),  # type: ignore[attr-defined]  # prefetched
            person.status,
        )


def _coded(grant: RoleGrant) -> str:
    return f"{grant.role}{f':{grant.seat}' if grant.seat else ''}@{grant.unit.code}"
