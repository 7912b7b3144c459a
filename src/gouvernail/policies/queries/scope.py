"""Whom a policy binds, and what binds a person."""

from dataclasses import dataclass
from datetime import date

from django.db.models import (
    CharField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
)

from gouvernail.charter.queries.networks import network_label
from gouvernail.foundation.clock import today
from gouvernail.foundation.sorting import by_title
from gouvernail.people.models import Person, Role, RoleGrant, Unit
from gouvernail.policies.models import Policy, PolicyScope, PolicyVersion
from gouvernail.policies.queries.carrying import counting_signatures

Kind = PolicyScope.Kind


def bound_by(person: Person, on: date) -> list[Policy]:
    """Return the policies in force that bind `person` on a day, by title. One query.

    The day counts for joining, leaving and roles; their unit is the one they are in now. What was
    in force on an earlier day is not asked here: versions keep their days.
    """
    rows = Policy.objects.filter(
        binding(person, on=on),
        archived_at__isnull=True,
        versions__status=PolicyVersion.Status.IN_FORCE,
    )
    return list(rows.select_related("unit", "owner").order_by(by_title(), "pk"))


def in_scope(policy: Policy) -> QuerySet[Person]:
    """Return the people that a policy binds today, its unit loaded. One query when iterated.

    Nobody for one that addresses people outside. Who left is bound no more; who moved follows.
    """
    if policy.audience != Policy.Audience.INTERNAL:
        return Person.objects.none()
    lines = PolicyScope.objects.filter(policy=policy)
    units, roles = lines.filter(kind=Kind.UNIT), lines.filter(kind=Kind.ROLE)
    home = ExpressionWrapper(OuterRef("home_unit__path"), output_field=CharField())
    below = units.annotate(home=home).filter(home__startswith=F("unit__path"))
    held = _grants(today()).filter(person=OuterRef(OuterRef("pk")), role=OuterRef("value"))
    return Person.objects.filter(
        Exists(below) | (~Exists(units) & Q(home_unit__path__startswith=policy.unit.path)),
        ~Exists(roles) | Exists(roles.filter(Exists(held))),
        is_active=True,
    )


def binding(person: Person, *, on: date | None = None) -> Q:
    """Return the filter on policies that bind `person`, today when no day is given. No query.

    Internal, about a unit of theirs or above it, and about a role they hold where it names some.
    """
    day = on or today()
    here = Person.objects.filter(
        Q(joined_on__isnull=True) | Q(joined_on__lte=day),
        Q(left_at__isnull=True) | Q(left_at__date__gt=day),
        pk=person.pk,
    )
    if on is None:
        here = here.filter(is_active=True)
    at_home = here.filter(home_unit__path__startswith=OuterRef("unit__path"))
    lines = PolicyScope.objects.filter(policy=OuterRef("pk"))
    units, roles = lines.filter(kind=Kind.UNIT), lines.filter(kind=Kind.ROLE)
    held = _grants(day).filter(person=person).values("role")
    return (
        Q(audience=Policy.Audience.INTERNAL)
        & (Q(Exists(units.filter(Exists(at_home)))) | (~Q(Exists(units)) & Q(Exists(at_home))))
        & (~Q(Exists(roles)) | Q(Exists(roles.filter(value__in=held))))
    )


def is_bound(policy: Policy, person: Person) -> bool:
    """Return whether `policy` binds `person` today. One query."""
    return Policy.objects.filter(binding(person), pk=policy.pk).exists()


def _grants(day: date) -> QuerySet[RoleGrant]:
    return RoleGrant.objects.filter(
        Q(starts_on__isnull=True) | Q(starts_on__lte=day),
        Q(ends_on__isnull=True) | Q(ends_on__gte=day),
        revoked_at__isnull=True,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Whom a policy names, and of what it speaks; empty: as its own unit says, all of it."""

    units: tuple[Unit, ...] = ()
    roles: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()

    @property
    def role_labels(self) -> list[str]:
        """Return the roles in the reader's language."""
        return [str(Role(one).label) for one in self.roles]

    @property
    def network_labels(self) -> list[str]:
        """Return the networks as people write them."""
        return [network_label(one) for one in self.networks]


def scope_of(policy: Policy) -> Scope:
    """Return the lines of a policy's scope, sorted. One query."""
    lines = list(policy.scope.select_related("unit").order_by("unit__path", "value"))
    return Scope(
        units=tuple(one.unit for one in lines if one.unit is not None),
        roles=tuple(one.value for one in lines if one.kind == Kind.ROLE),
        networks=tuple(one.value for one in lines if one.kind == Kind.NETWORK),
    )


def unsigned_of_each(on: date) -> QuerySet[Policy]:
    """Return, inside a query of people, the policies each of them has to sign and has not.

    For `Exists` and counts in a query of `Person`; `to_sign` is for somebody alone. No query.
    """
    home = ExpressionWrapper(OuterRef(OuterRef("home_unit__path")), output_field=CharField())
    lines = PolicyScope.objects.filter(policy=OuterRef("pk"))
    units, roles = lines.filter(kind=Kind.UNIT), lines.filter(kind=Kind.ROLE)
    below = units.annotate(home=home).filter(home__startswith=F("unit__path"))
    held = _grants(on).filter(person=OuterRef(OuterRef(OuterRef("pk"))), role=OuterRef("value"))
    here = ExpressionWrapper(OuterRef("home_unit__path"), output_field=CharField())
    signed = counting_signatures().filter(
        person=OuterRef(OuterRef("pk")), version__policy=OuterRef("pk")
    )
    return Policy.objects.annotate(home=here).filter(
        Exists(below) | (~Exists(units) & Q(home__startswith=F("unit__path"))),
        ~Exists(roles) | Exists(roles.filter(Exists(held))),
        ~Exists(signed),
        Exists(PolicyVersion.objects.filter(policy=OuterRef("pk"), status="in_force")),
        audience=Policy.Audience.INTERNAL,
        must_sign=True,
        archived_at__isnull=True,
    )
