"""Which signatures count for the version in force: its own, and those carried over to it."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from gouvernail.policies.models import CarryOver, PolicyVersion, Signature


def counting_signatures() -> QuerySet[Signature]:
    """Return the signatures that count for the version in force of their policy. No query."""
    carried = CarryOver.objects.filter(
        version__policy=OuterRef("version__policy"),
        version__status=PolicyVersion.Status.IN_FORCE,
        origin__number__lte=OuterRef("version__number"),
        ended_at__isnull=True,
    )
    return Signature.objects.filter(
        Q(version__status=PolicyVersion.Status.IN_FORCE) | Q(Exists(carried))
    )


def carried_from(version_id: UUID) -> QuerySet[PolicyVersion]:
    """Return the earlier versions whose signatures count for one. No query until iterated."""
    carried = CarryOver.objects.filter(
        version=version_id,
        version__policy=OuterRef("policy"),
        version__number__gt=OuterRef("number"),
        origin__number__lte=OuterRef("number"),
        ended_at__isnull=True,
    )
    return PolicyVersion.objects.filter(Exists(carried))


def carry_over_of(version: PolicyVersion) -> CarryOver | None:
    """Return why earlier signatures count for a version, None where they do not. One query."""
    rows = CarryOver.objects.filter(version=version, ended_at__isnull=True)
    return rows.select_related("origin", "decided_by").first()


__all__ = ["carried_from", "carry_over_of", "counting_signatures"]
