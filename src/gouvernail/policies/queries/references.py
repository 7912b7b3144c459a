"""Clauses in force, as the charter cites them."""

from collections.abc import Collection

from django.urls import reverse

from gouvernail.charter.queries.references import Reference
from gouvernail.people.models import Person
from gouvernail.policies.models import Clause, PolicyVersion
from gouvernail.policies.permissions import visible_policies


def clause_references(viewer: Person, *, wanted: Collection[str] | None) -> list[Reference]:
    """Return the clauses in force of policies in use, in the order they are read. Two queries.

    None when nothing of the kind is `wanted`; then no query either.
    """
    slugs = None if wanted is None else {one.partition("#")[0] for one in wanted if "#" in one}
    if slugs is not None and not slugs:
        return []
    clauses = (
        Clause.objects.filter(
            version__status=PolicyVersion.Status.IN_FORCE, version__policy__archived_at__isnull=True
        )
        .select_related("version__policy")
        .defer("text", "text_en")
        .order_by("version__policy__slug", "position")
    )
    if slugs is not None:
        clauses = clauses.filter(version__policy__slug__in=slugs)
    read = set(visible_policies(viewer).values_list("pk", flat=True))
    found = [_reference(clause, may_read=clause.version.policy_id in read) for clause in clauses]
    return [one for one in found if wanted is None or one.code in wanted]


def _reference(clause: Clause, *, may_read: bool) -> Reference:
    policy = clause.version.policy
    code = f"{policy.slug}#{clause.anchor}"
    if not may_read:
        return Reference(code=code)
    return Reference(
        code=code,
        label=f"{clause.anchor} {clause.label}",
        source=policy.label,
        url=f"{reverse('policies:policy-detail', args=[policy.slug])}#c{clause.anchor}",
    )
